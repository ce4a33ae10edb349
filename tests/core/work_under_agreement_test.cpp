// Work under an agreement out of the log: what of it is after hours, and which journeys it took (requirements.md A7, H2; rules.md 20, 23).
#include "core/projection/work_under_agreement.hpp"

#include "core/domain/remote_session.hpp"
#include "tests/core/organisation_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr std::int64_t closing = 480;  // minutes from the story's morning, 9:00 in Warsaw, to 17:00

/// The clinic with hours from 9:00 to 17:00 at its sites, and a duty room that is served around the clock.
struct Office : OrganisationLog {
    Office() {
        AgreementTerms terms = Story::terms();
        terms.calendars["office"] = office_hours("Europe/Warsaw", {{9 * 60, 17 * 60}});
        terms.site_levels = {{duty, terms.levels}};
        terms.levels.calendar = "office";
        terms.hours.after_hours_percent = 100;
        terms.hours.rounding[static_cast<std::size_t>(WorkKind::on_site)] = {{60}, {30}};
        agree(terms, nullptr, morning - Minutes{60 * 24 * 5}.milliseconds(), -50);
        act(story.manager, story.organisation_subject(), OrganisationCommand{AddSite{{duty, "Dyżurka", ""}}}, -50);
        act(story.manager, visit, VisitCommand{story.plan()}, -40);
    }
    void hold_visit(std::int64_t from, std::int64_t until, std::int64_t worked) {
        act(story.technician, visit, VisitCommand{StartVisit{}}, from);
        act(story.technician, visit, VisitCommand{RecordVisitTime{{worked}, "all"}}, until);
        act(story.technician, visit, VisitCommand{EndVisit{}}, until);
        const auto done = state_of(visit).get<Visit>();
        act(story.technician, {WorkRecord::subject_kind, fixed_id(41)}, WorkRecordCommand{RecordVisitWork{&done, "server"}}, until);
    }
    void connect(const SiteId& site, std::int64_t from, std::int64_t until) {
        RemoteSessionRecorded session;
        session.started_at = at_minute(from);
        session.ended_at = at_minute(until);
        session.operator_name = "Łukasz";
        session.device = "REJ-02";
        session.site = site;
        session.tool = "RustDesk";
        session.worked = {until - from};
        session.description = "updates";
        act(story.technician, {RemoteSession::subject_kind, fixed_id(static_cast<std::uint8_t>(60 + from % 60))},
            RemoteSessionCommand{RecordRemoteSession{session}}, until);
    }
    std::string told() const {
        const OrganisationBook made = book();
        std::string text;
        for (const WorkUnderAgreement& one : work_of(made, made.agreements[0])) {
            text += one.text + " " + std::to_string(one.entry.worked.count) + "→" + std::to_string(one.entry.charged.count) +
                    (one.entry.after_hours ? " after hours; " : "; ");
        }
        return text;
    }
    std::string journeys() const {
        const OrganisationBook made = book();
        std::string text;
        for (const JourneysOfDay& one : journeys_of(made, made.agreements[0], work_of(made, made.agreements[0]), {})) {
            text += to_iso_text(one.date) + " " + one.text + " " + std::to_string(one.count) + "; ";
        }
        return text;
    }

    SiteId duty{fixed_id(7)};
    Subject visit{Visit::subject_kind, fixed_id(40)};
};

}  // namespace

TEST_CASE("the example of the rule: a visit that goes on after closing time is two entries, which together are the visit") {
    Office office;
    office.hold_visit(closing - 30, closing + 30, 45);
    CHECK(office.told() == "server 22→30; server 23→30 after hours; ");
    // Only the part after hours uses up more, as the agreement says.
    const OrganisationBook book = office.book();
    const std::vector<HoursEntry> entries = hours_entries_of(work_of(book, book.agreements[0]));
    CHECK(entries[0].after_hours_percent == 0);
    CHECK(entries[1].after_hours_percent == 100);
}

TEST_CASE("a visit within the hours is one entry, and one that begins after them is one after hours") {
    Office within;
    within.hold_visit(60, 120, 45);
    CHECK(within.told() == "server 45→60; ");
    Office after;
    after.hold_visit(closing + 60, closing + 120, 45);
    CHECK(after.told() == "server 45→60 after hours; ");
}

TEST_CASE("remote work is held against the calendar of its site, and time in a ticket is after hours where it was marked so") {
    Office office;
    office.connect(office.story.reception, closing - 10, closing + 20);
    office.connect(office.duty, closing + 55, closing + 65);
    CHECK(office.told() == "updates 10→10; updates 20→20 after hours; updates 10→10; ");
    const Subject ticket{Ticket::subject_kind, fixed_id(30)};
    OpenTicket printer;
    printer.title = "Drukarka";
    office.act(office.story.contact, ticket, TicketCommand{printer}, 0);
    office.act(office.story.technician, ticket, TicketCommand{RecordTicketTime{{WorkKind::phone, {2025, 11, 12}, {5}, "call", true}}}, 1);
    CHECK(office.told().find("call 5→5 after hours; ") == 0);
}

TEST_CASE("each visit that was begun is a journey, unless it was cancelled; remote work and plans are none") {
    Office office;
    office.connect(office.story.reception, 10, 20);
    CHECK(office.journeys().empty());
    office.hold_visit(60, 120, 45);
    CHECK(office.journeys() == "2025-11-12 Rejestracja 1; ");
    const Subject again{Visit::subject_kind, fixed_id(44)};
    office.act(office.story.manager, again, VisitCommand{office.story.plan()}, 130);
    CHECK(office.journeys() == "2025-11-12 Rejestracja 1; ");
    office.act(office.story.technician, again, VisitCommand{StartVisit{}}, 140);
    CHECK(office.journeys() == "2025-11-12 Rejestracja 2; ");
}

TEST_CASE("V5: what the client accepted counts until a correction is accepted, also where the correction was sent back") {
    Office office;
    office.hold_visit(10, 70, 60);
    const Subject record{WorkRecord::subject_kind, fixed_id(41)};
    const auto verify = [&](Decision decision, const char* remark, std::int64_t minute) {
        office.act(office.story.contact, record,
                   WorkRecordCommand{VerifyWork{decision, remark, office.story.contact.user, office.story.ink()}}, minute);
    };
    const auto correct = [&](std::int64_t worked, std::int64_t minute) {
        auto done = office.state_of(office.visit).get<Visit>();
        done.time_entries = {{{worked}, "all", at_minute(minute)}};
        office.act(office.story.technician, record, WorkRecordCommand{RecordVisitWork{&done, "server", {}, "forgot something"}}, minute);
    };
    verify(Decision::accepted, "", 80);
    correct(90, 90);
    CHECK(office.told() == "server 60→60; ");
    verify(Decision::rejected, "nobody was there", 100);
    CHECK(office.told() == "server 60→60; ");
    correct(75, 110);
    verify(Decision::accepted, "", 120);
    CHECK(office.told() == "server 75→90; ");
}

TEST_CASE("work that was sent back and never accepted counts for nothing") {
    Office rejected;
    rejected.hold_visit(10, 70, 60);
    rejected.act(rejected.story.contact, {WorkRecord::subject_kind, fixed_id(41)},
                 WorkRecordCommand{VerifyWork{Decision::rejected, "no", rejected.story.contact.user, rejected.story.ink()}}, 80);
    CHECK(rejected.told().empty());
}

TEST_CASE("a remote session is charged for no more than it lasted, and one that could not be for nothing") {
    Office office;
    const Subject session{RemoteSession::subject_kind, fixed_id(61)};
    office.connect(office.duty, 1, 31);
    StoredEvent& told = office.events.back();
    Json body = told.envelope.body;
    body["worked_minutes"] = 500;
    const auto placement = told.placement;
    Envelope longer = told.envelope;
    longer.body = body;
    told = write_event(longer);
    told.placement = placement;
    CHECK(office.told() == "updates 30→30; ");
    const Body flagged = FactFlagged{{told.envelope.id, {"refusal.remote_session.worked_longer", {}}}};
    StoredEvent flag = write_event({{fixed_id(119)},
                                    told.envelope.stream,
                                    session,
                                    FactFlagged::type,
                                    1,
                                    {"server"},
                                    {"server"},
                                    at_minute(40),
                                    describe(flagged)->json});
    flag.placement = Placement{static_cast<std::int64_t>(office.events.size()) + 1, at_minute(40), {}};
    office.events.push_back(flag);
    CHECK(office.told().empty());
}

TEST_CASE("work of more than 31 days on one thing is no work") {
    Office office;
    const Subject ticket{Ticket::subject_kind, fixed_id(30)};
    OpenTicket printer;
    printer.title = "Drukarka";
    office.act(office.story.contact, ticket, TicketCommand{printer}, 0);
    const auto add = [&](std::int64_t minutes) {
        const Body body = TicketEvent{TicketTimeRecorded{WorkKind::phone, {2025, 11, 12}, {minutes}, "call"}};
        StoredEvent event = write_event({{office.ids.next()},
                                         shared_stream(office.story.clinic),
                                         ticket,
                                         describe(body)->type,
                                         1,
                                         office.story.technician.user,
                                         {fixed_id(90)},
                                         at_minute(5),
                                         describe(body)->json});
        event.placement = Placement{static_cast<std::int64_t>(office.events.size()) + 1, at_minute(5), {}};
        office.events.push_back(event);
    };
    add(31 * 24 * 60 + 1);
    CHECK(office.told().empty());
    add(45);
    CHECK(office.told() == "call 45→45; ");
}

TEST_CASE("rule 42: a visit that two devices recorded is charged once, by what the client accepted") {
    Office office;
    office.hold_visit(60, 120, 45);
    const auto done = office.state_of(office.visit).get<Visit>();
    const Subject other{WorkRecord::subject_kind, fixed_id(42)};
    office.act(office.story.technician, other, WorkRecordCommand{RecordVisitWork{&done, "once more"}}, 125);
    CHECK(office.told() == "server 45→60; ");
    office.act(office.story.contact, other,
               WorkRecordCommand{VerifyWork{Decision::accepted, "", office.story.contact.user, office.story.ink()}}, 130);
    CHECK(office.told() == "once more 45→60; ");
}

TEST_CASE("V8: work within the longer hours of a support day is within the hours, and what goes on after them is not") {
    Office office;
    AgreementTerms terms = office.state_of(office.agreement).get<Agreement>().versions[0].terms();
    terms.support_days = {{.name = "VAT", .days = {12}, .from = {7, 0}, .to = {20, 0}},
                          {.name = "wages", .days = {12}, .from = {20, 0}, .to = {21, 0}}};
    office.agree(terms, nullptr, morning - Minutes{60 * 24 * 4}.milliseconds(), -45);
    office.hold_visit(closing, closing + 120, 120);
    CHECK(office.told() == "server 120→120; ");
    // 12 November, both of its support days until 21:00, which is four hours after the ordinary end.
    office.connect(office.story.reception, closing + 180, closing + 270);
    CHECK(office.told() == "server 120→120; updates 60→60; updates 30→30 after hours; ");
    // The day after is no support day, and neither is another site's.
    office.connect(office.story.reception, 24 * 60 + closing + 5, 24 * 60 + closing + 15);
    CHECK(office.told().find("updates 10→10 after hours; ") != std::string::npos);
}
