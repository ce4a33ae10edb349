// Emergency orders and replacement devices in attainment and credits: requirements.md V2, C4, A5.
#include "core/projection/promises_beside_tickets.hpp"

#include "core/domain/repair.hpp"
#include "tests/core/organisation_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr std::int64_t hour = 60;

/// Two real hours to arrive in every priority, and 72 to a replacement; an amount for each breach.
struct Clinic : OrganisationLog {
    Clinic() {
        AgreementTerms terms = Story::terms();
        for (LevelTargets& levels : terms.levels.by_priority) levels.arrival = Target::none();
        terms.levels.by_priority[static_cast<std::size_t>(Priority::critical) - 1].arrival = Target::real({120});
        terms.replacement = Target::real({72 * hour});
        CommercialTerms prices;
        prices.fee_minor = 200'000;
        prices.credits.rules = {{.id = "late", .measure = Measure::arrival, .amount_minor = 5'000},
                                {.id = "no replacement", .measure = Measure::replacement, .amount_minor = 7'000}};
        agree(terms, &prices, at_minute(-24 * hour), -50);
    }
    void order(std::int64_t minute, TicketId about = {}) {
        act(story.other_contact, visit,
            VisitCommand{OrderEmergencyVisit{.site = story.reception,
                                             .ticket = std::move(about),
                                             .reason = "no network",
                                             .hotline = "restarted the router",
                                             .ordered_by = story.other_contact.user,
                                             .reaction = Target::real({120})}},
            minute);
    }
    void start(std::int64_t minute) { act(story.technician, visit, VisitCommand{StartVisit{}}, minute); }
    void hand_over(std::int64_t minute) {
        const OrganisationBook now = book();
        DeviceHandedOver device;
        device.name = "REJ-02";
        device.site = story.reception;
        device.fault = "no picture";
        device.handed_over_by = "Anna";
        device.taken_by = "Piotr";
        device.at = at_minute(minute);
        act(story.technician, repair, RepairCommand{HandOverDevice{device, now.agreements[0].versions[0].clock.get()}}, minute);
    }
    std::string judged(std::int64_t minute) const {
        const OrganisationBook now = book();
        const MonthSpan month = month_span(now.zone_of(now.agreements[0]), to_local(now.zone_of(now.agreements[0]), at_minute(0)).date);
        std::string text;
        for (const PromiseBesideTickets& one : promises_beside_tickets(now, now.agreements[0], month, at_minute(minute))) {
            text += one.name + " " + std::string(measure_name(one.judged.measure)) + " " + std::string(priority_name(one.judged.priority)) +
                    (one.judged.kept ? " kept; " : " broken; ");
        }
        return text;
    }

    Subject visit{Visit::subject_kind, fixed_id(40)}, repair{Repair::subject_kind, fixed_id(45)};
};

}  // namespace

TEST_CASE("V2: an ordered visit is judged by its own arrival time, kept on the minute and broken when it passed") {
    Clinic in_time;
    in_time.order(0);
    CHECK(in_time.judged(60).empty());
    in_time.start(120);
    CHECK(in_time.judged(130) == "no network arrival critical kept; ");

    Clinic late;
    late.order(0);
    CHECK(late.judged(121) == "no network arrival critical broken; ");
    late.start(150);
    CHECK(late.judged(200) == "no network arrival critical broken; ");
}

TEST_CASE("V2: an order that is called off in time promises nothing, and one called off too late stays broken") {
    Clinic called_off;
    called_off.order(0);
    called_off.act(called_off.story.manager, called_off.visit, VisitCommand{CancelVisit{"works again"}}, 60);
    CHECK(called_off.judged(500).empty());
    Clinic too_late;
    too_late.order(0);
    too_late.act(too_late.story.manager, too_late.visit, VisitCommand{CancelVisit{"works again"}}, 121);
    CHECK(too_late.judged(500) == "no network arrival critical broken; ");
}

TEST_CASE("C4: a replacement after 72 h is judged, and both are in the month's report and credits") {
    Clinic clinic;
    clinic.order(0);
    clinic.hand_over(0);
    clinic.start(150);
    CHECK(clinic.judged(73 * hour) == "no network arrival critical broken; REJ-02 replacement normal broken; ");
    const OrganisationBook book = clinic.book();
    const LocalDate day = to_local(book.zone_of(book.agreements[0]), at_minute(0)).date;
    const MonthlyReport report = report_of(book, book.agreements[0], day, at_minute(73 * hour));
    REQUIRE(report.credits.has_value());
    CHECK(report.credits->sum_minor == 12'000);
    CHECK(report.names.at(clinic.repair.id) == "REJ-02");
}

TEST_CASE("A5: the fee that credits are a share of is that of the days on which the agreement applied") {
    Clinic clinic;
    clinic.order(0);
    const OrganisationBook before = clinic.book();
    const TimeZone& zone = before.zone_of(before.agreements[0]);
    const LocalDate day = to_local(zone, at_minute(0)).date;
    const std::int32_t days = days_in_month(day.year, day.month) - to_local(zone, at_minute(-24 * hour)).date.day + 1;
    const MonthlyReport report = report_of(before, before.agreements[0], day, at_minute(500));
    CHECK(report.credits->cap_minor == scaled(200'000, days, days_in_month(day.year, day.month)));
}

TEST_CASE(
    "V2: a visit that was ordered for a ticket is judged instead of the ticket's own arrival, so that one late arrival is one breach") {
    Clinic clinic;
    const Subject ticket{Ticket::subject_kind, fixed_id(30)};
    OpenTicket opened;
    opened.title = "no network";
    opened.impact = opened.urgency = 3;
    clinic.act(clinic.story.contact, ticket, TicketCommand{opened}, 0);
    clinic.order(10, {ticket.id});
    clinic.start(240);
    const OrganisationBook book = clinic.book();
    const LocalDate day = to_local(book.zone_of(book.agreements[0]), at_minute(0)).date;
    const MonthlyReport report = report_of(book, book.agreements[0], day, at_minute(500));
    REQUIRE(report.credits.has_value());
    CHECK(report.credits->sum_minor == 5'000);
    const auto arrivals = std::find_if(report.attainment.begin(), report.attainment.end(),
                                       [](const LevelAttainment& level) { return level.measure == Measure::arrival; });
    REQUIRE(arrivals != report.attainment.end());
    CHECK(arrivals->share == Attainment{0, 1});
}

TEST_CASE("V2: a visit cannot be ordered for a ticket of another client") {
    Clinic clinic;
    const auto organisation = clinic.state_of(clinic.story.organisation_subject()).get<Organisation>();
    const auto agreed = clinic.state_of(clinic.agreement).get<Agreement>();
    const auto refused = [&](const StreamId& stream) {
        Context context{at_minute(0), clinic.story.other_contact, &organisation, &agreed};
        context.about_stream = &stream;
        const OrderEmergencyVisit order{clinic.story.reception,          {fixed_id(30)},     "no network", "restarted",
                                        clinic.story.other_contact.user, Target::real({120})};
        const auto done = decide(clinic.state_of(clinic.visit), Command{VisitCommand{order}}, context);
        return done ? std::string() : done.error().key;
    };
    CHECK(refused(stream_id({StreamKind::shared, clinic.story.clinic, {}})).empty());
    CHECK(refused(stream_id({StreamKind::shared, {fixed_id(99)}, {}})) == "refusal.visit.ticket_unknown");
    CHECK(refused({}) == "refusal.visit.ticket_unknown");
}

TEST_CASE("V7, A11: planned visits of a month are those of each version on its own days, none after the end, and each agreement's own") {
    OrganisationLog log;
    AgreementTerms terms = Story::terms();
    VisitSchedule schedule;
    schedule.first = {2025, 9, 1};
    schedule.weekday = Weekday::monday;
    terms.visits = {{log.story.reception, schedule}};
    log.agree(terms, nullptr, at_minute(-40 * 24 * 60), -50);
    terms.visits[0].schedule.weekday = Weekday::thursday;
    log.agree(terms, nullptr, at_minute(9 * 24 * 60), -45);  // 21 November
    log.act(log.story.manager, log.agreement, AgreementCommand{EndAgreement{at_minute(16 * 24 * 60), "closed", EndGround::non_performance}},
            -40);  // 28 November
    const OrganisationBook book = log.book();
    std::string days;
    for (const VisitOfMonth& visit : report_of(book, book.agreements[0], {2025, 11, 1}, at_minute(30 * 24 * 60)).visits) {
        days += std::to_string(visit.regular.day) + " ";
    }
    CHECK(days == "3 10 17 27 ");
}

TEST_CASE("A5, A11: an order and a repair owe by the version that they were promised under, whatever was agreed since") {
    Clinic clinic;
    clinic.order(0);
    clinic.hand_over(0);
    const AgreementTerms terms = clinic.state_of(clinic.agreement).get<Agreement>().versions[0].terms();
    CommercialTerms without_credits;
    without_credits.fee_minor = 200'000;
    clinic.agree(terms, &without_credits, at_minute(24 * hour), 10);
    const OrganisationBook now = clinic.book();
    const MonthlyReport report = report_of(now, now.agreements[0], {2025, 11, 1}, at_minute(100 * hour));
    CHECK(report.credits->owed_minor == 5'000 + 7'000);
}
