// `countersign agreement record` and `countersign report`: from an imported log to the report of a month.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/json.hpp"
#include "tests/server/service_desk.hpp"

using namespace countersign;
using namespace countersign::testing;

TEST_CASE("report works out the attainment of an imported log under an agreement that was recorded from paper") {
    ServiceDesk desk;
    CHECK(desk.run(report_command, {"--month", "2025-11"}, exit_failed).empty());  // nothing was agreed yet
    CHECK(desk.run(agreement_command, ServiceDesk::record, exit_done).size() == 37);
    const auto report = parse_json(desk.run(report_command, {"--month", "2025-11", "--at", "2025-12-01T00:00:00+01:00"}, exit_done));
    REQUIRE(report.ok());
    CHECK(report->at("month") == "2025-11");
    CHECK(report->at("tickets").at("all").at("opened") == 2);
    CHECK(report->at("tickets").at("all").at("open_at_end") == 1);
    std::int64_t kept = 0, judged = 0;
    for (const Json& level : report->at("attainment")) {
        if (level.at("measure") != "first_response") continue;
        kept += level.at("kept").get<std::int64_t>();
        judged += level.at("judged").get<std::int64_t>();
        CHECK(level.at("missed") == Json::array({"INC8"}));
    }
    CHECK(kept == 1);
    CHECK(judged == 2);
}

TEST_CASE("the report is printed as a page and as a table too, and for a row of months") {
    ServiceDesk desk;
    desk.run(agreement_command, ServiceDesk::record, exit_done);
    const std::string page = desk.run(report_command, {"--month", "2025-11", "--format", "html", "--language", "da"}, exit_done);
    CHECK(page.find("<html lang=\"da\">") != std::string::npos);
    CHECK(desk.run(report_command, {"--month", "2025-11", "--format", "csv"}, exit_done).find("INC8") != std::string::npos);
    const std::string months = desk.run(report_command, {"--month", "2025-11", "--until", "2026-01"}, exit_done);
    CHECK(std::count(months.begin(), months.end(), '\n') == 3);
}

TEST_CASE("report and agreement record refuse what they cannot understand, and record nothing twice by mistake") {
    ServiceDesk desk;
    desk.run(report_command, {"--month", "November"}, exit_usage);
    desk.run(report_command, {"--month", "2025-11", "--until", "2025-10"}, exit_usage);
    desk.run(report_command, {"--month", "2025-11", "--format", "pdf"}, exit_usage);
    desk.run(report_command, {"--month", "2025-11", "--format", "csv", "--until", "2025-12"}, exit_usage);
    desk.run(report_command, {"--month", "2025-11", "--organisation-name", "x"}, exit_usage);
    CHECK(report_command.run({"--month", "2025-11"}) == exit_usage);
    CHECK(report_command.run({"--month", "2025-11", "--data", desk.data(), "--organisation-name", "Nobody"}) == exit_failed);
    desk.run(agreement_command, {"record", "tests/scenarios/agreements/complete.json", "--from", "soon", "--paper", "x"}, exit_usage);
    desk.run(agreement_command, {"record", "tests/scenarios/agreements/complete.json", "--from", "2025-01-01"}, exit_failed);
}
