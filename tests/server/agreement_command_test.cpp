// `countersign agreement show`: the document on standard output, and exit codes for what cannot be shown.
#include <doctest/doctest.h>

#include <string>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "tests/server/printed.hpp"
#include "tests/server/temporary_directory.hpp"

using namespace countersign;
using countersign::testing::printed;

TEST_CASE("agreement show prints the agreement of a file as a page in the language asked for") {
    const testing::TemporaryDirectory directory;
    int code = -1;
    const std::string page = printed(directory.path() + "/page.html", [&] {
        code = agreement_command.run({"show", "tests/scenarios/agreements/complete.json", "--language", "pl"});
    });
    CHECK(code == exit_done);
    CHECK(page.find("<!DOCTYPE html>\n<html lang=\"pl\">") == 0);
    CHECK(page.find("U/2026/014") != std::string::npos);
    CHECK(page.find("</html>\n") == page.size() - 8);
    // The two hashes: of the terms and of the commercial terms.
    CHECK(page.find("<code>") != page.rfind("<code>"));
}

TEST_CASE("agreement show refuses what is no agreement, an unknown language and a missing file") {
    CHECK(agreement_command.run({"show"}) == exit_usage);
    CHECK(agreement_command.run({"print", "tests/scenarios/agreements/complete.json"}) == exit_usage);
    CHECK(agreement_command.run({"show", "tests/scenarios/agreements/complete.json", "--language", "de"}) == exit_usage);
    CHECK(agreement_command.run({"show", "tests/scenarios/agreements/none.json"}) == exit_usage);
    CHECK(agreement_command.run({"show", "README.md"}) == exit_usage);
}
