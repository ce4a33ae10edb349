// The import of a whole real incident log ("Incident management process enriched event log", UCI Machine Learning Repository, CC BY 4.0):
// 5,998 updates of 890 incidents. The file is no part of the project; without it, this test only says that it was left out.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "core/document/report_json.hpp"
#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "server/report/agreement_recording.hpp"
#include "server/report/organisation_log.hpp"
#include "server/sync/sync_service.hpp"
#include "server/verify/verification.hpp"
#include "tests/server/import_stage.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* file_name = "incident_event_log.csv.xz";

std::string data_file() {
    const char* folder = std::getenv("COUNTERSIGN_SHARED_DATA");
    return (std::filesystem::path(folder != nullptr ? folder : "../shared/data") / file_name).string();
}

// Empty where xz is missing.
std::string unpacked(const std::string& path) {
    std::string text;
    FILE* pipe = popen(("xz -dc '" + path + "'").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string block(1 << 16, '\0');
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), pipe)) text.append(block, 0, count);
    pclose(pipe);
    return text;
}

std::unique_ptr<Replica> device_of(const Actor& actor) {
    auto database = Database::open(":memory:");
    REQUIRE(database.ok());
    auto replica = Replica::open(std::move(*database));
    REQUIRE(replica.ok());
    REQUIRE((*replica)->set_identity({actor, "login", {fixed_id(60)}}).ok());
    return std::move(*replica);
}

// As over the wire: the answers of the server's own service, page by page.
void sync(Replica& replica, ImportStage& stage, const Actor& actor) {
    SyncService service(stage.store(), stage.ids());
    for (bool more = true; more;) {
        const auto request = replica.next_request(stage.now());
        REQUIRE(request.ok());
        const auto answer = service.handle(*request, actor, stage.now());
        REQUIRE(answer.ok());
        const auto received = replica.receive(*answer, request->cursors);
        REQUIRE(received.ok());
        more = received->more;
    }
}

void check_device(ImportStage& stage) {
    const Actor technician{{fixed_id(10)}, Role::technician, "Łukasz Świerk", {}};
    const auto replica = device_of(technician);
    sync(*replica, stage, technician);
    Database& database = replica->database();
    CHECK(count_tickets(database, {.filter = TicketFilter::all}) == 890);
    CHECK(count_tickets(database, {.filter = TicketFilter::closed}) == 890);
    CHECK(count_tickets(database, {.filter = TicketFilter::open}) == 0);
    CHECK_FALSE(replica->verify_stream(shared_stream(stage.organisation)).has_value());

    const auto by_number = find_tickets(database, {.text = "inc0000045", .filter = TicketFilter::all});
    REQUIRE(by_number.size() == 1);
    const TicketRow row = ticket_row(database, by_number[0].key).value();
    CHECK(row.title == "Category 55 · Subcategory 170 · Symptom 72");
    CHECK(row.opened_at == Instant{1'456'704'960'000});   // 2016-02-29T00:16Z
    CHECK(row.changed_at == Instant{1'457'175'600'000});  // 2016-03-05T11:00Z
    CHECK(imported_rows(database, row.id).size() == 4);
    const auto by_words = find_tickets(database, {.text = "CALLER 2403 symptom 72", .filter = TicketFilter::all});
    CHECK_FALSE(by_words.empty());
    CHECK(by_words.size() < 890);
    CHECK(find_tickets(database, {.text = "no such words", .filter = TicketFilter::all}).empty());
}

/// Four priorities on working days from 8 to 18: what a service desk of that size would promise.
AgreementTerms four_priorities() {
    AgreementTerms terms;
    terms.number = "UM-2016/1";
    terms.calendars["office"] = office_hours("Europe/Warsaw", {{8 * 60, 18 * 60}});
    terms.calendars["office"].country = Country::poland;
    terms.levels.calendar = "office";
    constexpr std::array<std::array<std::int64_t, 2>, 4> minutes{{{600, 6'000}, {240, 3'000}, {120, 1'200}, {60, 480}}};
    for (std::size_t i = 0; i < minutes.size(); ++i) {
        terms.levels.by_priority[i].first_response = Target::working({minutes[i][0]});
        terms.levels.by_priority[i].resolution = Target::working({minutes[i][1]});
    }
    return terms;
}

/// The reports of all months of the log, one line each.
std::string reports(ImportStage& stage) {
    const auto book = book_of_organisation(stage.store(), stage.organisation);
    REQUIRE(book.ok());
    REQUIRE(book->agreements.size() == 1);
    std::string text;
    for (LocalDate month{2016, 2, 1}; month <= LocalDate{2017, 2, 1}; month = add_months(month, 1)) {
        Json report = report_json(report_of(*book, book->agreements[0], month, {1'780'000'000'000}));
        text += write_json(report) + "\n";
    }
    return text;
}

// The sums over the months, for a reader of the failure; the checksum below holds every number.
void check_attainment(const std::string& reports) {
    std::int64_t opened = 0, resolved = 0, judged = 0;
    std::istringstream lines(reports);
    for (std::string line; std::getline(lines, line);) {
        const auto report = parse_json(line);
        REQUIRE(report.ok());
        const Json& all = report->at("tickets").at("all");
        opened += all.at("opened").get<std::int64_t>();
        resolved += all.at("resolved").get<std::int64_t>();
        CHECK(all.at("open_before").get<std::int64_t>() + all.at("opened").get<std::int64_t>() + all.at("reopened").get<std::int64_t>() ==
              all.at("resolved").get<std::int64_t>() + all.at("open_at_end").get<std::int64_t>());
        for (const Json& level : report->at("attainment")) {
            if (level.at("measure") == "resolution") judged += level.at("judged").get<std::int64_t>();
        }
    }
    CHECK(opened == 890);
    CHECK(resolved >= 890);
    CHECK(judged >= 890);
}

}  // namespace

TEST_CASE("the whole log of a real service desk is taken in, row by row, once") {
    const std::string path = data_file();
    if (!std::filesystem::is_regular_file(path)) {
        MESSAGE("left out: there is no ", path);
        return;
    }
    const std::string text = unpacked(path);
    if (text.empty()) {
        MESSAGE("left out: xz is missing or cannot read ", path);
        return;
    }
    const ServiceNowLog log = read_servicenow_csv(text, **find_time_zone("Europe/Warsaw"));
    CHECK(log.problems.empty());
    CHECK(log.rows_read == 5'998);
    CHECK(log.updates == 5'998);
    CHECK(log.incidents.size() == 890);
    CHECK(log.balanced());
    CHECK(log.unknown_values.empty());

    ImportStage stage;
    const auto first = stage.import(log);
    CHECK(first.problems.empty());
    CHECK(first.subjects_added == 890);
    CHECK(first.updates_added == 5'998);
    // The registration, an opening and a number for each ticket, the updates.
    CHECK(stage.events_in_all() == 1 + 2 * 890 + 5'998);

    const auto second = stage.import(log);
    CHECK(second.already_there == 890 + 5'998);
    CHECK(second.read_differently == 0);
    CHECK(stage.events_in_all() == 1 + 2 * 890 + 5'998);

    const auto streams = verify_store(stage.store());
    REQUIRE(streams.ok());
    REQUIRE(streams->size() == 1);
    CHECK_FALSE(streams->front().problem.has_value());
    check_device(stage);

    const auto recorded =
        record_paper_agreement({four_priorities(), {}, Instant{1'451'602'800'000}, "test"}, stage.organisation, stage.target());
    REQUIRE(recorded.ok());
    const std::string all = reports(stage);
    check_attainment(all);
    CHECK(reports(stage) == all);
    // A change of this number is a change of what was promised or kept in the past: find out which promise before it is taken over.
    CHECK(to_hex(sha256(all)) == "5e323cb09d3812c1666114873a8e0666ddaef008fbb0f66dcf5b4d860faefca0");
}
