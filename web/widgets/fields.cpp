// Text fields, selects and forms. The page's own element lies over each frame: it takes the tap, edits, and says what was typed.
#include "web/widgets/fields.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "web/widgets/paint.hpp"

namespace countersign::widgets {
namespace {

constexpr float label_height = 20;
constexpr float label_gap = 4;
constexpr float below_height = 20;

// Label, frame and the sentence below it.
struct FieldParts {
    ImRect label;
    ImRect frame;
    ImRect below;
};

FieldParts place_field(UiCore& core, float width, float frame_height, bool has_label, std::size_t below_lines) {
    const float top = has_label ? label_height + label_gap : 0;
    const float bottom = below_lines > 0 ? label_gap + below_height * static_cast<float>(below_lines) : 0;
    const ImRect box = place(core, {width, top + frame_height + bottom});
    FieldParts parts;
    parts.label = {box.Min.x, box.Min.y, box.Max.x, box.Min.y + label_height};
    parts.frame = snap(core, ImRect(box.Min.x, box.Min.y + top, box.Max.x, box.Min.y + top + frame_height));
    parts.below = {box.Min.x, parts.frame.Max.y + label_gap, box.Max.x, box.Max.y};
    return parts;
}

void draw_frame(UiCore& core, const ImRect& frame, bool invalid, bool disabled, bool focused, float radius) {
    if (disabled)
        framed(core, frame, Color::bg_hover, Color::border_default, radius);
    else if (focused)
        framed(core, frame, Color::bg_surface, Color::focus_ring, radius, 2);
    else if (invalid)
        framed(core, frame, Color::bg_surface, Color::danger_solid, radius, 2);
    else
        framed(core, frame, Color::bg_surface, Color::border_control, radius);
}

void draw_below(UiCore& core, const ImRect& below, std::string_view error, std::string_view hint) {
    const std::string_view words = error.empty() ? hint : error;
    if (words.empty()) return;
    const Color color = error.empty() ? Color::text_muted : Color::danger_text;
    float left = below.Min.x;
    if (!error.empty()) {
        draw_icon(core, {left + 8, below.Min.y + below_height / 2}, icons::alert_octagon, 16, color);
        left += 22;
    }
    float top = below.Min.y;
    for (const std::string_view line : wrap_lines(core, TextStyle::Small, words, below.Max.x - left)) {
        draw_line(core, {left, top, below.Max.x + 1, top + below_height}, line, {.style = TextStyle::Small, .color = color});
        top += below_height;
    }
}

std::size_t below_lines(UiCore& core, std::string_view error, std::string_view hint, float width) {
    if (error.empty() && hint.empty()) return 0;
    return wrap_lines(core, TextStyle::Small, error.empty() ? hint : error, width - (error.empty() ? 0.0F : 22.0F)).size();
}

std::string dots(std::string_view text) {
    std::string out;
    for (const char byte : text)
        if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) out += "\xE2\x80\xA2";
    return out;
}

const char* input_type(TextField::Type type) {
    switch (type) {
        case TextField::Type::Password:
            return "password";
        case TextField::Type::Search:
            return "search";
        case TextField::Type::Number:
            return "text";  // with inputmode numeric: a number field would swallow what it does not understand
        case TextField::Type::Email:
            return "email";
        case TextField::Type::Telephone:
            return "tel";
        case TextField::Type::Date:
            return "date";
        case TextField::Type::Time:
            return "time";
        default:
            return "text";
    }
}

}  // namespace

bool text_field(Ui& ui, const TextField& options) {
    UiCore& core = ui.core();
    IM_ASSERT(options.value != nullptr);
    std::string& value = *options.value;
    const ItemId id = scoped_id(core, options.id);
    const bool multiline = options.type == TextField::Type::Multiline;
    const bool search = options.type == TextField::Type::Search;
    const TextStyle style = ui.touch() ? TextStyle::Field : TextStyle::Body;
    const float line = ui.touch() ? 24.0F : 20.0F;
    const float single = ui.touch() ? measure::touch : measure::desktop;
    const float width = options.width > 0 ? std::min(options.width, available(core)) : available(core);
    const float pad_left = search ? 40 : 12;
    const float pad_right = options.disabled ? 36 : 12;
    const float pad_top = multiline ? 8 : std::floor((single - line) / 2);

    bool changed = false;
    if (std::optional<std::string> typed = take_value(core, id); typed && !options.disabled && *typed != value) {
        value = std::move(*typed);
        changed = true;
    }
    std::vector<std::string_view> lines;
    float height = single;
    if (multiline) {
        lines = wrap_lines(core, style, value, width - pad_left - pad_right);
        const int shown = std::clamp(static_cast<int>(lines.size()), options.lines, std::max(options.lines, 12));
        height = line * static_cast<float>(shown) + 2 * pad_top;
    }
    const bool labelled = !options.label_hidden && !options.label.empty();
    const FieldParts parts = place_field(core, width, height, labelled, below_lines(core, options.error, options.hint, width));
    const float radius = ui.touch() ? radius::touch_control : radius::control;
    const Interaction state = interact(core, id, parts.frame, {.disabled = options.disabled, .pointer = false});
    if (state.hovered) core.cursor = "text";

    if (state.visible || labelled) {
        if (labelled) draw_line(core, parts.label, options.label, {.style = TextStyle::SmallMedium});
        draw_frame(core, parts.frame, !options.error.empty(), options.disabled, state.focused, radius);
        if (search) draw_icon(core, {parts.frame.Min.x + 20, parts.frame.GetCenter().y}, icons::search, 18, Color::text_secondary);
        if (options.disabled) draw_icon(core, {parts.frame.Max.x - 20, parts.frame.GetCenter().y}, icons::lock, 16, Color::text_muted);
        const ImRect inner(parts.frame.Min.x + pad_left, parts.frame.Min.y + pad_top, parts.frame.Max.x - pad_right,
                           parts.frame.Max.y - pad_top);
        const Color color = options.disabled ? Color::text_disabled : Color::text_primary;
        // While it has the focus the page's own element shows text and caret.
        if (!state.focused && value.empty())
            draw_line(core, {inner.Min.x, inner.Min.y, inner.Max.x, inner.Min.y + line}, options.placeholder,
                      {.style = style, .color = Color::text_muted});
        else if (!state.focused && multiline) {
            ImGui::PushClipRect(inner.Min, inner.Max, true);
            float top = inner.Min.y;
            for (const std::string_view part : lines) {
                draw_line(core, {inner.Min.x, top, inner.Max.x + 1, top + line}, part, {.style = style, .color = color});
                top += line;
            }
            ImGui::PopClipRect();
        } else if (!state.focused) {
            draw_line(core, inner, options.type == TextField::Type::Password ? dots(value) : value, {.style = style, .color = color});
        }
        draw_below(core, parts.below, options.error, options.hint);
    }

    Node node = node_at(core, id, Role::Textbox, parts.frame, options.label);
    node.value = value;
    node.description = options.hint;
    node.error = options.error;
    node.invalid = !options.error.empty();
    node.required = options.required;
    node.disabled = options.disabled;
    node.focusable = true;
    semantics::Input input;
    input.type = input_type(options.type);
    input.autocomplete = options.autocomplete;
    input.inputmode = options.inputmode.empty() && options.type == TextField::Type::Number ? "numeric" : options.inputmode;
    input.enterkeyhint = options.enterkeyhint;
    input.lang = options.lang;
    input.placeholder = options.placeholder;
    input.max_length = options.max_length;
    input.multiline = multiline;
    input.font_size = static_cast<int>(core.fonts.face(style).em);
    input.pad = {static_cast<int>(pad_left), static_cast<int>(pad_top), static_cast<int>(pad_right), static_cast<int>(pad_top)};
    node.input = std::move(input);
    declare(core, node);
    return changed;
}

bool select(Ui& ui, const Select& options) {
    UiCore& core = ui.core();
    IM_ASSERT(options.index != nullptr);
    const ItemId id = scoped_id(core, options.id);
    bool changed = false;
    if (const std::optional<std::string> chosen = take_value(core, id); chosen && !options.disabled) {
        int index = -1;
        std::from_chars(chosen->data(), chosen->data() + chosen->size(), index);
        if (index >= 0 && index < static_cast<int>(options.options.size()) && index != *options.index) {
            *options.index = index;
            changed = true;
        }
    }
    const bool has_choice = *options.index >= 0 && *options.index < static_cast<int>(options.options.size());
    const Option chosen = has_choice ? options.options[static_cast<std::size_t>(*options.index)] : Option{};
    const TextStyle style = ui.touch() && !options.label_inside ? TextStyle::Field
                            : options.label_inside              ? TextStyle::BodyMedium
                                                                : TextStyle::Body;
    const float icon = chosen.icon == icons::none ? 0 : 24;
    const float label_inside = options.label_inside ? std::ceil(text_width(core, TextStyle::Body, options.label)) + 6 : 0;
    const float height = ui.touch() ? measure::touch : options.label_inside ? measure::dense : measure::desktop;
    float width = options.width > 0 ? options.width : available(core);
    const std::string& words = has_choice ? chosen.text : options.placeholder;
    if (options.label_inside && options.width <= 0) width = 12 + label_inside + icon + std::ceil(text_width(core, style, words)) + 38;
    width = std::min(width, available(core));

    const bool labelled = !options.label_inside && !options.label.empty();
    const FieldParts parts = place_field(core, width, height, labelled, below_lines(core, options.error, options.hint, width));
    const float radius = ui.touch() ? radius::touch_control : radius::control;
    const Interaction state = interact(core, id, parts.frame, {.disabled = options.disabled});
    if (labelled) draw_line(core, parts.label, options.label, {.style = TextStyle::SmallMedium});
    if (state.visible) {
        draw_frame(core, parts.frame, !options.error.empty(), options.disabled, state.ring, radius);
        float left = parts.frame.Min.x + 12;
        if (options.label_inside) {
            draw_line(core, {left, parts.frame.Min.y, parts.frame.Max.x, parts.frame.Max.y}, options.label, {.color = Color::text_muted});
            left += label_inside;
        }
        if (chosen.icon != icons::none) draw_icon(core, {left + 8, parts.frame.GetCenter().y}, chosen.icon, 16, Color::text_secondary);
        const Color color = options.disabled ? Color::text_disabled : has_choice ? Color::text_primary : Color::text_muted;
        draw_line(core, {left + icon, parts.frame.Min.y, parts.frame.Max.x - 32, parts.frame.Max.y}, words,
                  {.style = style, .color = color});
        draw_icon(core, {parts.frame.Max.x - 20, parts.frame.GetCenter().y}, options.disabled ? icons::lock : icons::chevron_down, 16,
                  Color::text_secondary);
    }
    draw_below(core, parts.below, options.error, options.hint);

    Node node = node_at(core, id, Role::Combobox, parts.frame, options.label);
    node.value = has_choice ? std::to_string(*options.index) : std::string();
    node.description = options.hint;
    node.error = options.error;
    node.invalid = !options.error.empty();
    node.required = options.required;
    node.disabled = options.disabled;
    node.focusable = true;
    if (!has_choice) node.options.push_back({"", options.placeholder});
    for (std::size_t index = 0; index < options.options.size(); ++index)
        node.options.push_back({std::to_string(index), options.options[index].text});
    declare(core, node);
    return changed;
}

Form::Form(Ui& ui, const FormOptions& options) : ui_(ui), id_(scoped_id(ui.core(), options.id)) {
    UiCore& core = ui.core();
    const auto submit = std::find(core.submits.begin(), core.submits.end(), id_);
    const bool submitted = submit != core.submits.end();
    if (submitted) {
        core.submits.erase(submit);
        core.input_taken = true;
    }
    core.forms.push_back({id_, submitted});
    core.tree.open(node_at(core, id_, Role::Form, core.viewport, options.name));
    core.ids.push_back(id_);
    open_box(core, {.id = id_, .gap = options.gap});
}

Form::~Form() {
    UiCore& core = ui_.core();
    const ImRect box = close_box(core, false);
    core.ids.pop_back();
    core.tree.set_rect(id_, whole_pixels(box));
    core.tree.close();
    core.forms.pop_back();
}

bool Form::submitted() const { return ui_.core().forms.back().submitted; }

}  // namespace countersign::widgets
