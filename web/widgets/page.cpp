// Pages, splits and drawers: who gets which part of the canvas, what scrolls and what stays.
#include <algorithm>
#include <cmath>

#include "web/widgets/buttons.hpp"
#include "web/widgets/feedback.hpp"
#include "web/widgets/marks.hpp"

namespace countersign::widgets {
namespace {

constexpr float least_list_width = 640;

float page_padding(const Ui& ui, bool flush) {
    switch (ui.layout()) {
        case Layout::Phone:
            return 16;
        case Layout::Tablet:
            return 20;
        default:
            return flush ? 20 : 32;
    }
}

// A part of the page with its own flow whose height is that of its content.
void draw_strip(Ui& ui, ItemId id, const ImRect& area, ImVec2 padding, const Content& content) {
    UiCore& core = ui.core();
    open_root(core, {area.Min.x + padding.x, area.Min.y + padding.y, area.Max.x - padding.x, area.Max.y}, space::s, false);
    core.boxes.back().id = id;
    content(ui);
    learn(core, id, {.height = used_height(core.boxes.back()) + 2 * padding.y});
    close_root(core);
}

struct TopBar {
    ItemId id = 0;
    std::string_view title;
    std::string_view subtitle;
    std::string_view back_href;
    std::string_view back_label;
    const Content* actions = nullptr;
};

float draw_top_bar(Ui& ui, const ImRect& view, const TopBar& options) {
    UiCore& core = ui.core();
    const ImRect bar(view.Min.x, view.Min.y, view.Max.x, view.Min.y + measure::top_bar);
    fill(core, bar, Color::bg_surface);
    horizontal_line(core, bar.Min.x, bar.Max.x, bar.Max.y - 1, Color::border_subtle);
    const bool back = !options.back_href.empty();
    draw_strip(ui, options.id, {bar.Min.x, bar.Min.y + 6, bar.Max.x, bar.Max.y}, {back ? 4.0F : 16.0F, 0}, [&](Ui&) {
        Row row(ui, {.gap = back ? space::xs : space::s});
        if (back)
            icon_button(ui, {.id = "back",
                             .icon = icons::arrow_left,
                             .label = std::string(options.back_label),
                             .href = std::string(options.back_href)});
        // The heading takes what the actions leave.
        const ImRect box = place(core, {std::max(40.0F, available(core)), 44});
        const float title_top = options.subtitle.empty() ? box.Min.y + 10 : box.Min.y;
        draw_line(core, {box.Min.x, title_top, box.Max.x, title_top + 24}, options.title, {.style = TextStyle::LeadStrong});
        draw_line(core, {box.Min.x, box.Min.y + 22, box.Max.x, box.Min.y + 42}, options.subtitle,
                  {.style = TextStyle::Small, .color = Color::text_muted});
        Node node = node_at(core, child_id(options.id, "title"), Role::Heading, box, options.title);
        node.level = 1;
        declare(core, node);
        if (!options.subtitle.empty()) declare_text(core, box, options.subtitle);
        if (options.actions != nullptr && *options.actions) {
            row.push_right();
            (*options.actions)(ui);
        }
    });
    return measure::top_bar;
}

// A phone has no room for the sync status but a strip below the top bar. Answers its height.
float draw_sync_strip(Ui& ui, ItemId page, const ImRect& area) {
    UiCore& core = ui.core();
    const SyncStatus& sync = core.phone_sync;
    // Sending comes and goes with every entry; a strip for it would move everything under the finger.
    if (sync.kind != SyncStatus::Kind::Offline && sync.kind != SyncStatus::Kind::Attention) return 0;
    const bool attention = sync.kind == SyncStatus::Kind::Attention;
    const ItemId strip = child_id(page, "sync_banner");
    draw_strip(ui, strip, area, {}, [&](Ui&) {
        banner(ui, {.id = "sync",
                    .tone = attention ? Tone::Danger : Tone::Warn,
                    .icon = attention ? icons::cloud_exclamation : icons::cloud_off,
                    .strong = sync.text,
                    .text = sync.note,
                    .href = sync.href,
                    .full_bleed = true});
    });
    return measured(core, strip).height;
}

void draw_page_header(Ui& ui, ItemId id, const PageOptions& options) {
    UiCore& core = ui.core();
    Stack stack(ui, {.gap = space::xs});
    if (options.centre) {
        const ImRect logo = place(core, {40, 40});
        fill(core, logo, Color::accent_fill, radius::card);
        draw_icon(core, logo.GetCenter(), icons::checks, 22, Color::accent_on);
        spacer(ui, space::m);
    }
    if (!options.back_href.empty())
        link(ui, {.id = "back",
                  .text = options.back_label,
                  .href = options.back_href,
                  .icon = icons::chevron_left,
                  .style = TextStyle::SmallMedium});
    const auto title = [&] {
        const float width = std::min(available(core), std::ceil(text_width(core, TextStyle::Title, options.title)));
        const ImRect box = place(core, {options.title_hidden ? 1.0F : width, options.title_hidden ? 1.0F : 28.0F});
        if (!options.title_hidden)
            draw_line(core, {box.Min.x, box.Min.y, box.Max.x + 1, box.Max.y}, options.title, {.style = TextStyle::Title});
        Node node = node_at(core, child_id(id, "title"), Role::Heading, box, options.title);
        node.level = 1;
        declare(core, node);
        if (!options.subtitle.empty()) text(ui, Text{.text = options.subtitle, .style = TextStyle::Small, .tone = Tone::Muted});
    };
    if (options.fill) {
        // A page that is one table gives its height to the rows: all in one line.
        Row row(ui, {.gap = space::m});
        title();
        if (!options.actions) return;
        row.push_right();
        options.actions(ui);
        return;
    }
    if (!options.actions) {
        title();
        return;
    }
    Row row(ui, {.gap = space::m});
    {
        Stack words(ui, {.gap = 0});
        title();
    }
    row.push_right();
    options.actions(ui);
}

void draw_footer_area(Ui& ui, ItemId id, const ImRect& area, const Content& footer) {
    UiCore& core = ui.core();
    fill(core, area, Color::bg_surface);
    horizontal_line(core, area.Min.x, area.Max.x, area.Min.y, Color::border_default);
    const float side = page_padding(ui, true);
    draw_strip(ui, id, area, {side, 12}, footer);
}

}  // namespace

void top_strip(Ui& ui, std::string_view id, const Content& content) {
    UiCore& core = ui.core();
    const ItemId strip = scoped_id(core, id);
    draw_strip(ui, strip, core.viewport, {}, content);
    core.viewport.Min.y += measured(core, strip).height;
}

Page::Page(Ui& ui, const PageOptions& options) : ui_(ui), options_(options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    core.ids.push_back(id);
    const ImRect view = core.viewport;
    const bool phone = ui.phone();
    const bool bar = phone && !options.centre && !options.title_hidden;
    fill(core, view, options.flush ? Color::bg_surface : Color::bg_canvas);
    core.tree.open(node_at(core, id, Role::Screen, view, options.title));
    ui.title(options.title.empty() ? "Countersign" : options.title + " · Countersign");

    float top = view.Min.y;
    if (bar)
        top += draw_top_bar(
            ui, view, {child_id(id, "top_bar"), options.title, options.subtitle, options.back_href, options.back_label, &options.actions});
    if (phone && !options.centre) top += draw_sync_strip(ui, id, {view.Min.x, top, view.Max.x, view.Max.y});
    if (options.banner) {
        const ItemId strip = child_id(id, "banner");
        draw_strip(ui, strip, {view.Min.x, top, view.Max.x, view.Max.y}, {}, options.banner);
        top += measured(core, strip).height;
    }
    const bool fixed_footer = options.footer && (!ui.roomy() || options.footer_fixed);
    const float footer = fixed_footer ? measured(core, child_id(id, "footer")).height : 0;
    core.footer_height = footer;
    const float padding = page_padding(ui, options.flush || options.fill);
    ImRect content(view.Min.x, top, view.Max.x, view.Max.y - footer);

    if (options.fill) {
        const bool flush = options.flush;
        if (!bar) {
            const ItemId strip = child_id(id, "header");
            draw_strip(ui, strip, content, {padding, 12}, [&](Ui&) { draw_page_header(ui, id, options_); });
            content.Min.y += measured(core, strip).height;
        }
        if (!flush) content = {content.Min.x + padding, content.Min.y, content.Max.x - padding, content.Max.y};
        ImGui::PushClipRect(content.Min, content.Max, true);
        open_root(core, content, flush ? 0 : space::l, true);
        return;
    }
    const float widest = options.max_width > 0 ? options.max_width : options.centre ? 400.0F : options.flush ? 0.0F : 1160.0F;
    const float above = options.centre ? std::max(padding, std::min(96.0F, content.GetHeight() * 0.1F)) : phone ? padding : padding - 8;
    open_scroll(core, child_id(id, "content"), content, space::l, {options.flush ? 0 : padding, options.flush ? 0 : above}, widest,
                options.centre);
    if (bar) return;
    Stack header(ui, {.padding = options.flush ? padding : 0});
    draw_page_header(ui, id, options_);
}

Page::~Page() {
    UiCore& core = ui_.core();
    const ItemId id = core.ids.back();
    const bool fixed_footer = options_.footer && (!ui_.roomy() || options_.footer_fixed);
    if (options_.footer && !fixed_footer) {
        Stack stack(ui_, {.gap = space::s, .padding = options_.flush ? space::l : 0, .max_width = measure::text_column_max});
        options_.footer(ui_);
    }
    if (options_.fill) {
        close_root(core);
        ImGui::PopClipRect();
    } else {
        close_scroll(core);
    }
    if (fixed_footer) {
        const ItemId strip = child_id(id, "footer");
        const ImRect view = core.viewport;
        draw_footer_area(ui_, strip, {view.Min.x, view.Max.y - measured(core, strip).height, view.Max.x, view.Max.y}, options_.footer);
    }
    core.tree.close();
    core.ids.pop_back();
}

void split(Ui& ui, const Split& options) {
    UiCore& core = ui.core();
    const ImRect view = core.viewport;
    IdScope scope(ui, options.id);
    if (!options.detail_open) {
        options.main(ui);
        return;
    }
    if (!ui.roomy()) {
        core.detail_alone = true;
        options.detail(ui);
        core.detail_alone = false;
        return;
    }
    const ImRect right(view.Max.x - measure::drawer, view.Min.y, view.Max.x, view.Max.y);
    // Where the list would become too narrow beside it, the detail lies over its right side.
    const bool beside = view.GetWidth() - measure::drawer >= least_list_width;
    if (beside) core.viewport = {view.Min.x, view.Min.y, right.Min.x, view.Max.y};
    options.main(ui);
    core.viewport = right;
    if (!beside) open_layer(core, "drawer", right);
    options.detail(ui);
    if (!beside) close_layer(core);
    core.viewport = view;
}

Drawer::Drawer(Ui& ui, const DrawerOptions& options) : ui_(ui), options_(options) {
    UiCore& core = ui.core();
    const ItemId id = scoped_id(core, options.id);
    core.ids.push_back(id);
    const ImRect view = core.viewport;
    const bool alone = core.detail_alone;
    fill(core, view, Color::bg_surface);
    core.tree.open(node_at(core, id, alone ? Role::Screen : Role::Region, view, options.title));
    float top = view.Min.y;
    const float padding = alone && ui.phone() ? 16.0F : 20.0F;
    if (alone && ui.phone()) {
        top += draw_top_bar(ui, view,
                            {child_id(id, "top_bar"),
                             options.eyebrow.empty() ? options.title : options.eyebrow,
                             {},
                             options.close_href,
                             options.close_label,
                             &options.actions});
        top += draw_sync_strip(ui, id, {view.Min.x, top, view.Max.x, view.Max.y});
    } else {
        if (!alone) vertical_line(core, view.Min.x, view.Min.y, view.Max.y, Color::border_default);
        const ItemId strip = child_id(id, "bar");
        draw_strip(ui, strip, {view.Min.x, top, view.Max.x, view.Max.y}, {padding, 8}, [&](Ui&) {
            Row row(ui, {.gap = space::xs});
            text(ui, Text{.text = options_.eyebrow, .style = TextStyle::Small, .tone = Tone::Secondary, .wrap = false});
            row.push_right();
            if (options_.actions) options_.actions(ui);
            icon_button(ui, {.id = "close", .icon = icons::x, .label = options_.close_label, .href = options_.close_href});
        });
        top += measured(core, strip).height;
    }
    const float footer = options.footer ? measured(core, child_id(id, "footer")).height : 0;
    open_scroll(core, child_id(id, "content"), {view.Min.x + (alone ? 0.0F : 1.0F), top, view.Max.x, view.Max.y - footer}, space::l,
                {padding, alone && ui.phone() ? 16.0F : 4.0F}, measure::text_column_max, false);
    if (alone && ui.phone() && options.eyebrow.empty()) return;
    const std::vector<std::string_view> lines = wrap_lines(core, TextStyle::LeadStrong, options_.title, available(core));
    const ImRect box = place(core, {available(core), 24 * static_cast<float>(lines.size())});
    float line_top = box.Min.y;
    for (const std::string_view line : lines) {
        draw_line(core, {box.Min.x, line_top, box.Max.x + 1, line_top + 24}, line, {.style = TextStyle::LeadStrong});
        line_top += 24;
    }
    Node node = node_at(core, child_id(id, "name"), Role::Heading, box, options.title);
    node.level = alone && !ui.phone() ? 1 : 2;
    declare(core, node);
}

Drawer::~Drawer() {
    UiCore& core = ui_.core();
    const ItemId id = core.ids.back();
    close_scroll(core);
    if (options_.footer) {
        const ItemId strip = child_id(id, "footer");
        const ImRect view = core.viewport;
        draw_footer_area(ui_, strip, {view.Min.x + 1, view.Max.y - measured(core, strip).height, view.Max.x, view.Max.y}, options_.footer);
    }
    core.tree.close();
    core.ids.pop_back();
}

}  // namespace countersign::widgets
