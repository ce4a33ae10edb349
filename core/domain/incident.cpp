// Incident: rules, folding, JSON.
#include "core/domain/incident.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Admission admit_communication(const Incident& state, const IncidentCommunicated& body) {
    if (!state.recorded) return refuse("refusal.subject.unknown");
    if (auto named = require_text(body.whom, "refusal.incident.whom_missing", 500); !named) return named;
    return require_text(body.what, "refusal.incident.what_missing");
}

Admission admit_closing(const Incident& state, const IncidentClosed& body) {
    if (!state.recorded) return refuse("refusal.subject.unknown");
    if (state.closed) return refuse("refusal.incident.closed");
    if (!state.told_client_after()) return refuse("refusal.incident.client_not_told");
    if (body.ended_at < state.content.began_at) return refuse("refusal.incident.ends_before_start");
    return require_text(body.lessons, "refusal.incident.lessons_missing");
}

}  // namespace

std::optional<Milliseconds> Incident::told_client_after() const {
    const auto first =
        std::find_if(communicated.begin(), communicated.end(), [](const IncidentCommunicated& told) { return told.to_client; });
    if (first == communicated.end()) return std::nullopt;
    return first->at - content.noticed_at;
}

Admission admit(const Incident& state, const IncidentEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const IncidentRecorded& body) -> Admission {
                              if (state.recorded) return refuse("refusal.subject.already_there");
                              if (body.noticed_at < body.began_at) return refuse("refusal.incident.noticed_before_start");
                              return require_text(body.title, "refusal.incident.title_missing", 500);
                          },
                          [&](const IncidentCommunicated& body) { return admit_communication(state, body); },
                          [&](const IncidentClosed& body) { return admit_closing(state, body); },
                      },
                      event);
}

void apply(Incident& state, const IncidentEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const IncidentRecorded& body) {
                       if (!state.recorded) state.content = body;
                       state.recorded = true;
                       entry.text = body.title;
                   },
                   [&](const IncidentCommunicated& body) {
                       const auto place = std::upper_bound(state.communicated.begin(), state.communicated.end(), body.at,
                                                           [](Instant at, const IncidentCommunicated& told) { return at < told.at; });
                       state.communicated.insert(place, body);
                       entry.text = body.what;
                   },
                   [&](const IncidentClosed& body) {
                       state.closed = body;
                       entry.text = body.lessons;
                   },
               },
               event);
}

Result<std::vector<IncidentEvent>, Refusal> decide(const Incident& state, const IncidentCommand& command, const Context& context) {
    return decided(state, std::visit([](const auto& c) -> IncidentEvent { return c.details; }, command), context);
}

Json IncidentRecorded::to_json() const {
    return {{"title", title},
            {"description", description},
            {"began_at", began_at.utc_ms},
            {"noticed_at", noticed_at.utc_ms},
            {"personal_data", personal_data},
            {"ticket", ticket.value}};
}

IncidentRecorded IncidentRecorded::from_json(FieldReader& fields) {
    return {fields.text("title"),         fields.text_or("description", ""),         fields.instant("began_at"),
            fields.instant("noticed_at"), fields.boolean_or("personal_data", false), {fields.text_or("ticket", "", 200)}};
}

Json IncidentCommunicated::to_json() const {
    return {{"at", at.utc_ms}, {"to_client", to_client}, {"whom", whom}, {"how", how}, {"what", what}};
}

IncidentCommunicated IncidentCommunicated::from_json(FieldReader& fields) {
    return {fields.instant("at"), fields.boolean_or("to_client", false), fields.text("whom"), fields.text_or("how", ""),
            fields.text("what")};
}

Json IncidentClosed::to_json() const { return {{"ended_at", ended_at.utc_ms}, {"cause", cause}, {"lessons", lessons}}; }

IncidentClosed IncidentClosed::from_json(FieldReader& fields) {
    return {fields.instant("ended_at"), fields.text_or("cause", ""), fields.text("lessons")};
}

}  // namespace countersign
