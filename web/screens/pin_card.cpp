// The PIN's form. Its fields are emptied when it was done, and kept where something was wrong.
#include "web/screens/pin_card.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using app::DevicePin;
using widgets::Tone;

std::string problem_words(Portal& portal) {
    switch (portal.pin().problem()) {
        case DevicePin::Problem::none:
            return {};
        case DevicePin::Problem::not_digits:
            return portal.tr("security.pin_not_digits", {{"min", static_cast<std::int64_t>(DevicePin::digits_min)},
                                                         {"max", static_cast<std::int64_t>(DevicePin::digits_max)}});
        case DevicePin::Problem::too_easy:
            return portal.tr("security.pin_too_easy");
        case DevicePin::Problem::not_the_same:
            return portal.tr("security.pin_not_the_same");
        case DevicePin::Problem::wrong:
            return portal.tr("security.pin_wrong");
        case DevicePin::Problem::wait:
            return portal.tr_n("security.pin_wait", portal.pin().wait_seconds());
    }
    return {};
}

void pin_field(Ui& ui, const char* id, std::string label, std::string* value, std::string hint = {}) {
    widgets::text_field(ui, {.id = id,
                             .label = std::move(label),
                             .value = value,
                             .hint = std::move(hint),
                             .type = widgets::TextField::Type::Password,
                             .autocomplete = "off",
                             .inputmode = "numeric",
                             .max_length = static_cast<int>(DevicePin::digits_max)});
}

}  // namespace

void PinCard::say_what_was_done(Ui& ui, Portal& portal) {
    if (!portal.pin().take_done()) return;
    current_.clear();
    wanted_.clear();
    again_.clear();
    widgets::show_toast(
        ui, {.text = portal.tr(portal.pin().is_set() ? "security.said_pin_set" : "security.said_pin_removed"), .icon = icons::check});
}

void PinCard::draw(Ui& ui, Portal& portal) {
    say_what_was_done(ui, portal);
    DevicePin& pin = portal.pin();
    const widgets::Card card(ui, {.id = "pin_card", .title = portal.tr("security.pin_title"), .gap = widgets::space::m});
    const widgets::Form form(ui, {.id = "pin_form", .name = portal.tr("security.pin_title")});
    if (pin.is_set()) widgets::text(ui, {.text = portal.tr("security.pin_on"), .tone = Tone::Ok, .icon = icons::shield_check});
    widgets::text(ui, {.text = portal.tr("security.pin_text"), .tone = Tone::Secondary});
    const std::string problem = problem_words(portal);
    if (!problem.empty()) widgets::banner(ui, {.id = "pin_problem", .tone = Tone::Danger, .text = problem, .assertive = true});
    if (pin.is_set()) pin_field(ui, "pin_current", portal.tr("security.pin_current"), &current_);
    pin_field(ui, "pin_new", portal.tr("security.pin_new"), &wanted_,
              portal.tr("security.pin_hint", {{"min", static_cast<std::int64_t>(DevicePin::digits_min)}}));
    pin_field(ui, "pin_again", portal.tr("security.pin_again"), &again_);
    widgets::text(ui, {.text = portal.tr("security.pin_warning"), .style = widgets::TextStyle::Small, .tone = Tone::Secondary});
    const widgets::Row row(ui, {.wrap = true});
    widgets::button(ui, {.id = "pin_set",
                         .label = portal.tr(pin.is_set() ? "security.pin_change" : "security.pin_set"),
                         .icon = icons::key,
                         .disabled = pin.waits(),
                         .why_disabled = portal.tr("security.wait"),
                         .submit = true});
    if (form.submitted() && !pin.waits()) pin.set(current_, wanted_, again_);
    if (!pin.is_set()) return;
    if (widgets::button(ui, {.id = "pin_remove",
                             .label = portal.tr("security.pin_remove"),
                             .kind = widgets::Button::Kind::Ghost,
                             .disabled = pin.waits(),
                             .why_disabled = portal.tr("security.wait")})) {
        pin.remove(current_);
    }
}

}  // namespace countersign::screens
