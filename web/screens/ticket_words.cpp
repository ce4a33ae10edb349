// Words and marks for tickets.
#include "web/screens/ticket_words.hpp"

#include <algorithm>
#include <array>

#include "core/i18n/format.hpp"
#include "core/i18n/time_left.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::StateKind;

namespace {

constexpr std::array impact_keys{"ticket.impact_1", "ticket.impact_2", "ticket.impact_3"};
constexpr std::array urgency_keys{"ticket.urgency_1", "ticket.urgency_2", "ticket.urgency_3"};
constexpr Milliseconds soon{2 * 60 * 60 * 1000};
constexpr Milliseconds one_day{24 * 60 * 60 * 1000};

StateKind kind_of_ticket(TicketState state) {
    switch (state) {
        case TicketState::fresh:
            return StateKind::New;
        case TicketState::assigned:
            return StateKind::Assigned;
        case TicketState::in_progress:
            return StateKind::Progress;
        case TicketState::waiting:
            return StateKind::Waiting;
        case TicketState::resolved:
            return StateKind::ToVerify;
        case TicketState::closed:
            return StateKind::Closed;
    }
    return StateKind::New;
}

std::string clock_words(Portal& portal, const OrganisationId& organisation, Instant due) {
    const TimeZone& zone = portal.zone_of(organisation);
    const LocalDateTime local = to_local(zone, due);
    const Milliseconds left = due - portal.now();
    // Within a day the time says enough, whatever the date.
    if (left < one_day && left > Milliseconds{-one_day.count}) return format_time(local.time);
    return format_date_short(portal.texts(), local.date);
}

float share(Milliseconds part, Milliseconds whole) {
    if (whole.count <= 0) return 1;
    return std::clamp(static_cast<float>(part.count) / static_cast<float>(whole.count), 0.0F, 1.0F);
}

}  // namespace

widgets::State ticket_state(const Portal& portal, TicketState state, bool chip) {
    return {kind_of_ticket(state), portal.tr("state." + std::string(ticket_state_name(state))), chip};
}

widgets::Priority ticket_priority(const Portal& portal, Priority priority, bool chip) {
    return {static_cast<int>(priority), portal.tr("priority." + std::string(priority_name(priority))), chip};
}

widgets::TimeLeft ticket_time_left(Portal& portal, const TicketRow& row, bool names_clock) {
    using Kind = widgets::TimeLeft::Kind;
    widgets::TimeLeft bar;
    if (!row.due_at) {
        bar.text = portal.tr("time.no_deadline");
        return bar;
    }
    const TimeZone& zone = portal.zone_of(row.organisation);
    const Milliseconds left = *row.due_at - portal.now();
    const bool paused = row.state == TicketState::waiting;
    TimeLeft words;
    words.state = paused ? TimeLeft::State::paused : TimeLeft::State::running;
    if (names_clock) words.clock = row.due_is_response ? DeadlineClock::reply : DeadlineClock::fix;
    words.left = left;
    words.due_on = to_local(zone, *row.due_at).date;
    bar.text = format_time_left(portal.texts(), words, to_local(zone, portal.now()).date);
    bar.clock = clock_words(portal, row.organisation, *row.due_at);
    const Milliseconds target = *row.due_at - row.opened_at;
    const Milliseconds passed = portal.now() - row.opened_at;
    if (paused) {
        bar.kind = Kind::Paused;
        bar.used = share(passed, target);
    } else if (left.count < 0) {
        bar.kind = Kind::Late;
        bar.used = share(target, passed);
    } else {
        bar.kind = left <= soon ? Kind::Soon : Kind::Running;
        bar.used = share(passed, target);
    }
    return bar;
}

const AgreementClock* pinned_clock(app::Portal& portal, const Ticket& ticket) {
    const auto* agreement = portal.find<Agreement>(ticket.promise.agreement.value);
    const AgreementVersion* version = agreement == nullptr ? nullptr : agreement->version(ticket.promise.version);
    return version == nullptr ? nullptr : version->clock.get();
}

PromiseWords promise_words(Portal& portal, const OrganisationId& organisation, const std::optional<Instant>& due,
                           const std::optional<Instant>& done) {
    if (!due) return {done ? moment_words(portal, organisation, *done) : portal.tr("time.no_deadline"), {}};
    const TimeZone& zone = portal.zone_of(organisation);
    TimeLeft words;
    words.state = done ? TimeLeft::State::stopped : TimeLeft::State::running;
    words.left = *due - (done ? *done : portal.now());
    words.due_on = to_local(zone, *due).date;
    const std::string how = format_time_left(portal.texts(), words, to_local(zone, portal.now()).date);
    if (done) return {moment_words(portal, organisation, *done), how};
    return {portal.tr("ticket.promise_open", {{"moment", moment_words(portal, organisation, *due)}}), how};
}

std::string ticket_number(const Portal& portal, const TicketRow& row) { return portal.ticket_number(row.number, row.external_number); }

widgets::ListRow ticket_list_row(Portal& portal, const TicketRow& row) {
    widgets::ListRow line;
    line.id = row.id.value;
    line.title = row.title;
    const std::string place = place_words(portal, row.organisation, row.site);
    line.subtitle = ticket_number(portal, row) + (place.empty() ? "" : "  •  " + place);
    line.href = path_to(row.id);
    line.unsent = row.pending;
    if (row.open) {
        line.time_left = ticket_time_left(portal, row);
    } else {
        line.state = ticket_state(portal, row.state);
    }
    return line;
}

std::string impact_words(const Portal& portal, int impact) {
    return portal.tr(impact_keys[static_cast<std::size_t>(std::clamp(impact, 1, 3) - 1)]);
}

std::string urgency_words(const Portal& portal, int urgency) {
    return portal.tr(urgency_keys[static_cast<std::size_t>(std::clamp(urgency, 1, 3) - 1)]);
}

std::string handler_words(Portal& portal, const OrganisationId& organisation, const UserId& technician, const std::string& handled_by) {
    if (!technician.empty()) {
        const std::string name = portal.person_name(organisation, technician);
        if (!name.empty()) return name;
    }
    return handled_by;
}

}  // namespace countersign::screens
