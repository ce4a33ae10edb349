// Proposals: cost, validity, the client's decision (requirements.md R3).
#include "core/domain/proposal.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Offer : Company {
    CommercialTerms terms;
    SubjectLog<Proposal> log{*this, fixed_id(40)};
    ProposalMade details{
        ProposalKind::add_on, "Przypomnienia SMS", "Mniej nieodbytych wizyt", 120'000, 9'000, Currency::pln, {2026, 1, 31}, {}};

    Offer() { terms.rates.currency = Currency::czk; }
    std::string make() { return log.run(story.manager, ProposalCommand{MakeProposal{details, &terms}}); }
    std::string client(const ProposalCommand& command, LocalDate on) { return log.run(management, command, noon(on)); }
};

}  // namespace

TEST_CASE("a proposal costs so much once and a month, in the currency of the agreement, whatever else was filled in") {
    Offer offer;
    CHECK(offer.log.run(offer.story.manager, ProposalCommand{MakeProposal{offer.details, nullptr}}) == "refusal.proposal.no_prices");
    REQUIRE(offer.make() == "");
    const Proposal made = offer.log.state();
    CHECK(made.content.currency == Currency::czk);
    CHECK(made.first_year_minor() == 228'000);
    CHECK(made.content.agreement == offer.story.agreement);
    CHECK(made.stream == stream_id({StreamKind::commercial, offer.story.clinic, {}}));
    CHECK(offer.make() == "refusal.subject.already_there");
}

TEST_CASE("it can be accepted on its last day and has lapsed on the next") {
    Offer offer;
    REQUIRE(offer.make() == "");
    CHECK_FALSE(offer.log.state().lapsed({2026, 1, 31}));
    CHECK(offer.log.state().lapsed({2026, 2, 1}));
    CHECK(offer.client(AcceptProposal{}, {2026, 2, 1}) == "refusal.proposal.lapsed");
    REQUIRE(offer.client(AcceptProposal{"Od marca"}, {2026, 1, 31}) == "");
    const Proposal accepted = offer.log.state();
    CHECK(accepted.state == ProposalState::accepted);
    CHECK(accepted.decision->decided_by == "Ilona Mróz");
    CHECK_FALSE(accepted.lapsed({2026, 2, 1}));
    CHECK(offer.client(DeclineProposal{"Jednak nie"}, {2026, 1, 31}) == "refusal.proposal.decided");
}

TEST_CASE("who declines says why") {
    Offer offer;
    REQUIRE(offer.make() == "");
    CHECK(offer.client(DeclineProposal{" "}, {2026, 1, 10}) == "refusal.proposal.decline_reason_missing");
    REQUIRE(offer.client(DeclineProposal{"Za drogo"}, {2026, 1, 10}) == "");
    CHECK(offer.log.state().state == ProposalState::declined);
    CHECK(offer.log.state().history.back().text == "Za drogo");
}

TEST_CASE("only the client decides, and only the provider withdraws") {
    Offer offer;
    REQUIRE(offer.make() == "");
    CHECK(offer.log.run(offer.story.manager, ProposalCommand{AcceptProposal{}}) == "refusal.not_permitted");
    CHECK(offer.client(WithdrawProposal{"x"}, {2026, 1, 10}) == "refusal.not_permitted");
    CHECK(offer.log.run(offer.story.manager, ProposalCommand{WithdrawProposal{""}}) == "refusal.proposal.withdrawal_reason_missing");
    REQUIRE(offer.log.run(offer.story.manager, ProposalCommand{WithdrawProposal{"Dostawca podniósł ceny"}}) == "");
    CHECK(offer.client(AcceptProposal{}, {2026, 1, 10}) == "refusal.proposal.decided");
}

TEST_CASE("a cost is never negative, nor larger than sums can hold, and a proposal has a title") {
    Offer offer;
    offer.details.once_minor = -1;
    CHECK(offer.make() == "refusal.proposal.cost");
    offer.details.once_minor = 0;
    offer.details.per_month_minor = rate_minor_max + 1;
    CHECK(offer.make() == "refusal.proposal.cost");
    offer.details.per_month_minor = 0;
    offer.details.title = "";
    CHECK(offer.make() == "refusal.proposal.title_missing");
}
