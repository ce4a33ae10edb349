// `countersign settlement`: from a server's log to what a period costs (requirements.md H5).
#include <doctest/doctest.h>

#include "core/base/json.hpp"
#include "tests/server/service_desk.hpp"

using namespace countersign;
using namespace countersign::testing;

TEST_CASE("settlement works out what a quarter costs under an agreement that was recorded from paper") {
    ServiceDesk desk;
    desk.run(agreement_command, ServiceDesk::record, exit_done);
    const auto settled = parse_json(desk.run(settlement_command, {"--from", "2025-10-01", "--until", "2025-12-31"}, exit_done));
    REQUIRE(settled.ok());
    CHECK(settled->at("agreement") == "U/2026/014");
    CHECK(settled->at("client").at("name") == "Przychodnia Zdrowie");
    REQUIRE(settled->at("lines").size() == 3);
    CHECK(settled->at("lines")[0] == Json{{"kind", "fee"}, {"date", "2025-10-01"}, {"net_minor", 150'000}});
    CHECK(settled->at("net_minor") == 450'000);
    CHECK(settled->at("vat_minor") == 103'500);
    CHECK(settled->at("gross_minor") == 553'500);
    CHECK(settled->at("hours").at("granted_minutes") == 1'800);
}

TEST_CASE("the settlement is printed as a page and as a table too") {
    ServiceDesk desk;
    desk.run(agreement_command, ServiceDesk::record, exit_done);
    const std::vector<std::string> november{"--from", "2025-11-01", "--until", "2025-11-30", "--agreement", "U/2026/014"};
    const auto as = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = november;
        words.insert(words.end(), more.begin(), more.end());
        return desk.run(settlement_command, words, exit_done);
    };
    CHECK(as({"--format", "html", "--language", "cs"}).find("<html lang=\"cs\">") != std::string::npos);
    CHECK(as({"--format", "csv"}).find("U/2026/014,1,fee,2025-11-01,,1,month,150000,PLN\r\n") != std::string::npos);
}

TEST_CASE("settlement says what it cannot work out and what it does not understand") {
    ServiceDesk desk;
    const std::vector<std::string> november{"--from", "2025-11-01", "--until", "2025-11-30"};
    CHECK(desk.run(settlement_command, november, exit_failed).empty());  // nothing was agreed yet
    desk.run(agreement_command, ServiceDesk::record, exit_done);
    desk.run(settlement_command, {"--from", "2024-11-01", "--until", "2024-11-30"}, exit_failed);
    desk.run(settlement_command, {"--from", "2025-11-01", "--until", "2025-11-30", "--agreement", "U/1"}, exit_failed);
    desk.run(settlement_command, {"--from", "November", "--until", "2025-11-30"}, exit_usage);
    desk.run(settlement_command, {"--from", "2025-11-01", "--until", "2025-10-31"}, exit_usage);
    desk.run(settlement_command, {"--from", "2025-11-01", "--until", "2025-11-30", "--format", "pdf"}, exit_usage);
    desk.run(settlement_command, {"--from", "2025-11-01", "--until", "2025-11-30", "--language", "de"}, exit_usage);
    CHECK(settlement_command.run(november) == exit_usage);
    const auto of = [&](const char* option, const char* client) {
        return settlement_command.run({"--from", "2025-11-01", "--until", "2025-11-30", "--data", desk.data(), option, client});
    };
    CHECK(of("--organisation-name", "Nobody") == exit_failed);
    CHECK(of("--organisation", "nobody") == exit_failed);
}

TEST_CASE("an agreement that was recorded without its prices cannot be settled") {
    ServiceDesk desk;
    std::ifstream whole("tests/scenarios/agreements/complete.json");
    auto agreement = parse_json(std::string(std::istreambuf_iterator<char>(whole), {}));
    REQUIRE(agreement.ok());
    agreement->erase("commercial");
    const std::string path = desk.directory.path() + "/without_prices.json";
    std::ofstream(path) << write_json(*agreement);
    desk.run(agreement_command, {"record", path, "--from", "2025-01-01", "--paper", "drawer 3"}, exit_done);
    CHECK(desk.run(settlement_command, {"--from", "2025-11-01", "--until", "2025-11-30"}, exit_failed).empty());
}

TEST_CASE("an agreement that ended is settled although another one applies since, and what is refused is said in the language asked for") {
    ServiceDesk desk;
    std::ifstream whole("tests/scenarios/agreements/complete.json");
    auto ended = parse_json(std::string(std::istreambuf_iterator<char>(whole), {}));
    REQUIRE(ended.ok());
    ended->erase("commercial");
    (*ended)["terms"]["number"] = "U/2025/001";
    (*ended)["terms"]["term"] = {{"starts_on", "2025-01-01"}, {"months", 10}};
    const std::string path = desk.directory.path() + "/ended.json";
    std::ofstream(path) << write_json(*ended);
    desk.run(agreement_command, {"record", path, "--from", "2025-01-01", "--paper", "drawer 3"}, exit_done);
    desk.run(agreement_command, {"record", "tests/scenarios/agreements/complete.json", "--from", "2025-11-01", "--paper", "drawer 3"},
             exit_done);
    const auto november = [](const std::vector<std::string>& more) {
        std::vector<std::string> words{"--from", "2025-11-01", "--until", "2025-11-30"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    // It is the ended one that is looked at: its prices are not in the log.
    CHECK(desk.refusal(settlement_command, november({"--agreement", "U/2025/001", "--language", "pl"}))
              .find("W rejestrze nie ma cen wersji 1.") == 0);
    CHECK(desk.refusal(settlement_command, november({"--agreement", "U/1", "--language", "pl"}))
              .find("Umowa nie obowiązywała w żadnym dniu od 2025-11-01 do 2025-11-30.") == 0);
    CHECK(desk.refusal(settlement_command, {"--from", "2025-10-01", "--until", "2025-11-30", "--language", "da"})
              .find("Mere end én aftale gjaldt fra 2025-10-01 til 2025-11-30.") == 0);
    const auto settled = parse_json(desk.run(settlement_command, november({}), exit_done));
    CHECK(settled->at("agreement") == "U/2026/014");
}
