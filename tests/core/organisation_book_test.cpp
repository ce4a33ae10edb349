// What one organisation's log adds up to: work under an agreement, and the report of a month (requirements.md H1, R1; rules.md 20, 23, 26).
#include "core/projection/work_under_agreement.hpp"

#include <algorithm>
#include <random>

#include "core/domain/outage.hpp"
#include "tests/core/organisation_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

/// November 2025 at the clinic: a late ticket, a rated one, a visit with its record, a call, a risk.
struct November : OrganisationLog {
    November() {
        AgreementTerms terms = Story::terms();
        terms.hours.allowance = {{600}, 1, {}};
        terms.availability.percent_thousandths = 99'500;
        CatalogueService mail;
        mail.name = "Poczta";
        terms.services = {mail};
        terms.hours.rounding[static_cast<std::size_t>(WorkKind::on_site)] = {{60}, {30}};
        terms.hours.rounding[static_cast<std::size_t>(WorkKind::phone)] = {{0}, {15}};
        agree(terms, nullptr, morning - Minutes{60 * 24 * 5}.milliseconds(), -50);

        OpenTicket printer;
        printer.title = "Drukarka";
        printer.impact = 2;
        printer.urgency = 3;  // 4 h and 8 h
        act(story.contact, late, TicketCommand{printer}, 0);
        act(story.technician, late, TicketCommand{AddTicketComment{"looking"}}, 300);  // answered an hour late
        act(story.technician, late, TicketCommand{ResolveTicket{"drum"}}, 400);
        act(story.contact, good, TicketCommand{printer}, 10);
        act(story.technician, good, TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 12}, {20}, "call", false, false}}}, 25);
        act(story.technician, good, TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 12}, {40}, "own fault", false, true}}}, 26);
        act(story.technician, good, TicketCommand{ResolveTicket{"restart"}}, 30);
        act(story.contact, good, TicketCommand{AcceptResolution{}}, 40);
        act(story.contact, good, TicketCommand{RateService{4, ""}}, 50);

        act(story.manager, visit, VisitCommand{story.plan()}, -40);
        act(story.technician, visit, VisitCommand{StartVisit{}}, 5);
        act(story.technician, visit, VisitCommand{RecordVisitTime{{45}, "all"}}, 60);
        act(story.technician, visit, VisitCommand{EndVisit{}}, 65);
        const auto done = state_of(visit).get<Visit>();
        act(story.technician, record, WorkRecordCommand{RecordVisitWork{&done, "all"}}, 70);
    }

    Subject late{Ticket::subject_kind, fixed_id(30)}, good{Ticket::subject_kind, fixed_id(31)};
    Subject visit{Visit::subject_kind, fixed_id(40)}, record{WorkRecord::subject_kind, fixed_id(41)};
};

std::string told(std::vector<HoursEntry> entries) {
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.worked.count < b.worked.count; });
    std::string text;
    for (const HoursEntry& entry : entries) {
        text += to_iso_text(entry.worked_on) + " " + std::to_string(entry.worked.count) + "→" + std::to_string(entry.charged.count) + "; ";
    }
    return text;
}

}  // namespace

TEST_CASE("rules 20, 23, 26: work counts on the day it was done, rounded by its kind, and own fault is charged nothing") {
    const November november;
    const OrganisationBook book = november.book();
    CHECK(told(hours_entries_of(work_of(book, book.agreements[0]))) == "2025-11-12 20→30; 2025-11-12 40→0; 2025-11-12 45→60; ");
}

TEST_CASE("R1: the month's report follows from the log") {
    const November november;
    const OrganisationBook book = november.book();
    const MonthlyReport report = report_of(book, book.agreements[0], {2025, 11, 1}, at_minute(500));
    CHECK(report.organisation == "Przychodnia Łąkowa");
    CHECK(report.agreement_version == 1);
    const auto level = [&](Measure measure) {
        const auto found = std::find_if(report.attainment.begin(), report.attainment.end(), [&](const LevelAttainment& one) {
            return one.measure == measure && one.priority == Priority::high;
        });
        REQUIRE(found != report.attainment.end());
        return *found;
    };
    CHECK(level(Measure::first_response).share.judged == 2);
    CHECK(level(Measure::first_response).share.kept == 1);
    CHECK(level(Measure::first_response).missed == std::vector<CauseId>{{november.late.id}});
    CHECK(level(Measure::resolution).share.kept == 2);
    CHECK(sum_of(report.tickets) == TicketCounts{0, 2, 0, 2, 0});
    CHECK(count_visits(report.visits).extra == 1);
    REQUIRE(report.hours.has_value());
    // In force from 7 November: 24 of 30 days of 600 minutes.
    CHECK(report.hours->granted == Minutes{480});
    CHECK(report.hours->debited == Minutes{90});
    CHECK(report.hours->closing == Minutes{390});
    CHECK(report.satisfaction.back().sum == 4);
    CHECK_FALSE(report.credits.has_value());  // no commercial terms in this log
}

TEST_CASE("A3, R1: the month's availability is measured by the outages of promised services, from the first day of the agreement") {
    November november;
    const auto measured = [&] {
        const OrganisationBook book = november.book();
        return report_of(book, book.agreements[0], {2025, 11, 1}, at_minute(60 * 24 * 30)).availability.at(0);
    };
    // From 7 November 9:00 to the end of the month: 23 days and 15 h are 567 h.
    CHECK(measured().promised == Minutes{567 * 60}.milliseconds());
    CHECK(measured().measured_thousandths == 100'000);
    const Subject outage{Outage::subject_kind, fixed_id(60)};
    OutageRecorded body;
    body.service = "Poczta";
    body.from = at_minute(0);
    body.what = "Serwer";
    november.act(november.story.technician, outage, OutageCommand{RecordOutage{body}}, 10);
    november.act(november.story.technician, outage, OutageCommand{EndOutage{at_minute(180)}}, 190);
    // 564 of 567 h are 99.4708… %
    CHECK(measured().measured_thousandths == 99'470);
    CHECK(measured().down == Minutes{180}.milliseconds());
    CHECK(measured().outages.at(0).downtime.what == "Serwer");
    // Taken back it is as if it had not been.
    OutageDecided none;
    none.ruling = OutageRuling::withdrawn;
    none.reason = "Pomyłka";
    november.act(november.story.manager, outage, OutageCommand{DecideOutage{none}}, 200);
    CHECK(measured().measured_thousandths == 100'000);
}

TEST_CASE("N11, R1: a report says the hours that stand settled, and what came late beside them") {
    November november;
    const Subject account{HoursAccount::subject_kind, november.story.agreement.value};
    const auto report = [&] {
        const OrganisationBook book = november.book();
        return report_of(book, book.agreements[0], {2025, 11, 1}, at_minute(60 * 24 * 25));
    };
    const HoursStatement before = *report().hours;
    const OrganisationBook book = november.book();
    const HoursLedger ledger = hours_ledger_of(book.agreements[0], {}, hours_entries_of(work_of(book, book.agreements[0])), {2025, 11, 30});
    november.act(november.story.manager, account, HoursAccountCommand{SettleHoursPeriod{{{2025, 11, 1}, {2025, 11, 30}, ledger.lines}}},
                 19 * 24 * 60);
    CHECK(report().hours_late.empty());
    november.act(november.story.technician, november.late,
                 TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 13}, {15}, "cellar"}}}, 110);
    CHECK(report().hours->debited == before.debited);
    REQUIRE(report().hours_late.size() == 1);
    CHECK(report().hours_late[0].minutes == Minutes{15});
}

TEST_CASE("a record that the client sent back uses no hours until it is corrected") {
    November november;
    november.act(
        november.story.contact, november.record,
        WorkRecordCommand{VerifyWork{Decision::rejected, "REJ-02 was not done", november.story.contact.user, november.story.ink()}}, 100);
    const OrganisationBook book = november.book();
    CHECK(told(hours_entries_of(work_of(book, book.agreements[0]))) == "2025-11-12 20→30; 2025-11-12 40→0; ");
}

TEST_CASE("the book is the same however the streams of an organisation are laid one after the other") {
    const November november;
    const auto report = [](const std::vector<StoredEvent>& events) {
        const auto book = organisation_book(events);
        REQUIRE(book.ok());
        return report_of(*book, book->agreements[0], {2025, 11, 1}, at_minute(500));
    };
    const MonthlyReport whole = report(november.events);
    // Subjects in any order, each with its own events in theirs: what several streams, or a resumed sync, come to.
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::map<Subject, std::vector<StoredEvent>> subjects;
        for (const StoredEvent& event : november.events) subjects[event.envelope.subject].push_back(event);
        std::vector<std::vector<StoredEvent>> piles;
        for (auto& [subject, pile] : subjects) piles.push_back(std::move(pile));
        std::vector<StoredEvent> shuffled;
        while (!piles.empty()) {
            const std::size_t pick = random() % piles.size();
            shuffled.push_back(piles[pick].front());
            piles[pick].erase(piles[pick].begin());
            if (piles[pick].empty()) piles.erase(piles.begin() + static_cast<std::ptrdiff_t>(pick));
        }
        const MonthlyReport again = report(shuffled);
        CHECK(again.attainment == whole.attainment);
        CHECK(again.tickets == whole.tickets);
        CHECK(again.visits == whole.visits);
        CHECK(again.hours->closing == whole.hours->closing);
    }
}
