// Work record: rules and folding.
#include "core/domain/work_record.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/device_key.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/silence.hpp"

namespace countersign {

const WorkRevision* WorkRecord::latest() const {
    const auto found = std::find_if(revisions.rbegin(), revisions.rend(), [&](const WorkRevision& one) { return counts(one); });
    return found == revisions.rend() ? nullptr : &*found;
}

const VerificationEntry* WorkRecord::verification() const {
    const WorkRevision* revision = latest();
    if (revision == nullptr) return nullptr;
    const auto found = std::find_if(verifications.begin(), verifications.end(), [&](const VerificationEntry& entry) {
        return counts(entry) && entry.content.record == revision->event;
    });
    return found == verifications.end() ? nullptr : &*found;
}

const DeemedAcceptance* WorkRecord::deemed() const {
    const WorkRevision* revision = latest();
    if (revision == nullptr || verification() != nullptr) return nullptr;
    const auto found = std::find_if(deemed_acceptances.begin(), deemed_acceptances.end(),
                                    [&](const DeemedAcceptance& entry) { return entry.content.record == revision->event; });
    return found == deemed_acceptances.end() ? nullptr : &*found;
}

bool VerificationEntry::says_who_signed() const {
    if (second_key) return true;  // the statement is signed by the second device itself
    if (author.value == server_author) return false;
    const bool own = author == content.contact;
    return content.signed_on == SignedOn::own_session ? own : !own && !content.signature.strokes.empty();
}

bool WorkRecord::counts(const WorkRevision& revision) const { return !is_flagged(*this, revision.event); }
bool WorkRecord::counts(const VerificationEntry& entry) const {
    if (is_flagged(*this, entry.event) || !entry.says_who_signed()) return false;
    if (!entry.second_key || entry.second_key->proven) return true;
    // Until the server has it, what the technician's device knew is all that anybody knows.
    return !entry.received_at && entry.second_key->known;
}

bool WorkRecord::awaits_second_key(const VerificationEntry& entry) const {
    const WorkRevision* revision = latest();
    if (revision == nullptr || verification() != nullptr) return false;
    return entry.second_key && !counts(entry) && !is_flagged(*this, entry.event) && entry.content.record == revision->event;
}

namespace {

// The next number; a revision that does not count takes none.
int next_revision(const WorkRecord& state) {
    return 1 + static_cast<int>(std::count_if(state.revisions.begin(), state.revisions.end(),
                                              [&](const WorkRevision& revision) { return state.counts(revision); }));
}

Admission admit_revision(const WorkRecord& state, const WorkRecorded& body) {
    if (body.worked.count < 0 || body.ended_at < body.started_at) return refuse("refusal.work_record.times");
    if (body.revision != next_revision(state)) return refuse("refusal.work_record.revision_number");
    if (body.revision > 1) return require_text(body.correction_reason, "refusal.work_record.correction_reason_missing");
    return {};
}

// Whether it signs the latest revision, which nobody has verified yet.
Admission admit_signed_revision(const WorkRecord& state, const EventId& record, const Digest& digest) {
    const WorkRevision* latest = state.latest();
    if (latest == nullptr) return refuse("refusal.work_record.unknown");
    const auto revision =
        std::find_if(state.revisions.begin(), state.revisions.end(), [&](const WorkRevision& entry) { return entry.event == record; });
    if (revision == state.revisions.end() || revision->digest != digest) return refuse("refusal.work_record.signed_something_else");
    if (revision->event != latest->event) return refuse("refusal.work_record.newer_revision");
    if (state.verification() != nullptr) return refuse("refusal.work_record.already_verified");
    return {};
}

Admission admit_signature(const WorkRecord& state, const WorkVerified& body, const Context& context) {
    if (auto fits = admit_signed_revision(state, body.record, body.record_digest); !fits) return fits;
    return admit_verification(body, context);
}

// The second key is held against what its device registered where that is known: by who takes the answer, and by the server behind it.
Admission admit_countersignature(const WorkRecord& state, const WorkCountersigned& body, const Context& context) {
    const CountersignedStatement& said = body.statement;
    if (!is_staff(context.actor.role) || said.technician != context.actor.user) return refuse("refusal.two_keys.other_technician");
    if (auto fits = admit_signed_revision(state, said.record, said.record_digest); !fits) return fits;
    if (said.expires_at < said.offered_at || said.expires_at - said.offered_at > offer_lasts) return refuse("refusal.two_keys.expired");
    if (context.device_key != nullptr && !context.device_key->key) return refuse("refusal.two_keys.device_without_key");
    if (!signature_holds(body, state.stream, state.id.value)) {
        return refuse("refusal.two_keys.signature_wrong", {{"name", body.contact_name}});
    }
    return admit_word_of_contact(said.contact, said.decision, said.remark, context);
}

Admission admit_proof(const WorkRecord& state, const CountersignatureProven& body) {
    const auto found = std::find_if(state.verifications.begin(), state.verifications.end(),
                                    [&](const VerificationEntry& entry) { return entry.event == body.countersignature; });
    const bool awaited = found != state.verifications.end() && found->second_key && !found->second_key->proven;
    return awaited ? Admission{} : refuse("refusal.work_record.unknown");
}

// Silence proves nothing by itself, so it is held against the agreement and the clock again.
Admission admit_silence(const WorkRecord& state, const WorkDeemedAccepted& body, const Context& context) {
    const WorkRevision* latest = state.latest();
    if (latest == nullptr) return refuse("refusal.work_record.unknown");
    if (body.record != latest->event || body.record_digest != latest->digest) return refuse("refusal.work_record.newer_revision");
    if (state.verification() != nullptr || state.deemed() != nullptr) return refuse("refusal.work_record.already_verified");
    const auto silence = silence_of(state, context.agreement);
    if (!silence || silence->agreement != body.agreement || silence->days != body.days) return refuse("refusal.silence.not_agreed");
    if (context.now < silence->until) return refuse("refusal.silence.not_over");
    return {};
}

}  // namespace

Admission admit(const WorkRecord& state, const WorkRecordEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const WorkRecorded& body) { return admit_revision(state, body); },
                          [&](const WorkVerified& body) { return admit_signature(state, body, context); },
                          [&](const WorkDeemedAccepted& body) { return admit_silence(state, body, context); },
                          [&](const WorkCountersigned& body) { return admit_countersignature(state, body, context); },
                          [&](const CountersignatureProven& body) { return admit_proof(state, body); },
                      },
                      event);
}

namespace {
// What two keys confirmed is a verification like any other to whoever asks how the record stands.
WorkVerified verification_in(const WorkCountersigned& body) {
    const CountersignedStatement& said = body.statement;
    return {said.record, said.record_digest, said.decision, said.remark, said.contact, body.contact_name, SignedOn::two_devices, {}};
}
}  // namespace

void apply(WorkRecord& state, const WorkRecordEvent& event, const StoredEvent& stored) {
    const Envelope& envelope = stored.envelope;
    state.id = {envelope.subject.id};
    if (const auto stream = parse_stream(envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    const auto received_at = stored.placement ? std::optional(stored.placement->received_at) : std::nullopt;
    HistoryEntry entry{envelope.id, envelope.type, envelope.actor, envelope.occurred_at, received_at, {}};
    std::visit(
        Overloaded{
            [&](const WorkRecorded& body) {
                state.revisions.push_back({envelope.id, sha256(stored.bytes), body, envelope.occurred_at, envelope.actor, received_at});
                entry.text = body.summary;
            },
            [&](const WorkVerified& body) {
                state.verifications.push_back({envelope.id, body, envelope.occurred_at, received_at, envelope.device, envelope.actor});
                entry.text = body.remark;
            },
            [&](const WorkDeemedAccepted& body) {
                state.deemed_acceptances.push_back({envelope.id, body});
            },
            [&](const WorkCountersigned& body) {
                state.verifications.push_back({envelope.id, verification_in(body), envelope.occurred_at, received_at, envelope.device,
                                               envelope.actor, SecondKey{body.statement.contact_device, body.contact_key, body.key_known}});
                entry.text = body.statement.remark;
            },
            [&](const CountersignatureProven& body) {
                for (VerificationEntry& known : state.verifications) {
                    if (known.event == body.countersignature && known.second_key) known.second_key->proven = true;
                }
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
    body.revision = next_revision(state);
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
    body.free_of_charge = command.free_of_charge;
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
                                [&](const CountersignWork& c) -> Result<WorkRecordEvent, Refusal> { return WorkRecordEvent{c.answer}; },
                            },
                            command);
    if (!event) return Error{event.error()};
    if (auto admission = admit(state, *event, context); !admission) return Error{admission.error()};
    return std::vector{std::move(*event)};
}

}  // namespace countersign
