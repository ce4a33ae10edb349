// The list of tickets, next deadline first, with one of them beside it. What is filtered and searched stands in the path, so that a list
// can be sent to a colleague and the browser's way back works.
#include "core/i18n/format.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/ticket_detail.hpp"
#include "web/screens/ticket_list.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::Layout;
using widgets::PhonePart;
using widgets::TableCell;
using widgets::Tone;

struct ShownLook {
    Shown shown;
    const char* key;
    widgets::Icon icon;
    Tone tone;
};
constexpr std::array<ShownLook, 8> looks{{
    {Shown::late, "tickets.show_late", icons::alert_octagon, Tone::Danger},
    {Shown::soon, "tickets.show_soon", icons::alarm, Tone::Warn},
    {Shown::today, "tickets.show_today", icons::clock, Tone::Muted},
    {Shown::waiting, "tickets.show_waiting", icons::player_pause, Tone::Muted},
    {Shown::open, "tickets.show_open", icons::layout_list, Tone::Muted},
    {Shown::to_accept, "tickets.show_to_accept", icons::writing_sign, Tone::Accent},
    {Shown::closed, "tickets.show_closed", icons::checks, Tone::Muted},
    {Shown::all, "tickets.show_all", icons::list, Tone::Muted},
}};

constexpr std::array<const char*, 8> group_keys{"tickets.group_late",      "tickets.group_soon",   "tickets.group_today",
                                                "tickets.group_later",     "tickets.group_paused", "tickets.group_no_time",
                                                "tickets.group_to_accept", "tickets.group_closed"};

Tone group_tone(GroupKind kind) {
    if (kind == GroupKind::late) return Tone::Danger;
    return kind == GroupKind::soon ? Tone::Warn : Tone::Secondary;
}

class Tickets final : public Screen {
public:
    explicit Tickets(const Place& place) : id_(place.param("id")), detail_(id_) { read(place); }

    void moved(const Place& place) override { read(place); }

    void draw(Ui& ui, Portal& portal) override {
        if (!portal.signed_in()) return;
        list_.update(portal, {asked_.shown, asked_.text, asked_.organisation});
        widgets::split(ui, {.id = "tickets",
                            .detail_open = !id_.empty(),
                            .main = [&](Ui& main) { draw_list(main, portal); },
                            .detail = [&](Ui& detail) { detail_.draw(detail, portal, path_of({})); }});
        if (id_.empty()) ui.title(portal.tr("tickets.title"));
    }

private:
    void read(const Place& place) {
        asked_.shown = shown_by_name(place.asked("show"));
        asked_.organisation = {place.asked("client")};
        if (asked_.text != place.asked("q")) asked_.text = place.asked("q");
        search_ = asked_.text;
    }

    std::string path_of(const std::string& ticket) const {
        const std::string shown = asked_.shown == Shown::open ? std::string() : shown_names[static_cast<std::size_t>(asked_.shown)];
        return with_query(ticket.empty() ? "/tickets" : path_to(TicketId{ticket}),
                          {{"show", shown}, {"q", asked_.text}, {"client", asked_.organisation.value}});
    }

    void show(Portal& portal) const { portal.go(path_of(id_), true); }

    void draw_list(Ui& ui, Portal& portal) {
        const LocalDate today = to_local(portal.zone(), portal.now()).date;
        const widgets::Page page(
            ui, {.id = "tickets",
                 .title = portal.tr("tickets.title"),
                 .subtitle = format_date(portal.texts(), today) + ", " + format_time(to_local(portal.zone(), portal.now()).time),
                 .actions = [&](Ui& actions) { draw_actions(actions, portal); },
                 .flush = true,
                 .fill = true});
        if (!ui.phone()) draw_filters(ui, portal);
        if (list_.size() == 0) {
            if (ui.phone()) draw_filters(ui, portal);
            draw_empty(ui, portal);
            return;
        }
        draw_table(ui, portal);
    }

    void draw_actions(Ui& ui, Portal& portal) {
        if (ui.phone()) {
            widgets::icon_button(ui, {.id = "new", .icon = icons::plus, .label = portal.tr("tickets.new"), .href = "/tickets/new"});
            return;
        }
        draw_search(ui, portal, id_.empty() ? 320 : 224);
        widgets::button(ui, {.id = "new",
                             .label = portal.tr("tickets.new"),
                             .icon = icons::plus,
                             .kind = widgets::Button::Kind::Primary,
                             .href = "/tickets/new"});
    }

    void draw_filters(Ui& ui, Portal& portal) {
        if (ui.phone()) {
            const widgets::Stack stack(ui, {.gap = widgets::space::m, .padding = widgets::space::l});
            draw_search(ui, portal, 0);
            draw_shown_select(ui, portal);
            draw_client_select(ui, portal);
            return;
        }
        const widgets::Stack inset(ui, {.padding = widgets::space::xl});
        const widgets::Row chips(ui, {.id = "chips", .wrap = true});
        draw_client_select(ui, portal);
        for (const ShownLook& look : looks) {
            const bool chosen = widgets::filter_chip(ui, {.id = shown_names[static_cast<std::size_t>(look.shown)],
                                                          .label = portal.tr(look.key),
                                                          .icon = look.icon,
                                                          .tone = look.tone,
                                                          .count = static_cast<int>(list_.count(look.shown)),
                                                          .selected = asked_.shown == look.shown});
            if (chosen) choose(portal, look.shown);
        }
    }

    void choose(Portal& portal, Shown shown) {
        // A chip that is on already goes back to what is open.
        asked_.shown = asked_.shown == shown ? Shown::open : shown;
        show(portal);
    }

    void draw_search(Ui& ui, Portal& portal, float width) {
        const bool typed = widgets::text_field(ui, {.id = "search",
                                                    .label = portal.tr("tickets.search"),
                                                    .value = &search_,
                                                    .placeholder = portal.tr("tickets.search"),
                                                    .type = widgets::TextField::Type::Search,
                                                    .autocomplete = "off",
                                                    .enterkeyhint = "search",
                                                    .max_length = 200,
                                                    .label_hidden = true,
                                                    .width = width});
        if (!typed) return;
        asked_.text = search_;
        show(portal);
    }

    void draw_shown_select(Ui& ui, Portal& portal) {
        std::vector<widgets::Option> options;
        for (const ShownLook& look : looks)
            options.push_back({portal.tr(look.key) + " (" + std::to_string(list_.count(look.shown)) + ")", look.icon});
        int index = static_cast<int>(asked_.shown);
        if (widgets::select(
                ui,
                {.id = "show", .label = portal.tr("tickets.show"), .options = std::move(options), .index = &index, .label_inside = true})) {
            asked_.shown = looks[static_cast<std::size_t>(index)].shown;
            show(portal);
        }
    }

    void draw_client_select(Ui& ui, Portal& portal) {
        const auto& clients = portal.organisations();
        if (clients.size() < 2) return;
        std::vector<widgets::Option> options{{portal.tr("tickets.client_all")}};
        int index = 0;
        for (const OrganisationRow& client : clients) {
            if (client.id == asked_.organisation) index = static_cast<int>(options.size());
            options.push_back({client.name});
        }
        if (widgets::select(ui, {.id = "client",
                                 .label = portal.tr("tickets.client"),
                                 .options = std::move(options),
                                 .index = &index,
                                 .label_inside = true,
                                 .width = ui.phone() ? 0.0F : 180.0F})) {
            asked_.organisation = index == 0 ? OrganisationId{} : clients[static_cast<std::size_t>(index - 1)].id;
            show(portal);
        }
    }

    void draw_empty(Ui& ui, Portal& portal) {
        const widgets::Stack stack(ui, {.padding = ui.phone() ? widgets::space::l : widgets::space::xl});
        const bool narrowed = !asked_.text.empty() || asked_.shown != Shown::open || !asked_.organisation.empty();
        const bool clear =
            widgets::notice(ui, {.id = "empty",
                                 .icon = narrowed ? icons::search : icons::inbox,
                                 .title = narrowed ? portal.tr("tickets.nothing_found") : portal.tr("tickets.empty"),
                                 .text = narrowed ? portal.tr("tickets.nothing_found_text") : portal.tr("tickets.empty_text"),
                                 .action = narrowed ? portal.tr("tickets.show_every") : portal.tr("tickets.new"),
                                 .href = narrowed ? std::string() : "/tickets/new"});
        if (!clear || !narrowed) return;
        asked_ = {};
        search_.clear();
        show(portal);
    }

    std::vector<widgets::TableColumn> columns(const Ui& ui, const Portal& portal) const {
        // Beside the drawer the table keeps number, subject, state and time left, on a wide screen the priority, too.
        const bool beside = !id_.empty();
        const bool tight = beside && ui.layout() == Layout::Desktop;
        std::vector<widgets::TableColumn> columns{
            {.title = portal.tr("tickets.column_number"), .width = beside ? 72.0F : 96.0F, .phone = PhonePart::Eyebrow},
            {.title = portal.tr("tickets.column_subject"), .phone = PhonePart::Title},
            {.title = portal.tr("tickets.column_priority"),
             .width = beside ? 88.0F : 104.0F,
             .from = tight ? Layout::Wide : Layout::Tablet},
            {.title = portal.tr("tickets.column_state"), .width = beside ? 104.0F : 128.0F, .phone = PhonePart::Subtitle},
            {.title = portal.tr("tickets.column_time"), .width = tight ? 176.0F : 256.0F, .phone = PhonePart::Trailing}};
        if (!beside)
            columns.insert(columns.end() - 1, {.title = portal.tr("tickets.column_handler"), .width = 140, .from = Layout::Desktop});
        return columns;
    }

    void draw_table(Ui& ui, Portal& portal) {
        widgets::Table table;
        table.id = "table";
        table.name = portal.tr("tickets.title");
        table.columns = columns(ui, portal);
        columns_ = table.columns.size();
        table.row_count = list_.size();
        const bool tight = !id_.empty() && ui.layout() == Layout::Desktop;
        table.row = [this, &portal, tight](std::int64_t index) { return row(portal, index, tight); };
        for (const TicketGroup& group : list_.groups()) {
            table.groups.push_back(
                {group.first_row, portal.tr(group_keys[static_cast<std::size_t>(group.kind)]), group.count, group_tone(group.kind)});
        }
        if (ui.phone()) table.before = [&](Ui& before) { draw_filters(before, portal); };
        widgets::table(ui, table);
    }

    widgets::TableRow row(Portal& portal, std::int64_t index, bool tight) {
        widgets::TableRow line;
        const TicketRow* ticket = list_.row(portal, index);
        if (ticket == nullptr) {
            line.key = static_cast<std::uint64_t>(index);
            line.cells.resize(columns_);
            return line;
        }
        line.key = std::hash<std::string>{}(ticket->id.value);
        const std::string number = ticket_number(portal, *ticket);
        line.name = number + " " + ticket->title;
        line.href = path_of(ticket->id.value);
        line.selected = ticket->id.value == id_;
        line.unsent = ticket->pending;
        line.unsent_text = portal.tr("common.not_sent");
        TableCell when;
        if (ticket->open) {
            when.time_left = ticket_time_left(portal, *ticket, !tight);
        } else {
            when.text = moment_words(portal, ticket->organisation, ticket->changed_at);
            when.tone = Tone::Secondary;
        }
        line.cells = {{.text = number, .tone = Tone::Secondary},
                      {.text = ticket->title, .second = place_words(portal, ticket->organisation, ticket->site), .strong = true},
                      {.priority = ticket_priority(portal, ticket->priority)},
                      {.state = ticket_state(portal, ticket->state)}};
        if (id_.empty()) line.cells.push_back(handler(portal, *ticket));
        line.cells.push_back(std::move(when));
        return line;
    }

    static TableCell handler(Portal& portal, const TicketRow& ticket) {
        const std::string name = handler_words(portal, ticket.organisation, ticket.technician, ticket.handled_by);
        TableCell cell;
        if (name.empty()) {
            cell.text = portal.tr("tickets.nobody");
            cell.tone = Tone::Muted;
        } else {
            cell.person = ticket.technician.empty() ? name : given_name_first(name);
        }
        return cell;
    }

    std::string id_;
    TicketList::Asked asked_;
    std::string search_;
    std::size_t columns_ = 0;
    TicketList list_;
    TicketDetail detail_;
};

}  // namespace

std::unique_ptr<Screen> make_tickets(const Place& place) { return std::make_unique<Tickets>(place); }

}  // namespace countersign::screens
