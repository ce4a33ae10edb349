// The import of an incident log: rows to events, and events through the server's intake.
#include <doctest/doctest.h>

#include "server/import/log_import.hpp"
#include "server/import/servicenow_values.hpp"
#include "tests/server/import_stage.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

const TimeZone& warsaw() { return **find_time_zone("Europe/Warsaw"); }

ServiceNowLog read_rows(const std::vector<IncidentRow>& rows) {
    std::string text = incident_header;
    for (const IncidentRow& row : rows) text += row.text();
    return read_servicenow_csv(text, warsaw());
}

std::vector<IncidentRow> one_incident() {
    IncidentRow opened, active, waiting, closed;
    active.state = "Active", active.count = "1", active.updated = "12-11-2025 09:30", active.person = "Resolver 89";
    waiting.state = "Awaiting Vendor", waiting.count = "2", waiting.updated = "12-11-2025 10:00", waiting.priority = "1 - Critical";
    closed.state = "Closed", closed.count = "4", closed.updated = "17-11-2025 09:00";
    return {opened, active, waiting, closed};
}

// One malformed cell each, by the column that must be named.
std::vector<std::pair<std::string, IncidentRow>> malformed_rows() {
    IncidentRow number, count, opened, updated, day, time, year;
    number.number = "?";
    count.count = "two";
    opened.opened = "?";
    updated.updated = "2025-11-12 09:10";
    day.updated = "29-02-2025 09:10";
    time.updated = "12-11-2025 25:10";
    year.updated = "12-11-25 09:10";
    return {{"number", number},      {"sys_mod_count", count}, {"opened_at", opened},   {"sys_updated_at", updated},
            {"sys_updated_at", day}, {"sys_updated_at", time}, {"sys_updated_at", year}};
}

}  // namespace

TEST_CASE("an incident becomes a ticket with one update for each row") {
    auto rows = one_incident();
    std::swap(rows[0], rows[3]);  // the order of the file does not matter, the count does
    const ServiceNowLog log = read_rows(rows);
    REQUIRE(log.problems.empty());
    REQUIRE(log.incidents.size() == 1);
    const auto events = events_of(log, log.incidents[0], {fixed_id(1)});
    REQUIRE(events.size() == 5);

    const auto& opened = std::get<TicketOpened>(events[0].body.get<TicketEvent>());
    CHECK(opened.title == "Category 55 · Subcategory 170");
    CHECK(opened.description == "caller_id: Caller 5");
    CHECK(opened.external_number == "INC7");
    CHECK(opened.channel == Channel::import);
    CHECK(opened.reporter_name == "Caller 5");
    CHECK(opened.impact == 3);
    CHECK(opened.urgency == 1);
    CHECK(opened.priority == Priority::normal);
    CHECK(events[0].occurred_at == at_minute(0));  // 9:00 in Warsaw in November is 8:00 UTC

    const auto& waiting = std::get<TicketUpdateImported>(events[3].body.get<TicketEvent>());
    CHECK(waiting.state == TicketState::waiting);
    CHECK(waiting.priority == Priority::critical);
    CHECK(waiting.line == 4);
    CHECK(waiting.updated_at == at_minute(60));
    CHECK(waiting.handled_by == "Group 56");
    CHECK(waiting.fields.size() == 14);
    CHECK(waiting.fields.at("u_symptom") == "?");
    CHECK(std::get<TicketUpdateImported>(events[2].body.get<TicketEvent>()).handled_by == "Resolver 89");
    for (const ImportedEvent& event : events) CHECK(is_uuid(event.id.value));
}

TEST_CASE("states, levels and priorities of the service desk") {
    CHECK(state_of_servicenow("Awaiting User Info") == TicketState::waiting);
    CHECK(state_of_servicenow("Active") == TicketState::in_progress);
    CHECK(state_of_servicenow("New") == TicketState::fresh);
    CHECK_FALSE(state_of_servicenow("-100").has_value());
    CHECK(level_of_servicenow("2 - Medium") == 2);
    CHECK(level_of_servicenow("3 - Low") == 1);
    CHECK_FALSE(level_of_servicenow("4 - None").has_value());
    CHECK_FALSE(level_of_servicenow("").has_value());
    CHECK(priority_of_servicenow("1 - Critical") == Priority::critical);
    CHECK(priority_of_servicenow("2 - High") == Priority::high);
    CHECK(priority_of_servicenow("4 - Low") == Priority::low);
    CHECK_FALSE(priority_of_servicenow("12").has_value());
    CHECK_FALSE(priority_of_servicenow("?").has_value());
}

TEST_CASE("ids come from the content, not from the line or the order of the columns") {
    const OrganisationId organisation{fixed_id(1)};
    const auto id_of = [&](const ServiceNowLog& log, const OrganisationId& owner) {
        return events_of(log, log.incidents.at(0), owner).at(1).id;
    };
    const ServiceNowLog log = read_rows({IncidentRow{}});
    const ServiceNowLog moved = read_servicenow_csv(std::string(incident_header) + "\n\n" + IncidentRow{}.text(), warsaw());
    const std::string head = "number,incident_state,sys_mod_count,priority,";
    const ServiceNowLog one_order =
        read_servicenow_csv(head + "opened_at,sys_updated_at\nINC7,New,0,4 - Low,12-11-2025 09:00,12-11-2025 09:10\n", warsaw());
    const ServiceNowLog other_order =
        read_servicenow_csv(head + "sys_updated_at,opened_at\nINC7,New,0,4 - Low,12-11-2025 09:10,12-11-2025 09:00\n", warsaw());
    CHECK(id_of(log, organisation) == id_of(moved, organisation));
    CHECK(id_of(one_order, organisation) == id_of(other_order, organisation));
    CHECK(id_of(log, organisation) != id_of(one_order, organisation));
    CHECK(id_of(log, organisation) != id_of(log, {fixed_id(2)}));
    CHECK(content_id({"a", "bc"}) != content_id({"ab", "c"}));
}

TEST_CASE("every malformed row is named with its line and column, and the rest goes on") {
    for (const auto& [column, bad] : malformed_rows()) {
        auto rows = one_incident();
        rows.insert(rows.begin() + 1, bad);
        const ServiceNowLog log = read_rows(rows);
        CAPTURE(column);
        REQUIRE(log.problems.size() == 1);
        CHECK(log.problems[0].line == 3);
        CHECK(log.problems[0].column == column);
        CHECK(log.problems[0].text().find("line 3, column " + column) == 0);
        CHECK(log.updates == 4);
        CHECK(log.malformed_rows == 1);
        CHECK(log.balanced());
    }
    const ServiceNowLog short_row = read_servicenow_csv(std::string(incident_header) + "INC1,New\n" + IncidentRow{}.text(), warsaw());
    REQUIRE(short_row.problems.size() == 1);
    CHECK(short_row.problems[0].text() ==
          "line 2: there are 2 columns where the header has 14. Look for a comma too many or too few; a field "
          "that holds a comma stands in quotation marks.");
    CHECK(short_row.updates == 1);
    CHECK(short_row.balanced());
}

TEST_CASE("a file without a usable header is refused as a whole") {
    const auto problem_of = [](const std::string& text) {
        const ServiceNowLog log = read_servicenow_csv(text, warsaw());
        CHECK(log.incidents.empty());
        REQUIRE(log.problems.size() == 1);
        return log.problems[0];
    };
    CHECK(problem_of("").what == "the file is empty");
    CHECK(problem_of("number,incident_state\nINC1,New\n").column == "sys_mod_count");
    CHECK(problem_of("number," + std::string(incident_header)).what == "two columns have the same name, or one has none");
    CHECK(problem_of(std::string(1, '\0') + "\xfd" + "7zXZ").line == 1);
}

TEST_CASE("copies, unknown values, skipped and doubled times are counted") {
    IncidentRow unknown, skipped, doubled;
    unknown.state = "-100", unknown.priority = "?";
    skipped.count = "1", skipped.updated = "29-03-2026 02:30";
    doubled.count = "2", doubled.updated = "25-10-2026 02:30";
    const ServiceNowLog log = read_rows({unknown, unknown, skipped, doubled});
    CHECK(log.rows_read == 4);
    CHECK(log.updates == 3);
    CHECK(log.identical_rows == 1);
    CHECK(log.balanced());
    CHECK(log.skipped_times == 1);
    CHECK(log.doubled_times == 1);
    CHECK(log.unknown_values.at("incident_state -100 → in_progress") == 1);
    CHECK(log.unknown_values.at("priority ? → normal") == 1);
    const auto& rows = log.incidents.at(0).rows;
    CHECK(rows[1].updated_at == Instant{1'774'747'800'000});  // 2026-03-29T01:30Z, shown as 3:30
    CHECK(rows[2].updated_at == Instant{1'792'888'200'000});  // 2026-10-25T00:30Z, the first 2:30
}

TEST_CASE("a second import adds nothing") {
    ImportStage stage;
    const ServiceNowLog log = read_rows(one_incident());
    const auto first = stage.import(log);
    CHECK(first.subjects_added == 1);
    CHECK(first.updates_added == 4);
    CHECK(first.problems.empty());
    const auto heads = stage.events_in_all();
    const auto second = stage.import(log);
    CHECK(second.subjects_added + second.updates_added == 0);
    CHECK(second.already_there == 5);
    CHECK(second.read_differently == 0);
    CHECK(stage.events_in_all() == heads);

    // The same rows in another zone are the same rows.
    std::string text = incident_header;
    for (const IncidentRow& row : one_incident()) text += row.text();
    const auto elsewhere = stage.import(read_servicenow_csv(text, **find_time_zone("Europe/Oslo")));
    CHECK(elsewhere.already_there == 5);
    const auto shifted = stage.import(read_servicenow_csv(text, **find_time_zone("Europe/London")));
    CHECK(shifted.already_there == 5);
    CHECK(shifted.read_differently == 5);
    CHECK(stage.events_in_all() == heads);
}

TEST_CASE("a row that was mended and imported later completes the history without undoing what came after it") {
    ImportStage stage;
    auto rows = one_incident();
    auto broken = rows;
    broken[2].updated = "yesterday";
    CHECK(stage.import(read_rows(broken)).updates_added == 3);
    const auto completed = stage.import(read_rows(rows));
    CHECK(completed.updates_added == 1);
    CHECK(completed.already_there == 4);

    const ServiceNowLog log = read_rows(rows);
    const Subject subject = events_of(log, log.incidents.at(0), stage.organisation).at(0).subject;
    const auto ticket = stage.ticket(subject);
    CHECK(ticket.state == TicketState::closed);
    CHECK(ticket.number == 1001);
    CHECK(ticket.external_number == "INC7");
    CHECK(ticket.priority == Priority::normal);
    CHECK(ticket.opened_at == at_minute(0));
    CHECK(ticket.first_response_at == at_minute(30));
    CHECK(ticket.changed_at == Instant{1'763'366'400'000});  // 2025-11-17T08:00Z: the last row, not the import
    CHECK(ticket.closed_at == ticket.changed_at);
    CHECK(ticket.history.size() == 6);
}

TEST_CASE("what the intake refuses is named with its line") {
    ImportStage stage;
    stage.organisation = {fixed_id(77)};  // registered by nobody
    const auto summary = stage.import(read_rows(one_incident()));
    CHECK(summary.refused == 5);
    CHECK(summary.events() == 5);
    REQUIRE(summary.problems.size() == 5);
    CHECK(summary.problems[4].line == 5);
    CHECK(summary.problems[0].what == "the server refused it: refusal.organisation.not_registered");
}

TEST_CASE("an organisation is found by its name") {
    ImportStage stage;
    const auto target = stage.target();
    const auto named = organisations_named("Service desk", target);
    REQUIRE(named.ok());
    CHECK(*named == std::vector{stage.organisation});
    CHECK(organisations_named("Elsewhere", target)->empty());
    CHECK(*organisation_exists(stage.organisation, target));
    CHECK_FALSE(*organisation_exists({fixed_id(77)}, target));
    CHECK_FALSE(*organisation_exists({"no id"}, target));
}
