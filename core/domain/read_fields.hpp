// Reading dates, times, amounts and named choices from JSON: what FieldReader (which knows no domain) leaves to the domain.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/base/money.hpp"
#include "core/domain/local_time.hpp"
#include "core/domain/priority.hpp"
#include "core/domain/timestamp.hpp"

namespace countersign {

/// "2026-12-24"; anything else is the reader's problem.
inline LocalDate read_date(FieldReader& fields, const char* name) {
    const std::string text = fields.text(name, 20);
    const auto date = parse_local_date(text);
    if (!date) fields.reject(name, "\"" + text + "\" is no date like \"2026-12-24\"");
    return date.value_or(LocalDate{});
}

inline std::optional<LocalDate> read_optional_date(FieldReader& fields, const char* name) {
    if (!fields.has(name)) return std::nullopt;
    return read_date(fields, name);
}

/// For writing; null where there is none.
inline Json date_json(const std::optional<LocalDate>& date) { return date ? Json(to_iso_text(*date)) : Json(); }

/// A whole number within limits.
inline std::int32_t read_count(FieldReader& fields, const char* name, std::int32_t fallback, std::int32_t least, std::int32_t most) {
    const std::int64_t value = fields.integer_or(name, fallback);
    if (value < least || value > most) {
        fields.reject(name, "must be from " + std::to_string(least) + " to " + std::to_string(most));
        return fallback;
    }
    return static_cast<std::int32_t>(value);
}

/// An amount of money from 0 to `most`; 0 where the field is missing.
inline std::int64_t read_minor(FieldReader& fields, const char* name, std::int64_t most) {
    const std::int64_t minor = fields.integer_or(name, 0);
    if (minor >= 0 && minor <= most) return minor;
    fields.reject(name, "must be from 0 to " + std::to_string(most) + " in minor units");
    return 0;
}

/// An amount of money that may be owed by either side; required.
inline std::int64_t read_amount(FieldReader& fields, const char* name) {
    const std::int64_t minor = fields.integer(name);
    if (minor >= -sum_minor_max && minor <= sum_minor_max) return minor;
    fields.reject(name, "is larger than any settlement");
    return 0;
}

/// RFC 3339; anything else is the reader's problem.
inline Instant read_timestamp(FieldReader& fields, const char* name) {
    const std::string text = fields.text(name, 60);
    const auto instant = parse_timestamp(text);
    if (!instant) fields.reject(name, "\"" + text + "\" is no time like 2026-06-01T10:00:00+02:00");
    return instant.value_or(Instant{});
}

inline Priority to_priority(FieldReader& fields, const char* name, const std::string& text) {
    const auto priority = parse_priority(text);
    if (!priority) fields.reject(name, "\"" + text + "\" is none of low, normal, high, critical");
    return priority.value_or(Priority::normal);
}

/// One of the names, in the order of the enumeration Kind.
template <typename Kind, std::size_t count>
Kind read_choice(FieldReader& fields, const char* field, const std::array<std::string_view, count>& names) {
    const std::string name = fields.text(field, 60);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<Kind>(found - names.begin());
    std::string all;
    for (const std::string_view known : names) all += (all.empty() ? "" : ", ") + std::string(known);
    fields.reject(field, "\"" + name + "\" is none of " + all);
    return {};
}

/// Calls `read` with a reader for each object of a list; the first problem names the list and the place in it.
template <typename Read>
void read_each(FieldReader& fields, const char* name, const Read& read) {
    std::size_t place = 0;
    for (const Json& element : fields.array(name)) {
        ++place;
        if (!element.is_object()) {
            fields.reject(name, "number " + std::to_string(place) + " is no object");
            return;
        }
        FieldReader reader(element);
        read(reader);
        if (reader.problem()) fields.reject(name, "number " + std::to_string(place) + ": " + *reader.problem());
    }
}

/// A part that is an object of its own: what `Part::from_json` makes of it, or the default where the field is missing.
template <typename Part>
Part read_part(FieldReader& fields, const char* name) {
    if (!fields.has(name)) return {};
    FieldReader reader(fields.object(name));
    Part part = Part::from_json(reader);
    if (reader.problem()) fields.reject(name, *reader.problem());
    return part;
}

}  // namespace countersign
