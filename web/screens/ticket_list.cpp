// Sorting tickets into groups by what is due next.
#include "web/screens/ticket_list.hpp"

namespace countersign::screens {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr Milliseconds soon{2 * 60 * minute_ms};
constexpr std::size_t rows_kept_max = 400;
constexpr std::size_t group_kinds = 8;

GroupKind group_of(const TicketKey& ticket, Instant now, Instant end_of_today) {
    if (ticket.state == TicketState::resolved) return GroupKind::to_accept;
    if (ticket.state == TicketState::closed) return GroupKind::closed;
    if (ticket.stands_still) return GroupKind::paused;
    if (!ticket.due_at) return GroupKind::no_time;
    if (*ticket.due_at < now) return GroupKind::late;
    if (*ticket.due_at <= now + soon) return GroupKind::soon;
    return *ticket.due_at < end_of_today ? GroupKind::today : GroupKind::later;
}

bool is_in(Shown shown, GroupKind group) {
    switch (shown) {
        case Shown::late:
            return group == GroupKind::late;
        case Shown::soon:
            return group == GroupKind::soon;
        case Shown::today:
            return group == GroupKind::today;
        case Shown::waiting:
            return group == GroupKind::paused;
        case Shown::open:
            return group != GroupKind::to_accept && group != GroupKind::closed;
        case Shown::to_accept:
            return group == GroupKind::to_accept;
        case Shown::closed:
            return group == GroupKind::closed;
        case Shown::all:
            return true;
    }
    return true;
}

}  // namespace

Shown shown_by_name(const std::string& name) {
    for (std::size_t i = 0; i < shown_names.size(); ++i) {
        if (name == shown_names[i]) return static_cast<Shown>(i);
    }
    return Shown::open;
}

void TicketList::update(app::Portal& portal, const Asked& asked) {
    const std::int64_t minute = portal.now().utc_ms / minute_ms;
    const bool same_search = asked.text == asked_.text && asked.organisation == asked_.organisation;
    const bool fresh = version_ == portal.data_version() && same_search;
    if (fresh && asked == asked_ && minute == minute_) return;
    if (!fresh) {
        TicketQuery query;
        query.text = asked.text;
        query.filter = TicketFilter::all;
        query.organisation = asked.organisation;
        found_ = find_tickets(portal.replica().database(), query);
        rows_.clear();
        version_ = portal.data_version();
    }
    asked_ = asked;
    minute_ = minute;
    const LocalDate tomorrow = add_days(to_local(portal.zone(), portal.now()).date, 1);
    arrange(portal.now(), from_local(portal.zone(), {tomorrow, {}}).chosen());
}

void TicketList::arrange(Instant now, Instant end_of_today) {
    std::array<std::vector<std::int64_t>, group_kinds> by_group;
    for (const TicketKey& ticket : found_) by_group[static_cast<std::size_t>(group_of(ticket, now, end_of_today))].push_back(ticket.key);
    counts_.fill(0);
    keys_.clear();
    groups_.clear();
    for (std::size_t group = 0; group < group_kinds; ++group) {
        const auto& keys = by_group[group];
        const auto kind = static_cast<GroupKind>(group);
        const auto size = static_cast<std::int64_t>(keys.size());
        for (std::size_t shown = 0; shown < counts_.size(); ++shown) {
            if (is_in(static_cast<Shown>(shown), kind)) counts_[shown] += size;
        }
        if (keys.empty() || !is_in(asked_.shown, kind)) continue;
        groups_.push_back({kind, static_cast<std::int64_t>(keys_.size()), size});
        keys_.insert(keys_.end(), keys.begin(), keys.end());
    }
}

const TicketRow* TicketList::row(app::Portal& portal, std::int64_t index) {
    if (index < 0 || index >= size()) return nullptr;
    const std::int64_t key = keys_[static_cast<std::size_t>(index)];
    auto found = rows_.find(key);
    if (found == rows_.end()) {
        auto read = ticket_row(portal.replica().database(), key);
        if (!read) return nullptr;
        if (rows_.size() >= rows_kept_max) rows_.clear();
        found = rows_.emplace(key, std::move(*read)).first;
    }
    return &found->second;
}

}  // namespace countersign::screens
