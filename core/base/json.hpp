// Json: reading fields of a parsed JSON value strictly, so that a malformed event names the field that is wrong.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/instant.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

using Json = nlohmann::json;

/// Parses UTF-8 JSON text no deeper than `depth_max`; Failure "failure.json" with what was wrong and where.
Result<Json, Failure> parse_json(std::string_view text, std::size_t depth_max = 64);

/// Writes compact JSON; invalid UTF-8 in strings becomes U+FFFD.
std::string write_json(const Json& value);

/// Reads the fields of one JSON object. The first thing that is wrong is remembered and every later read answers a default, so a
/// reader can fetch all fields and ask once: `if (auto problem = reader.problem()) …`.
class FieldReader {
public:
    explicit FieldReader(const Json& object);

    std::string text(const char* name, std::size_t bytes_max = 16'384);
    std::string text_or(const char* name, std::string fallback, std::size_t bytes_max = 16'384);
    std::int64_t integer(const char* name);
    std::int64_t integer_or(const char* name, std::int64_t fallback);
    bool boolean_or(const char* name, bool fallback);
    Instant instant(const char* name) { return {integer(name)}; }
    std::optional<Instant> optional_instant(const char* name);
    Minutes minutes(const char* name) { return {integer(name)}; }
    template <typename IdType>
    IdType id(const char* name) {
        return IdType{text(name, 200)};
    }
    /// The array in `name`, or an empty one; a value of another kind is a problem.
    const Json& array(const char* name);
    const Json& object(const char* name);
    bool has(const char* name) const;
    /// For a rule of the caller's own that the value broke.
    void reject(const char* name, const std::string& why);

    const std::optional<std::string>& problem() const { return problem_; }

private:
    const Json* find(const char* name);
    const Json& object_;
    std::optional<std::string> problem_;
};

}  // namespace countersign
