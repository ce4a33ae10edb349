// Options: the words after a command, "--name value" or "--name=value", checked against what the command knows.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace countersign {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

struct OptionNames {
    std::vector<std::string> with_value = {};
    std::vector<std::string> switches = {};
    std::size_t operands_max = 0;  ///< words that belong to no option
};

class Options {
public:
    /// The error says in words what is wrong.
    static Result<Options, std::string> parse(const std::vector<std::string>& arguments, const OptionNames& known);

    bool given(const std::string& name) const { return values_.count(name) > 0; }
    std::string value_or(const std::string& name, const std::string& fallback) const;
    std::vector<std::string> values(const std::string& name) const;
    /// Nothing when it is no whole number from `least` to `most`; `fallback` when the option was not given.
    std::optional<std::int64_t> number(const std::string& name, std::int64_t fallback, std::int64_t least, std::int64_t most) const;
    const std::vector<std::string>& operands() const { return operands_; }

private:
    std::map<std::string, std::vector<std::string>> values_;
    std::vector<std::string> operands_;
};

/// Prints the message and where help is to be had; answers exit_usage.
int wrong_usage(const std::string& command, const std::string& message);
/// Prints a failure with its cause; answers exit_failed.
int failed(const std::string& message);

}  // namespace countersign
