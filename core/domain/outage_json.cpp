// Outage: its events as JSON.
#include "core/domain/outage.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Json end_json(const std::optional<Instant>& to) { return to ? Json(to->utc_ms) : Json(); }

}  // namespace

Json OutageRecorded::to_json() const {
    return {{"service", service}, {"site", site.value}, {"from", from.utc_ms},   {"to", end_json(to)},
            {"planned", planned}, {"what", what},       {"ticket", ticket.value}};
}

OutageRecorded OutageRecorded::from_json(FieldReader& fields) {
    OutageRecorded body;
    body.service = fields.text("service");
    body.site = {fields.text_or("site", "", 200)};
    body.from = fields.instant("from");
    body.to = fields.optional_instant("to");
    body.planned = fields.boolean_or("planned", false);
    body.what = fields.text("what");
    body.ticket = {fields.text_or("ticket", "", 200)};
    return body;
}

Json OutageEnded::to_json() const { return {{"to", to.utc_ms}}; }
OutageEnded OutageEnded::from_json(FieldReader& fields) { return {fields.instant("to")}; }

Json OutageContested::to_json() const { return {{"reason", reason}}; }
OutageContested OutageContested::from_json(FieldReader& fields) { return {fields.text("reason")}; }

Json OutageDecided::to_json() const {
    Json object{{"ruling", outage_ruling_names[static_cast<std::size_t>(ruling)]}, {"reason", reason}};
    if (ruling != OutageRuling::corrected) return object;
    object["from"] = from.utc_ms;
    object["to"] = end_json(to);
    object["planned"] = planned;
    return object;
}

OutageDecided OutageDecided::from_json(FieldReader& fields) {
    OutageDecided body;
    body.ruling = read_choice<OutageRuling>(fields, "ruling", outage_ruling_names);
    body.reason = fields.text("reason");
    if (body.ruling != OutageRuling::corrected) return body;
    body.from = fields.instant("from");
    body.to = fields.optional_instant("to");
    body.planned = fields.boolean_or("planned", false);
    return body;
}

}  // namespace countersign
