// Supplier cases: other suppliers chased on the client's behalf (requirements.md C4).
#include "core/domain/supplier_case.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

TEST_CASE("a supplier's promised day that is over calls for chasing until the matter is done") {
    Company company;
    const Actor& technician = company.story.technician;
    SubjectLog<SupplierCase> log(company, fixed_id(40));
    const auto run = [&](const SupplierCaseCommand& command) { return log.run(technician, command); };
    SupplierCaseOpened line{"Orange", "Internet w rejestracji", "", "Brak łącza od rana", company.story.reception, {}, {}};
    CHECK(run(ChaseSupplier{{"telefon"}}) == "refusal.subject.unknown");
    line.supplier = " ";
    CHECK(run(OpenSupplierCase{line}) == "refusal.supplier.name_missing");
    line.supplier = "Orange";
    line.promised_on = LocalDate{2026, 6, 5};
    REQUIRE(run(OpenSupplierCase{line}) == "");
    CHECK(run(OpenSupplierCase{line}) == "refusal.subject.already_there");
    CHECK_FALSE(log.state().to_be_chased({2026, 6, 5}));
    CHECK(log.state().to_be_chased({2026, 6, 6}));
    REQUIRE(log.run(technician, SupplierCaseCommand{ChaseSupplier{{"telefon, pan Nowak"}}}, at_minute(60)) == "");
    CHECK(log.state().last_chased_at == at_minute(60));
    REQUIRE(run(RecordSupplierAnswer{{"Kabel przecięty przy budowie", "44-812", LocalDate{2026, 6, 9}}}) == "");
    CHECK(log.state().reference == "44-812");
    CHECK_FALSE(log.state().to_be_chased({2026, 6, 9}));
    CHECK(log.state().to_be_chased({2026, 6, 10}));
    CHECK(run(FinishSupplierCase{{""}}) == "refusal.supplier.outcome_missing");
    REQUIRE(run(FinishSupplierCase{{"Łącze działa"}}) == "");
    CHECK_FALSE(log.state().to_be_chased({2026, 6, 10}));
    CHECK(run(RecordSupplierAnswer{{"a jednak", "", {}}}) == "refusal.supplier.case_done");
    CHECK(log.state().history.size() == 4);
}

TEST_CASE("a client's people read what was asked of their suppliers, staff write it") {
    Company company;
    SubjectLog<SupplierCase> log(company, fixed_id(40));
    const SupplierCaseCommand open = OpenSupplierCase{{"Orange", "", "", "Brak łącza", {}, {}, {}}};
    CHECK(log.run(company.story.contact, open) == "refusal.not_permitted");
    REQUIRE(log.run(company.story.technician, open) == "");
    CHECK(log.state().stream == shared_stream(company.story.clinic));
}
