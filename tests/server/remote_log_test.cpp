// The import of a remote support tool's log: rows to events, and events through the server's intake. docs/remote_log.md.
#include "server/import/remote_log.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "core/domain/timestamp.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "tests/server/import_stage.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* header = "session,started_at,ended_at,operator,device,tool,task,task_at,exit_code\n";
constexpr const char* sfc =
    "S-17,2026-06-01T10:00:00+02:00,2026-06-01T10:17:30+02:00,Łukasz Świerk,REJ-02,RustDesk,sfc /scannow,2026-06-01T10:01:00+02:00,0\n";
constexpr const char* driver =
    "S-17,2026-06-01T10:00:00+02:00,2026-06-01T10:17:30+02:00,Łukasz "
    "Świerk,REJ-02,RustDesk,driver.msi /quiet,2026-06-01T10:10:00+02:00,1603\n";
constexpr const char* alone = "S-18,2026-06-01T11:00:00+02:00,2026-06-01T11:02:00+02:00,Łukasz Świerk,REJ-01,RustDesk,,,\n";

std::string csv(const std::vector<std::string>& rows) {
    std::string text = header;
    for (const std::string& row : rows) text += row;
    return text;
}

Organisation clinic(const OrganisationId& id) {
    Organisation organisation;
    organisation.id = id;
    organisation.assets[{fixed_id(4)}] = {{fixed_id(4)}, {fixed_id(2)}, "REJ-02", "computer", ""};
    organisation.staff[{fixed_id(10)}] = {{fixed_id(10)}, "Łukasz Świerk", Role::technician, "", true};
    return organisation;
}

const RemoteSessionRecorded& session_of(const ImportedEvent& event) {
    return std::get<RemoteSessionRecorded>(event.body.get<RemoteSessionEvent>());
}

LogImportSummary import(ImportStage& stage, const RemoteLog& log) {
    CHECK(log.balanced());
    Organisation organisation;
    organisation.id = stage.organisation;
    const auto events = events_of(log, organisation);
    auto summary = import_events(events, stage.organisation, stage.target());
    REQUIRE(summary.ok());
    CHECK(summary->events() == static_cast<std::int64_t>(events.size()));
    return *summary;
}

}  // namespace

TEST_CASE("every row becomes events: sessions once, tasks with their exit state, known devices and operators linked") {
    const RemoteLog log = read_remote_log(csv({sfc, alone, driver}));
    CHECK(log.problems.empty());
    CHECK(log.rows_read == 3);
    CHECK(log.task_rows == 2);
    CHECK(log.session_rows == 1);
    CHECK(log.balanced());
    const auto events = events_of(log, clinic({fixed_id(1)}));
    REQUIRE(events.size() == 4);
    const RemoteSessionRecorded& first = session_of(events[0]);
    CHECK(first.started_at == parse_timestamp("2026-06-01T08:00:00Z"));
    CHECK(first.worked == Minutes{18});
    CHECK(first.asset == AssetId{fixed_id(4)});
    CHECK(first.site == SiteId{fixed_id(2)});
    CHECK(first.technician == UserId{fixed_id(10)});
    CHECK(first.external_id == "S-17");
    CHECK(first.source == "remote-log");
    const auto& failed = std::get<RemoteTaskRecorded>(events[2].body.get<RemoteSessionEvent>());
    CHECK(failed.task == "driver.msi /quiet");
    CHECK(failed.exit_code == 1603);
    CHECK(events[2].line == 4);
    CHECK(events[2].subject == events[0].subject);
    CHECK(session_of(events[3]).worked == Minutes{2});
    CHECK(session_of(events[3]).asset.empty());
}

TEST_CASE("CSV and NDJSON of the same rows are the same events, whatever the order of columns and lines") {
    const RemoteLog from_csv = read_remote_log(csv({sfc, driver, alone}));
    const std::string ndjson =
        "{\"session\": \"S-18\", \"tool\": \"RustDesk\", \"device\": \"REJ-01\", \"operator\": \"Łukasz Świerk\", "
        "\"started_at\": \"2026-06-01T11:00:00+02:00\", \"ended_at\": \"2026-06-01T11:02:00+02:00\"}\n\n"
        "{\"task\": \"sfc /scannow\", \"task_at\": \"2026-06-01T10:01:00+02:00\", \"exit_code\": 0, \"session\": \"S-17\", \"tool\": "
        "\"RustDesk\", \"device\": \"REJ-02\", \"operator\": \"Łukasz Świerk\", \"started_at\": \"2026-06-01T10:00:00+02:00\", "
        "\"ended_at\": \"2026-06-01T10:17:30+02:00\", \"worked_minutes\": null}\n";
    const RemoteLog from_json = read_remote_log(ndjson);
    CHECK(from_json.problems.empty());
    CHECK(from_json.rows_read == 2);
    const auto ids = [](const RemoteLog& log) {
        std::vector<std::string> found;
        for (const ImportedEvent& event : events_of(log, clinic({fixed_id(1)}))) found.push_back(event.id.value);
        std::sort(found.begin(), found.end());
        return found;
    };
    const RemoteLog without_driver = read_remote_log(csv({alone, sfc}));
    CHECK(ids(from_json) == ids(without_driver));
    CHECK(ids(from_csv).size() == 4);
    CHECK(events_of(from_json, clinic({fixed_id(1)}))[0].id != events_of(from_json, clinic({fixed_id(9)}))[0].id);
}

TEST_CASE("every malformed row is named with its line and field, and the rest goes on") {
    const auto with = [](const std::string& from, const std::string& to) {
        std::string row = driver;
        row.replace(row.find(from), from.size(), to);
        return row;
    };
    const std::vector<std::pair<std::string, std::string>> broken{
        {"started_at", with("2026-06-01T10:00:00+02:00", "2026-06-01 10:00")},
        {"started_at", with("2026-06-01T10:00:00+02:00", "2026-06-01T10:00:00")},
        {"ended_at", with("2026-06-01T10:17:30+02:00", "2026-06-01T09:17:30+02:00")},
        {"ended_at", with("2026-06-01T10:17:30+02:00", "2026-06-01T10:18:30+02:00")},  // differs from the line before
        {"operator", with("Łukasz Świerk", " ")},
        {"device", with("REJ-02", "")},
        {"session", with("S-17", "")},
        {"task", with("driver.msi /quiet", "")},
        {"task_at", with("2026-06-01T10:10:00+02:00", "2026-06-01T10:18:00+02:00")},
        {"task_at", with("2026-06-01T10:10:00+02:00", "")},
        {"exit_code", with("1603", "failed")},
        {"exit_code", with("1603", "4294967296")}};
    for (const auto& [field, row] : broken) {
        CAPTURE(field);
        CAPTURE(row);
        const RemoteLog log = read_remote_log(csv({sfc, row, alone}));
        REQUIRE(log.problems.size() == 1);
        CHECK(log.problems[0].line == 3);
        CHECK(log.problems[0].column == field);
        CHECK(log.malformed_rows == 1);
        CHECK(log.sessions.size() == 2);
        CHECK(log.task_rows == 1);
        CHECK(log.balanced());
    }
    const RemoteLog json = read_remote_log("{\"session\": [1]}\n{\"colour\": \"red\"}\nnothing\n{}\n");
    REQUIRE(json.problems.size() == 4);
    CHECK(json.problems[0].text().find("line 1, column session: is neither a text nor a whole number") == 0);
    CHECK(json.problems[1].column == "colour");
    CHECK(json.problems[2].line == 3);
    CHECK(json.problems[3].column == "session");
    CHECK(json.balanced());
}

TEST_CASE("a file whose columns are not these is refused as a whole") {
    const auto column_of = [](const std::string& text) {
        const RemoteLog log = read_remote_log(text);
        CHECK(log.sessions.empty());
        REQUIRE(log.problems.size() == 1);
        return log.problems[0].column;
    };
    CHECK(column_of("session,started_at,ended_at,operator,device\n") == "tool");
    CHECK(column_of("colour," + std::string(header)) == "colour");
    CHECK(column_of("session," + std::string(header)) == "session");
    CHECK(column_of("").empty());
}

TEST_CASE("a second import adds nothing, a mended row completes the first, and a recorded session is never changed") {
    ImportStage stage;
    std::string broken = driver;
    broken.replace(broken.find("1603"), 4, "?");
    const auto first = import(stage, read_remote_log(csv({sfc, broken, sfc})));
    CHECK(first.subjects_added == 1);
    CHECK(first.updates_added == 1);
    CHECK(first.problems.empty());
    const auto events = stage.events_in_all();
    CHECK(import(stage, read_remote_log(csv({sfc, broken}))).already_there == 2);
    CHECK(stage.events_in_all() == events);
    const auto mended = import(stage, read_remote_log(csv({driver, sfc, alone})));
    CHECK(mended.subjects_added == 1);
    CHECK(mended.updates_added == 1);
    CHECK(mended.already_there == 2);
    CHECK(stage.events_in_all() == events + 2);

    std::string changed = alone;
    changed.replace(changed.find("11:02"), 5, "11:52");
    const auto otherwise = import(stage, read_remote_log(csv({changed})));
    CHECK(otherwise.read_differently == 1);
    CHECK(stage.events_in_all() == events + 2);

    Organisation organisation;
    organisation.id = stage.organisation;
    const Subject subject = events_of(read_remote_log(csv({sfc})), organisation)[0].subject;
    RemoteSession session;
    REQUIRE(stage.store()
                .write([&](EventWriter& writer) { session = Intake(writer, stage.ids()).state_of(subject).get<RemoteSession>(); })
                .ok());
    REQUIRE(session.content.has_value());
    CHECK(session.tasks.size() == 2);
    CHECK(session.failed_tasks() == 1);
    CHECK(session.worked() == Minutes{18});
    CHECK(session.flags.empty());
}

TEST_CASE("the command needs a file, an organisation and a data folder, and a dry run only the file") {
    const std::string path = (std::filesystem::temp_directory_path() / ("remote_log_" + std::to_string(getpid()) + ".csv")).string();
    std::ofstream(path) << csv({sfc, alone});
    const auto run = [](const std::vector<std::string>& arguments) { return import_command.run(arguments); };
    CHECK(run({"remote-log"}) == exit_usage);
    CHECK(run({"remote-log", path}) == exit_usage);
    CHECK(run({"remote-log", path, "--dry-run"}) == exit_done);
    CHECK(run({"remote-log", path, "--organisation", fixed_id(1), "--data", path + "_nowhere"}) == exit_failed);
    std::ofstream(path) << csv({sfc, "S-19,,,,,,,,\n"});
    CHECK(run({"remote-log", path, "--dry-run"}) == exit_failed);
    std::filesystem::remove(path);
}
