// Log: one line for each thing that happened, on standard error, as text for people or as one JSON object for programs. No value can forge
// a line: control bytes are escaped. What must never stand there (passwords, tokens, cookies, what people wrote) is never given to it.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "server/system/clock.hpp"

namespace countersign {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };

struct LogField {
    const char* name;
    std::variant<std::string, std::int64_t, double> value;
};

class Log {
public:
    /// Takes a whole line, its end included.
    using Sink = std::function<void(const std::string& line)>;
    Log(LogFormat format, LogLevel least, Clock clock = system_time, Sink sink = to_standard_error)
        : format_(format), least_(least), clock_(std::move(clock)), sink_(std::move(sink)) {}

    void write(LogLevel level, const std::string& event, const std::vector<LogField>& fields = {});

    static void to_standard_error(const std::string& line);

private:
    LogFormat format_;
    LogLevel least_;
    Clock clock_;
    Sink sink_;
    std::mutex mutex_;
};

}  // namespace countersign
