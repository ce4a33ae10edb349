// What saying nothing means, as the agreements say (core/domain/silence.hpp): remembered when an event comes in, written when the time is
// over.
#include "server/sync/intake.hpp"

namespace countersign {

namespace {

// One transaction's worth: other writers wait no noticeable time.
constexpr std::size_t answers_at_a_time = 500;

const Actor& server_actor() {
    static const Actor actor{{server_author}, Role::server, server_author, {}};
    return actor;
}

}  // namespace

const Agreement* Intake::agreement_of(const OrganisationId& organisation, const AgreementId& named, Instant at) {
    if (named.empty()) return agreement_in_force(organisation, at);
    if (!is_uuid(named.value)) return nullptr;
    const auto* agreement = state_of({Agreement::subject_kind, named.value}).get_if<Agreement>();
    return agreement != nullptr && agreement->organisation == organisation ? agreement : nullptr;
}

std::optional<Silence> Intake::silence_of_subject(const Subject& subject) {
    const SubjectState& state = state_of(subject);
    if (const auto* ticket = state.get_if<Ticket>()) {
        const auto since = silent_since(*ticket);
        if (!since) return std::nullopt;
        return silence_of(*ticket, agreement_of(ticket->organisation, ticket->promise.agreement, *since));
    }
    if (const auto* record = state.get_if<WorkRecord>()) {
        const WorkRevision* latest = record->latest();
        if (latest == nullptr || !latest->received_at || record->deemed() != nullptr) return std::nullopt;
        return silence_of(*record, agreement_of(record->organisation, latest->content.agreement, *latest->received_at));
    }
    return std::nullopt;
}

void Intake::await_answer(const Subject& subject, Instant now) {
    // An open ticket waits for us, a resolved one for the client: there is one time to look at either.
    const auto* ticket = state_of(subject).get_if<Ticket>();
    if (ticket != nullptr && ticket->open()) return look_again_at(subject, *ticket, now);
    const auto silence = silence_of_subject(subject);
    writer_.await_answer(subject, silence ? std::optional(silence->until) : std::nullopt);
}

void Intake::await_answers_of(const OrganisationId& id, Instant now) {
    bool anything_agreed = false;
    for (const Subject& subject : writer_.subjects_of(id, Agreement::subject_kind)) {
        const auto* agreement = state_of(subject).get_if<Agreement>();
        if (agreement == nullptr) continue;
        for (const AgreementVersion& version : agreement->versions) {
            const AgreementTerms& terms = version.terms();
            anything_agreed = anything_agreed || terms.close_after_days > 0 || terms.deemed_accepted_days > 0 ||
                              terms.mode == ServiceMode::sla;  // which guarantees time, so there may be something to warn of
        }
    }
    // A hundred thousand imported tickets need not be read for an agreement that guarantees nothing and gives silence no meaning.
    if (!anything_agreed) return;
    for (const char* kind : {Ticket::subject_kind, WorkRecord::subject_kind}) {
        for (const Subject& subject : writer_.subjects_of(id, kind)) await_answer(subject, now);
    }
}

void Intake::end_silence(const Subject& subject, Instant now) {
    tell_warnings(subject, now);
    const auto silence = silence_of_subject(subject);
    if (!silence) return;
    if (now < silence->until) {
        writer_.await_answer(subject, silence->until);
        return;
    }
    const SubjectState& state = state_of(subject);
    StreamId stream;
    Body body;
    OrganisationId client;
    if (const auto* ticket = state.get_if<Ticket>()) {
        stream = ticket->stream;
        client = ticket->organisation;
        body = TicketEvent{TicketClosedBySilence{silence->days}};
    } else if (const auto* record = state.get_if<WorkRecord>()) {
        stream = record->stream;
        client = record->organisation;
        const WorkRevision& latest = *record->latest();
        body = WorkRecordEvent{WorkDeemedAccepted{latest.event, latest.digest, silence->agreement, silence->agreement_version,
                                                  silence->days, silence->since, silence->until}};
    }
    const Context context{now, server_actor(), organisation(client), agreement_of(client, silence->agreement, silence->since)};
    if (admit(state, body, context)) write_own(subject, stream, body, now);
}

void Intake::let_silence_pass(Instant now) {
    for (std::size_t left = answers_at_a_time; left > 0;) {
        const std::vector<Subject> over = writer_.answers_awaited_until(now, left);
        if (over.empty()) return;
        left -= over.size();
        for (const Subject& subject : over) {
            writer_.await_answer(subject, std::nullopt);
            if (subject.kind == Organisation::subject_kind) {
                await_answers_of({subject.id}, now);
            } else {
                end_silence(subject, now);
            }
        }
    }
}

}  // namespace countersign
