// Work record: rules, folding, JSON.
#include "core/domain/work_record.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {

const VerificationEntry* WorkRecord::verification() const {
    if (revisions.empty()) return nullptr;
    const auto found = std::find_if(verifications.begin(), verifications.end(), [&](const VerificationEntry& entry) {
        return counts(entry) && entry.content.record == revisions.back().event;
    });
    return found == verifications.end() ? nullptr : &*found;
}

bool WorkRecord::counts(const VerificationEntry& entry) const {
    return std::none_of(flags.begin(), flags.end(), [&](const Flag& flag) { return flag.event == entry.event; });
}

namespace {

Admission admit_revision(const WorkRecord& state, const WorkRecorded& body) {
    if (body.worked.count < 0 || body.ended_at < body.started_at) return refuse("refusal.work_record.times");
    if (body.revision != static_cast<int>(state.revisions.size()) + 1) return refuse("refusal.work_record.revision_number");
    if (body.revision > 1) return require_text(body.correction_reason, "refusal.work_record.correction_reason_missing");
    return {};
}

Admission admit_signature(const WorkRecord& state, const WorkVerified& body, const Context& context) {
    const WorkRevision* latest = state.latest();
    if (latest == nullptr) return refuse("refusal.work_record.unknown");
    const auto revision =
        std::find_if(state.revisions.begin(), state.revisions.end(), [&](const WorkRevision& entry) { return entry.event == body.record; });
    if (revision == state.revisions.end() || revision->digest != body.record_digest) {
        return refuse("refusal.work_record.signed_something_else");
    }
    if (revision->event != latest->event) return refuse("refusal.work_record.newer_revision");
    if (state.verification() != nullptr) return refuse("refusal.work_record.already_verified");
    return admit_verification(body, context);
}

}  // namespace

Admission admit(const WorkRecord& state, const WorkRecordEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const WorkRecorded& body) { return admit_revision(state, body); },
                          [&](const WorkVerified& body) { return admit_signature(state, body, context); },
                      },
                      event);
}

void apply(WorkRecord& state, const WorkRecordEvent& event, const StoredEvent& stored) {
    const Envelope& envelope = stored.envelope;
    state.id = {envelope.subject.id};
    if (const auto stream = parse_stream(envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    const auto received_at = stored.placement ? std::optional(stored.placement->received_at) : std::nullopt;
    HistoryEntry entry{envelope.id, envelope.type, envelope.actor, envelope.occurred_at, received_at, {}};
    std::visit(Overloaded{
                   [&](const WorkRecorded& body) {
                       state.revisions.push_back({envelope.id, sha256(stored.bytes), body, envelope.occurred_at, envelope.actor});
                       entry.text = body.summary;
                   },
                   [&](const WorkVerified& body) {
                       state.verifications.push_back({envelope.id, body, envelope.occurred_at, received_at, envelope.device});
                       entry.text = body.remark;
                   },
               },
               event);
    state.history.push_back(std::move(entry));
}

namespace {

WorkItem item_of(const AssetChecks& asset) {
    WorkItem item{asset.name, asset.place, 0, static_cast<std::int64_t>(asset.checks.size()), {}};
    for (const CheckState& check : asset.checks) {
        if (check.result == CheckResult::ok || check.result == CheckResult::not_applicable) ++item.checks_ok;
        if (check.result == CheckResult::fault) {
            item.findings.push_back(check.note.empty() ? check.planned.title : check.planned.title + ": " + check.note);
        }
    }
    return item;
}

Result<WorkRecorded, Refusal> record_of(const WorkRecord& state, const RecordVisitWork& command, const Context& context) {
    const Visit& visit = *command.visit;
    if (visit.state != VisitState::done || !visit.arrived_at || !visit.departed_at) return refuse("refusal.work_record.visit_not_ended");
    WorkRecorded body;
    body.revision = static_cast<int>(state.revisions.size()) + 1;
    body.visit = visit.id;
    body.agreement = visit.agreement;
    if (context.agreement != nullptr) body.agreement_number = context.agreement->number();
    body.site = visit.site;
    body.technician = visit.technician;
    if (context.organisation != nullptr) {
        if (const Site* site = context.organisation->site(visit.site)) body.site_name = site->name;
        body.technician_name = context.organisation->person_name(visit.technician);
    }
    body.planned_start = visit.starts_at;
    body.planned_end = visit.ends_at;
    body.started_at = *visit.arrived_at;
    body.ended_at = *visit.departed_at;
    body.worked = visit.recorded_time();
    body.summary = command.summary;
    for (const AssetChecks& asset : visit.checklist) body.items.push_back(item_of(asset));
    body.tickets_found = command.tickets_found;
    body.correction_reason = command.correction_reason;
    return body;
}

Result<WorkVerified, Refusal> verification_of(const WorkRecord& state, const VerifyWork& command, const Context& context) {
    const WorkRevision* latest = state.latest();
    if (latest == nullptr) return refuse("refusal.work_record.unknown");
    WorkVerified body;
    body.record = latest->event;
    body.record_digest = latest->digest;
    body.decision = command.decision;
    body.remark = command.remark;
    body.contact = command.contact;
    if (context.organisation != nullptr) body.contact_name = context.organisation->person_name(command.contact);
    body.signed_on = is_staff(context.actor.role) ? SignedOn::technicians_device : SignedOn::own_session;
    body.signature = command.signature;
    return body;
}

}  // namespace

Result<std::vector<WorkRecordEvent>, Refusal> decide(const WorkRecord& state, const WorkRecordCommand& command, const Context& context) {
    auto event = std::visit(Overloaded{
                                [&](const RecordVisitWork& c) -> Result<WorkRecordEvent, Refusal> {
                                    auto body = record_of(state, c, context);
                                    if (!body) return Error{body.error()};
                                    return WorkRecordEvent{std::move(*body)};
                                },
                                [&](const VerifyWork& c) -> Result<WorkRecordEvent, Refusal> {
                                    auto body = verification_of(state, c, context);
                                    if (!body) return Error{body.error()};
                                    return WorkRecordEvent{std::move(*body)};
                                },
                            },
                            command);
    if (!event) return Error{event.error()};
    if (auto admission = admit(state, *event, context); !admission) return Error{admission.error()};
    return std::vector{std::move(*event)};
}

Json WorkRecorded::to_json() const {
    Json item_list = Json::array();
    for (const WorkItem& item : items) {
        item_list.push_back({{"name", item.name},
                             {"place", item.place},
                             {"checks_ok", item.checks_ok},
                             {"checks_total", item.checks_total},
                             {"findings", item.findings}});
    }
    Json found = Json::array();
    for (const TicketId& id : tickets_found) found.push_back(id.value);
    return {{"revision", revision},
            {"visit", visit.value},
            {"ticket", ticket.value},
            {"agreement", agreement.value},
            {"agreement_number", agreement_number},
            {"site", site.value},
            {"site_name", site_name},
            {"technician", technician.value},
            {"technician_name", technician_name},
            {"planned_start", planned_start.utc_ms},
            {"planned_end", planned_end.utc_ms},
            {"started_at", started_at.utc_ms},
            {"ended_at", ended_at.utc_ms},
            {"worked_minutes", worked.count},
            {"summary", summary},
            {"items", item_list},
            {"tickets_found", found},
            {"correction_reason", correction_reason}};
}

WorkRecorded WorkRecorded::from_json(FieldReader& fields) {
    WorkRecorded body;
    body.revision = static_cast<int>(fields.integer("revision"));
    body.visit = {fields.text_or("visit", "", 200)};
    body.ticket = {fields.text_or("ticket", "", 200)};
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.agreement_number = fields.text_or("agreement_number", "");
    body.site = {fields.text_or("site", "", 200)};
    body.site_name = fields.text_or("site_name", "");
    body.technician = fields.id<UserId>("technician");
    body.technician_name = fields.text_or("technician_name", "");
    body.planned_start = fields.instant("planned_start");
    body.planned_end = fields.instant("planned_end");
    body.started_at = fields.instant("started_at");
    body.ended_at = fields.instant("ended_at");
    body.worked = fields.minutes("worked_minutes");
    body.summary = fields.text_or("summary", "", 100'000);
    for (const Json& entry : fields.array("items")) {
        FieldReader reader(entry);
        WorkItem item{reader.text("name"), reader.text_or("place", ""), reader.integer("checks_ok"), reader.integer("checks_total"), {}};
        for (const Json& finding : reader.array("findings")) {
            if (finding.is_string()) item.findings.push_back(finding.get<std::string>());
        }
        if (reader.problem()) fields.reject("items", *reader.problem());
        body.items.push_back(std::move(item));
    }
    for (const Json& id : fields.array("tickets_found")) {
        if (id.is_string()) body.tickets_found.push_back({id.get<std::string>()});
    }
    body.correction_reason = fields.text_or("correction_reason", "");
    return body;
}

}  // namespace countersign
