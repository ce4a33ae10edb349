// Parsing the command line.
#include "server/command/options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace countersign {

namespace {
bool contains(const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}
}  // namespace

Result<Options, std::string> Options::parse(const std::vector<std::string>& arguments, const OptionNames& known) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word.size() < 2 || word[0] != '-') {
            if (options.operands_.size() == known.operands_max) return Error{"'" + word + "' is not expected here."};
            options.operands_.push_back(word);
            continue;
        }
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        if (contains(known.switches, name)) {
            if (equals != std::string::npos) return Error{name + " takes no value."};
            options.values_[name].push_back("");
        } else if (!contains(known.with_value, name)) {
            return Error{"The option " + name + " is not known."};
        } else if (equals != std::string::npos) {
            options.values_[name].push_back(word.substr(equals + 1));
        } else if (i + 1 < arguments.size()) {
            options.values_[name].push_back(arguments[++i]);
        } else {
            return Error{name + " needs a value."};
        }
    }
    return options;
}

std::string Options::value_or(const std::string& name, const std::string& fallback) const {
    const auto found = values_.find(name);
    return found == values_.end() ? fallback : found->second.back();
}

std::vector<std::string> Options::values(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::int64_t> Options::number(const std::string& name, std::int64_t fallback, std::int64_t least, std::int64_t most) const {
    if (!given(name)) return fallback;
    const std::string text = value_or(name, "");
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < least || value > most) return std::nullopt;
    return value;
}

int wrong_usage(const std::string& command, const std::string& message) {
    fmt::print(stderr, "{}\nSee: countersign {} --help\n", message, command);
    return exit_usage;
}

int failed(const std::string& message) {
    fmt::print(stderr, "{}\n", message);
    return exit_failed;
}

}  // namespace countersign
