// The stories of tests/scenarios: every question is asked, every answer must be the one that the story tells.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "server/command/questions.hpp"

using namespace countersign;

namespace {

const std::map<std::string, AnswerCase> commands{
    {"clock", [](const Json& question) { return answer_clock(question, false); }},
    {"clock_explain", [](const Json& question) { return answer_clock(question, true); }},
    {"schedule", answer_schedule},
    {"hours", answer_hours},
    {"term", answer_term},
    {"promises", answer_promises},
    {"holidays", answer_holidays},
};

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// What `countersign agreement check` prints.
std::string findings_of(const std::string& agreement) {
    const auto question = parse_json(agreement);
    REQUIRE(question.ok());
    const auto answer = answer_agreement_check(*question);
    REQUIRE_MESSAGE(answer.ok(), (answer ? "" : answer.error().why));
    std::string lines;
    for (const Json& finding : answer->at("findings")) lines += write_json(finding) + "\n";
    return lines;
}

}  // namespace

TEST_CASE("every story comes out as it is told") {
    std::size_t stories = 0;
    for (const auto& folder : std::filesystem::directory_iterator("tests/scenarios")) {
        if (!folder.is_directory() || folder.path().filename() == "agreements") continue;
        CAPTURE(folder.path().string());
        CHECK_FALSE(content(folder.path() / "story.md").empty());
        std::size_t asked = 0;
        for (const auto& [command, answer] : commands) {
            const auto questions = folder.path() / (command + ".ndjson");
            if (!std::filesystem::exists(questions)) continue;
            std::istringstream input(content(questions));
            std::ostringstream output;
            CHECK(answer_cases(input, output, answer) == 0);
            CHECK(output.str() == content(folder.path() / (command + ".expected.ndjson")));
            ++asked;
        }
        if (std::filesystem::exists(folder.path() / "agreement.json")) {
            CHECK(findings_of(content(folder.path() / "agreement.json")) == content(folder.path() / "agreement.expected.ndjson"));
            ++asked;
        }
        CHECK_MESSAGE(asked > 0, "a story without questions");
        ++stories;
    }
    CHECK_MESSAGE(stories > 0, "the tests run from the root of the repository");
}
