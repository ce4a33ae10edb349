// The page's messages as input: pointer, wheel, finger, keys, and what the accessible mirror reports.
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "web/app/frame.hpp"
#include "web/widgets/ui_core.hpp"

namespace countersign {

using nlohmann::json;
using widgets::UiCore;

namespace {

constexpr float slop = 8;            // px a finger may move and still press
constexpr float far_away = -100000;  // where no pointer is
// A finger that rested before it was lifted throws nothing.
constexpr double throw_within_ms = 60;

float number(const json& message, const char* key, float otherwise = 0) {
    const auto found = message.find(key);
    return found != message.end() && found->is_number() ? found->get<float>() : otherwise;
}
bool flag(const json& message, const char* key) {
    const auto found = message.find(key);
    return found != message.end() && found->is_boolean() && found->get<bool>();
}
std::string words(const json& message, const char* key) {
    const auto found = message.find(key);
    return found != message.end() && found->is_string() ? found->get<std::string>() : std::string();
}
widgets::ItemId item(const json& message) {
    const auto found = message.find("id");
    return found != message.end() && found->is_number_unsigned() ? found->get<widgets::ItemId>() : 0;
}

}  // namespace

void FrameHost::apply_environment(float width, float height, float pixel_ratio) {
    UiCore& core = *core_;
    core.environment.width = std::max(1.0F, width);
    core.environment.height = std::max(1.0F, height);
    core.environment.pixel_ratio = std::clamp(pixel_ratio, 0.5F, 4.0F);
    if (renderer_ && started_) {
        const auto pixels = [&](float length) { return static_cast<int>(std::lround(length * core.environment.pixel_ratio)); };
        renderer_->resize(pixels(core.environment.width), pixels(core.environment.height));
    }
    request_frame();
}

void FrameHost::apply_scheme(bool dark, bool reduced_motion) {
    UiCore& core = *core_;
    system_dark_ = dark;
    core.environment.reduced_motion = reduced_motion;
    const bool wanted = chosen_dark_.value_or(dark);
    if (wanted != core.environment.dark) {
        core.environment.dark = wanted;
        if (started_) send_theme();
    }
    request_frame();
}

bool FrameHost::on_message(std::string_view text) {
    const json message = json::parse(text, nullptr, false);
    if (!message.is_object()) return false;
    UiCore& core = *core_;
    ImGui::SetCurrentContext(context_);
    const std::string type = words(message, "t");
    if (type == "pointer") {
        Pointer pointer;
        pointer.kind = words(message, "kind");
        pointer.source = words(message, "source");
        pointer.x = number(message, "x");
        pointer.y = number(message, "y");
        pointer.pressure = number(message, "pressure");
        pointer.button = static_cast<int>(number(message, "button"));
        on_pointer(pointer);
    } else if (type == "wheel") {
        core.finger = false;
        widgets::scroll_at(core, {number(message, "x"), number(message, "y")}, number(message, "dy"));
        request_frame();
    } else if (type == "key") {
        core.pointer_last = false;
        core.keys.push_back(words(message, "key"));
        request_frame();
    } else if (type == "activate") {
        core.activations.push_back(item(message));
        request_frame();
    } else if (type == "focus") {
        core.focused = item(message);
        core.ring = flag(message, "ring");
        if (core.ring) core.pointer_last = false;
        core.reveal = core.focused;
        request_frame();
    } else if (type == "blur") {
        if (core.focused == item(message)) core.focused = 0;
        request_frame();
    } else if (type == "value") {
        core.values.emplace_back(item(message), words(message, "text"));
        request_frame();
    } else if (type == "submit") {
        core.submits.push_back(item(message));
        request_frame();
    } else if (type == "resize") {
        apply_environment(number(message, "width", 1), number(message, "height", 1), number(message, "dpr", 1));
    } else if (type == "scheme") {
        apply_scheme(flag(message, "dark"), flag(message, "reduced_motion"));
        return false;
    } else if (type == "boot") {
        core.environment.touch = flag(message, "coarse");
        apply_environment(number(message, "width", 1), number(message, "height", 1), number(message, "dpr", 1));
        apply_scheme(flag(message, "dark"), flag(message, "reduced_motion"));
        return false;
    } else {
        if (type == "visible" || type == "online") request_frame();
        return false;
    }
    return true;
}

widgets::ItemId FrameHost::pad_at(float x, float y) const {
    for (const widgets::InkArea& pad : core_->pads)
        if (pad.sheet.Contains(ImVec2(x, y))) return pad.id;
    return 0;
}

void FrameHost::on_pointer(const Pointer& pointer) {
    UiCore& core = *core_;
    ImGuiIO& io = ImGui::GetIO();
    core.finger = pointer.source == "touch";
    io.AddMouseSourceEvent(core.finger ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    if (pointer.kind == "down")
        press(pointer);
    else if (pointer.kind == "move")
        drag(pointer);
    else if (pointer.kind == "up")
        release(pointer);
    else {
        if (touch_.owned) sample(pointer);
        io.AddMousePosEvent(far_away, far_away);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        touch_ = {};
    }
    request_frame();
}

void FrameHost::sample(const Pointer& pointer) {
    using Kind = widgets::PointerSample::Kind;
    widgets::PointerSample out;
    out.kind = pointer.kind == "down" ? Kind::Down : pointer.kind == "move" ? Kind::Move : Kind::Up;
    out.owner = touch_.owner;
    out.x = pointer.x;
    out.y = pointer.y;
    out.pressure = pointer.pressure;
    out.pen = pointer.source == "pen";
    out.time = clock_();
    core_->samples.push_back(out);
}

void FrameHost::press(const Pointer& pointer) {
    UiCore& core = *core_;
    if (pointer.button != 0) return;
    core.pointer_last = true;
    core.ring = false;
    touch_ = {};
    touch_.down = true;
    touch_.start_x = pointer.x;
    touch_.start_y = touch_.last_y = pointer.y;
    touch_.last_time = clock_();
    touch_.owner = pad_at(pointer.x, pointer.y);
    touch_.owned = touch_.owner != 0;
    for (auto& [id, scroll] : core.scrolls) scroll.velocity = 0;
    if (touch_.owned) {
        sample(pointer);
        return;
    }
    ImGui::GetIO().AddMousePosEvent(pointer.x, pointer.y);
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
}

void FrameHost::drag(const Pointer& pointer) {
    UiCore& core = *core_;
    if (touch_.owned) return sample(pointer);
    if (!touch_.down || !core.finger) {
        ImGui::GetIO().AddMousePosEvent(pointer.x, pointer.y);
        return;
    }
    const float from_start = pointer.y - touch_.start_y;
    if (!touch_.cancelled && std::max(std::abs(from_start), std::abs(pointer.x - touch_.start_x)) > slop) {
        // It is a scroll, not a press.
        touch_.cancelled = true;
        ImGui::ClearActiveID();
        ImGui::GetIO().AddMousePosEvent(far_away, far_away);
        ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        touch_.region = widgets::scrollable_at(core, {touch_.start_x, touch_.start_y}, -from_start);
        if (touch_.region == 0) touch_.region = widgets::scrollable_at(core, {touch_.start_x, touch_.start_y}, 0);
        touch_.last_y = pointer.y;
        touch_.last_time = clock_();
        return;
    }
    if (!touch_.cancelled || touch_.region == 0) return;
    widgets::Scroll& scroll = core.scrolls[touch_.region];
    const float by = touch_.last_y - pointer.y;
    scroll.offset = std::clamp(scroll.offset + by, 0.0F, std::max(0.0F, scroll.max));
    const double now = clock_();
    const float elapsed = static_cast<float>(std::max(1.0, now - touch_.last_time));
    touch_.velocity = touch_.velocity * 0.4F + (by / elapsed) * 0.6F;
    touch_.last_y = pointer.y;
    touch_.last_time = now;
}

void FrameHost::release(const Pointer& pointer) {
    UiCore& core = *core_;
    if (pointer.button != 0 && !core.finger) return;
    if (touch_.owned) {
        sample(pointer);
        touch_ = {};
        return;
    }
    ImGuiIO& io = ImGui::GetIO();
    if (touch_.cancelled && core.finger) {
        const auto scroll = core.scrolls.find(touch_.region);
        const bool thrown = clock_() - touch_.last_time < throw_within_ms;
        if (scroll != core.scrolls.end() && thrown) scroll->second.velocity = std::clamp(touch_.velocity, -6.0F, 6.0F);
    } else {
        io.AddMousePosEvent(pointer.x, pointer.y);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        if (core.finger) io.AddMousePosEvent(far_away, far_away);
    }
    touch_ = {};
}

}  // namespace countersign
