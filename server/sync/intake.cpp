// Admitting, placing and numbering events.
#include "server/sync/intake.hpp"

#include <algorithm>

#include "core/domain/attachment.hpp"
#include "core/domain/device_key.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/ticket_promise.hpp"
#include "core/event/codec.hpp"

namespace countersign {

namespace {

// The id of an event that could not be read as a whole, if at least that much is sound.
EventId readable_id(const std::string& bytes) {
    auto document = parse_json(bytes, 32);
    if (!document || !document->is_object()) return {};
    FieldReader fields(*document);
    std::string id = fields.text_or("id", "");
    return {is_uuid(id) ? id : std::string{}};
}

FateOfEvent refused(EventId id, std::string key, std::map<std::string, std::string> params = {}) {
    return {std::move(id), EventFate::refused, 0, {std::move(key), std::move(params)}};
}

FateOfEvent malformed(const std::string& bytes, std::size_t index, const Failure& failure) {
    return refused(readable_id(bytes), "refusal.event_malformed", {{"index", std::to_string(index)}, {"cause", failure.cause}});
}

bool claims_regular_date(const Body& body) {
    const auto* event = body.get_if<VisitEvent>();
    if (event == nullptr) return false;
    const auto* planned = std::get_if<VisitPlanned>(event);
    return (planned != nullptr && planned->regular) || std::holds_alternative<VisitSkipped>(*event);
}

// What somebody must do in time may be another after it: object to what was done, or keep a promise. Other systems' tickets are promised
// nothing, and there are many of them.
bool changes_what_is_awaited(const Body& body) {
    const auto* event = body.get_if<TicketEvent>();
    return body.holds<WorkRecordEvent>() || (event != nullptr && !std::holds_alternative<TicketUpdateImported>(*event));
}

}  // namespace

Intake::Entry& Intake::entry_of(const Subject& subject) {
    auto found = entries_.find(subject);
    if (found == entries_.end()) {
        auto folded = fold(subject, writer_.events_of(subject));
        Entry entry = folded ? Entry{std::move(*folded), {}} : Entry{start_state(subject.kind), folded.error().describe()};
        found = entries_.emplace(subject, std::move(entry)).first;
    }
    return found->second;
}

const SubjectState& Intake::state_of(const Subject& subject) { return entry_of(subject).state; }

const Organisation* Intake::organisation(const OrganisationId& id) {
    if (!is_uuid(id.value)) return nullptr;
    const auto* state = state_of({Organisation::subject_kind, id.value}).get_if<Organisation>();
    return state != nullptr && state->registered ? state : nullptr;
}

const Agreement* Intake::agreement_in_force(const OrganisationId& id, Instant at) {
    auto found = agreements_.find(id);
    if (found == agreements_.end()) found = agreements_.emplace(id, writer_.subjects_in(shared_stream(id), Agreement::subject_kind)).first;
    const Agreement* best = nullptr;
    for (const Subject& subject : found->second) {
        const auto* agreement = state_of(subject).get_if<Agreement>();
        if (agreement == nullptr || !agreement->in_force_at(at)) continue;
        if (best == nullptr || agreement->first_signed()->takes_effect > best->first_signed()->takes_effect) best = agreement;
    }
    return best;
}

const Agreement* Intake::earlier_agreement(const Ticket& ticket, const Agreement* in_force) {
    const AgreementId& pinned = ticket.promise.agreement;
    if (pinned.empty() || (in_force != nullptr && in_force->id == pinned)) return nullptr;
    return agreement_of(ticket.organisation, pinned, ticket.opened_at);
}

RegularVisits Intake::regular_visits(const OrganisationId& id) {
    auto found = visits_.find(id);
    if (found == visits_.end()) {
        const auto subjects = writer_.subjects_in(shared_stream(id), Visit::subject_kind);
        found = visits_.emplace(id, std::set<Subject>(subjects.begin(), subjects.end())).first;
    }
    RegularVisits visits;
    for (const Subject& subject : found->second) {
        if (const auto* visit = state_of(subject).get_if<Visit>()) visits.add(*visit);
    }
    return visits;
}

std::vector<const Repair*> Intake::repairs_of(const OrganisationId& id) {
    std::vector<const Repair*> repairs;
    for (const Subject& subject : writer_.subjects_in(shared_stream(id), Repair::subject_kind)) {
        const auto* repair = state_of(subject).get_if<Repair>();
        if (repair != nullptr) repairs.push_back(repair);
    }
    return repairs;
}

namespace {

/// What an event is about besides its own subject.
std::optional<Subject> about_of(const Body& body) {
    if (const auto* attachment = body.get_if<AttachmentEvent>()) {
        if (const auto* added = std::get_if<AttachmentAdded>(attachment)) return added->about;
    }
    if (const auto* visit = body.get_if<VisitEvent>()) {
        const auto* order = std::get_if<EmergencyVisitOrdered>(visit);
        if (order != nullptr && !order->ticket.empty()) return Subject{Ticket::subject_kind, order->ticket.value};
    }
    return std::nullopt;
}

}  // namespace

FateOfEvent Intake::take_in(const std::string& bytes, std::size_t index, const Actor& actor, Instant now) {
    auto event = read_event(bytes);
    if (!event) return malformed(bytes, index, event.error());
    const EventId id = event->envelope.id;

    if (const auto known = writer_.find(id)) {
        if (known->event.bytes != bytes) return refused(id, "refusal.event_id_taken");
        return {id, EventFate::duplicate, known->event.placement.seq, {}};
    }
    auto body = read_body(event->envelope);
    if (!body) return malformed(bytes, index, body.error());

    // Access comes before everything that looks into the log, so that a refusal tells nothing about streams one may not read.
    const auto stream = parse_stream(event->envelope.stream);
    if (!stream || access(actor, *stream) != Access::write) {
        return refused(id, stream ? "refusal.stream_not_writable" : "refusal.stream_unknown");
    }
    const Entry& entry = entry_of(event->envelope.subject);
    if (!entry.unreadable.empty()) return refused(id, "refusal.subject_unreadable", {{"cause", entry.unreadable}});
    const Organisation* client = organisation(stream->organisation);
    const bool begins = body->holds<OrganisationEvent>() || body->holds<DeviceKeyEvent>();
    if (client == nullptr && stream->kind != StreamKind::provider && !begins) {
        return refused(id, "refusal.organisation.not_registered");
    }
    // What was agreed when it was made counts, not what is agreed when it arrives; nor what a clock that runs ahead would have agreed.
    const Instant made_at = std::min(event->envelope.occurred_at, now);
    Context context{now, actor, client, agreement_in_force(stream->organisation, made_at)};
    context.made_at = made_at;
    const RegularVisits regular = claims_regular_date(*body) ? regular_visits(stream->organisation) : RegularVisits{};
    context.regular_visits = &regular;
    const auto* on_ticket = body->get_if<TicketEvent>();
    const bool resolves = on_ticket != nullptr && (std::holds_alternative<TicketResolved>(*on_ticket) ||
                                                   std::holds_alternative<TicketResolutionAccepted>(*on_ticket));
    const std::vector<const Repair*> repairs = resolves ? repairs_of(stream->organisation) : std::vector<const Repair*>{};
    context.repairs = &repairs;
    // A move names where it goes, which need not be the agreement that began last.
    const auto* moved = on_ticket == nullptr ? nullptr : std::get_if<TicketModeChanged>(on_ticket);
    if (moved != nullptr && !moved->promise.agreement.empty()) {
        const Agreement* named = agreement_of(stream->organisation, moved->promise.agreement, made_at);
        context.agreement = named != nullptr && named->in_force_at(made_at) ? named : nullptr;
    }
    const DeviceId& device = event->envelope.device;
    if (is_uuid(device.value)) context.device_key = state_of({DeviceKey::subject_kind, device.value}).get_if<DeviceKey>();
    StreamId about_stream;
    if (const auto about = about_of(*body)) {
        about_stream = stream_of(state_of(*about));
        context.about_stream = &about_stream;
    }
    const auto* ticket = entry.state.get_if<Ticket>();
    if (ticket != nullptr) context.promised_by = earlier_agreement(*ticket, context.agreement);
    const Verdict verdict = admit_event(entry.state, *event, *body, context);
    if (verdict.fate == Fate::refused) return {id, EventFate::refused, 0, verdict.reason};
    return place(std::move(*event), *body, verdict, context);
}

// What the agreement promises, where the device did not write just that.
std::optional<Body> Intake::owed_by_agreement(const StoredEvent& event, const Body& body, const Context& context) {
    const Instant made_at = std::min(event.envelope.occurred_at, context.now);
    const SubjectState& state = state_of(event.envelope.subject);
    const auto* ticket = state.get_if<Ticket>();
    if (const auto* ticket_event = body.get_if<TicketEvent>(); ticket_event != nullptr && ticket != nullptr) {
        if (auto promised = owed_promise(*ticket, *ticket_event, made_at, context)) return TicketEvent{std::move(*promised)};
    }
    const auto* repair = state.get_if<Repair>();
    if (const auto* repair_event = body.get_if<RepairEvent>(); repair_event != nullptr && repair != nullptr && !repair->handed_over) {
        const auto* handed_over = std::get_if<DeviceHandedOver>(repair_event);
        if (handed_over == nullptr) return std::nullopt;
        if (auto promised = owed_replacement(*handed_over, made_at, context)) return RepairEvent{std::move(*promised)};
    }
    return std::nullopt;
}

FateOfEvent Intake::place(StoredEvent event, const Body& body, const Verdict& verdict, const Context& context) {
    const Instant now = context.now;
    const Subject subject = event.envelope.subject;
    const StreamId stream = event.envelope.stream;
    const std::optional<Body> promised = owed_by_agreement(event, body, context);
    event.placement = writer_.append(event, now);
    apply(entry_of(subject).state, body, event);
    if (const auto name = parse_stream(stream)) {
        if (body.holds<AgreementEvent>()) {
            agreements_.erase(name->organisation);
            // What silence means may be another from now on.
            writer_.await_answer({Organisation::subject_kind, name->organisation.value}, now);
        }
        const auto visits = visits_.find(name->organisation);
        if (body.holds<VisitEvent>() && visits != visits_.end()) visits->second.insert(subject);
    }
    give_number(event, body, now);
    if (promised) write_own(subject, stream, *promised, now);
    if (changes_what_is_awaited(body)) await_answer(subject, now);
    const EventId id = event.envelope.id;
    if (verdict.fate == Fate::flagged) {
        write_own(subject, stream, FactFlagged{{id, verdict.reason}}, now);
        for (const Refusal& further : verdict.further) write_own(subject, stream, FactFlagged{{id, further}}, now);
    }
    if (const auto* visit_event = body.get_if<VisitEvent>()) tell_arrival(event, *visit_event, now);
    if (body.holds<WorkRecordEvent>()) prove_second_key(subject, now);
    if (body.holds<DeviceKeyEvent>()) prove_countersignatures_of(event, now);
    if (verdict.fate == Fate::flagged) return {id, EventFate::flagged, event.placement->seq, verdict.reason};
    return {id, EventFate::accepted, event.placement->seq, {}};
}

// A visit that was ordered for a ticket is what its arrival was promised for (requirements.md V2).
void Intake::tell_arrival(const StoredEvent& started, const VisitEvent& event, Instant now) {
    if (!std::holds_alternative<VisitStarted>(event)) return;
    const auto* visit = state_of(started.envelope.subject).get_if<Visit>();
    if (visit == nullptr || !visit->order || visit->order->ticket.empty() || !visit->arrived_at) return;
    // Whoever drove to a visit that was called off has not arrived for it.
    if (is_flagged(*visit, started.envelope.id)) return;
    const OrganisationId organisation = visit->organisation;
    const VisitId id = visit->id;
    const Instant arrived = *visit->arrived_at;
    const Subject about{Ticket::subject_kind, visit->order->ticket.value};
    const auto* ticket = state_of(about).get_if<Ticket>();
    if (ticket == nullptr || !ticket->opened || ticket->organisation != organisation || arrived < ticket->opened_at) return;
    if (ticket->course.arrived_at && *ticket->course.arrived_at <= arrived) return;
    const StreamId stream = ticket->stream;
    write_own(about, stream, TicketEvent{TicketArrivalRecorded{arrived, id}}, now);
    await_answer(about, now);
}

void Intake::give_number(const StoredEvent& event, const Body& body, Instant now) {
    const SubjectState& state = state_of(event.envelope.subject);
    if (const auto* ticket_event = body.get_if<TicketEvent>()) {
        const auto* ticket = state.get_if<Ticket>();
        if (std::holds_alternative<TicketOpened>(*ticket_event) && ticket != nullptr && ticket->number == 0) {
            write_own(event.envelope.subject, event.envelope.stream,
                      TicketEvent{TicketNumberGiven{writer_.next_number(Ticket::subject_kind)}}, now);
        }
    } else if (const auto* visit_event = body.get_if<VisitEvent>()) {
        const auto* visit = state.get_if<Visit>();
        const bool begins =
            std::holds_alternative<VisitPlanned>(*visit_event) || std::holds_alternative<EmergencyVisitOrdered>(*visit_event);
        if (begins && visit != nullptr && visit->number == 0) {
            write_own(event.envelope.subject, event.envelope.stream, VisitEvent{VisitNumberGiven{writer_.next_number(Visit::subject_kind)}},
                      now);
        }
    }
}

void Intake::introduce(const OrganisationId& id, const UserId& reporter, Instant now) {
    const Organisation* client = organisation(id);
    if (client == nullptr) return;
    const Subject subject{Organisation::subject_kind, id.value};
    const StreamId stream = stream_id({StreamKind::reporter, id, reporter});
    const OrganisationIntroduced introduction = introduction_of(*client);
    Json latest;
    for (const StoredEvent& event : writer_.events_of(subject)) {
        if (event.envelope.stream == stream && event.envelope.type == OrganisationIntroduced::type) latest = event.envelope.body;
    }
    if (latest != introduction.to_json()) write_own(subject, stream, OrganisationEvent{introduction}, now);
}

void Intake::tell_received(const AttachmentId& id, Instant now) {
    const Subject subject{Attachment::subject_kind, id.value};
    const auto* attachment = state_of(subject).get_if<Attachment>();
    if (attachment == nullptr || !attachment->added || attachment->received) return;
    write_own(subject, attachment->stream, AttachmentEvent{AttachmentReceived{}}, now);
}

void Intake::write_own(const Subject& subject, const StreamId& stream, const Body& body, Instant now) {
    const auto kind = describe(body);
    StoredEvent event =
        write_event({{ids_.next()}, stream, subject, kind->type, kind->version, {server_author}, {server_author}, now, kind->json});
    event.placement = writer_.append(event, now);
    apply(entry_of(subject).state, body, event);
}

}  // namespace countersign
