// Complaint: the client objects to the service, and the agreement's steps of a dispute are taken one after another (requirements.md R4,
// A10; rules.md 39).
//
// The rule: a complaint is addressed to the account manager first. The steps, their owners and their days are those of the agreement in
// force when it is raised; without any it is the account manager's, with no deadline. The days of a step are calendar days, counted from
// the day the complaint came to it: the first from the day it was raised, each next from the day it was escalated; while nothing was
// escalated, the days of later steps are forecast from the deadline before. The complaint ends when the client says that it is settled, or
// withdraws it.
// Worked example: steps of 5 days (account manager), 10 days (management). Raised on 12 November 2025: answer due on 17 November, overdue
// from the 18th; forecast for management 27 November. Answered on the 16th and escalated on the 20th: management's is due on the 30th.
#pragma once

#include <variant>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using ComplaintId = Id<struct ComplaintTag>;

struct ComplaintRaised {
    static constexpr const char* type = "complaint_raised";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::complain;
    LocalDate on;
    std::string title, description;
    std::string raised_by;  ///< the client's person
    TicketId ticket;        ///< empty where it is about the service as a whole
    AgreementId agreement;
    UserId account_manager;          ///< whom it is addressed to
    std::vector<DisputeStep> steps;  ///< of the agreement, as they were then
    Json to_json() const;
    static ComplaintRaised from_json(FieldReader& fields);
};

struct ComplaintAnswered {
    static constexpr const char* type = "complaint_answered";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::handle_complaint;
    std::int32_t step = 0;  ///< the first is 0
    LocalDate on;
    std::string answer;
    Json to_json() const;
    static ComplaintAnswered from_json(FieldReader& fields);
};

struct ComplaintEscalated {
    static constexpr const char* type = "complaint_escalated";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::complain;
    std::int32_t to_step = 1;
    LocalDate on;
    std::string reason;
    Json to_json() const;
    static ComplaintEscalated from_json(FieldReader& fields);
};

struct ComplaintSettled {
    static constexpr const char* type = "complaint_settled";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::complain;
    LocalDate on;
    std::string settlement;
    std::string agreed_by;  ///< the client's person who says that it is settled
    Json to_json() const;
    static ComplaintSettled from_json(FieldReader& fields);
};

struct ComplaintWithdrawn {
    static constexpr const char* type = "complaint_withdrawn";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::complain;
    LocalDate on;
    std::string reason;
    Json to_json() const;
    static ComplaintWithdrawn from_json(FieldReader& fields);
};

using ComplaintEvent = std::variant<ComplaintRaised, ComplaintAnswered, ComplaintEscalated, ComplaintSettled, ComplaintWithdrawn>;

enum class ComplaintState : std::uint8_t { open, settled, withdrawn };

struct ComplaintStep {
    DisputeStep agreed;
    std::optional<LocalDate> reached_on = {};  ///< nothing while it has not been escalated that far
    std::optional<LocalDate> answered_on = {};
    std::string answer = {};
};

struct Complaint {
    static constexpr const char* subject_kind = "complaint";
    static constexpr StreamKind home = StreamKind::commercial;
    ComplaintId id;
    StreamId stream;
    OrganisationId organisation;
    bool raised = false;
    ComplaintState state = ComplaintState::open;
    std::string title, description, raised_by;
    TicketId ticket;
    AgreementId agreement;
    UserId account_manager;
    std::vector<ComplaintStep> steps;
    std::int32_t current = 0;  ///< the step that it has come to
    std::optional<LocalDate> ended_on;
    std::string outcome, agreed_by;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    const ComplaintStep* step() const { return raised ? &steps[static_cast<std::size_t>(current)] : nullptr; }
    /// The last day for the answer of a step, a forecast for those not reached yet; nothing where the agreement counts no days.
    std::optional<LocalDate> deadline(std::size_t step) const;
    /// Of the step that it has come to, while its answer is missing.
    std::optional<LocalDate> next_deadline() const;
    bool overdue(LocalDate today) const { return is_over(next_deadline(), today); }
    /// Whether a step was answered after its last day, or is unanswered after it.
    bool late(std::size_t step, LocalDate today) const;
};

Admission admit(const Complaint& state, const ComplaintEvent& event, const Context& context);
void apply(Complaint& state, const ComplaintEvent& event, const StoredEvent& stored);
/// Steps or a day that the agreement and the log do not bear out set nobody a deadline.
void apply(Complaint& state, const Flag& flag);

struct RaiseComplaint {
    std::string title, description;
    TicketId ticket = {};
    std::string raised_by = {};             ///< where staff record it for the client; else the actor
    const AgreementTerms* terms = nullptr;  ///< in force now; null where there is no agreement
};
/// The step that it has come to.
struct AnswerComplaint {
    std::string answer;
};
/// To the next step.
struct EscalateComplaint {
    std::string reason;
};
struct SettleComplaint {
    std::string settlement;
    std::string agreed_by = {};  ///< where staff record it for the client; else the actor
};
struct WithdrawComplaint {
    std::string reason;
};
using ComplaintCommand = std::variant<RaiseComplaint, AnswerComplaint, EscalateComplaint, SettleComplaint, WithdrawComplaint>;

Result<std::vector<ComplaintEvent>, Refusal> decide(const Complaint& state, const ComplaintCommand& command, const Context& context);

}  // namespace countersign
