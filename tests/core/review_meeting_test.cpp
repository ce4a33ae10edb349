// Review meetings: agenda, minutes, decisions with owner and day (requirements.md R2, A9).
#include "core/domain/review_meeting.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Table : Company {
    SubjectLog<ReviewMeeting> log{*this, fixed_id(40)};

    std::string lead(const ReviewMeetingCommand& command, Instant now = morning) { return log.run(story.manager, command, now); }
    std::string plan() { return lead(PlanReview{{at_minute(60), "Rejestracja", {"Raport za październik", "Łącze zapasowe"}}}); }
    std::string hold(const std::string& minutes) { return lead(HoldReview{{at_minute(60), {"Agnieszka Brzęk", "Ilona Mróz"}, minutes}}); }
    std::string decide_line() { return lead(RecordReviewDecision{{"Drugie łącze", story.manager.user, "Agnieszka Brzęk", {2026, 6, 30}}}); }
};

}  // namespace

TEST_CASE("a decision has an owner and a day, and is overdue when that day is over until it is done") {
    Table table;
    REQUIRE(table.plan() == "");
    CHECK(table.decide_line() == "refusal.review.not_held");
    REQUIRE(table.hold("Omówiono raport.") == "");
    CHECK(table.lead(RecordReviewDecision{{"", {}, "Agnieszka", {2026, 6, 30}}}) == "refusal.review.decision_missing");
    CHECK(table.lead(RecordReviewDecision{{"Drugie łącze", {}, "", {2026, 6, 30}}}) == "refusal.review.owner_missing");
    REQUIRE(table.decide_line() == "");
    const EventId decision = table.log.last();
    CHECK(table.log.state().overdue_decisions({2026, 6, 30}).empty());
    REQUIRE(table.log.state().overdue_decisions({2026, 7, 1}).size() == 1);
    CHECK(table.lead(FinishReviewDecision{{fixed_id(88)}}) == "refusal.review.decision_unknown");
    REQUIRE(table.lead(FinishReviewDecision{decision, "Orange, 300 Mb/s"}, noon({2026, 7, 3})) == "");
    CHECK(table.log.state().overdue_decisions({2026, 7, 4}).empty());
    CHECK(table.log.state().decisions.front().done_on == LocalDate{2026, 7, 3});
    CHECK(table.lead(FinishReviewDecision{decision}) == "refusal.review.already_done");
}

TEST_CASE("minutes can be mended; what stands is the later entry, and the history keeps both") {
    Table table;
    REQUIRE(table.plan() == "");
    CHECK(table.lead(HoldReview{{at_minute(60), {}, "x"}}) == "refusal.review.attendees_missing");
    CHECK(table.hold(" ") == "refusal.review.minutes_missing");
    REQUIRE(table.hold("Omówiono raport.") == "");
    REQUIRE(table.hold("Omówiono raport za październik.") == "");
    CHECK(table.log.state().held->minutes == "Omówiono raport za październik.");
    CHECK(table.log.state().held->attendees == std::vector<std::string>{"Agnieszka Brzęk", "Ilona Mróz"});
    CHECK(table.log.state().history.size() == 3);
}

TEST_CASE("a meeting needs an agenda, can be moved until it is held, and is not held when it was cancelled") {
    Table table;
    CHECK(table.hold("x") == "refusal.subject.unknown");
    CHECK(table.lead(PlanReview{{at_minute(60), "", {}}}) == "refusal.review.agenda_missing");
    REQUIRE(table.plan() == "");
    REQUIRE(table.lead(PlanReview{{at_minute(600), "Online", {"Raport"}}}) == "");
    CHECK(table.log.state().plan.starts_at == at_minute(600));
    SUBCASE("held") {
        REQUIRE(table.hold("x") == "");
        CHECK(table.plan() == "refusal.review.already_held");
        CHECK(table.lead(CancelReview{{"x"}}) == "refusal.review.already_held");
    }
    SUBCASE("cancelled") {
        CHECK(table.lead(CancelReview{{""}}) == "refusal.review.cancel_reason_missing");
        REQUIRE(table.lead(CancelReview{{"Choroba"}}) == "");
        CHECK(table.hold("x") == "refusal.review.cancelled");
    }
}

TEST_CASE("the next meeting is due the agreed months after the last one held, the first after the agreement began") {
    const CommunicationClause quarterly{{}, 1, 3};
    CHECK(next_review_due(quarterly, {2026, 3, 1}, {}) == LocalDate{2026, 6, 1});
    CHECK(next_review_due(quarterly, {2026, 3, 1}, {{2026, 6, 10}, {2026, 4, 2}}) == LocalDate{2026, 9, 10});
    CHECK_FALSE(next_review_due({}, {2026, 3, 1}, {{2026, 6, 10}}).has_value());
}

TEST_CASE("the account manager leads reviews; the client's people read them") {
    Table table;
    const ReviewMeetingCommand plan = PlanReview{{at_minute(60), "", {"Raport"}}};
    CHECK(table.log.run(table.story.technician, plan) == "refusal.not_permitted");
    CHECK(table.log.run(table.management, plan) == "refusal.not_permitted");
    REQUIRE(table.plan() == "");
    CHECK(table.log.state().stream == shared_stream(table.story.clinic));
}
