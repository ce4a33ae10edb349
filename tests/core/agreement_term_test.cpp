// Term, renewal and notice: rules.md 38.
#include "core/domain/agreement_term.hpp"

#include <doctest/doctest.h>

using namespace countersign;

TEST_CASE("rule 38: one month to the end of the next month, as in the example of the rule") {
    const AgreementTerm term{{2026, 3, 1}, 12, 12, {1, 0, true}, 30};
    CHECK(term.last_day({2026, 3, 1}) == LocalDate{2027, 2, 28});
    CHECK(term.last_day_for_notice({2026, 6, 1}) == LocalDate{2027, 1, 31});
    CHECK(term.announce_from({2026, 6, 1}) == LocalDate{2027, 1, 1});
    CHECK(term.ends_after_notice({2027, 1, 31}) == LocalDate{2027, 2, 28});
    CHECK(term.ends_after_notice({2027, 2, 1}) == LocalDate{2028, 2, 29});
    CHECK_FALSE(term.ends_early_after_notice({2026, 5, 31}).has_value());
    AgreementTerm may_end_early = term;
    may_end_early.early_end = true;
    CHECK(may_end_early.ends_early_after_notice({2026, 5, 31}) == LocalDate{2026, 6, 30});
    CHECK_FALSE(may_end_early.ends_early_after_notice({2027, 1, 31}).has_value());  // no sooner than the term itself
}

TEST_CASE("an indefinite term ends with the notice period") {
    const AgreementTerm to_month_end{{2026, 1, 15}, 0, 0, {3, 0, true}, 30};
    CHECK(to_month_end.ends_after_notice({2026, 2, 10}) == LocalDate{2026, 5, 31});
    CHECK_FALSE(to_month_end.last_day({2026, 2, 10}).has_value());
    CHECK_FALSE(to_month_end.announce_from({2026, 2, 10}).has_value());
    const AgreementTerm by_days{{2026, 1, 15}, 0, 0, {0, 14, false}, 30};
    CHECK(by_days.ends_after_notice({2026, 2, 20}) == LocalDate{2026, 3, 6});
    const AgreementTerm by_months{{2026, 1, 15}, 0, 0, {1, 0, false}, 30};
    CHECK(by_months.ends_after_notice({2026, 1, 31}) == LocalDate{2026, 2, 28});
}

TEST_CASE("a term that does not renew is announced before its end, and notice ends nothing earlier") {
    const AgreementTerm term{{2026, 1, 31}, 6, 0, {1, 0, true}, 60};
    CHECK(term.last_day({2026, 12, 1}) == LocalDate{2026, 7, 30});
    CHECK(term.announce_from({2026, 3, 1}) == LocalDate{2026, 5, 31});
    CHECK(term.ends_after_notice({2026, 2, 1}) == LocalDate{2026, 7, 30});
    CHECK_FALSE(term.last_day_for_notice({2026, 3, 1}).has_value());
    CHECK_FALSE(term.last_day({2026, 1, 1}).has_value());
}

TEST_CASE("renewals are counted from the start and do not drift") {
    const AgreementTerm term{{2026, 1, 31}, 1, 1, {0, 7, false}, 7};
    // February has no 30th: its last day, as the Civil Codes say (Polish art. 112, Czech par. 605).
    CHECK(term.last_day({2026, 2, 15}) == LocalDate{2026, 2, 28});
    CHECK(term.last_day({2026, 3, 1}) == LocalDate{2026, 3, 30});
    CHECK(term.last_day_for_notice({2026, 3, 1}) == LocalDate{2026, 3, 23});
}

TEST_CASE("a term survives being written and read") {
    const AgreementTerm term{{2026, 3, 1}, 24, 12, {2, 10, false}, 45};
    const Json json = term.to_json();
    FieldReader fields(json);
    CHECK(AgreementTerm::from_json(fields) == term);
    CHECK_FALSE(fields.problem());
}
