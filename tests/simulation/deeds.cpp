// One deed of one person.
#include "deeds.hpp"

namespace countersign::simulation {

namespace {

class Person {
public:
    Person(DeviceNode& device, const test::Story& story, Instant now, IdSource& ids, Chance& chance)
        : device_(device), story_(story), now_(device.clock(now)), ids_(ids), chance_(chance) {}

    void act() {
        const std::uint64_t what = chance_.below(100);
        if (what < 25) return open_ticket();
        if (what < 65) return work_on_ticket();
        if (what < 85) return work_on_visit();
        if (what < 95) return judge_record();
        (void)device_.replica().keep_draft("draft", std::to_string(what));
    }

private:
    using Done = Result<void, Trouble>;

    void run(const Subject& subject, const Command& command) {
        device_.act([&](Replica& replica) -> Done { return replica.execute(subject, story_.clinic, command, now_, ids_); });
    }

    std::optional<Subject> some(const char* kind, const char* table) {
        std::vector<std::string> found;
        (void)device_.replica().database().guarded([&] {
            auto query = device_.replica().database().prepare(std::string("SELECT id FROM ") + table + " ORDER BY id");
            while (query.step()) found.push_back(query.text(0));
        });
        if (found.empty()) return std::nullopt;
        return Subject{kind, chance_.one_of(found)};
    }

    std::string words() { return "words " + std::to_string(chance_.below(1'000)); }

    void open_ticket() {
        OpenTicket command;
        command.title = words();
        command.description = std::string(chance_.below(400), 'd');
        command.impact = static_cast<int>(chance_.between(1, 3));
        command.urgency = static_cast<int>(chance_.between(1, 3));
        run({Ticket::subject_kind, ids_.next()}, TicketCommand{command});
    }

    void work_on_ticket() {
        const auto subject = some(Ticket::subject_kind, "ticket_row");
        if (!subject) return open_ticket();
        const std::vector<TicketCommand> commands{AssignTicket{story_.technician.user},
                                                  StartTicketWork{},
                                                  PauseTicket{words(), WaitingFor::client},
                                                  ResumeTicket{},
                                                  ResolveTicket{words()},
                                                  AcceptResolution{},
                                                  RejectResolution{words()},
                                                  ReclassifyTicket{static_cast<int>(chance_.between(1, 3)), 2, words()},
                                                  AddTicketComment{words()},
                                                  AddTicketComment{words()},
                                                  AddInternalNote{words()},
                                                  ClaimExclusion{"access", now_, std::nullopt, words()},
                                                  RecordTicketTime{{WorkKind::phone, {2025, 11, 13}, {chance_.between(1, 90)}, words()}},
                                                  RateService{3, words()}};
        run(*subject, Command{chance_.one_of(commands)});
    }

    void work_on_visit() {
        const auto subject = some(Visit::subject_kind, "visit_row");
        if (!subject || chance_.percent(20)) {
            PlanVisit plan = story_.plan();
            plan.starts_at = now_;
            plan.ends_at = now_ + Minutes{90}.milliseconds();
            if (chance_.percent(30)) plan.regular = LocalDate{2025, 12, static_cast<std::int32_t>(chance_.between(1, 3))};
            return run({Visit::subject_kind, ids_.next()}, VisitCommand{plan});
        }
        const std::vector<VisitCommand> commands{StartVisit{},
                                                 RecordCheck{story_.first_computer, "backup", CheckResult::ok, ""},
                                                 RecordCheck{story_.second_computer, "antivirus", CheckResult::fault, words()},
                                                 RecordVisitTime{{chance_.between(5, 120)}, words()},
                                                 RecordVisitNote{words()},
                                                 EndVisit{},
                                                 CancelVisit{words()}};
        run(*subject, Command{chance_.one_of(commands)});
        write_record(*subject);
    }

    // The record of a visit has an id that follows from it, so that two tablets write the same record.
    void write_record(const Subject& visit) {
        const auto done = device_.replica().find<Visit>(visit.id);
        if (!done || done->state != VisitState::done || !chance_.percent(60)) return;
        run({WorkRecord::subject_kind, visit.id}, WorkRecordCommand{RecordVisitWork{&*done, words(), {}, words()}});
    }

    void judge_record() {
        const auto subject = some(WorkRecord::subject_kind, "work_record_row");
        if (!subject) return work_on_visit();
        const std::vector<Decision> decisions{Decision::accepted, Decision::accepted_with_remarks, Decision::rejected};
        run(*subject, WorkRecordCommand{VerifyWork{chance_.one_of(decisions), words(), story_.contact.user, story_.ink()}});
    }

    DeviceNode& device_;
    const test::Story& story_;
    Instant now_;
    IdSource& ids_;
    Chance& chance_;
};

}  // namespace

void do_something(DeviceNode& device, const test::Story& story, Instant now, IdSource& ids, Chance& chance) {
    Person(device, story, now, ids, chance).act();
}

}  // namespace countersign::simulation
