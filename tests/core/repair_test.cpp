// Repairs: the clock to the replacement device, custody, closing (requirements.md C4, rules.md 35).
#include "core/domain/repair.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Instant at_hour(std::int64_t hours) { return at_minute(hours * 60); }

struct Workshop : Company {
    TicketId ticket{fixed_id(30)};
    AssetId loaner{fixed_id(31)}, other_loaner{fixed_id(32)};
    AgreementClock clock = *AgreementClock::of(terms());
    SubjectLog<Repair> log{*this, fixed_id(40)};

    static AgreementTerms terms() {
        AgreementTerms terms;
        terms.mode = ServiceMode::sla;
        terms.calendars["all"] = around_the_clock("Europe/Warsaw");
        terms.levels.calendar = "all";
        terms.replacement = Target::real({72 * 60});
        return terms;
    }
    const WorkingTime& time() const { return *clock.time_at({}); }

    std::string run(const RepairCommand& command, Instant now = morning) { return log.run(story.technician, command, now); }
    std::string hand_over() { return hand_over_under(&clock); }
    std::string hand_over_under(const AgreementClock* version) {
        DeviceHandedOver details;
        details.asset = story.first_computer;
        details.name = "REJ-01";
        details.site = story.reception;
        details.ticket = ticket;
        details.fault = "Nie uruchamia się";
        details.handed_over_by = story.contact.name;
        details.taken_by = story.technician.name;
        details.at = morning;
        return run(HandOverDevice{details, version});
    }
    std::string lend(const AssetId& device, Instant at) { return run(LendReplacement{{device, "ZAST-04", "Ewa Lis", at}}, at); }
    std::string take_back(const AssetId& device, Instant at) { return run(TakeBackReplacement{{device, "bez uwag", at}}, at); }
    std::string bring_back(Instant at) { return run(ReturnDevice{{RepairOutcome::repaired, "Halina Dębska", "", at}}, at); }
    ClockReading read(Instant now) const { return replacement_clock(log.state(), time(), now).read(); }
    bool owed(Instant now) const { return replacement_owed(log.state(), time(), now); }
};

}  // namespace

TEST_CASE("the 72 hours to a replacement device run from the hand-over, and it is owed from then on") {
    Workshop shop;
    REQUIRE(shop.hand_over() == "");
    CHECK(shop.read(at_hour(10)).due == at_hour(72));
    CHECK_FALSE(shop.owed(at_hour(72) - Milliseconds{1}));
    CHECK(shop.owed(at_hour(72)));
    REQUIRE(shop.lend(shop.loaner, at_hour(72)) == "");
    CHECK_FALSE(shop.owed(at_hour(73)));
    CHECK(shop.read(at_hour(200)).state == ClockState::met);
}

TEST_CASE("a replacement lent too late, or a device back too late, is a breach for ever") {
    Workshop lent_late;
    REQUIRE(lent_late.hand_over() == "");
    REQUIRE(lent_late.lend(lent_late.loaner, at_hour(72) + Milliseconds{1}) == "");
    CHECK(lent_late.read(at_hour(80)).state == ClockState::breached);
    Workshop back_late;
    REQUIRE(back_late.hand_over() == "");
    REQUIRE(back_late.bring_back(at_hour(73)) == "");
    CHECK(back_late.read(at_hour(80)).state == ClockState::breached);
}

TEST_CASE("the device back within the time stops the clock") {
    Workshop shop;
    REQUIRE(shop.hand_over() == "");
    REQUIRE(shop.bring_back(at_hour(72)) == "");
    CHECK(shop.read(at_hour(300)).state == ClockState::met);
    CHECK_FALSE(shop.owed(at_hour(300)));
}

TEST_CASE("a replacement taken back too early lets the clock run on; the time it was out is a pause") {
    Workshop shop;
    REQUIRE(shop.hand_over() == "");
    REQUIRE(shop.lend(shop.loaner, at_hour(48)) == "");
    REQUIRE(shop.take_back(shop.loaner, at_hour(96)) == "");
    CHECK(shop.read(at_hour(100)).due == at_hour(120));
    CHECK(shop.read(at_hour(100)).state == ClockState::running);
    CHECK(shop.owed(at_hour(120)));
    SUBCASE("another one in time keeps the promise") {
        REQUIRE(shop.lend(shop.other_loaner, at_hour(110)) == "");
        REQUIRE(shop.bring_back(at_hour(400)) == "");
        REQUIRE(shop.take_back(shop.other_loaner, at_hour(401)) == "");
        CHECK(shop.read(at_hour(500)).state == ClockState::met);
        CHECK(shop.read(at_hour(500)).used == Milliseconds{62 * 3'600'000});
    }
    SUBCASE("none in time breaks it") {
        REQUIRE(shop.bring_back(at_hour(121)) == "");
        CHECK(shop.read(at_hour(500)).state == ClockState::breached);
    }
}

TEST_CASE("only the agreement promises a replacement: without one, or outside the mode with guarantees, no clock runs") {
    Workshop without;
    REQUIRE(without.hand_over_under(nullptr) == "");
    CHECK(without.read(at_hour(500)).state == ClockState::none);
    CHECK_FALSE(without.owed(at_hour(500)));
    AgreementTerms prepaid = Workshop::terms();
    prepaid.mode = ServiceMode::prepaid;
    const AgreementClock clock = *AgreementClock::of(prepaid);
    Workshop package;
    REQUIRE(package.hand_over_under(&clock) == "");
    CHECK(package.read(at_hour(500)).state == ClockState::none);
}

TEST_CASE("neither the repair nor its ticket is closed while the device is away or a replacement is out") {
    Workshop shop;
    REQUIRE(shop.hand_over() == "");
    const auto ticket_refusal = [&](const TicketId& ticket) {
        const Repair repair = shop.log.state();
        const auto admission = may_close_ticket(ticket, {&repair});
        return admission ? std::string{} : admission.error().key;
    };
    CHECK(shop.run(CloseRepair{}) == "refusal.repair.device_still_away");
    CHECK(ticket_refusal(shop.ticket) == "refusal.repair.device_still_away");
    REQUIRE(shop.lend(shop.loaner, at_hour(10)) == "");
    REQUIRE(shop.bring_back(at_hour(50)) == "");
    CHECK(shop.run(CloseRepair{}) == "refusal.repair.replacement_still_out");
    CHECK(ticket_refusal(shop.ticket) == "refusal.repair.replacement_still_out");
    CHECK(ticket_refusal({fixed_id(33)}) == "");
    REQUIRE(shop.take_back(shop.loaner, at_hour(51)) == "");
    CHECK(ticket_refusal(shop.ticket) == "");
    REQUIRE(shop.run(CloseRepair{"Wymieniony zasilacz"}) == "");
    CHECK(shop.log.state().closed);
    CHECK(shop.run(CloseRepair{}) == "refusal.repair.closed");
}

TEST_CASE("it is always known who has the client's device, and who has which replacement") {
    Workshop shop;
    CHECK(shop.bring_back(at_hour(1)) == "refusal.subject.unknown");
    REQUIRE(shop.hand_over() == "");
    CHECK(shop.hand_over() == "refusal.repair.already_handed_over");
    CHECK(shop.log.state().custodian() == "Łukasz Świerk");
    CHECK(shop.run(SendDeviceToService{{"", "", true, {}, at_hour(2)}}) == "refusal.repair.service_missing");
    REQUIRE(shop.run(SendDeviceToService{{"Serwis Lenovo", "RMA-7", true, LocalDate{2025, 11, 20}, at_hour(2)}}) == "");
    CHECK(shop.log.state().custodian() == "Serwis Lenovo");
    CHECK(shop.log.state().services.back().under_warranty);
    REQUIRE(shop.run(ChaseRepairService{{"Brak części", LocalDate{2025, 11, 28}, at_hour(100)}}) == "");
    REQUIRE(shop.run(ChaseRepairService{{"Nikt nie odbiera", {}, at_hour(120)}}) == "");
    CHECK(shop.log.state().promised_on() == LocalDate{2025, 11, 28});
    REQUIRE(shop.lend(shop.loaner, at_hour(20)) == "");
    CHECK(shop.lend(shop.loaner, at_hour(21)) == "refusal.repair.replacement_already_out");
    CHECK(shop.log.state().loan_out()->holder == "Ewa Lis");
    CHECK(shop.take_back(shop.other_loaner, at_hour(30)) == "refusal.repair.replacement_not_out");
    CHECK(shop.take_back(shop.loaner, at_hour(19)) == "refusal.repair.back_before_lent");
    CHECK(shop.bring_back(morning - Milliseconds{1}) == "refusal.repair.before_hand_over");
    REQUIRE(shop.bring_back(at_hour(150)) == "");
    CHECK(shop.log.state().custodian() == "Halina Dębska");
    CHECK(shop.log.state().history.size() == 6);
}

TEST_CASE("two tablets that record the same loan lend one device: the second is flagged, not lost") {
    Workshop shop;
    REQUIRE(shop.hand_over() == "");
    REQUIRE(shop.lend(shop.loaner, at_hour(20)) == "");
    const Body again = RepairEvent{ReplacementLent{shop.loaner, "ZAST-04", "Ewa Lis", at_hour(20)}};
    CHECK(shop.log.judge(shop.story.technician, again).fate == Fate::flagged);
    shop.log.add(shop.story.technician, again);
    CHECK(shop.log.state().loans.size() == 1);
    CHECK(shop.log.judge(shop.story.technician, RepairEvent{RepairClosed{}}).fate == Fate::refused);
    CHECK(shop.log.judge(shop.story.contact, again).reason.key == "refusal.not_permitted");
}

TEST_CASE("C4: what is said to have happened before the hand-over happened when it was said, and a flagged loan keeps no promise") {
    Workshop shop;
    REQUIRE(shop.hand_over() == "");
    const auto receive = [&](const ReplacementLent& lent, Instant now) {
        const Body body = RepairEvent{lent};
        const Verdict verdict = shop.log.judge(shop.story.technician, body, now);
        const EventId event = shop.log.add(shop.story.technician, body, now);
        if (verdict.fate == Fate::flagged) shop.log.add(shop.story.manager, FactFlagged{{event, verdict.reason}}, now);
        return verdict;
    };
    SUBCASE("lent on the fifth day, and said to be lent before the hand-over") {
        const Verdict verdict = receive({shop.loaner, "ZAST-04", "Ewa Lis", morning - Minutes{60}.milliseconds()}, at_hour(120));
        CHECK(verdict.reason.key == "refusal.repair.before_hand_over");
        CHECK(shop.read(at_hour(144)).state == ClockState::breached);
        CHECK(shop.log.state().loans[0].from == at_hour(120));
    }
    SUBCASE("a device of which nobody says who has it is out, and keeps no promise") {
        CHECK(receive({shop.loaner, "ZAST-04", "", at_hour(10)}, at_hour(10)).fate == Fate::flagged);
        CHECK(shop.read(at_hour(80)).state == ClockState::breached);
        REQUIRE(shop.log.state().loan_out() != nullptr);
        CHECK(shop.run(CloseRepair{}) == "refusal.repair.device_still_away");
    }
    SUBCASE("a clock that runs ahead lends nothing for later") {
        CHECK(receive({shop.loaner, "ZAST-04", "Ewa Lis", at_hour(500)}, at_hour(20)).fate == Fate::accepted);
        CHECK(shop.log.state().loans[0].from == at_hour(20));
    }
}

TEST_CASE("N9, C4: the agreement promises the replacement, whatever the device that took the laptop knew of it") {
    Company company;
    AgreementTerms terms = Workshop::terms();
    const Agreement agreement = Story::agreement_on(terms, company.story.agreement);
    const Context context{at_hour(1), company.story.technician, &company.organisation, &agreement};
    DeviceHandedOver told;
    told.name = "REJ-01";
    told.site = company.story.reception;
    told.at = morning;
    const auto owed = owed_replacement(told, morning, context);
    REQUIRE(owed.has_value());
    CHECK(owed->replacement == Target::real({72 * 60}));
    CHECK(owed->agreement == company.story.agreement);
    told.agreement = owed->agreement;
    told.replacement = owed->replacement;
    CHECK_FALSE(owed_replacement(told, morning, context).has_value());
    // Without an agreement nothing is promised, whatever the device says.
    const Context nothing_agreed{at_hour(1), company.story.technician, &company.organisation};
    CHECK(owed_replacement(told, morning, nothing_agreed)->replacement == Target::none());

    Workshop shop;
    REQUIRE(shop.hand_over_under(nullptr) == "");
    CHECK(shop.read(at_hour(100)).state == ClockState::none);
    CHECK(shop.log.judge(shop.story.technician, RepairEvent{*owed}).reason.key == "refusal.not_permitted");
    shop.log.add(shop.story.manager, RepairEvent{*owed}, at_hour(1));
    CHECK(shop.read(at_hour(100)).state == ClockState::breached);
    CHECK(shop.log.state().device.agreement == company.story.agreement);
}
