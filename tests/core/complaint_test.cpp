// Complaints: the agreement's steps, their deadlines, the ends (requirements.md R4, A10; rules.md 39).
#include "core/domain/complaint.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Dispute : Company {
    AgreementTerms terms;
    SubjectLog<Complaint> log{*this, fixed_id(40)};

    Dispute() {
        terms.account_manager = story.manager.user;
        terms.disputes = {{"Odpowiedź", "opiekun klienta", 5}, {"Rozmowa", "zarządy obu stron", 10}, {"Mediacja", "mediator", 0}};
    }
    std::string client(const ComplaintCommand& command, LocalDate on) { return log.run(management, command, noon(on)); }
    std::string provider(const ComplaintCommand& command, LocalDate on) { return log.run(story.manager, command, noon(on)); }
    std::string raise() { return client(RaiseComplaint{"Spóźnione wizyty", "Trzeci raz w miesiącu", {}, {}, &terms}, {2025, 11, 12}); }
};

}  // namespace

TEST_CASE("a complaint goes to the account manager first, and each step is due its days after the complaint came to it") {
    Dispute dispute;
    REQUIRE(dispute.raise() == "");
    const Complaint raised = dispute.log.state();
    CHECK(raised.account_manager == dispute.story.manager.user);
    CHECK(raised.raised_by == "Ilona Mróz");
    CHECK(raised.step()->agreed.responsible == "opiekun klienta");
    CHECK(raised.next_deadline() == LocalDate{2025, 11, 17});
    CHECK_FALSE(raised.overdue({2025, 11, 17}));
    CHECK(raised.overdue({2025, 11, 18}));
    CHECK(raised.deadline(1) == LocalDate{2025, 11, 27});
    CHECK_FALSE(raised.deadline(2).has_value());

    REQUIRE(dispute.provider(AnswerComplaint{"Zmienimy trasę technika"}, {2025, 11, 16}) == "");
    CHECK_FALSE(dispute.log.state().next_deadline().has_value());
    REQUIRE(dispute.client(EscalateComplaint{"Nic się nie zmieniło"}, {2025, 11, 20}) == "");
    CHECK(dispute.log.state().next_deadline() == LocalDate{2025, 11, 30});
    CHECK(dispute.log.state().step()->agreed.responsible == "zarządy obu stron");
}

TEST_CASE("an answer after the last day stays late, one on it is in time") {
    Dispute dispute;
    REQUIRE(dispute.raise() == "");
    CHECK_FALSE(dispute.log.state().late(0, {2025, 11, 17}));
    CHECK(dispute.log.state().late(0, {2025, 11, 18}));
    SUBCASE("on the last day") {
        REQUIRE(dispute.provider(AnswerComplaint{"Przepraszamy"}, {2025, 11, 17}) == "");
        CHECK_FALSE(dispute.log.state().late(0, {2026, 1, 1}));
    }
    SUBCASE("a day later") {
        REQUIRE(dispute.provider(AnswerComplaint{"Przepraszamy"}, {2025, 11, 18}) == "");
        CHECK(dispute.log.state().late(0, {2026, 1, 1}));
        CHECK_FALSE(dispute.log.state().late(1, {2026, 1, 1}));
    }
    SUBCASE("escalated in time without any answer is not late for ever") {
        REQUIRE(dispute.client(EscalateComplaint{"To sprawa dla zarządu"}, {2025, 11, 14}) == "");
        CHECK_FALSE(dispute.log.state().late(0, {2026, 1, 1}));
        CHECK(dispute.log.state().late(1, {2025, 11, 25}));
    }
}

TEST_CASE("the client says when it is settled; staff name the person who said so, and cannot withdraw it") {
    Dispute dispute;
    REQUIRE(dispute.raise() == "");
    CHECK(dispute.provider(SettleComplaint{"Rabat 5 %"}, {2025, 11, 14}) == "refusal.complaint.client_person_missing");
    CHECK(dispute.provider(WithdrawComplaint{"Klient zrezygnował"}, {2025, 11, 14}) == "refusal.complaint.only_client_withdraws");
    CHECK(dispute.client(SettleComplaint{""}, {2025, 11, 14}) == "refusal.complaint.settlement_missing");
    SUBCASE("recorded by staff") {
        REQUIRE(dispute.provider(SettleComplaint{"Rabat 5 %", "Ilona Mróz"}, {2025, 11, 14}) == "");
        CHECK(dispute.log.state().state == ComplaintState::settled);
    }
    SUBCASE("by the client") {
        REQUIRE(dispute.client(SettleComplaint{"Rabat 5 %"}, {2025, 11, 14}) == "");
        CHECK(dispute.log.state().agreed_by == "Ilona Mróz");
    }
    SUBCASE("withdrawn by the client") {
        CHECK(dispute.client(WithdrawComplaint{" "}, {2025, 11, 14}) == "refusal.complaint.withdrawal_reason_missing");
        REQUIRE(dispute.client(WithdrawComplaint{"Wyjaśnione"}, {2025, 11, 14}) == "");
        CHECK(dispute.log.state().state == ComplaintState::withdrawn);
    }
    CHECK_FALSE(dispute.log.state().overdue({2026, 1, 1}));
    CHECK_FALSE(dispute.log.state().late(0, {2026, 1, 1}));
    CHECK(dispute.provider(AnswerComplaint{"Jeszcze jedno"}, {2025, 11, 15}) == "refusal.complaint.ended");
}

TEST_CASE("a complaint that names no account manager is kept and flagged, never refused") {
    Dispute dispute;
    CHECK(dispute.client(RaiseComplaint{"Spóźnione wizyty", "", {}, {}, nullptr}, {2025, 11, 12}) ==
          "refusal.complaint.not_to_account_manager");
    ComplaintRaised body;
    body.on = {2025, 11, 12};
    body.title = "Spóźnione wizyty";
    body.account_manager = dispute.story.technician.user;
    const Verdict verdict = dispute.log.judge(dispute.management, ComplaintEvent{body});
    CHECK(verdict.fate == Fate::flagged);
    CHECK(verdict.reason.key == "refusal.complaint.not_to_account_manager");
    dispute.log.add(dispute.management, ComplaintEvent{body});
    CHECK(dispute.log.state().step() != nullptr);
    CHECK_FALSE(dispute.log.state().next_deadline().has_value());
}

TEST_CASE("steps are taken in order, each answered once, and the last one has nowhere to go") {
    Dispute dispute;
    CHECK(dispute.provider(AnswerComplaint{"?"}, {2025, 11, 12}) == "refusal.subject.unknown");
    REQUIRE(dispute.raise() == "");
    CHECK(dispute.raise() == "refusal.subject.already_there");
    CHECK(dispute.provider(AnswerComplaint{""}, {2025, 11, 13}) == "refusal.complaint.answer_missing");
    REQUIRE(dispute.provider(AnswerComplaint{"Sprawdzamy"}, {2025, 11, 13}) == "");
    CHECK(dispute.provider(AnswerComplaint{"Jeszcze"}, {2025, 11, 13}) == "refusal.complaint.already_answered");
    CHECK(dispute.client(EscalateComplaint{""}, {2025, 11, 13}) == "refusal.complaint.escalation_reason_missing");
    CHECK(dispute.log.judge(dispute.management, ComplaintEvent{ComplaintEscalated{2, {2025, 11, 13}, "x"}}).fate == Fate::refused);
    REQUIRE(dispute.client(EscalateComplaint{"dalej"}, {2025, 11, 13}) == "");
    REQUIRE(dispute.client(EscalateComplaint{"dalej"}, {2025, 11, 14}) == "");
    CHECK(dispute.client(EscalateComplaint{"dalej"}, {2025, 11, 15}) == "refusal.complaint.last_step");
    CHECK(dispute.log.judge(dispute.story.manager, ComplaintEvent{ComplaintAnswered{0, {2025, 11, 15}, "x"}}).fate == Fate::flagged);
}

TEST_CASE("complaints lie where management and account manager read them, and technicians and contact persons do not") {
    Dispute dispute;
    REQUIRE(dispute.raise() == "");
    CHECK(dispute.log.state().stream == stream_id({StreamKind::commercial, dispute.story.clinic, {}}));
    const Body answer = ComplaintEvent{ComplaintAnswered{0, {2025, 11, 13}, "x"}};
    CHECK(dispute.log.judge(dispute.story.technician, answer).reason.key == "refusal.stream_not_writable");
    CHECK(dispute.log.judge(dispute.story.contact, answer).reason.key == "refusal.stream_not_writable");
    CHECK(dispute.log.judge(dispute.management, answer).reason.key == "refusal.not_permitted");
    CHECK(dispute.log.judge(dispute.story.manager, answer).fate == Fate::accepted);
}

TEST_CASE("A10: steps or a day that the agreement and the log do not bear out set nobody a deadline") {
    Dispute dispute;
    AgreementTerms terms = Story::terms();
    terms.account_manager = dispute.story.manager.user;
    terms.disputes = dispute.terms.disputes;
    dispute.agreement = Story::agreement_on(terms, dispute.story.agreement);
    ComplaintRaised raised;
    raised.on = {2025, 11, 12};
    raised.title = "Spóźnione wizyty";
    raised.raised_by = "Ilona Mróz";
    raised.account_manager = dispute.story.manager.user;
    raised.steps = terms.disputes;
    const auto judge = [&](const ComplaintRaised& body) {
        return dispute.log.judge(dispute.management, ComplaintEvent{body}, noon({2025, 11, 12}));
    };
    CHECK(judge(raised).fate == Fate::accepted);
    ComplaintRaised of_tomorrow = raised;
    of_tomorrow.on = {2025, 11, 14};
    CHECK(judge(of_tomorrow).reason.key == "refusal.date.to_come");
    ComplaintRaised dated_back = raised;
    dated_back.on = {2020, 1, 1};
    CHECK(judge(dated_back).reason.key == "refusal.complaint.dated_back");
    ComplaintRaised invented = raised;
    invented.steps = {{"Natychmiast", "zarząd", 1}};
    CHECK(judge(invented).reason.key == "refusal.complaint.steps_differ");

    const Refusal reason = judge(dated_back).reason;
    const EventId event = dispute.log.add(dispute.management, ComplaintEvent{dated_back}, noon({2025, 11, 12}));
    CHECK(dispute.log.state().overdue({2025, 11, 12}));
    dispute.log.add(dispute.story.manager, FactFlagged{{event, reason}}, noon({2025, 11, 12}));
    CHECK_FALSE(dispute.log.state().overdue({2025, 11, 12}));
    CHECK_FALSE(dispute.log.state().next_deadline().has_value());
}
