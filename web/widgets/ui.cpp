// What screens ask the interface for; ids.
#include "web/widgets/ui.hpp"

#include <algorithm>

#include "web/semantics/diff.hpp"
#include "web/widgets/ui_core.hpp"

namespace countersign::widgets {
namespace {

constexpr ItemId root_seed = 0x43535047U;

// Ids are made by mixing, not by a checksum: a checksum of a number seeded with that very number is the same for all numbers.
std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 30;
    value *= 0xbf58476d1ce4e5b9ULL;
    value ^= value >> 27;
    value *= 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

ItemId positive(std::uint64_t hash) {
    const auto id = static_cast<ItemId>(hash & 0x7fffffffU);
    return id == 0 ? 1 : id;
}

std::string message(const char* type, std::string_view text, std::string_view more = {}) {
    std::string out = "{\"t\":\"";
    out += type;
    out += "\",\"text\":";
    semantics::append_json_string(out, text);
    out += more;
    out += '}';
    return out;
}

}  // namespace

ItemId child_id(ItemId parent, std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ mix(parent);
    for (const char byte : name) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    return positive(mix(hash));
}
ItemId child_id(ItemId parent, std::uint64_t number) { return positive(mix(mix(number + 0x9e3779b97f4a7c15ULL) + parent)); }
ItemId scoped_id(const UiCore& core, std::string_view name) { return child_id(core.ids.empty() ? root_seed : core.ids.back(), name); }
ItemId place_id(UiCore& core) {
    const ItemId scope = core.ids.empty() ? root_seed : core.ids.back();
    if (core.boxes.empty()) return child_id(scope, "root");
    Box& box = core.boxes.back();
    return child_id(child_id(scope, static_cast<std::uint64_t>(box.id)), static_cast<std::uint64_t>(++box.children));
}

Layout Ui::layout() const {
    const float width = core_->environment.width;
    return width < 600 ? Layout::Phone : width < 1100 ? Layout::Tablet : width < 1440 ? Layout::Desktop : Layout::Wide;
}
bool Ui::touch() const { return core_->environment.touch || layout() == Layout::Phone; }
bool Ui::dark() const { return core_->environment.dark; }
bool Ui::reduced_motion() const { return core_->environment.reduced_motion; }
float Ui::canvas_width() const { return core_->environment.width; }
float Ui::canvas_height() const { return core_->environment.height; }
float Ui::available_width() const { return available(*core_); }
double Ui::now_ms() const { return core_->now; }
void Ui::request_frame() { core_->frame_wanted = true; }
void Ui::wake_at(double now_ms) {
    if (core_->wake == 0 || now_ms < core_->wake) core_->wake = now_ms;
}

ItemId Ui::id(std::string_view name) const { return scoped_id(*core_, name); }
void Ui::focus(ItemId id) {
    core_->focus_wanted = id;
    core_->focus_wanted_frames = 3;
    core_->unsettled = true;
}
bool Ui::is_focused(ItemId id) const { return core_->focused == id; }

void Ui::announce(std::string_view text, bool assertive) {
    post(*core_, message("announce", text, assertive ? ",\"assertive\":true" : ",\"assertive\":false"));
}
void Ui::title(std::string_view text) { core_->title = std::string(text); }
void Ui::copy(std::string_view text) { post(*core_, message("copy", text)); }

void Ui::navigate(std::string_view path, bool replace) {
    core_->navigations.push_back({std::string(path), replace});
    core_->input_taken = true;
}
std::optional<Ui::Navigation> Ui::take_navigation() {
    if (core_->navigations.empty()) return std::nullopt;
    Navigation first = core_->navigations.front();
    core_->navigations.clear();
    return first;
}

bool Ui::take_key(std::string_view key) {
    std::vector<std::string>& keys = core_->keys;
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) return false;
    keys.erase(found);
    core_->input_taken = true;
    return true;
}

void Ui::forget_scroll(ItemId region) { core_->scrolls.erase(region); }

IdScope::IdScope(Ui& ui, std::string_view name) : ui_(ui) { ui.core().ids.push_back(scoped_id(ui.core(), name)); }
IdScope::IdScope(Ui& ui, std::uint64_t number) : ui_(ui) { ui.core().ids.push_back(child_id(scoped_id(ui.core(), "#"), number)); }
IdScope::~IdScope() { ui_.core().ids.pop_back(); }

}  // namespace countersign::widgets
