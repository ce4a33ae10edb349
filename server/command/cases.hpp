// Cases: commands that answer questions line by line, NDJSON in and NDJSON out, so that a domain expert or a script can ask the core.
#pragma once

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "core/base/json.hpp"

namespace countersign {

/// What is wrong with a case, and in which field.
struct CaseProblem {
    std::string field;
    std::string why;
};

using CaseAnswer = Result<Json, CaseProblem>;
using AnswerCase = std::function<CaseAnswer(const Json&)>;

/// The reader's first problem ("week: …") as a CaseProblem.
CaseProblem problem_of(const FieldReader& fields);

/// Answers each line that is not blank with one line. A case that cannot be answered becomes {"error", "line", "field"} in its place and
/// the rest goes on. Returns how many could not.
std::size_t answer_cases(std::istream& input, std::ostream& output, const AnswerCase& answer);

/// answer_cases over the file named (or standard input) to standard output; the exit code.
int run_cases(const std::string& command, const std::vector<std::string>& files, const AnswerCase& answer);

}  // namespace countersign
