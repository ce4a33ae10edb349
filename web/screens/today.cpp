// The first screen. Staff: the day's visits, what is due next, what came back. The client's people: what waits for their signature, their
// open tickets with what is left of the time, when somebody comes next, and what changed.
#include <algorithm>
#include <array>

#include "core/i18n/format.hpp"
#include "web/screens/event_words.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/record_cards.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/ticket_list.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;

constexpr std::int64_t tickets_shown_max = 6;
constexpr std::size_t records_shown_max = 3;
constexpr std::size_t verified_shown_max = 5;
constexpr std::size_t records_read_max = 200;
constexpr std::size_t visits_shown_max = 5;
constexpr std::size_t changes_shown_max = 6;
// Small events stand in long rows; so far back is looked for others at most.
constexpr std::size_t changes_page = 40;
constexpr std::size_t changes_read_max = 400;
constexpr std::int32_t days_ahead = 45;
constexpr std::int64_t minute_ms = 60'000;

/// What the client learns of the course of things from other events of the same visit or ticket, and what a device does for itself.
constexpr std::array<std::string_view, 9> small_events{"ticket_number_given", "visit_number_given",  "check_recorded",
                                                       "visit_time_recorded", "visit_note_recorded", "fact_flagged",
                                                       "ticket_promised",     "ticket_warning_told", "device_key_registered"};

bool is_small(const StoredEvent& event) {
    return std::find(small_events.begin(), small_events.end(), event.envelope.type) != small_events.end();
}

// The newest ones of a stream that are not small.
void add_changes(Replica& replica, const StreamId& stream, std::vector<StoredEvent>& changes) {
    std::int64_t before = 0;
    std::size_t found = 0;
    for (std::size_t read = 0; read < changes_read_max && found < changes_shown_max; read += changes_page) {
        std::vector<StoredEvent> page = replica.log_page(stream, before, changes_page);
        if (page.empty()) return;
        before = page.back().placement->seq;
        std::erase_if(page, is_small);
        found += page.size();
        std::move(page.begin(), page.end(), std::back_inserter(changes));
        if (before == 1) return;
    }
}

class Today final : public Screen {
public:
    void draw(Ui& ui, Portal& portal) override {
        if (!portal.signed_in()) return;
        read(portal);
        ui.title(portal.tr("nav.today"));
        const std::string title = portal.staff() ? portal.tr("today.title") : portal.tr("today.greeting", {{"name", portal.me().name}});
        const widgets::Page page(ui, {.id = "today",
                                      .title = title,
                                      .subtitle = format_date_with_year(portal.texts(), to_local(portal.zone(), portal.now()).date),
                                      .actions = [&](Ui& actions) { draw_new(actions, portal); }});
        draw_trouble(ui, portal);
        widgets::Columns columns(ui, {.weights = {2, 1}});
        columns.next();
        if (portal.staff()) {
            draw_visits(ui, portal, "today.visits_today", visits_today_);
            draw_tickets(ui, portal, "today.next_due");
            columns.next();
            draw_records(ui, portal, "today.sent_back", rejected_, "/verify?standing=rejected");
            draw_records(ui, portal, "today.waiting_for_client", waiting_, "/verify");
            draw_unsent(ui, portal);
            return;
        }
        if (portal.me().role == Role::contact_person) draw_to_verify(ui, portal);
        draw_tickets(ui, portal, "today.open_tickets");
        if (portal.me().role != Role::contact_person) draw_records(ui, portal, "today.to_verify", waiting_, "/verify");
        draw_records(ui, portal, "today.recently_verified", verified_, "/verify?standing=all");
        columns.next();
        if (portal.me().role != Role::reporter) draw_visits(ui, portal, "today.next_visits", visits_next_);
        draw_changes(ui, portal);
    }

private:
    void read(Portal& portal) {
        const std::int64_t minute = portal.now().utc_ms / minute_ms;
        tickets_.update(portal, {});
        if (version_ == portal.data_version() && minute_ == minute) return;
        version_ = portal.data_version();
        minute_ = minute;
        Database& database = portal.replica().database();
        const TimeZone& zone = portal.zone();
        const LocalDate today = to_local(zone, portal.now()).date;
        const auto midnight = [&](std::int32_t days) { return from_local(zone, {add_days(today, days), {}}).chosen(); };
        visits_today_ = visits_between(database, midnight(0), midnight(1));
        // A visit that was begun and not ended is still going on, whatever day it was planned for.
        for (const VisitRow& visit : visits_on_site(database)) {
            const auto same = [&](const VisitRow& row) { return row.id == visit.id; };
            if (std::none_of(visits_today_.begin(), visits_today_.end(), same)) visits_today_.insert(visits_today_.begin(), visit);
        }
        if (portal.staff()) {
            const UserId me = portal.me().user;
            std::stable_partition(visits_today_.begin(), visits_today_.end(), [&](const VisitRow& row) { return row.technician == me; });
        }
        visits_next_ = visits_between(database, portal.now(), midnight(days_ahead));
        std::erase_if(visits_next_, [](const VisitRow& row) {
            return row.state == VisitState::cancelled || row.state == VisitState::done || row.state == VisitState::skipped;
        });
        waiting_ = work_records(database, RecordStanding::to_verify, records_read_max);
        std::reverse(waiting_.begin(), waiting_.end());
        rejected_ = work_records(database, RecordStanding::rejected, records_read_max);
        verified_ = work_records(database, std::nullopt, records_read_max);
        std::erase_if(verified_, [](const WorkRecordRow& row) { return row.standing == RecordStanding::to_verify; });
        read_changes(portal);
    }

    void read_changes(Portal& portal) {
        changes_.clear();
        if (portal.staff()) return;
        for (const StreamHolding& stream : portal.replica().streams()) {
            add_changes(portal.replica(), stream.stream, changes_);
        }
        std::stable_sort(changes_.begin(), changes_.end(),
                         [](const StoredEvent& a, const StoredEvent& b) { return a.envelope.occurred_at > b.envelope.occurred_at; });
        if (changes_.size() > changes_shown_max) changes_.resize(changes_shown_max);
    }

    static void draw_new(Ui& ui, Portal& portal) {
        if (ui.phone()) {
            widgets::icon_button(ui, {.id = "new", .icon = icons::plus, .label = portal.tr("tickets.new"), .href = "/tickets/new"});
            return;
        }
        widgets::button(ui, {.id = "new",
                             .label = portal.tr("tickets.new"),
                             .icon = icons::plus,
                             .kind = widgets::Button::Kind::Primary,
                             .href = "/tickets/new"});
    }

    void draw_to_verify(Ui& ui, Portal& portal) {
        const widgets::Stack stack(ui, {.gap = widgets::space::m});
        widgets::heading(ui, {.text = portal.tr("today.to_verify"),
                              .count = static_cast<int>(waiting_.size()),
                              .link_text = waiting_.size() > records_shown_max ? portal.tr("today.all_to_verify") : std::string(),
                              .link_href = "/verify"});
        if (waiting_.empty()) {
            widgets::notice(ui, {.id = "nothing_to_verify",
                                 .icon = icons::checks,
                                 .tone = Tone::Ok,
                                 .title = portal.tr("today.nothing_to_verify"),
                                 .text = portal.tr("today.nothing_to_verify_text")});
            return;
        }
        const widgets::List list(ui, portal.tr("today.to_verify"), widgets::space::l);
        for (std::size_t i = 0; i < std::min(records_shown_max, waiting_.size()); ++i) {
            const widgets::ListItem item(ui, waiting_[i].id.value);
            draw_record_to_verify(ui, portal, waiting_[i], i == 0);
        }
    }

    void draw_tickets(Ui& ui, Portal& portal, const char* title) {
        const widgets::IdScope scope(ui, "tickets");
        const widgets::Stack stack(ui, {.gap = widgets::space::m});
        widgets::heading(ui, {.text = portal.tr(title),
                              .count = static_cast<int>(tickets_.count(Shown::open)),
                              .link_text = portal.tr("today.all_tickets"),
                              .link_href = "/tickets"});
        const std::int64_t shown = std::min(tickets_shown_max, tickets_.size());
        if (shown == 0) {
            widgets::notice(ui, {.id = "no_tickets",
                                 .icon = icons::inbox,
                                 .title = portal.tr("tickets.empty"),
                                 .text = portal.tr("tickets.empty_text"),
                                 .action = portal.tr("tickets.new"),
                                 .href = "/tickets/new"});
            return;
        }
        const widgets::Card card(ui, {.id = "card", .flush = true});
        const widgets::List list(ui, portal.tr(title));
        for (std::int64_t i = 0; i < shown; ++i) {
            const TicketRow* row = tickets_.row(portal, i);
            if (row == nullptr) continue;
            widgets::ListRow line = ticket_list_row(portal, *row);
            line.last = i + 1 == shown;
            widgets::list_row(ui, line);
        }
    }

    static void draw_visits(Ui& ui, Portal& portal, const char* title, const std::vector<VisitRow>& visits) {
        const widgets::IdScope scope(ui, title);
        const widgets::Card card(
            ui,
            {.id = "visits", .title = portal.tr(title), .link_text = portal.tr("today.all_visits"), .link_href = "/visits", .flush = true});
        if (visits.empty()) {
            const widgets::Stack inset(ui, {.padding = widgets::space::l});
            widgets::text(ui, {.text = portal.tr("today.no_visits"), .tone = Tone::Secondary});
            return;
        }
        const widgets::List list(ui, portal.tr(title));
        const std::size_t shown = std::min(visits_shown_max, visits.size());
        for (std::size_t i = 0; i < shown; ++i) {
            const VisitRow& visit = visits[i];
            const std::string technician = portal.person_name(visit.organisation, visit.technician);
            std::string when = day_words(portal, visit.organisation, visit.starts_at) + ", " +
                               hours_words(portal, visit.organisation, visit.starts_at, visit.ends_at);
            if (!technician.empty()) when += " • " + technician;
            widgets::ListRow row;
            row.id = visit.id.value;
            row.title = word_of(portal, visit.kind) + ", " + place_words(portal, visit.organisation, visit.site);
            row.subtitle = when;
            row.icon = visit.kind == VisitKind::emergency ? icons::bolt : icons::repeat;
            row.href = path_to(visit.id);
            // That a visit of the list is planned goes without saying, and its time needs the room.
            if (visit.state != VisitState::planned) row.state = widgets::State{kind_of(visit.state), word_of(portal, visit.state), false};
            row.unsent = visit.pending;
            row.last = i + 1 == shown;
            widgets::list_row(ui, row);
        }
    }

    static void draw_records(Ui& ui, Portal& portal, const char* title, const std::vector<WorkRecordRow>& records, const char* href) {
        if (records.empty()) return;
        const widgets::IdScope scope(ui, title);
        const widgets::Card card(
            ui,
            {.id = "records", .title = portal.tr(title), .link_text = portal.tr("today.all_records"), .link_href = href, .flush = true});
        std::vector<const WorkRecordRow*> rows;
        for (const WorkRecordRow& record : records) rows.push_back(&record);
        draw_record_rows(ui, portal, rows, verified_shown_max, portal.tr(title));
    }

    static void draw_unsent(Ui& ui, Portal& portal) {
        const auto unsent = static_cast<std::int64_t>(portal.sync_view().unsent);
        if (unsent == 0) return;
        const widgets::Card card(
            ui, {.id = "unsent", .title = portal.tr("today.unsent"), .link_text = portal.tr("today.unsent_link"), .link_href = "/sync"});
        widgets::text(ui, {.text = portal.tr_n("today.unsent_count", unsent), .tone = Tone::Secondary, .icon = icons::cloud_upload});
    }

    void draw_changes(Ui& ui, Portal& portal) {
        if (changes_.empty()) return;
        const widgets::Card card(ui, {.id = "changes",
                                      .title = portal.tr("today.changes"),
                                      .link_text = portal.tr("today.whole_log"),
                                      .link_href = "/log",
                                      .flush = true});
        const widgets::List list(ui, portal.tr("today.changes"));
        for (std::size_t i = 0; i < changes_.size(); ++i) {
            const Envelope& envelope = changes_[i].envelope;
            const EventLook look = event_look(envelope.type);
            widgets::list_row(ui, {.id = envelope.id.value,
                                   .title = event_words(portal, envelope.type),
                                   .subtitle = subject_words(portal, envelope.subject),
                                   .trailing = format_moment(portal.texts(), portal.zone(), envelope.occurred_at, portal.now()),
                                   .icon = look.icon,
                                   .icon_tone = look.tone == Tone::Muted ? Tone::Secondary : look.tone,
                                   .href = subject_path(envelope.subject),
                                   .chevron = false,
                                   .last = i + 1 == changes_.size()});
        }
    }

    std::uint64_t version_ = 0;
    std::int64_t minute_ = -1;
    TicketList tickets_;
    std::vector<VisitRow> visits_today_, visits_next_;
    std::vector<WorkRecordRow> waiting_, rejected_, verified_;
    std::vector<StoredEvent> changes_;
};

}  // namespace

std::unique_ptr<Screen> make_today(const Place&) { return std::make_unique<Today>(); }

}  // namespace countersign::screens
