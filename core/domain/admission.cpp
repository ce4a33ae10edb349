// The server's rules for taking an event in.
#include "core/domain/admission.hpp"

#include "core/domain/attachment.hpp"
#include "core/domain/device_key.hpp"
#include "core/event/device_signature.hpp"

#include <algorithm>

#include "core/domain/emergency_order.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/ticket_promise.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

namespace {

Verdict refused(std::string key) { return {Fate::refused, {std::move(key), {}}}; }

bool belongs_in(const StreamName& stream, const StoredEvent& stored, const SubjectState& state, const Body& body, const Context& context) {
    // A device registers its key wherever it writes.
    if (body.holds<DeviceKeyEvent>()) return stored.envelope.subject.id == stored.envelope.device.value;
    const StreamKind fits = stream_kind_of(body);
    const StreamId home = stream_of(state);
    // A note lies beside its subject, in the same organisation's internal stream.
    if (fits == StreamKind::internal) {
        const auto lives_in = parse_stream(home);
        return stream.kind == fits && (!lives_in || lives_in->organisation == stream.organisation);
    }
    if (!home.empty()) return home == stored.envelope.stream;
    // Who reads what it is about reads the attachment, and nobody else.
    if (const auto* attachment = body.get_if<AttachmentEvent>()) {
        const auto* attached = std::get_if<AttachmentAdded>(attachment);
        if (attached == nullptr) return false;
        if (context.about_stream != nullptr && !context.about_stream->empty()) return *context.about_stream == stored.envelope.stream;
        const bool on_ticket = attached->about.kind == Ticket::subject_kind;
        return stream.kind == StreamKind::shared || (stream.kind == StreamKind::reporter && on_ticket);
    }
    if (fits == StreamKind::commercial) return stream.kind == fits;
    const bool is_ticket = stored.envelope.subject.kind == Ticket::subject_kind;
    return stream.kind == StreamKind::shared || (stream.kind == StreamKind::reporter && is_ticket);
}

// Whether the device that it names wrote it: a key is proven by what registers it, and what binds somebody by the key.
bool is_from_its_device(const StoredEvent& stored, const Body& body, Action action, const Context& context) {
    if (const auto* registers = body.get_if<DeviceKeyEvent>()) {
        return check_device_signature(stored.bytes, std::get<DeviceKeyRegistered>(*registers).key) == DeviceSignature::holds;
    }
    if (const auto* record = body.get_if<WorkRecordEvent>()) {
        const auto* two_keys = std::get_if<WorkCountersigned>(record);
        if (two_keys != nullptr && two_keys->statement.technician_device != stored.envelope.device) return false;
    }
    if (!binds(action) || context.device_key == nullptr || !context.device_key->key) return true;
    return context.device_key->user == stored.envelope.actor &&
           check_device_signature(stored.bytes, *context.device_key->key) == DeviceSignature::holds;
}

// An order's arrival is promised from the moment in which it is given; no other day can be written into it.
bool says_when_it_was_made(const StoredEvent& stored, const Body& body) {
    const auto* event = body.get_if<VisitEvent>();
    const auto* order = event == nullptr ? nullptr : std::get_if<EmergencyVisitOrdered>(event);
    return order == nullptr || order->ordered_at == stored.envelope.occurred_at;
}

// A device that held an older agreement than the one in force promised another arrival.
std::vector<Refusal> disagreements(const VisitEvent& event, const Context& context) {
    const auto* order = std::get_if<EmergencyVisitOrdered>(&event);
    if (order == nullptr || context.agreement == nullptr || !arrival_differs(*order, *context.agreement)) return {};
    return {{"refusal.visit.arrival_differs", {{"number", context.agreement->number()}}}};
}

// The agreed days to object were over when it was signed; one that was signed in time and only arrived late still counts.
// Nobody signs without a network for longer than that: what comes later was not written in time.
std::vector<Refusal> disagreements(const WorkRecord& record, const WorkRecordEvent& event, Instant made_at, Instant now) {
    const auto* verified = std::get_if<WorkVerified>(&event);
    const auto* two_keys = std::get_if<WorkCountersigned>(&event);
    if (two_keys != nullptr) {
        // The technician's device takes the answer while its offer is good, and by its own clock; it says so with a signature.
        if (made_at < two_keys->statement.offered_at || made_at > two_keys->statement.expires_at) return {{"refusal.two_keys.expired"}};
    }
    const DeemedAcceptance* deemed = record.deemed();
    const bool rejected = (verified != nullptr && verified->decision == Decision::rejected) ||
                          (two_keys != nullptr && two_keys->statement.decision == Decision::rejected);
    if (deemed == nullptr || !rejected) return {};
    if (made_at < deemed->content.until && now < deemed->content.until + offline_at_most) return {};
    return {{"refusal.work_record.rejected_after_silence"}};
}

// A device's clock is a claim (rules.md 41). One that runs ahead of ours by more than a hand's breadth is pointed out; so is what moves a
// ticket's clocks and took longer to arrive than any work without a network. Imported history is old by nature.
constexpr Milliseconds ahead_at_most = Minutes{5}.milliseconds();

std::vector<Refusal> doubts_about_time(const StoredEvent& stored, const Body& body, const Context& context) {
    const Instant said = stored.envelope.occurred_at;
    // Any number can be said; unsigned, the difference of two of them has a place.
    const auto apart = [](Instant later, Instant earlier) {
        return static_cast<std::uint64_t>(later.utc_ms) - static_cast<std::uint64_t>(earlier.utc_ms);
    };
    if (said > context.now + ahead_at_most)
        return {{"refusal.time.ahead", {{"minutes", std::to_string(apart(said, context.now) / 60'000)}}}};
    const auto* visit = body.get_if<VisitEvent>();
    const bool moves_clocks = body.holds<TicketEvent>() || (visit != nullptr && std::holds_alternative<EmergencyVisitOrdered>(*visit));
    if (!moves_clocks || said >= context.now - offline_at_most || may(context.actor.role, Action::import_history)) return {};
    return {{"refusal.time.far_behind", {{"days", std::to_string(apart(context.now, said) / milliseconds_per_day)}}}};
}

std::vector<Refusal> disagreements(const SubjectState& state, const StoredEvent& stored, const Body& body, const Context& context) {
    const Instant made_at = std::min(stored.envelope.occurred_at, context.now);
    const auto* record = state.get_if<WorkRecord>();
    const auto* record_event = body.get_if<WorkRecordEvent>();
    if (record != nullptr && record_event != nullptr) return disagreements(*record, *record_event, made_at, context.now);
    if (const auto* visit_event = body.get_if<VisitEvent>()) return disagreements(*visit_event, context);
    const auto* ticket = state.get_if<Ticket>();
    const auto* event = body.get_if<TicketEvent>();
    if (ticket == nullptr || event == nullptr) return {};
    return differences_from_agreement(*ticket, *event, made_at, context);
}

}  // namespace

Verdict admit_event(const SubjectState& state, const StoredEvent& stored, const Body& body, const Context& context) {
    const Envelope& envelope = stored.envelope;
    const auto stream = parse_stream(envelope.stream);
    if (!stream) return refused("refusal.stream_unknown");
    if (access(context.actor, *stream) != Access::write) return refused("refusal.stream_not_writable");
    if (envelope.actor != context.actor.user) return refused("refusal.not_your_event");

    const auto kind = describe(body);
    if (!kind) return refused("refusal.event_type_unknown");
    if (!may(context.actor.role, kind->action)) return refused("refusal.not_permitted");
    if (!belongs_in(*stream, stored, state, body, context)) return refused("refusal.stream_does_not_fit");
    if (envelope.subject.kind == Organisation::subject_kind && envelope.subject.id != stream->organisation.value) {
        return refused("refusal.stream_does_not_fit");
    }

    auto admission = admit(state, body, context);
    if (admission && !says_when_it_was_made(stored, body)) admission = refuse("refusal.visit.order_time_differs");
    if (admission && !is_from_its_device(stored, body, kind->action, context)) admission = refuse("refusal.device.signature_wrong");
    if (!admission && (kind->guarded || admission.error().key == "refusal.wrong_subject")) return {Fate::refused, admission.error()};
    std::vector<Refusal> broken = disagreements(state, stored, body, context);
    if (!admission) broken.insert(broken.begin(), admission.error());
    for (Refusal& doubt : doubts_about_time(stored, body, context)) broken.push_back(std::move(doubt));
    if (broken.empty()) return {};
    return {Fate::flagged, broken.front(), {broken.begin() + 1, broken.end()}};
}

}  // namespace countersign
