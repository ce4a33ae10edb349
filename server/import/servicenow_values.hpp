// What the values in an incident log mean here: states, levels of impact and urgency, priorities; and columns by their names.
#pragma once

#include "core/domain/ticket.hpp"
#include "server/import/servicenow_csv.hpp"

namespace countersign {

std::optional<std::size_t> column_of(const ServiceNowLog& log, std::string_view name);
/// What stands in a column; empty where the log has no such column.
std::string cell(const ServiceNowLog& log, const ServiceNowRow& row, std::string_view column);
/// Service desks write "?" where they know nothing.
bool is_unknown(std::string_view value);

/// "Awaiting Vendor" is waiting; nothing for a state that has no counterpart, such as -100.
std::optional<TicketState> state_of_servicenow(std::string_view text);
/// "1 - High" is 3, "3 - Low" is 1.
std::optional<int> level_of_servicenow(std::string_view text);
/// "1 - Critical" … "4 - Low"; "5 - Planning" is low too.
std::optional<Priority> priority_of_servicenow(std::string_view text);

inline constexpr TicketState state_when_unknown = TicketState::in_progress;
inline constexpr int level_when_unknown = 2;
inline constexpr Priority priority_when_unknown = Priority::normal;

/// Counts what is taken as something else than it says.
void note_unknown_values(ServiceNowLog& log, const ServiceNowRow& row);

}  // namespace countersign
