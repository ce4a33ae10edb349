// Ticket: the JSON form of its events.
#include "core/domain/read_fields.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

namespace {

Json promise_json(const Promise& promise) {
    Json json = {{"agreement", promise.agreement.value}};
    if (promise.version > 0) {
        json["version"] = promise.version;
        json["calendar"] = to_hex(promise.calendar);
        json["time_zones"] = promise.time_zones;
    }
    if (promise.arrival_due) json["arrival_due"] = promise.arrival_due->utc_ms;
    if (promise.response_due) json["response_due"] = promise.response_due->utc_ms;
    if (promise.resolution_due) json["resolution_due"] = promise.resolution_due->utc_ms;
    return json;
}

Promise read_promise(FieldReader& outer) {
    FieldReader fields(outer.object("promise"));
    Promise promise{{fields.text_or("agreement", "", 200)},
                    fields.optional_instant("response_due"),
                    fields.optional_instant("resolution_due"),
                    fields.optional_instant("arrival_due")};
    promise.version = read_count(fields, "version", 0, 0, 10'000);
    promise.time_zones = fields.text_or("time_zones", "", 20);
    if (fields.has("calendar")) {
        const auto calendar = digest_from_hex(fields.text("calendar", 64));
        if (!calendar) fields.reject("calendar", "64 hexadecimal digits are required");
        promise.calendar = calendar.value_or(Digest{});
    }
    if (fields.problem()) outer.reject("promise", *fields.problem());
    return promise;
}

Priority read_priority(FieldReader& fields) {
    const auto priority = parse_priority(fields.text("priority", 50));
    if (!priority) fields.reject("priority", "low, normal, high or critical is required");
    return priority.value_or(Priority::normal);
}

int read_level(FieldReader& fields, const char* name) {
    const std::int64_t level = fields.integer(name);
    if (level < 1 || level > 3) fields.reject(name, "a number from 1 to 3 is required");
    return static_cast<int>(level);
}

Channel read_channel(FieldReader& fields) {
    const std::string name = fields.text("channel", 50);
    for (const Channel channel : {Channel::portal, Channel::phone, Channel::email, Channel::visit, Channel::import}) {
        if (channel_name(channel) == name) return channel;
    }
    fields.reject("channel", "unknown channel");
    return Channel::portal;
}

}  // namespace

Json TicketOpened::to_json() const {
    Json json = {{"title", title},     {"description", description},          {"channel", channel_name(channel)}, {"impact", impact},
                 {"urgency", urgency}, {"priority", priority_name(priority)}, {"promise", promise_json(promise)}};
    if (!site.empty()) json["site"] = site.value;
    if (!asset.empty()) json["asset"] = asset.value;
    if (!visit.empty()) json["visit"] = visit.value;
    if (!reporter_name.empty()) json["reporter_name"] = reporter_name;
    if (!external_number.empty()) json["external_number"] = external_number;
    return json;
}

TicketOpened TicketOpened::from_json(FieldReader& fields) {
    TicketOpened body;
    body.title = fields.text("title");
    body.description = fields.text_or("description", "", 100'000);
    body.channel = read_channel(fields);
    body.site = {fields.text_or("site", "", 200)};
    body.asset = {fields.text_or("asset", "", 200)};
    body.visit = {fields.text_or("visit", "", 200)};
    body.reporter_name = fields.text_or("reporter_name", "");
    body.external_number = fields.text_or("external_number", "", 200);
    body.impact = read_level(fields, "impact");
    body.urgency = read_level(fields, "urgency");
    body.priority = read_priority(fields);
    body.promise = read_promise(fields);
    return body;
}

Json TicketNumberGiven::to_json() const { return {{"number", number}}; }
TicketNumberGiven TicketNumberGiven::from_json(FieldReader& fields) { return {fields.integer("number")}; }

Json TicketAssigned::to_json() const { return {{"technician", technician.value}}; }
TicketAssigned TicketAssigned::from_json(FieldReader& fields) { return {fields.id<UserId>("technician")}; }

Json TicketWorkStarted::to_json() const { return Json::object(); }
TicketWorkStarted TicketWorkStarted::from_json(FieldReader&) { return {}; }

Json TicketPaused::to_json() const {
    return {{"reason", reason}, {"waiting_for", waiting_for_names[static_cast<std::size_t>(waiting_for)]}};
}
TicketPaused TicketPaused::from_json(FieldReader& fields) {
    TicketPaused body{fields.text("reason")};
    // The first tickets did not say what for.
    if (fields.has("waiting_for")) body.waiting_for = read_choice<WaitingFor>(fields, "waiting_for", waiting_for_names);
    return body;
}

Json TicketResumed::to_json() const { return Json::object(); }
TicketResumed TicketResumed::from_json(FieldReader&) { return {}; }

Json TicketResolved::to_json() const { return {{"solution", solution}}; }
TicketResolved TicketResolved::from_json(FieldReader& fields) { return {fields.text("solution")}; }

Json TicketResolutionAccepted::to_json() const { return Json::object(); }
TicketResolutionAccepted TicketResolutionAccepted::from_json(FieldReader&) { return {}; }

Json TicketResolutionRejected::to_json() const { return {{"reason", reason}}; }
TicketResolutionRejected TicketResolutionRejected::from_json(FieldReader& fields) { return {fields.text("reason")}; }

Json TicketReclassified::to_json() const {
    return {{"impact", impact},
            {"urgency", urgency},
            {"priority", priority_name(priority)},
            {"promise", promise_json(promise)},
            {"reason", reason}};
}

TicketReclassified TicketReclassified::from_json(FieldReader& fields) {
    TicketReclassified body;
    body.impact = read_level(fields, "impact");
    body.urgency = read_level(fields, "urgency");
    body.priority = read_priority(fields);
    body.promise = read_promise(fields);
    body.reason = fields.text("reason");
    return body;
}

Json TicketModeChanged::to_json() const {
    return {{"mode", service_mode_name(mode)}, {"promise", promise_json(promise)}, {"reason", reason}};
}

TicketModeChanged TicketModeChanged::from_json(FieldReader& fields) {
    TicketModeChanged body;
    body.mode = read_choice<ServiceMode>(fields, "mode", service_mode_names);
    body.promise = read_promise(fields);
    body.reason = fields.text("reason");
    return body;
}

Json TicketCommentAdded::to_json() const { return {{"text", text}, {"by_provider", by_provider}}; }
TicketCommentAdded TicketCommentAdded::from_json(FieldReader& fields) {
    return {fields.text("text"), fields.boolean_or("by_provider", false)};
}

Json InternalNoteAdded::to_json() const { return {{"text", text}}; }
InternalNoteAdded InternalNoteAdded::from_json(FieldReader& fields) { return {fields.text("text")}; }

Json TicketPromised::to_json() const { return {{"promise", promise_json(promise)}}; }
TicketPromised TicketPromised::from_json(FieldReader& fields) { return {read_promise(fields)}; }

Json TicketUpdateImported::to_json() const {
    return {{"source", source},
            {"line", line},
            {"updated_at", updated_at.utc_ms},
            {"state", ticket_state_name(state)},
            {"priority", priority_name(priority)},
            {"handled_by", handled_by},
            {"fields", fields}};
}

TicketUpdateImported TicketUpdateImported::from_json(FieldReader& reader) {
    TicketUpdateImported body;
    body.source = reader.text("source", 100);
    body.line = reader.integer("line");
    body.updated_at = reader.instant("updated_at");
    const auto state = parse_ticket_state(reader.text("state", 50));
    if (!state) reader.reject("state", "unknown ticket state");
    body.state = state.value_or(TicketState::fresh);
    body.priority = read_priority(reader);
    body.handled_by = reader.text_or("handled_by", "");
    for (const auto& [name, value] : reader.object("fields").items()) {
        if (value.is_string()) {
            body.fields[name] = value.get<std::string>();
        } else {
            reader.reject("fields", "texts are required");
        }
    }
    return body;
}

Json TicketExclusionClaimed::to_json() const {
    Json json{{"exclusion", exclusion}, {"from", from.utc_ms}, {"evidence", evidence}};
    if (to) json["to"] = to->utc_ms;
    return json;
}
TicketExclusionClaimed TicketExclusionClaimed::from_json(FieldReader& fields) {
    return {fields.text("exclusion", 100), fields.instant("from"), fields.optional_instant("to"), fields.text("evidence")};
}

Json TicketExclusionEnded::to_json() const { return {{"claim", claim.value}, {"to", to.utc_ms}}; }
TicketExclusionEnded TicketExclusionEnded::from_json(FieldReader& fields) { return {fields.id<EventId>("claim"), fields.instant("to")}; }

Json TicketExclusionContested::to_json() const { return {{"claim", claim.value}, {"reason", reason}}; }
TicketExclusionContested TicketExclusionContested::from_json(FieldReader& fields) {
    return {fields.id<EventId>("claim"), fields.text("reason")};
}

Json TicketExclusionDecided::to_json() const { return {{"claim", claim.value}, {"stands", stands}, {"reason", reason}}; }
TicketExclusionDecided TicketExclusionDecided::from_json(FieldReader& fields) {
    if (!fields.has("stands")) fields.reject("stands", "true or false is required");
    return {fields.id<EventId>("claim"), fields.boolean_or("stands", true), fields.text("reason")};
}

Json TicketArrivalRecorded::to_json() const {
    Json json{{"arrived_at", arrived_at.utc_ms}};
    if (!visit.empty()) json["visit"] = visit.value;
    return json;
}
TicketArrivalRecorded TicketArrivalRecorded::from_json(FieldReader& fields) {
    return {fields.instant("arrived_at"), {fields.text_or("visit", "", 200)}};
}

Json TicketTimeRecorded::to_json() const {
    return {{"kind", work_kind_names[static_cast<std::size_t>(kind)]},
            {"worked_on", to_iso_text(worked_on)},
            {"worked_minutes", worked.count},
            {"description", description},
            {"after_hours", after_hours},
            {"free_of_charge", free_of_charge}};
}
TicketTimeRecorded TicketTimeRecorded::from_json(FieldReader& fields) {
    return {read_choice<WorkKind>(fields, "kind", work_kind_names),
            read_date(fields, "worked_on"),
            fields.minutes("worked_minutes"),
            fields.text_or("description", ""),
            fields.boolean_or("after_hours", false),
            fields.boolean_or("free_of_charge", false)};
}

Json TicketMaterialUsed::to_json() const { return {{"name", name}, {"quantity", quantity}}; }
TicketMaterialUsed TicketMaterialUsed::from_json(FieldReader& fields) {
    return {fields.text("name", 500), read_count(fields, "quantity", 1, 1, 100'000)};
}

Json TicketClosedBySilence::to_json() const { return {{"days", days}}; }
TicketClosedBySilence TicketClosedBySilence::from_json(FieldReader& fields) { return {read_count(fields, "days", 1, 1, 366)}; }

Json TicketRated::to_json() const { return {{"score", score}, {"comment", comment}}; }
TicketRated TicketRated::from_json(FieldReader& fields) {
    if (!fields.has("score")) fields.reject("score", "a number from 1 to 5 is required");
    return {read_count(fields, "score", 5, 1, 5), fields.text_or("comment", "")};
}

}  // namespace countersign
