// Outages: recorded, ended, contested, decided (requirements.md A3, R1).
#include "core/domain/outage.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct MailDown {
    MailDown() {
        AgreementTerms terms = Story::terms();
        CatalogueService mail;
        mail.name = "Poczta";
        terms.services = {mail};
        company.agreement = Story::agreement_on(terms, company.story.agreement);
    }
    OutageRecorded details(Instant from = at_minute(0), std::optional<Instant> to = {}) const {
        OutageRecorded body;
        body.service = "Poczta";
        body.site = company.story.reception;
        body.from = from;
        body.to = to;
        body.planned = true;
        body.what = "Wymiana dysku w serwerze";
        return body;
    }
    std::string run(const Actor& actor, const OutageCommand& command, Instant now = at_minute(200)) { return log.run(actor, command, now); }

    Company company;
    SubjectLog<Outage> log{company, fixed_id(40)};
    const Actor& technician = company.story.technician;
    const Actor& contact = company.story.contact;
    const Actor& manager = company.story.manager;
};

}  // namespace

TEST_CASE("an outage is recorded and ended by the provider, for a service that the agreement promises") {
    MailDown mail;
    OutageRecorded body = mail.details();
    CHECK(mail.run(mail.contact, RecordOutage{body}) == "refusal.not_permitted");
    CHECK(mail.run(mail.technician, EndOutage{at_minute(90)}) == "refusal.subject.unknown");
    body.service = "Drukarki";
    CHECK(mail.run(mail.technician, RecordOutage{body}) == "refusal.outage.service_unknown");
    body.service = "";
    CHECK(mail.run(mail.technician, RecordOutage{body}) == "refusal.outage.service_missing");
    CHECK(mail.run(mail.technician, RecordOutage{mail.details(at_minute(10), at_minute(10))}) == "refusal.outage.ends_before_start");
    body = mail.details();
    body.what = " ";
    CHECK(mail.run(mail.technician, RecordOutage{body}) == "refusal.outage.what_missing");

    REQUIRE(mail.run(mail.technician, RecordOutage{mail.details()}) == "");
    CHECK(mail.run(mail.technician, RecordOutage{mail.details()}) == "refusal.subject.already_there");
    CHECK(mail.log.state().lasts());
    CHECK(mail.log.state().stream == shared_stream(mail.company.story.clinic));
    CHECK(mail.run(mail.technician, EndOutage{at_minute(0)}) == "refusal.outage.ends_before_start");
    REQUIRE(mail.run(mail.technician, EndOutage{at_minute(90)}) == "");
    CHECK(mail.run(mail.technician, EndOutage{at_minute(95)}) == "refusal.outage.ended");
    const auto downtime = mail.log.state().downtime();
    REQUIRE(downtime.has_value());
    CHECK(downtime->to == at_minute(90));
    CHECK(downtime->planned);
    CHECK(downtime->service == "Poczta");
}

TEST_CASE("what the client contests counts as it stands until the account manager has decided, with a reason") {
    MailDown mail;
    CHECK(mail.run(mail.contact, ContestOutage{"Trwało dłużej"}) == "refusal.subject.unknown");
    REQUIRE(mail.run(mail.technician, RecordOutage{mail.details(at_minute(0), at_minute(90))}) == "");
    CHECK(mail.run(mail.technician, ContestOutage{"Trwało dłużej"}) == "refusal.not_permitted");
    CHECK(mail.run(mail.contact, ContestOutage{""}) == "refusal.outage.objection_missing");
    OutageDecided decision;
    decision.reason = "Dziennik potwierdza";
    CHECK(mail.run(mail.manager, DecideOutage{decision}) == "refusal.outage.not_contested");
    REQUIRE(mail.run(mail.contact, ContestOutage{"Nikt tego nie zapowiadał, a działa od 10:15"}) == "");
    CHECK(mail.run(mail.contact, ContestOutage{"Jeszcze raz"}) == "refusal.outage.already_contested");
    CHECK(mail.log.state().downtime()->contested);
    CHECK(mail.log.state().downtime()->to == at_minute(90));

    decision.ruling = OutageRuling::corrected;
    decision.from = at_minute(0);
    decision.to = at_minute(0);
    CHECK(mail.run(mail.manager, DecideOutage{decision}) == "refusal.outage.ends_before_start");
    decision.to = at_minute(135);
    CHECK(mail.run(mail.technician, DecideOutage{decision}) == "refusal.not_permitted");
    decision.reason = "";
    CHECK(mail.run(mail.manager, DecideOutage{decision}) == "refusal.outage.decision_reason_missing");
    decision.reason = "Dziennik serwera mówi to samo";
    REQUIRE(mail.run(mail.manager, DecideOutage{decision}) == "");
    const Outage corrected = mail.log.state();
    CHECK_FALSE(corrected.contested);
    CHECK(corrected.answer == "Dziennik serwera mówi to samo");
    CHECK(corrected.downtime()->to == at_minute(135));
    CHECK_FALSE(corrected.downtime()->planned);
    CHECK(corrected.history.size() == 3);
}

TEST_CASE("an outage that was none is taken back, which the client can contest too") {
    MailDown mail;
    REQUIRE(mail.run(mail.technician, RecordOutage{mail.details()}) == "");
    OutageDecided decision;
    decision.ruling = OutageRuling::withdrawn;
    decision.reason = "To była inna firma";
    REQUIRE(mail.run(mail.manager, DecideOutage{decision}) == "");
    CHECK_FALSE(mail.log.state().downtime().has_value());
    CHECK_FALSE(mail.log.state().lasts());
    CHECK(mail.run(mail.technician, EndOutage{at_minute(95)}) == "refusal.outage.ended");
    REQUIRE(mail.run(mail.contact, ContestOutage{"Nie działała nasza poczta"}) == "");
    decision = {OutageRuling::corrected, "Racja", at_minute(0), at_minute(60), false};
    REQUIRE(mail.run(mail.manager, DecideOutage{decision}) == "");
    CHECK(mail.log.state().downtime()->to == at_minute(60));
}

TEST_CASE("an outage is a fact: one of a service that nobody promised is kept and flagged") {
    MailDown mail;
    OutageRecorded body = mail.details();
    body.service = "Drukarki";
    const Verdict verdict = mail.log.judge(mail.technician, OutageEvent{body});
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason.key == "refusal.outage.service_unknown");
}
