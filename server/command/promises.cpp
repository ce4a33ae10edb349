// `countersign promises`: what an agreement promises for one ticket or one repair, from what happened to it, step by step.
#include "core/domain/agreement.hpp"
#include "core/domain/minute_ledger.hpp"
#include "core/domain/read_fields.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/subject_state.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/ticket_warnings.hpp"
#include "core/domain/what_if.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/questions.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign promises [FILE]

Tells a ticket's or a repair's course and answers what of its promises is kept, broken or due. Reads one case per line (JSON, from FILE
or standard input), writes one answer per line.

  {"agreement":{"number":"1","mode":"sla","calendars":{…},"levels":{…}},"now":"2026-03-04T15:00:00+01:00","ledger":true,
   "ticket":[{"at":"2026-03-02T09:00:00+01:00","do":"open","impact":2,"urgency":3},
             {"at":…,"do":"comment","by":"client","text":"…"}, …]}
  → {"state":"in_progress","priority":"high","promises":[{"measure":"resolution","state":"running","due":…,"breached":false,…}],
     "warnings":[…]}

  agreement  its terms as in `countersign agreement check`; "amended":[{"from":…,"terms":{…}}] are later versions
  ticket     steps in the order in which the server received them. "at" is when it happened, "received" when the server had it, where that
             was later. do is one of
               open (impact, urgency)  assign  start  comment (by, text)  pause (reason, for: client, supplier or part)  resume
               resolve (solution)  accept  reject (reason)  reclassify (impact, urgency, reason)  arrive
               claim (exclusion, from, to, evidence)  contest (reason)  decide (stands, reason): of the last claim
               move (mode, reason)  look: the server tells the warnings that are due
  repair     steps: hand_over  send  lend (device)  take_back (device)  return
  now        as of when
  ledger     true adds why each due time is when it is, segment by segment

"would_have_been" stands beside a promise where the version in force now would give another due time.
Exit code 0: every case was answered; 1: some were not, each of which is named with line and field, or step and the rule that refused it.
)";

constexpr std::array<std::string_view, 5> clock_state_names{"none", "running", "paused", "kept", "missed"};
constexpr std::array<std::string_view, 3> waiting_names{"client", "supplier", "part"};

const Actor client{{"client"}, Role::contact_person, "client", {{"organisation"}}};
const Actor technician{{"technician"}, Role::technician, "technician", {}};
const Actor manager{{"manager"}, Role::account_manager, "manager", {}};
const Actor server{{"server"}, Role::server, "server", {}};

AgreementVersion version_of(std::int32_t number, Instant takes_effect, AgreementClock clock) {
    AgreementVersion version{number, takes_effect, std::make_shared<const AgreementClock>(std::move(clock))};
    version.signatures = {{{}, Side::provider, {}, {}, SignedHow::paper, {}, {}}, {{}, Side::client, {}, {}, SignedHow::paper, {}, {}}};
    return version;
}

void add_version(Agreement& agreement, FieldReader& fields, const char* name, Instant takes_effect) {
    FieldReader reader(fields.object(name));
    AgreementTerms terms = AgreementTerms::from_json(reader);
    if (reader.problem()) {
        fields.reject(name, *reader.problem());
        return;
    }
    auto clock = AgreementClock::of(std::move(terms));
    if (!clock) {
        fields.reject(name, clock.error().describe());
        return;
    }
    agreement.versions.push_back(version_of(static_cast<std::int32_t>(agreement.versions.size()) + 1, takes_effect, std::move(*clock)));
}

Agreement read_agreement(FieldReader& fields) {
    Agreement agreement;
    agreement.id = {"agreement"};
    add_version(agreement, fields, "agreement", {0});
    read_each(fields, "amended", [&](FieldReader& reader) {
        const Instant from = read_timestamp(reader, "from");
        add_version(agreement, reader, "terms", from);
    });
    return agreement;
}

/// The log of one subject, as the server would keep it.
class Course {
public:
    Course(const char* kind, const Agreement& agreement) : subject_{kind, kind}, agreement_(agreement), state_(start_state(kind)) {}

    std::optional<std::string> run(const Actor& actor, const Command& command, Instant at, Instant received) {
        const Agreement* in_force = agreement_.in_force_at(at) ? &agreement_ : nullptr;
        const auto bodies = decide(state_, command, {at, actor, nullptr, in_force});
        if (!bodies) return bodies.error().key;
        for (const Body& body : *bodies) add(actor, body, at, received);
        return std::nullopt;
    }
    void add(const Actor& actor, const Body& body, Instant at, Instant received) {
        StoredEvent event;
        event.envelope.id = {"step-" + std::to_string(++count_)};
        event.envelope.subject = subject_;
        event.envelope.stream = {"organisation/shared"};
        event.envelope.actor = actor.user;
        event.envelope.occurred_at = at;
        if (const auto kind = describe(body)) event.envelope.type = kind->type;
        event.placement = Placement{count_, received, {}};
        apply(state_, body, event);
    }
    template <typename State>
    const State& state() const {
        return *state_.get_if<State>();
    }

private:
    Subject subject_;
    const Agreement& agreement_;
    SubjectState state_;
    std::int64_t count_ = 0;
};

struct Step {
    const Actor* actor = &technician;
    std::optional<Command> command;
};

TicketCommand opening(FieldReader& fields) {
    OpenTicket open;
    open.title = fields.text_or("title", "ticket", 500);
    open.impact = read_count(fields, "impact", 2, 1, 3);
    open.urgency = read_count(fields, "urgency", 2, 1, 3);
    return open;
}

EventId last_claim(const Ticket& ticket) { return ticket.course.exclusions.empty() ? EventId{} : ticket.course.exclusions.back().claim; }

Step read_claim_step(FieldReader& fields, const std::string& what, const Ticket& ticket) {
    if (what == "contest") return {&client, TicketCommand{ContestExclusion{last_claim(ticket), fields.text("reason")}}};
    if (what == "decide")
        return {&manager, TicketCommand{DecideExclusion{last_claim(ticket), fields.boolean_or("stands", true), fields.text("reason")}}};
    ClaimExclusion claim{fields.text("exclusion", 100), read_timestamp(fields, "from"), {}, fields.text("evidence")};
    if (fields.has("to")) claim.to = read_timestamp(fields, "to");
    return {&technician, TicketCommand{claim}};
}

Step read_ticket_step(FieldReader& fields, const std::string& what, const Ticket& ticket, Instant at) {
    if (what == "open") return {&client, opening(fields)};
    if (what == "assign") return {&manager, TicketCommand{AssignTicket{technician.user}}};
    if (what == "start") return {&technician, TicketCommand{StartTicketWork{}}};
    if (what == "comment")
        return {fields.text("by", 20) == "client" ? &client : &technician, TicketCommand{AddTicketComment{fields.text("text")}}};
    if (what == "pause") {
        PauseTicket pause{fields.text("reason")};
        if (fields.has("for")) pause.waiting_for = read_choice<WaitingFor>(fields, "for", waiting_names);
        return {&technician, TicketCommand{pause}};
    }
    if (what == "resume") return {&technician, TicketCommand{ResumeTicket{}}};
    if (what == "resolve") return {&technician, TicketCommand{ResolveTicket{fields.text("solution")}}};
    if (what == "accept") return {&client, TicketCommand{AcceptResolution{}}};
    if (what == "reject") return {&client, TicketCommand{RejectResolution{fields.text("reason")}}};
    if (what == "reclassify") {
        const std::int32_t impact = read_count(fields, "impact", 2, 1, 3);
        return {&technician, TicketCommand{ReclassifyTicket{impact, read_count(fields, "urgency", 2, 1, 3), fields.text("reason")}}};
    }
    if (what == "arrive") return {&technician, TicketCommand{RecordArrival{at, {}}}};
    if (what == "claim" || what == "contest" || what == "decide") return read_claim_step(fields, what, ticket);
    if (what == "move")
        return {&manager, TicketCommand{MoveTicket{read_choice<ServiceMode>(fields, "mode", service_mode_names), fields.text("reason")}}};
    fields.reject("do", "\"" + what + "\" is no step of a ticket");
    return {};
}

Step read_repair_step(FieldReader& fields, const std::string& what, const Agreement& agreement, Instant at) {
    if (what == "hand_over") {
        DeviceHandedOver device;
        device.name = fields.text_or("name", "device", 200);
        device.fault = fields.text_or("fault", "does not start", 500);
        device.at = at;
        const AgreementVersion* version = agreement.version_at(at);
        return {&technician, RepairCommand{HandOverDevice{device, version == nullptr ? nullptr : version->clock.get()}}};
    }
    const AssetId device{fields.text_or("device", "replacement", 200)};
    if (what == "send") {
        DeviceSentToService sent;
        sent.service = fields.text_or("service", "service", 200);
        sent.at = at;
        return {&technician, RepairCommand{SendDeviceToService{sent}}};
    }
    if (what == "lend")
        return {&technician, RepairCommand{LendReplacement{{device, device.value, fields.text_or("holder", "client", 200), at}}}};
    if (what == "take_back") return {&technician, RepairCommand{TakeBackReplacement{{device, {}, at}}}};
    if (what == "return") return {&technician, RepairCommand{ReturnDevice{{RepairOutcome::repaired, "client", {}, at}}}};
    fields.reject("do", "\"" + what + "\" is no step of a repair");
    return {};
}

Json ledger_json(const WorkingTime& time, const ClockRun& run, Instant now) {
    Json list = Json::array();
    for (const LedgerSegment& segment : minute_ledger(SlaClock(time, run, now), run.stopped_at)) {
        Json entry{{"from", to_timestamp(segment.from, time.zone())},
                   {"to", to_timestamp(segment.to, time.zone())},
                   {"kind", segment_kind_name(segment.kind)},
                   {"minutes", (segment.to - segment.from).count / 60'000}};
        if (!segment.reason.empty()) entry["reason"] = segment.reason;
        list.push_back(std::move(entry));
    }
    return list;
}

struct Asked {
    Instant now;
    bool ledger = false;
};

Json promise_json(const PromiseClock& promise, const Asked& asked) {
    const TimeZone& zone = promise.time->zone();
    Json object{{"measure", measure_name(promise.measure)},
                {"state", clock_state_names[static_cast<std::size_t>(promise.reading.state)]},
                {"breached", promise.breached},
                {"used_minutes", promise.reading.used.count / 60'000}};
    const auto add = [&](const char* name, const std::optional<Instant>& instant) {
        if (instant) object[name] = to_timestamp(*instant, zone);
    };
    add("due", promise.reading.due);
    add("fulfilled_at", promise.run.stopped_at);
    add("breached_at", promise.breached_at);
    add("ended_at", promise.ended_at);
    if (!promise.ended_because.empty()) object["ended_because"] = promise.ended_because;
    if (asked.ledger) object["ledger"] = ledger_json(*promise.time, promise.run, asked.now);
    return object;
}

// The version in force now beside the one that was promised by (requirements.md N9).
void add_would_have_been(Json& promises, const Agreement& agreement, const Ticket& ticket, Instant now) {
    const AgreementVersion* pinned = agreement.version(ticket.promise.version);
    const AgreementVersion* current = agreement.version_at(now);
    if (pinned == nullptr || current == nullptr || pinned == current) return;
    for (const PromiseCompared& one : what_if(*pinned->clock, ticket.course, {.agreement = current->clock.get()}, now)) {
        if (one.promised.due == one.would_be.due) continue;
        for (Json& promise : promises) {
            if (promise["measure"] != measure_name(one.measure)) continue;
            if (one.would_be.due)
                promise["would_have_been"] = to_timestamp(*one.would_be.due, current->clock->time_at(ticket.site)->zone());
        }
    }
}

Json ticket_json(const Ticket& ticket, const Agreement& agreement, const Asked& asked) {
    Json answer{{"state", ticket_state_name(ticket.state)}, {"priority", priority_name(ticket.priority)}, {"promises", Json::array()}};
    const AgreementVersion* pinned = agreement.version(ticket.promise.version);
    if (pinned == nullptr) return answer;
    for (const PromiseClock& promise : ticket_clocks(*pinned->clock, ticket.course, asked.now).promises) {
        answer["promises"].push_back(promise_json(promise, asked));
    }
    add_would_have_been(answer["promises"], agreement, ticket, asked.now);
    for (const TicketWarningTold& told : ticket.warnings) {
        answer["warnings"].push_back({{"measure", measure_name(told.measure)},
                                      {"percent", told.percent},
                                      {"to", role_name(told.to)},
                                      {"due", to_timestamp(told.due, pinned->clock->time_at(ticket.site)->zone())}});
    }
    return answer;
}

Json repair_json(const Repair& repair, const Agreement& agreement, const Asked& asked) {
    const AgreementVersion* version = agreement.version_at(repair.device.at);
    const WorkingTime* time = version == nullptr ? nullptr : version->clock->time_at(repair.device.site);
    Json answer{{"device_away", repair.device_away()}, {"replacement_out", repair.loan_out() != nullptr}, {"promises", Json::array()}};
    if (time == nullptr) return answer;
    PromiseClock promise{Measure::replacement, replacement_clock(repair, *time, asked.now).asked(), time, {}};
    promise.reading = SlaClock(*time, promise.run, asked.now).read();
    promise.breached = promise.reading.state == ClockState::breached;
    answer["replacement_owed"] = replacement_owed(repair, *time, asked.now);
    answer["promises"].push_back(promise_json(promise, asked));
    return answer;
}

void look(Course& course, const Agreement& agreement, Instant at) {
    const auto& ticket = course.state<Ticket>();
    const AgreementVersion* pinned = agreement.version(ticket.promise.version);
    if (pinned == nullptr) return;
    for (const TicketWarningTold& told : warnings_to_tell(ticket, *pinned->clock, at)) course.add(server, TicketEvent{told}, at, at);
}

void take_step(FieldReader& step, Course& course, const Agreement& agreement, bool of_ticket) {
    const Instant at = read_timestamp(step, "at");
    const Instant received = step.has("received") ? read_timestamp(step, "received") : at;
    const std::string what = step.text("do", 20);
    if (step.problem()) return;
    if (of_ticket && what == "look") {
        look(course, agreement, at);
        return;
    }
    const Step read = of_ticket ? read_ticket_step(step, what, course.state<Ticket>(), at) : read_repair_step(step, what, agreement, at);
    if (step.problem() || !read.command) return;
    if (const auto refused = course.run(*read.actor, *read.command, at, received)) step.reject("do", what + ": " + *refused);
}

}  // namespace

CaseAnswer answer_promises(const Json& question) {
    FieldReader fields(question);
    const Agreement agreement = read_agreement(fields);
    const Asked asked{read_timestamp(fields, "now"), fields.boolean_or("ledger", false)};
    const bool of_ticket = fields.has("ticket");
    if (of_ticket == fields.has("repair")) fields.reject("ticket", "stands alone, or \"repair\" in its place");
    if (fields.problem()) return Error{problem_of(fields)};
    Course course(of_ticket ? Ticket::subject_kind : Repair::subject_kind, agreement);
    read_each(fields, of_ticket ? "ticket" : "repair", [&](FieldReader& step) { take_step(step, course, agreement, of_ticket); });
    if (fields.problem()) return Error{problem_of(fields)};
    return of_ticket ? ticket_json(course.state<Ticket>(), agreement, asked) : repair_json(course.state<Repair>(), agreement, asked);
}

namespace {

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(arguments, {.operands_max = 1});
    if (!options) return wrong_usage("promises", options.error());
    return run_cases("promises", options->operands(), answer_promises);
}

}  // namespace

const CliCommand promises_command{"promises", "what is promised for a ticket or repair, step by step, case by case", help, run};

}  // namespace countersign
