// From rows to events: what a ticket says of itself, and each update with every column as it stood.
#include <array>

#include "core/domain/ticket.hpp"
#include "core/i18n/utf8.hpp"
#include "server/import/servicenow_values.hpp"

namespace countersign {

namespace {

constexpr std::size_t title_bytes_max = 300;
constexpr std::array<const char*, 3> title_columns{"category", "subcategory", "u_symptom"};
// What tells something about the incident itself, whatever happened to it later. The names stay as they are: they are the log's own words.
constexpr std::array<const char*, 7> description_columns{"caller_id", "location",   "cmdb_ci", "contact_type",
                                                         "opened_by", "problem_id", "rfc"};

// At most `bytes_max` bytes, cut between characters; the whole text stays in the update's fields.
std::string shortened(const std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::string_view rest = text;
    std::string kept;
    while (!rest.empty() && kept.size() + 8 <= bytes_max) append_code_point(kept, take_code_point(rest));
    return kept + "…";
}

std::string title_of(const ServiceNowLog& log, const ServiceNowRow& row, const std::string& number) {
    std::string title;
    for (const char* column : title_columns) {
        const std::string value = cell(log, row, column);
        if (is_unknown(value)) continue;
        if (!title.empty()) title += " · ";
        title += shortened(value, title_bytes_max / title_columns.size());
    }
    return title.empty() ? number : title;
}

std::string description_of(const ServiceNowLog& log, const ServiceNowRow& row) {
    std::string description;
    for (const char* column : description_columns) {
        const std::string value = cell(log, row, column);
        if (is_unknown(value)) continue;
        if (!description.empty()) description += '\n';
        description += std::string(column) + ": " + shortened(value, 1'000);
    }
    return description;
}

TicketOpened opening_of(const ServiceNowLog& log, const ServiceNowIncident& incident) {
    const ServiceNowRow& row = incident.rows.front();
    TicketOpened body;
    body.title = title_of(log, row, incident.number);
    body.description = description_of(log, row);
    body.channel = Channel::import;
    body.external_number = incident.number;
    if (const std::string caller = cell(log, row, "caller_id"); !is_unknown(caller)) body.reporter_name = caller;
    body.impact = level_of_servicenow(cell(log, row, "impact")).value_or(level_when_unknown);
    body.urgency = level_of_servicenow(cell(log, row, "urgency")).value_or(level_when_unknown);
    body.priority = priority_of_servicenow(cell(log, row, "priority")).value_or(priority_when_unknown);
    return body;
}

TicketUpdateImported update_of(const ServiceNowLog& log, const ServiceNowRow& row) {
    TicketUpdateImported body;
    body.source = servicenow_source;
    body.line = row.line;
    body.updated_at = row.updated_at;
    body.state = state_of_servicenow(cell(log, row, "incident_state")).value_or(state_when_unknown);
    body.priority = priority_of_servicenow(cell(log, row, "priority")).value_or(priority_when_unknown);
    const std::string person = cell(log, row, "assigned_to");
    const std::string group = cell(log, row, "assignment_group");
    if (!is_unknown(person)) {
        body.handled_by = person;
    } else if (!is_unknown(group)) {
        body.handled_by = group;
    }
    for (std::size_t i = 0; i < log.columns.size(); ++i) body.fields[log.columns[i]] = row.cells[i];
    return body;
}

// Sorted by the names of the columns, so that an export with other order of columns gives the same id.
EventId update_id(const TicketUpdateImported& body, const OrganisationId& organisation, const std::string& number) {
    std::vector<std::string_view> parts{servicenow_source, "update", organisation.value, number};
    for (const auto& [name, value] : body.fields) {
        parts.push_back(name);
        parts.push_back(value);
    }
    return {content_id(parts)};
}

}  // namespace

std::vector<ImportedEvent> events_of(const ServiceNowLog& log, const ServiceNowIncident& incident, const OrganisationId& organisation) {
    const auto id_of = [&](const char* what) { return content_id({servicenow_source, what, organisation.value, incident.number}); };
    const Subject subject{Ticket::subject_kind, id_of("ticket")};
    const ServiceNowRow& first = incident.rows.front();
    std::vector<ImportedEvent> events{{{id_of("opening")}, subject, first.opened_at, TicketEvent{opening_of(log, incident)}, first.line}};
    for (const ServiceNowRow& row : incident.rows) {
        TicketUpdateImported body = update_of(log, row);
        EventId id = update_id(body, organisation, incident.number);
        events.push_back({std::move(id), subject, row.updated_at, TicketEvent{std::move(body)}, row.line});
    }
    return events;
}

}  // namespace countersign
