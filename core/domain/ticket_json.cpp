// Ticket: the JSON form of its events.
#include "core/domain/ticket.hpp"

namespace countersign {

namespace {

Json promise_json(const Promise& promise) {
    Json json = {{"agreement", promise.agreement.value}};
    if (promise.response_due) json["response_due"] = promise.response_due->utc_ms;
    if (promise.resolution_due) json["resolution_due"] = promise.resolution_due->utc_ms;
    return json;
}

Promise read_promise(FieldReader& outer) {
    FieldReader fields(outer.object("promise"));
    Promise promise{
        {fields.text_or("agreement", "", 200)}, fields.optional_instant("response_due"), fields.optional_instant("resolution_due")};
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

Json TicketPaused::to_json() const { return {{"reason", reason}}; }
TicketPaused TicketPaused::from_json(FieldReader& fields) { return {fields.text("reason")}; }

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

}  // namespace countersign
