// Strict JSON reading on top of nlohmann/json, whose exceptions end here.
#include "core/base/json.hpp"

namespace countersign {

namespace {

// A value of two bytes ("1,") takes sixteen times as much memory once it is read: no message of ours has nearly so many.
constexpr std::size_t values_max = 500'000;

// Checked before parsing, so that a deep document is refused before it can exhaust the stack, and one of countless values before it can
// exhaust the memory.
std::optional<std::string> unreasonable(std::string_view text, std::size_t depth_max) {
    std::size_t depth = 0, values = 1;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > depth_max) return "nested deeper than " + std::to_string(depth_max) + " levels";
            ++values;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        } else if (c == ',') {
            ++values;
        }
    }
    if (values > values_max) return "more than " + std::to_string(values_max) + " values";
    return std::nullopt;
}

const Json empty_array = Json::array();
const Json empty_object = Json::object();

}  // namespace

Result<Json, Failure> parse_json(std::string_view text, std::size_t depth_max) {
    if (auto problem = unreasonable(text, depth_max)) return Error{Failure{"failure.json", "read JSON", {}, std::move(*problem)}};
    try {
        return Json::parse(text.begin(), text.end());
    } catch (const Json::exception& problem) {
        return Error{Failure{"failure.json", "read JSON", {}, problem.what()}};
    }
}

std::string write_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

FieldReader::FieldReader(const Json& object) : object_(object) {
    if (!object.is_object()) problem_ = "expected an object";
}

const Json* FieldReader::find(const char* name) {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

bool FieldReader::has(const char* name) const { return object_.is_object() && object_.contains(name) && !object_.at(name).is_null(); }

void FieldReader::reject(const char* name, const std::string& why) {
    if (!problem_) problem_ = std::string(name) + ": " + why;
}

std::string FieldReader::text(const char* name, std::size_t bytes_max) {
    const Json* field = find(name);
    if (field == nullptr || !field->is_string()) {
        reject(name, "a text is required");
        return {};
    }
    const auto& value = field->get_ref<const std::string&>();
    if (value.size() > bytes_max) reject(name, "longer than " + std::to_string(bytes_max) + " bytes");
    return value;
}

std::string FieldReader::text_or(const char* name, std::string fallback, std::size_t bytes_max) {
    return find(name) == nullptr ? std::move(fallback) : text(name, bytes_max);
}

std::int64_t FieldReader::integer(const char* name) {
    const Json* field = find(name);
    if (field == nullptr || !field->is_number_integer()) {
        reject(name, "a whole number is required");
        return 0;
    }
    // Not every reader of JSON keeps larger ones (RFC 7493, 2.2), and sums of ours would leave 64 bits with them.
    constexpr std::int64_t integer_max = (1LL << 53) - 1;
    const bool too_large = field->is_number_unsigned() ? field->get<std::uint64_t>() > static_cast<std::uint64_t>(integer_max)
                                                       : field->get<std::int64_t>() < -integer_max;
    if (too_large) {
        reject(name, "the number is too large");
        return 0;
    }
    return field->get<std::int64_t>();
}

std::int64_t FieldReader::integer_or(const char* name, std::int64_t fallback) { return find(name) == nullptr ? fallback : integer(name); }

bool FieldReader::boolean_or(const char* name, bool fallback) {
    const Json* field = find(name);
    if (field == nullptr) return fallback;
    if (!field->is_boolean()) {
        reject(name, "true or false is required");
        return fallback;
    }
    return field->get<bool>();
}

std::optional<Instant> FieldReader::optional_instant(const char* name) {
    if (find(name) == nullptr) return std::nullopt;
    return instant(name);
}

const Json& FieldReader::array(const char* name) {
    const Json* field = find(name);
    if (field == nullptr) return empty_array;
    if (!field->is_array()) {
        reject(name, "a list is required");
        return empty_array;
    }
    return *field;
}

const Json& FieldReader::object(const char* name) {
    const Json* field = find(name);
    if (field == nullptr) return empty_object;
    if (!field->is_object()) {
        reject(name, "an object is required");
        return empty_object;
    }
    return *field;
}

}  // namespace countersign
