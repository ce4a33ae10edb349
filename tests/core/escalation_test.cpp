// Who is warned, and when: requirements.md T5, rules.md 18.
#include "core/domain/escalation.hpp"

#include <doctest/doctest.h>

#include "core/domain/timestamp.hpp"

using namespace countersign;

namespace {

/// In June 2026, Warsaw. The 1st is a Monday.
Instant june(int day, int hour, int minute = 0) { return {wall_milliseconds({{2026, 6, day}, {hour, minute}}) - 2 * 3'600'000}; }

const AgreementClock& agreement() {
    static const AgreementClock clock = [] {
        AgreementTerms terms;
        terms.calendars["office"] = office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}});
        terms.levels.calendar = "office";
        terms.levels.by_priority[0].resolution = Target::working({960});
        terms.levels.by_priority[2].resolution = Target::working({480});
        return *AgreementClock::of(terms);
    }();
    return clock;
}

TicketCourse high() {
    TicketCourse course;
    course.opened_at = june(1, 9);
    course.classifications = {{june(1, 9), Priority::high}};
    return course;
}

std::string told(const TicketCourse& course, Instant now) {
    std::string text;
    for (const Warning& one : warnings(agreement(), course, usual_ladder(), now)) {
        const auto local = to_local(**find_time_zone("Europe/Warsaw"), one.at);
        text += std::to_string(local.date.day) + "." + std::to_string(local.time.hour) + ":" + std::to_string(local.time.minute) + " " +
                std::to_string(one.step.percent) + "% " + std::string(role_name(one.step.to)) + "; ";
    }
    return text;
}

}  // namespace

TEST_CASE("T5: half and four fifths of the time warn the technician, the breach the account manager, each once") {
    CHECK(told(high(), june(1, 12, 59)).empty());
    CHECK(told(high(), june(1, 13)) == "1.13:0 50% technician; ");
    CHECK(told(high(), june(3, 9)) == "1.13:0 50% technician; 1.15:24 80% technician; 1.17:0 100% account_manager; ");
}

TEST_CASE("rule 18: a pause puts the warnings off") {
    TicketCourse course = high();
    course.waiting = {{june(1, 12), june(1, 14), "asked"}};
    CHECK(told(course, june(3, 9)) == "1.15:0 50% technician; 2.9:24 80% technician; 2.11:0 100% account_manager; ");
    course.waiting = {{june(1, 12), {}, "asked"}};
    CHECK(told(course, june(3, 9)).empty());
    CHECK_FALSE(next_warning(agreement(), course, usual_ladder(), june(3, 9)).has_value());
}

TEST_CASE("rule 18: a new priority arms a step again when less than its share is used, and not otherwise") {
    TicketCourse course = high();
    // Made low at 16:00: 7 of 16 hours are used, so 50 % comes once more at 17:00, 80 % on Tuesday 13:48, the breach at 17:00.
    course.classifications.push_back({june(1, 16), Priority::low});
    CHECK(told(course, june(3, 9)) ==
          "1.13:0 50% technician; 1.15:24 80% technician; 1.17:0 50% technician; 2.13:48 80% technician; 2.17:0 100% account_manager; ");
    // And high again on Tuesday 10:00: all is used long since; what was not told under the last priority is told at once.
    course.classifications.push_back({june(2, 10), Priority::high});
    CHECK(told(course, june(2, 10)) ==
          "1.13:0 50% technician; 1.15:24 80% technician; 1.17:0 50% technician; 2.10:0 80% technician; 2.10:0 100% account_manager; ");
}

TEST_CASE("what is solved in time warns of nothing more, solved exactly at the step neither") {
    TicketCourse course = high();
    course.resolved = {{june(1, 15, 24)}};
    CHECK(told(course, june(3, 9)) == "1.13:0 50% technician; ");
}

TEST_CASE("the next warning says when somebody has to look again") {
    const auto next = next_warning(agreement(), high(), usual_ladder(), june(1, 13));
    REQUIRE(next.has_value());
    CHECK(next->at == june(1, 15, 24));
    CHECK_FALSE(next_warning(agreement(), high(), usual_ladder(), june(2, 9)).has_value());
}
