// The two forms of a line.
#include "server/operations/log.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/base/json.hpp"
#include "core/domain/timestamp.hpp"

namespace countersign {

namespace {

constexpr std::array<const char*, 4> level_names{"debug", "info", "warning", "error"};

std::string value_text(const LogField& field) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&field.value)) return fmt::format("{:.1f}", *number);
    const auto& text = std::get<std::string>(field.value);
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F && c != '"' && c != '\\' && c != '=';
    });
    if (plain) return text;
    // JSON's quoting does for text what it does there; DEL alone it lets through.
    std::string quoted = write_json(text);
    for (auto at = quoted.find('\x7F'); at != std::string::npos; at = quoted.find('\x7F', at)) quoted.replace(at, 1, "\\u007f");
    return quoted;
}

}  // namespace

void Log::write(LogLevel level, const std::string& event, const std::vector<LogField>& fields) {
    if (level < least_) return;
    const char* level_name = level_names[static_cast<std::size_t>(level)];
    const std::string time = to_timestamp(clock_());
    std::string line;
    if (format_ == LogFormat::json) {
        // Written by hand so that time, level and event come first: people read these lines too.
        line = "{\"time\":" + write_json(time) + ",\"level\":\"" + level_name + "\",\"event\":" + write_json(event);
        for (const LogField& field : fields) {
            const auto* text = std::get_if<std::string>(&field.value);
            line += ",\"" + std::string(field.name) + "\":" + (text != nullptr ? write_json(*text) : value_text(field));
        }
        line += "}\n";
    } else {
        line = time + " " + level_name + " " + event;
        for (const LogField& field : fields) line += " " + std::string(field.name) + "=" + value_text(field);
        line += "\n";
    }
    const std::lock_guard lock(mutex_);
    sink_(line);
}

void Log::to_standard_error(const std::string& line) {
    // One write for a line, so that lines of two processes never mix. A log that cannot be written stops no work.
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace countersign
