// Cases: reading, answering and naming what is wrong.
#include "server/command/cases.hpp"

#include <fmt/core.h>

#include <fstream>
#include <iostream>

#include "server/command/options.hpp"

namespace countersign {

CaseProblem problem_of(const FieldReader& fields) {
    const std::string text = fields.problem().value_or("");
    const std::size_t colon = text.find(": ");
    if (colon == std::string::npos) return {"", text};
    return {text.substr(0, colon), text.substr(colon + 2)};
}

std::size_t answer_cases(std::istream& input, std::ostream& output, const AnswerCase& answer) {
    std::size_t problems = 0;
    std::size_t number = 0;
    std::string line;
    while (std::getline(input, line)) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        CaseAnswer result = Error{CaseProblem{"", "a case is an object in braces"}};
        auto question = parse_json(line);
        if (!question) {
            result = Error{CaseProblem{"", "no JSON: " + question.error().cause}};
        } else if (question->is_object()) {
            result = answer(*question);
        }
        if (result) {
            output << write_json(*result) << '\n';
        } else {
            ++problems;
            output << write_json({{"error", result.error().why}, {"line", number}, {"field", result.error().field}}) << '\n';
        }
        // One case, one answer: whoever asks through a pipe need not wait for the end.
        output.flush();
    }
    return problems;
}

int run_cases(const std::string& command, const std::vector<std::string>& files, const AnswerCase& answer) {
    std::ios::sync_with_stdio(false);
    if (files.empty()) return answer_cases(std::cin, std::cout, answer) == 0 ? exit_done : exit_failed;
    std::ifstream file(files[0]);
    if (!file) return wrong_usage(command, "The file " + files[0] + " cannot be read.");
    return answer_cases(file, std::cout, answer) == 0 ? exit_done : exit_failed;
}

}  // namespace countersign
