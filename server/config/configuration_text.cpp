// The configuration as people read it: what is in force, and the commented example.
#include "server/config/configuration.hpp"

#include <fmt/core.h>

namespace countersign {

namespace {

constexpr std::size_t line_length = 100;

// As comment lines, broken between words.
std::string comment(const std::string& text) {
    std::string lines, line = "#";
    std::size_t at = 0;
    while (at < text.size()) {
        const auto space = text.find(' ', at);
        const std::string word = text.substr(at, space - at);
        if (line.size() + 1 + word.size() > line_length) {
            lines += line + "\n";
            line = "#";
        }
        line += " " + word;
        at = space == std::string::npos ? text.size() : space + 1;
    }
    return lines + line + "\n";
}

}  // namespace

std::string describe(const Configuration& configuration) {
    std::string text;
    for (const Setting& setting : all_settings()) {
        const auto& [value, origin] = configuration.value(setting.name);
        text += fmt::format("{} = {}  ({})\n", setting.name, value, origin);
    }
    return text;
}

std::string example_configuration() {
    std::string text =
        comment("Configuration of countersign serve: every setting with its default. Take away the # before a setting to change it.");
    text += comment("Each is also an environment variable and an option; the command line wins over the environment, that over this file.");
    text += comment("After a change: countersign serve --config FILE --check-config, then start the server again.");
    std::string section;
    for (const Setting& setting : all_settings()) {
        if (section != setting.section) {
            section = setting.section;
            text += fmt::format("\n## {}\n", section);
        }
        std::string description = setting.description;
        if (const std::string allowed = setting.allowed(); !allowed.empty()) description += " Here goes: " + allowed + ".";
        text += "\n" + comment(description) + comment(setting.environment() + ", " + setting.option());
        // The one that has to be set.
        const bool required = std::string(setting.name) == "data";
        const std::string value = *setting.fallback == '\0' ? "" : std::string(" ") + setting.fallback;
        text += required ? "data = /var/lib/countersign\n" : fmt::format("#{} ={}\n", setting.name, value);
    }
    return text;
}

}  // namespace countersign
