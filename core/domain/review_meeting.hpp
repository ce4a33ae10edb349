// Review meeting: both sides look at the service together, and decide things that somebody then does (requirements.md R2, A9; S2: "regular
// meetings and updates").
//
// The rule: a meeting is planned with an agenda, held with who was there and minutes, and each decision has an owner and a day by which it
// is to be done; when that day is over without that, it is overdue, whatever became of later meetings. A later entry of the minutes
// replaces the earlier one; the log keeps both. The next meeting is due the agreed number of months after the last one held, the first
// time after the agreement began.
// Worked example: every 3 months from 1 March 2026: due on 1 June; held on 10 June: next due on 10 September. Decision "second line for the
// branch", owner Agnieszka, by 30 June: overdue from 1 July until it is done.
#pragma once

#include <variant>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using ReviewMeetingId = Id<struct ReviewMeetingTag>;

struct ReviewPlanned {
    static constexpr const char* type = "review_planned";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::hold_review;
    Instant starts_at;
    std::string place;  ///< or how to join
    std::vector<std::string> agenda;
    Json to_json() const;
    static ReviewPlanned from_json(FieldReader& fields);
};

struct ReviewHeld {
    static constexpr const char* type = "review_held";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::hold_review;
    Instant at;
    std::vector<std::string> attendees;
    std::string minutes;
    Json to_json() const;
    static ReviewHeld from_json(FieldReader& fields);
};

struct ReviewDecided {
    static constexpr const char* type = "review_decided";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::hold_review;
    std::string text;
    UserId owner;            ///< empty for a person without an account
    std::string owner_name;  ///< of either side
    LocalDate due_on;
    Json to_json() const;
    static ReviewDecided from_json(FieldReader& fields);
};

struct ReviewDecisionDone {
    static constexpr const char* type = "review_decision_done";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::hold_review;
    EventId decision;  ///< the event that recorded it
    LocalDate on;
    std::string remark;
    Json to_json() const;
    static ReviewDecisionDone from_json(FieldReader& fields);
};

struct ReviewCancelled {
    static constexpr const char* type = "review_cancelled";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::hold_review;
    std::string reason;
    Json to_json() const;
    static ReviewCancelled from_json(FieldReader& fields);
};

using ReviewMeetingEvent = std::variant<ReviewPlanned, ReviewHeld, ReviewDecided, ReviewDecisionDone, ReviewCancelled>;

struct ReviewDecision {
    EventId event;
    ReviewDecided content;
    std::optional<LocalDate> done_on = {};
    std::string remark = {};

    bool overdue(LocalDate today) const { return !done_on && content.due_on < today; }
};

struct ReviewMeeting {
    static constexpr const char* subject_kind = "review_meeting";
    ReviewMeetingId id;
    StreamId stream;
    OrganisationId organisation;
    bool planned = false;
    bool cancelled = false;
    ReviewPlanned plan;
    std::optional<ReviewHeld> held;
    std::vector<ReviewDecision> decisions;
    std::string cancel_reason;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    std::vector<const ReviewDecision*> overdue_decisions(LocalDate today) const;
};

/// The day by which the next meeting is to be held; nothing where the agreement says none. `held_on`: the days of those held, in any
/// order.
std::optional<LocalDate> next_review_due(const CommunicationClause& clause, LocalDate agreement_starts,
                                         const std::vector<LocalDate>& held_on);

Admission admit(const ReviewMeeting& state, const ReviewMeetingEvent& event, const Context& context);
void apply(ReviewMeeting& state, const ReviewMeetingEvent& event, const StoredEvent& stored);

/// Also moves a meeting that is planned.
struct PlanReview {
    ReviewPlanned details;
};
struct HoldReview {
    ReviewHeld details;
};
struct RecordReviewDecision {
    ReviewDecided details;
};
struct FinishReviewDecision {
    EventId decision;
    std::string remark = {};
};
struct CancelReview {
    ReviewCancelled details;
};
using ReviewMeetingCommand = std::variant<PlanReview, HoldReview, RecordReviewDecision, FinishReviewDecision, CancelReview>;

Result<std::vector<ReviewMeetingEvent>, Refusal> decide(const ReviewMeeting& state, const ReviewMeetingCommand& command,
                                                        const Context& context);

}  // namespace countersign
