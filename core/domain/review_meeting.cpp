// Review meeting: rules, folding, JSON.
#include "core/domain/review_meeting.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

constexpr std::size_t minutes_bytes_max = 100'000;

template <typename Decisions>
auto find_decision(Decisions& decisions, const EventId& event) {
    return std::find_if(decisions.begin(), decisions.end(), [&](const ReviewDecision& decision) { return decision.event == event; });
}

Admission require_standing(const ReviewMeeting& state) {
    if (!state.planned) return refuse("refusal.subject.unknown");
    if (state.cancelled) return refuse("refusal.review.cancelled");
    return {};
}

Admission admit_decision(const ReviewMeeting& state, const ReviewDecided& body) {
    if (auto standing = require_standing(state); !standing) return standing;
    if (!state.held) return refuse("refusal.review.not_held");
    if (auto said = require_text(body.text, "refusal.review.decision_missing"); !said) return said;
    return require_text(body.owner_name, "refusal.review.owner_missing", 200);
}

Admission admit_doing(const ReviewMeeting& state, const ReviewDecisionDone& body) {
    if (auto standing = require_standing(state); !standing) return standing;
    const auto decision = find_decision(state.decisions, body.decision);
    if (decision == state.decisions.end()) return refuse("refusal.review.decision_unknown");
    if (decision->done_on) return refuse("refusal.review.already_done");
    return {};
}

}  // namespace

std::vector<const ReviewDecision*> ReviewMeeting::overdue_decisions(LocalDate today) const {
    std::vector<const ReviewDecision*> overdue;
    for (const ReviewDecision& decision : decisions) {
        if (decision.overdue(today)) overdue.push_back(&decision);
    }
    return overdue;
}

std::optional<LocalDate> next_review_due(const CommunicationClause& clause, LocalDate agreement_starts,
                                         const std::vector<LocalDate>& held_on) {
    if (clause.review_every_months == 0) return std::nullopt;
    const auto last = std::max_element(held_on.begin(), held_on.end());
    return add_months(last == held_on.end() ? agreement_starts : *last, clause.review_every_months);
}

Admission admit(const ReviewMeeting& state, const ReviewMeetingEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const ReviewPlanned& body) -> Admission {
                              if (state.cancelled) return refuse("refusal.review.cancelled");
                              if (state.held) return refuse("refusal.review.already_held");
                              if (body.agenda.empty()) return refuse("refusal.review.agenda_missing");
                              return {};
                          },
                          [&](const ReviewHeld& body) -> Admission {
                              if (auto standing = require_standing(state); !standing) return standing;
                              if (body.attendees.empty()) return refuse("refusal.review.attendees_missing");
                              return require_text(body.minutes, "refusal.review.minutes_missing", minutes_bytes_max);
                          },
                          [&](const ReviewDecided& body) { return admit_decision(state, body); },
                          [&](const ReviewDecisionDone& body) { return admit_doing(state, body); },
                          [&](const ReviewCancelled& body) -> Admission {
                              if (auto standing = require_standing(state); !standing) return standing;
                              if (state.held) return refuse("refusal.review.already_held");
                              return require_text(body.reason, "refusal.review.cancel_reason_missing");
                          },
                      },
                      event);
}

void apply(ReviewMeeting& state, const ReviewMeetingEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const ReviewPlanned& body) {
                       state.planned = true;
                       state.plan = body;
                       entry.text = body.place;
                   },
                   [&](const ReviewHeld& body) {
                       state.held = body;
                       entry.text = body.minutes;
                   },
                   [&](const ReviewDecided& body) {
                       state.decisions.push_back({stored.envelope.id, body});
                       entry.text = body.text;
                   },
                   [&](const ReviewDecisionDone& body) {
                       entry.text = body.remark;
                       const auto decision = find_decision(state.decisions, body.decision);
                       if (decision == state.decisions.end() || decision->done_on) return;
                       decision->done_on = body.on;
                       decision->remark = body.remark;
                   },
                   [&](const ReviewCancelled& body) {
                       state.cancelled = true;
                       state.cancel_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<ReviewMeetingEvent>, Refusal> decide(const ReviewMeeting& state, const ReviewMeetingCommand& command,
                                                        const Context& context) {
    ReviewMeetingEvent event = std::visit(Overloaded{
                                              [&](const FinishReviewDecision& c) -> ReviewMeetingEvent {
                                                  return ReviewDecisionDone{c.decision, today(context), c.remark};
                                              },
                                              [](const auto& c) -> ReviewMeetingEvent { return c.details; },
                                          },
                                          command);
    return decided(state, std::move(event), context);
}

namespace {
std::vector<std::string> read_texts(FieldReader& fields, const char* name) {
    std::vector<std::string> texts;
    for (const Json& text : fields.array(name)) {
        if (!text.is_string()) fields.reject(name, "a list of texts is required");
        if (text.is_string()) texts.push_back(text.get<std::string>());
    }
    return texts;
}
}  // namespace

Json ReviewPlanned::to_json() const { return {{"starts_at", starts_at.utc_ms}, {"place", place}, {"agenda", agenda}}; }

ReviewPlanned ReviewPlanned::from_json(FieldReader& fields) {
    return {fields.instant("starts_at"), fields.text_or("place", ""), read_texts(fields, "agenda")};
}

Json ReviewHeld::to_json() const { return {{"at", at.utc_ms}, {"attendees", attendees}, {"minutes", minutes}}; }

ReviewHeld ReviewHeld::from_json(FieldReader& fields) {
    return {fields.instant("at"), read_texts(fields, "attendees"), fields.text("minutes", minutes_bytes_max)};
}

Json ReviewDecided::to_json() const {
    return {{"text", text}, {"owner", owner.value}, {"owner_name", owner_name}, {"due_on", to_iso_text(due_on)}};
}

ReviewDecided ReviewDecided::from_json(FieldReader& fields) {
    return {fields.text("text"), {fields.text_or("owner", "", 200)}, fields.text("owner_name"), read_date(fields, "due_on")};
}

Json ReviewDecisionDone::to_json() const { return {{"decision", decision.value}, {"on", to_iso_text(on)}, {"remark", remark}}; }

ReviewDecisionDone ReviewDecisionDone::from_json(FieldReader& fields) {
    return {fields.id<EventId>("decision"), read_date(fields, "on"), fields.text_or("remark", "")};
}

Json ReviewCancelled::to_json() const { return {{"reason", reason}}; }
ReviewCancelled ReviewCancelled::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
