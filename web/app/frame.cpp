// Drawing a frame.
#include "web/app/frame.hpp"

#include <algorithm>
#include <cmath>

#include "web/semantics/diff.hpp"
#include "web/widgets/paint.hpp"
#include "web/widgets/ui_core.hpp"

namespace countersign {

using widgets::UiCore;

namespace {

constexpr int passes_at_most = 6;
// A layout that never agrees with itself must not keep the machine awake.
constexpr int unsettled_frames_at_most = 3;
constexpr float inertia_decay_ms = 325;
constexpr float inertia_stop = 0.02F;

std::string css_colour(const UiCore& core, widgets::Color color) {
    static constexpr char digits[] = "0123456789abcdef";
    const std::uint32_t rgba = widgets::theme_colour(color, core.environment.dark);
    std::string out = "#";
    for (int shift = 28; shift >= 8; shift -= 4) out += digits[(rgba >> shift) & 15];
    return out;
}

}  // namespace

FrameHost::FrameHost(Post post, Clock clock, std::unique_ptr<render::Renderer> renderer)
    : post_(std::move(post)),
      clock_(std::move(clock)),
      renderer_(std::move(renderer)),
      core_(std::make_unique<UiCore>(fonts_)),
      ui_(*core_) {
    IMGUI_CHECKVERSION();
    context_ = ImGui::CreateContext(&fonts_.atlas());
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.BackendPlatformName = "countersign";
    ImGuiStyle& style = ImGui::GetStyle();
    style.AntiAliasedLinesUseTex = false;
    style.CurveTessellationTol = 0.6F;
    style.CircleTessellationMaxError = 0.12F;
    core_->items.attach(*context_);
}

FrameHost::~FrameHost() {
    ImGui::SetCurrentContext(context_);
    semantics::ItemRecorder::detach(*context_);
    ImGui::DestroyContext(context_);
}

bool FrameHost::give_asset(std::string_view name, std::vector<std::uint8_t> bytes) {
    if (name == "fonts/inter-400.ttf")
        font_files_.regular = std::move(bytes);
    else if (name == "fonts/inter-500.ttf")
        font_files_.medium = std::move(bytes);
    else if (name == "fonts/inter-600.ttf")
        font_files_.semibold = std::move(bytes);
    else if (name == "fonts/icons.ttf")
        font_files_.icons = std::move(bytes);
    else
        return false;
    return true;
}

bool FrameHost::start() {
    const bool complete =
        !font_files_.regular.empty() && !font_files_.medium.empty() && !font_files_.semibold.empty() && !font_files_.icons.empty();
    if (complete) fonts_.set_files(std::move(font_files_));
    font_files_ = {};
    if (renderer_) {
        std::string why;
        if (!renderer_->start(why)) return cannot_draw(why);
        core_->ink_callback = renderer_->ink_callback();
    }
    started_ = true;
    apply_environment(core_->environment.width, core_->environment.height, core_->environment.pixel_ratio);
    send_theme();
    request_frame();
    return true;
}

bool FrameHost::cannot_draw(const std::string& why) {
    std::string problem = "{\"t\":\"problem\",\"key\":\"no_webgl\",\"recoverable\":false,\"detail\":";
    semantics::append_json_string(problem, why);
    post_(problem + "}");
    return false;
}

void FrameHost::context_restored() {
    if (!renderer_ || !started_) return;
    std::string why;
    if (!renderer_->restore(why)) {
        cannot_draw(why);
        return;
    }
    fonts_.request_upload();
    core_->ink_callback = renderer_->ink_callback();
    drop_pictures(true);
    request_frame();
}

void FrameHost::give_file(widgets::ItemId id, widgets::PickedFile file) {
    core_->files.emplace_back(id, std::move(file));
    request_frame();
}

std::size_t FrameHost::take_lost_files() {
    const std::size_t count = core_->files.size();
    core_->files.clear();
    return count;
}

std::vector<std::string> FrameHost::take_wanted_pictures() { return std::exchange(core_->pictures_wanted, {}); }

void FrameHost::give_picture(const std::string& key, int width, int height, const std::string& rgba) {
    const auto found = core_->pictures.find(key);
    // Nobody looks at it any more.
    if (found == core_->pictures.end() || found->second.texture != nullptr) return;
    widgets::PictureState& picture = found->second;
    picture.answered = true;
    picture.width = width;
    picture.height = height;
    const bool whole = width > 0 && height > 0 && rgba.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    if (renderer_ && whole) picture.texture = renderer_->make_picture(width, height, rgba.data());
    request_frame();
}

// What is no longer on the screen takes no memory of the graphics card.
void FrameHost::drop_pictures(bool all) {
    for (auto entry = core_->pictures.begin(); entry != core_->pictures.end();) {
        const widgets::PictureState& picture = entry->second;
        if (!all && picture.pass == core_->pass) {
            ++entry;
            continue;
        }
        // With the context the textures are gone already.
        if (!all && renderer_ && picture.texture != nullptr) renderer_->drop_picture(picture.texture);
        entry = core_->pictures.erase(entry);
    }
}

void FrameHost::send_theme() {
    using widgets::Color;
    const UiCore& core = *core_;
    std::string message = std::string("{\"t\":\"theme\",\"dark\":") + (core.environment.dark ? "true" : "false") + ",\"colors\":{";
    const std::pair<const char*, Color> colours[] = {
        {"text", Color::text_primary},      {"placeholder", Color::text_muted},  {"surface", Color::bg_surface},
        {"canvas", Color::bg_canvas},       {"accent", Color::accent_fill},      {"accent_text", Color::accent_text},
        {"disabled", Color::text_disabled}, {"selection", Color::accent_border}, {"danger", Color::danger_text}};
    for (const auto& [name, color] : colours)
        message += std::string(message.back() == '{' ? "\"" : ",\"") + name + "\":\"" + css_colour(core, color) + "\"";
    post_(message + "}}");
}

bool FrameHost::wants_frame(double now_ms) const {
    if (!started_) return false;
    return core_->frame_wanted || (core_->wake > 0 && now_ms >= core_->wake);
}
double FrameHost::next_wake() const { return core_->wake; }
void FrameHost::request_frame() { core_->frame_wanted = true; }
void FrameHost::wake_at(double now_ms) { ui_.wake_at(now_ms); }

void FrameHost::choose_theme(std::optional<bool> dark) {
    if (chosen_dark_ == dark) return;
    chosen_dark_ = dark;
    apply_scheme(system_dark_, core_->environment.reduced_motion);
}

const semantics::Tree& FrameHost::tree() const { return core_->tree; }
std::vector<semantics::ItemRecorder::Item> FrameHost::undeclared() const { return core_->items.undeclared(core_->tree); }

void FrameHost::draw(double now_ms, const widgets::Content& content) {
    UiCore& core = *core_;
    ImGui::SetCurrentContext(context_);
    core.previous = core.now;
    core.now = now_ms;
    core.frame_wanted = false;
    if (core.wake > 0 && now_ms >= core.wake) core.wake = 0;
    move_by_inertia();
    int passes = 0;
    bool again = true;
    while (again && passes < passes_at_most) {
        pass(content, passes == 0);
        ++passes;
        again = needs_another_pass();
    }
    finish(!again);
}

void FrameHost::pass(const widgets::Content& content, bool first) {
    UiCore& core = *core_;
    fonts_.set_scale(core.environment.pixel_ratio);
    if (fonts_.prepare() && renderer_) renderer_->upload_atlas(fonts_.atlas());

    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {core.environment.width, core.environment.height};
    io.DisplayFramebufferScale = {core.environment.pixel_ratio, core.environment.pixel_ratio};
    const double elapsed = (core.now - core.previous) / 1000.0;
    io.DeltaTime = first ? static_cast<float>(std::clamp(elapsed, 0.0001, 0.1)) : 0.0001F;
    ++core.pass;
    core.unsettled = false;
    core.input_taken = false;
    core.cursor = "default";
    core.layer = 0;
    core.ink.clear();
    core.pads.clear();
    core.dialogs.clear();
    core.hint.clear();
    core.top_layers.clear();
    core.tree.begin();
    core.items.begin();
    core.viewport = {0, 0, core.environment.width, core.environment.height};
    core.page_has_bottom_bar = false;
    core.phone_sync = {};

    ImGui::NewFrame();
    widgets::open_layer(core, "base", core.viewport);
    widgets::open_root(core, core.viewport, 0, true);
    content(ui_);
    widgets::close_root(core);
    widgets::draw_toast(ui_);
    widgets::draw_hint(core);
    widgets::close_layer(core);
    for (ImGuiWindow* window : core.top_layers) ImGui::BringWindowToDisplayFront(window);
    ImGui::EndFrame();
    if (first) {
        scroll_keys();
        core.keys.clear();
    }
    core.samples.clear();
}

bool FrameHost::needs_another_pass() const {
    const UiCore& core = *core_;
    return core.unsettled || core.input_taken || fonts_.missing() || context_->InputEventsQueue.Size > 0;
}

void FrameHost::finish(bool settled) {
    UiCore& core = *core_;
    ImGui::Render();
    if (renderer_) renderer_->draw(*ImGui::GetDrawData());
    ++frames_shown_;
    unsettled_frames_ = settled ? 0 : unsettled_frames_ + 1;
    if (!settled && unsettled_frames_ <= unsettled_frames_at_most) core.frame_wanted = true;

    // A dialog that is gone gives the focus back to what opened it.
    for (const widgets::ItemId id : core.dialogs_before) {
        if (std::find(core.dialogs.begin(), core.dialogs.end(), id) != core.dialogs.end()) continue;
        const auto opener = core.openers.find(id);
        if (opener == core.openers.end()) continue;
        if (opener->second != 0 && core.tree.declared(opener->second) && core.focus_request == 0)
            widgets::request_focus(core, opener->second);
        core.openers.erase(opener);
    }
    core.dialogs_before = core.dialogs;
    drop_pictures(false);
    core.activations.clear();
    core.values.clear();
    core.submits.clear();
    core.reveal = 0;
    if (core.focus_wanted != 0 && --core.focus_wanted_frames <= 0) core.focus_wanted = 0;

    const std::string changes = core.tree.take_changes();
    if (!changes.empty()) post_(changes);
    if (core.title != core.title_sent) {
        core.title_sent = core.title;
        std::string message = "{\"t\":\"title\",\"text\":";
        semantics::append_json_string(message, core.title);
        post_(message + "}");
    }
    if (core.focus_request != 0) {
        post_("{\"t\":\"focus\",\"id\":" + std::to_string(core.focus_request) + "}");
        core.focus_request = 0;
    }
    std::vector<std::string> messages;
    messages.swap(core.outbox);
    for (const std::string& message : messages) post_(message);
    if (core.cursor != cursor_sent_) {
        cursor_sent_ = core.cursor;
        post_("{\"t\":\"cursor\",\"css\":\"" + core.cursor + "\"}");
    }
}

void FrameHost::move_by_inertia() {
    UiCore& core = *core_;
    const float elapsed = static_cast<float>(std::clamp(core.now - core.previous, 0.0, 64.0));
    for (auto& [id, scroll] : core.scrolls) {
        if (scroll.velocity == 0) continue;
        const float before = scroll.offset;
        scroll.offset = std::clamp(scroll.offset + scroll.velocity * elapsed, 0.0F, scroll.max);
        scroll.velocity *= std::exp(-elapsed / inertia_decay_ms);
        const bool at_end = elapsed > 0 && scroll.offset == before;
        if (std::abs(scroll.velocity) < inertia_stop || at_end) scroll.velocity = 0;
        if (scroll.velocity != 0) core.frame_wanted = true;
    }
}

// Keys nobody wanted move the page.
void FrameHost::scroll_keys() {
    UiCore& core = *core_;
    widgets::Scroll* largest = nullptr;
    for (auto& [id, scroll] : core.scrolls) {
        if (scroll.pass != core.pass || scroll.max <= 0) continue;
        const bool better = largest == nullptr || scroll.layer > largest->layer ||
                            (scroll.layer == largest->layer && scroll.view.GetArea() > largest->view.GetArea());
        if (better) largest = &scroll;
    }
    if (largest == nullptr) return;
    const float page = largest->view.GetHeight() * 0.9F;
    for (const std::string& key : core.keys) {
        const float by = key == "ArrowDown"                ? 48
                         : key == "ArrowUp"                ? -48
                         : key == "PageDown" || key == " " ? page
                         : key == "PageUp"                 ? -page
                         : key == "Home"                   ? -largest->offset
                         : key == "End"                    ? largest->max
                                                           : 0;
        const float target = std::clamp(largest->offset + by, 0.0F, largest->max);
        if (target == largest->offset) continue;
        largest->offset = target;
        core.unsettled = true;
    }
}

}  // namespace countersign
