// The tables of values.
#include "server/import/servicenow_values.hpp"

#include "core/domain/ticket.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace countersign {

namespace {

constexpr std::array<std::pair<std::string_view, TicketState>, 8> states{{
    {"New", TicketState::fresh},
    {"Active", TicketState::in_progress},
    {"In Progress", TicketState::in_progress},
    {"On Hold", TicketState::waiting},
    {"Resolved", TicketState::resolved},
    {"Closed", TicketState::closed},
    {"Canceled", TicketState::closed},
    {"Cancelled", TicketState::closed},
}};

// The digit before " - ": the word behind it may be in any language.
std::optional<int> leading_digit(std::string_view text, int most) {
    const bool alone = text.size() == 1 || (text.size() > 1 && text[1] == ' ');
    if (!alone || text[0] < '1' || text[0] > '0' + most) return std::nullopt;
    return text[0] - '0';
}

}  // namespace

std::optional<std::size_t> column_of(const ServiceNowLog& log, std::string_view name) {
    const auto found = std::find(log.columns.begin(), log.columns.end(), name);
    if (found == log.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - log.columns.begin());
}

std::string cell(const ServiceNowLog& log, const ServiceNowRow& row, std::string_view column) {
    const auto index = column_of(log, column);
    return index ? row.cells[*index] : std::string{};
}

bool is_unknown(std::string_view value) { return value.find_first_not_of(" \t?") == std::string_view::npos; }

std::optional<TicketState> state_of_servicenow(std::string_view text) {
    if (text.substr(0, 9) == "Awaiting ") return TicketState::waiting;
    const auto found = std::find_if(states.begin(), states.end(), [&](const auto& entry) { return entry.first == text; });
    if (found == states.end()) return std::nullopt;
    return found->second;
}

std::optional<int> level_of_servicenow(std::string_view text) {
    const auto digit = leading_digit(text, 3);
    if (!digit) return std::nullopt;
    return 4 - *digit;
}

std::optional<Priority> priority_of_servicenow(std::string_view text) {
    constexpr std::array priorities{Priority::critical, Priority::high, Priority::normal, Priority::low, Priority::low};
    const auto digit = leading_digit(text, 5);
    if (!digit) return std::nullopt;
    return priorities[static_cast<std::size_t>(*digit - 1)];
}

void note_unknown_values(ServiceNowLog& log, const ServiceNowRow& row) {
    const auto note = [&](const char* column, bool known, std::string_view taken_as) {
        if (!known && column_of(log, column)) ++log.unknown_values[fmt::format("{} {} → {}", column, cell(log, row, column), taken_as)];
    };
    note("incident_state", state_of_servicenow(cell(log, row, "incident_state")).has_value(), ticket_state_name(state_when_unknown));
    note("priority", priority_of_servicenow(cell(log, row, "priority")).has_value(), priority_name(priority_when_unknown));
    for (const char* column : {"impact", "urgency"}) {
        note(column, level_of_servicenow(cell(log, row, column)).has_value(), std::to_string(level_when_unknown));
    }
}

}  // namespace countersign
