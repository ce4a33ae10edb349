// Checks that several domain rules share.
#include "core/domain/fact.hpp"

namespace countersign {

Admission require_text(const std::string& text, const char* key, std::size_t bytes_max) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return refuse(key);
    if (text.size() > bytes_max) return refuse("refusal.text_too_long", {{"bytes_max", std::to_string(bytes_max)}});
    return {};
}

bool voids(const Flag& flag) { return flag.expectation.key.rfind("refusal.time.", 0) != 0; }

Json FactFlagged::to_json() const {
    return {{"event", flag.event.value}, {"key", flag.expectation.key}, {"params", flag.expectation.params}};
}

FactFlagged FactFlagged::from_json(FieldReader& fields) {
    FactFlagged body;
    body.flag.event = fields.id<EventId>("event");
    body.flag.expectation.key = fields.text("key", 200);
    for (const auto& [name, value] : fields.object("params").items()) {
        if (value.is_string()) body.flag.expectation.params[name] = value.get<std::string>();
    }
    return body;
}

}  // namespace countersign
