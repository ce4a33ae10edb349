// Software update: rules, folding, JSON.
#include "core/domain/software_update.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/confirmation.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {
namespace {

Admission require_going_on(const SoftwareUpdate& state) {
    if (!state.found) return refuse("refusal.subject.unknown");
    if (state.dropped) return refuse("refusal.update.dropped");
    return {};
}

Admission admit_plan(const SoftwareUpdate& state, const UpdatePlanned& body, const Context& context) {
    if (auto going_on = require_going_on(state); !going_on) return going_on;
    if (state.installed_everywhere()) return refuse("refusal.update.already_installed");
    if (body.ends_at <= body.starts_at) return refuse("refusal.update.ends_before_start");
    if (context.organisation != nullptr && context.organisation->staff.count(body.technician) == 0) {
        return refuse("refusal.update.technician_unknown");
    }
    return {};
}

Admission admit_answer(const SoftwareUpdate& state, const UpdateAgreed& body, const Context& context) {
    if (auto going_on = require_going_on(state); !going_on) return going_on;
    if (state.plan_event.empty()) return refuse("refusal.update.not_planned");
    if (body.plan != state.plan_event) return refuse("refusal.update.plan_changed");
    if (auto verifier = require_verifier(context); !verifier) return verifier;
    if (!body.agreed) return require_text(body.remark, "refusal.update.refusal_reason_missing");
    return {};
}

Admission admit_installation(const SoftwareUpdate& state, const UpdateInstalled& body) {
    if (auto going_on = require_going_on(state); !going_on) return going_on;
    const std::vector<AssetId>& assets = state.content.assets;
    const bool named = assets.empty() ? body.asset.empty() : std::find(assets.begin(), assets.end(), body.asset) != assets.end();
    if (!named) return refuse("refusal.update.other_computer");
    if (!state.agreed()) return require_text(body.why_not_agreed, "refusal.update.not_agreed");
    return {};
}

}  // namespace

bool SoftwareUpdate::installed_everywhere() const {
    if (!installed_at) return false;
    return std::all_of(content.assets.begin(), content.assets.end(), [&](const AssetId& asset) { return installed_on.count(asset) > 0; });
}

UpdateStanding SoftwareUpdate::standing() const {
    if (dropped) return UpdateStanding::dropped;
    if (installed_everywhere()) return briefings.empty() ? UpdateStanding::installed : UpdateStanding::finished;
    if (agreed()) return UpdateStanding::agreed;
    return plan_event.empty() ? UpdateStanding::found : UpdateStanding::planned;
}

Admission admit(const SoftwareUpdate& state, const SoftwareUpdateEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const UpdateFound& body) -> Admission {
                              if (state.found) return refuse("refusal.subject.already_there");
                              if (auto named = require_text(body.product, "refusal.update.product_missing", 200); !named) return named;
                              return require_text(body.to_version, "refusal.update.version_missing", 100);
                          },
                          [&](const UpdatePlanned& body) { return admit_plan(state, body, context); },
                          [&](const UpdateAgreed& body) { return admit_answer(state, body, context); },
                          [&](const UpdateInstalled& body) { return admit_installation(state, body); },
                          [&](const UsersBriefed& body) -> Admission {
                              if (auto going_on = require_going_on(state); !going_on) return going_on;
                              if (auto whom = require_text(body.whom, "refusal.update.briefed_whom_missing", 500); !whom) return whom;
                              return require_text(body.what, "refusal.update.briefed_what_missing");
                          },
                          [&](const UpdateDropped& body) -> Admission {
                              if (auto going_on = require_going_on(state); !going_on) return going_on;
                              if (state.installed_everywhere()) return refuse("refusal.update.already_installed");
                              return require_text(body.reason, "refusal.update.drop_reason_missing");
                          },
                      },
                      event);
}

void apply(SoftwareUpdate& state, const SoftwareUpdateEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const UpdateFound& body) {
                       if (!state.found) state.content = body;
                       state.found = true;
                       entry.text = body.product + " " + body.to_version;
                   },
                   [&](const UpdatePlanned& body) {
                       state.plan = body;
                       state.plan_event = stored.envelope.id;
                       state.answer.reset();
                       entry.text = body.effect;
                   },
                   [&](const UpdateAgreed& body) {
                       state.answer = body;
                       entry.text = body.remark;
                   },
                   [&](const UpdateInstalled& body) {
                       if (!body.asset.empty()) state.installed_on.insert(body.asset);
                       state.installed_at = std::max(state.installed_at.value_or(body.at), body.at);
                       entry.text = body.why_not_agreed.empty() ? body.remark : body.why_not_agreed;
                   },
                   [&](const UsersBriefed& body) {
                       state.briefings.push_back(body);
                       entry.text = body.what;
                   },
                   [&](const UpdateDropped& body) {
                       state.dropped = true;
                       state.drop_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<SoftwareUpdateEvent>, Refusal> decide(const SoftwareUpdate& state, const SoftwareUpdateCommand& command,
                                                         const Context& context) {
    SoftwareUpdateEvent event = std::visit(Overloaded{
                                               [&](const AgreeToUpdate& c) -> SoftwareUpdateEvent {
                                                   return UpdateAgreed{state.plan_event, c.agreed, c.remark, name_of_actor(context)};
                                               },
                                               [](const auto& c) -> SoftwareUpdateEvent { return c.details; },
                                           },
                                           command);
    return decided(state, std::move(event), context);
}

Json UpdateFound::to_json() const {
    Json list = Json::array();
    for (const AssetId& asset : assets) list.push_back(asset.value);
    return {{"product", product}, {"from_version", from_version}, {"to_version", to_version}, {"changes", changes}, {"assets", list}};
}

UpdateFound UpdateFound::from_json(FieldReader& fields) {
    UpdateFound body{
        fields.text("product"), fields.text_or("from_version", ""), fields.text("to_version"), fields.text_or("changes", ""), {}};
    for (const Json& asset : fields.array("assets")) {
        if (!asset.is_string()) fields.reject("assets", "a list of texts is required");
        if (asset.is_string()) body.assets.push_back({asset.get<std::string>()});
    }
    return body;
}

Json UpdatePlanned::to_json() const {
    return {{"starts_at", starts_at.utc_ms}, {"ends_at", ends_at.utc_ms}, {"technician", technician.value}, {"effect", effect}};
}

UpdatePlanned UpdatePlanned::from_json(FieldReader& fields) {
    return {fields.instant("starts_at"), fields.instant("ends_at"), fields.id<UserId>("technician"), fields.text_or("effect", "")};
}

Json UpdateAgreed::to_json() const {
    return {{"plan", plan.value}, {"agreed", agreed}, {"remark", remark}, {"contact_name", contact_name}};
}

UpdateAgreed UpdateAgreed::from_json(FieldReader& fields) {
    if (!fields.has("agreed")) fields.reject("agreed", "true or false is required");
    return {fields.id<EventId>("plan"), fields.boolean_or("agreed", false), fields.text_or("remark", ""),
            fields.text_or("contact_name", "")};
}

Json UpdateInstalled::to_json() const {
    return {{"asset", asset.value}, {"at", at.utc_ms}, {"remark", remark}, {"why_not_agreed", why_not_agreed}};
}

UpdateInstalled UpdateInstalled::from_json(FieldReader& fields) {
    return {{fields.text_or("asset", "", 200)}, fields.instant("at"), fields.text_or("remark", ""), fields.text_or("why_not_agreed", "")};
}

Json UsersBriefed::to_json() const { return {{"at", at.utc_ms}, {"whom", whom}, {"what", what}}; }
UsersBriefed UsersBriefed::from_json(FieldReader& fields) { return {fields.instant("at"), fields.text("whom"), fields.text("what")}; }

Json UpdateDropped::to_json() const { return {{"reason", reason}}; }
UpdateDropped UpdateDropped::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
