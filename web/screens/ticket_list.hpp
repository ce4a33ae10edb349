// Which tickets a list shows, in which groups: next deadline first. Works on keys alone, so that a hundred thousand tickets cost one query
// per change of the data or of the search; rows are read for what is visible.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "web/app/portal.hpp"

namespace countersign::screens {

/// What is asked for with "?show=…".
enum class Shown { late, soon, today, waiting, open, to_accept, closed, all };
inline constexpr std::array<const char*, 8> shown_names{"late", "soon", "today", "waiting", "open", "to_accept", "closed", "all"};
/// Open ones for any other name.
Shown shown_by_name(const std::string& name);

enum class GroupKind { late, soon, today, later, paused, no_time, to_accept, closed };

struct TicketGroup {
    GroupKind kind = GroupKind::late;
    std::int64_t first_row = 0;
    std::int64_t count = 0;
};

class TicketList {
public:
    struct Asked {
        Shown shown = Shown::open;
        std::string text;
        OrganisationId organisation;
        bool operator==(const Asked&) const = default;
    };

    /// Brings the list up to date; does nothing while neither the question, the data nor the minute changed.
    void update(app::Portal& portal, const Asked& asked);

    std::int64_t size() const { return static_cast<std::int64_t>(keys_.size()); }
    const std::vector<TicketGroup>& groups() const { return groups_; }
    std::int64_t count(Shown shown) const { return counts_[static_cast<std::size_t>(shown)]; }
    /// The row at a place of the list; null when it cannot be read any more.
    const TicketRow* row(app::Portal& portal, std::int64_t index);

private:
    void arrange(Instant now, Instant end_of_today);

    Asked asked_;
    std::uint64_t version_ = 0;
    std::int64_t minute_ = -1;
    std::vector<TicketKey> found_;
    std::vector<std::int64_t> keys_;
    std::vector<TicketGroup> groups_;
    std::array<std::int64_t, shown_names.size()> counts_{};
    std::unordered_map<std::int64_t, TicketRow> rows_;
};

}  // namespace countersign::screens
