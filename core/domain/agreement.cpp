// Agreement: rules, folding, JSON.
#include "core/domain/agreement.hpp"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.hpp"

namespace countersign {

bool Agreement::in_force_at(Instant instant) const { return recorded && instant >= valid_from && (!ends_at || instant < *ends_at); }

Promise Agreement::promise_for(Priority priority, Instant opened_at) const {
    Promise promise{id, std::nullopt, std::nullopt};
    // Only the SLA mode guarantees time; packages and occasional help depend on who is free (requirements.md A6).
    if (mode != ServiceMode::sla) return promise;
    const ServiceLevel& agreed = level(priority);
    if (agreed.response.count > 0) promise.response_due = opened_at + agreed.response.milliseconds();
    if (agreed.resolution.count > 0) promise.resolution_due = opened_at + agreed.resolution.milliseconds();
    return promise;
}

Admission admit(const Agreement& state, const AgreementEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const AgreementRecorded& body) -> Admission {
                              if (state.recorded) return refuse("refusal.agreement.already_recorded");
                              for (const ServiceLevel& level : body.levels) {
                                  if (level.response.count < 0 || level.resolution.count < 0) {
                                      return refuse("refusal.agreement.negative_target");
                                  }
                                  if (level.resolution.count > 0 && level.resolution < level.response) {
                                      return refuse("refusal.agreement.resolution_before_response");
                                  }
                              }
                              return require_text(body.number, "refusal.agreement.number_missing", 200);
                          },
                          [&](const AgreementEnded& body) -> Admission {
                              if (!state.recorded) return refuse("refusal.agreement.unknown");
                              if (state.ends_at) return refuse("refusal.agreement.already_ended");
                              if (body.ends_at < state.valid_from) return refuse("refusal.agreement.ends_before_start");
                              return require_text(body.reason, "refusal.agreement.reason_missing");
                          },
                      },
                      event);
}

void apply(Agreement& state, const AgreementEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    std::visit(Overloaded{
                   [&](const AgreementRecorded& body) {
                       state.recorded = true;
                       state.number = body.number;
                       state.title = body.title;
                       state.mode = body.mode;
                       state.valid_from = body.valid_from;
                       state.levels = body.levels;
                       state.account_manager = body.account_manager;
                   },
                   [&](const AgreementEnded& body) {
                       state.ends_at = body.ends_at;
                       state.end_reason = body.reason;
                   },
               },
               event);
}

Result<std::vector<AgreementEvent>, Refusal> decide(const Agreement& state, const AgreementCommand& command, const Context& context) {
    const AgreementEvent event = std::visit(Overloaded{
                                                [](const RecordAgreement& c) -> AgreementEvent { return c.terms; },
                                                [](const EndAgreement& c) -> AgreementEvent {
                                                    return AgreementEnded{c.ends_at, c.reason};
                                                },
                                            },
                                            command);
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

Json AgreementRecorded::to_json() const {
    Json level_list = Json::array();
    for (std::size_t i = 0; i < levels.size(); ++i) {
        level_list.push_back({{"priority", priority_name(static_cast<Priority>(i + 1))},
                              {"response_minutes", levels[i].response.count},
                              {"resolution_minutes", levels[i].resolution.count}});
    }
    return {{"number", number},
            {"title", title},
            {"mode", service_mode_name(mode)},
            {"valid_from", valid_from.utc_ms},
            {"levels", level_list},
            {"account_manager", account_manager.value}};
}

AgreementRecorded AgreementRecorded::from_json(FieldReader& fields) {
    AgreementRecorded body;
    body.number = fields.text("number");
    body.title = fields.text_or("title", "");
    const std::string mode = fields.text("mode", 50);
    const auto found = std::find(service_mode_names.begin(), service_mode_names.end(), mode);
    if (found == service_mode_names.end()) {
        fields.reject("mode", "unknown service mode");
    } else {
        body.mode = static_cast<ServiceMode>(found - service_mode_names.begin());
    }
    body.valid_from = fields.instant("valid_from");
    for (const Json& entry : fields.array("levels")) {
        FieldReader level(entry);
        const auto priority = parse_priority(level.text("priority", 50));
        const ServiceLevel targets{level.minutes("response_minutes"), level.minutes("resolution_minutes")};
        if (level.problem()) {
            fields.reject("levels", *level.problem());
        } else if (!priority) {
            fields.reject("levels", "unknown priority");
        } else {
            body.levels[static_cast<std::size_t>(*priority) - 1] = targets;
        }
    }
    body.account_manager = {fields.text_or("account_manager", "", 200)};
    return body;
}

Json AgreementEnded::to_json() const { return {{"ends_at", ends_at.utc_ms}, {"reason", reason}}; }

AgreementEnded AgreementEnded::from_json(FieldReader& fields) { return {fields.instant("ends_at"), fields.text("reason")}; }

}  // namespace countersign
