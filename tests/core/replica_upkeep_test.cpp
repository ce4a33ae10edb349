// The replica's upkeep: projections made again, forgetting, and entries that must not get into the log.
#include <doctest/doctest.h>

#include "core/domain/repair.hpp"
#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Subject ticket(std::uint8_t number) { return {Ticket::subject_kind, fixed_id(number)}; }

Command open_ticket(const std::string& title) {
    OpenTicket command;
    command.title = title;
    return TicketCommand{command};
}

/// The account manager's device with the clinic and one ticket.
struct Stage {
    Stage() {
        auto database = Database::open(":memory:");
        REQUIRE(database.ok());
        take(std::move(*database));
        REQUIRE(replica->set_identity({story.manager, "login", {fixed_id(101)}}).ok());
        for (const auto& [subject, command] : story.beginnings()) REQUIRE(run(subject, command).ok());
        REQUIRE(run(ticket(30), open_ticket("Skaner")).ok());
    }
    Result<void, Trouble> run(const Subject& subject, const Command& command) {
        return replica->execute(subject, story.clinic, command, morning, ids);
    }
    /// In memory there is no second opening of a file, so the database changes hands instead.
    void open_again() { take(replica->release_database()); }
    void take(std::unique_ptr<Database> database) {
        auto opened = Replica::open(std::move(database));
        REQUIRE(opened.ok());
        replica = std::move(*opened);
    }
    void execute(const char* sql) {
        REQUIRE(replica->database().guarded([&] { replica->database().execute(sql); }).ok());
    }

    Story story;
    CountingIds ids;
    std::unique_ptr<Replica> replica;
};

}  // namespace

TEST_CASE("projections of an older version are thrown away and made again from the log") {
    Stage stage;
    stage.execute("UPDATE meta SET value = '0' WHERE name = 'projection_version'");
    stage.execute("UPDATE ticket_row SET title = 'stale'");
    stage.open_again();
    CHECK(stage.replica->subjects_to_rebuild() == 3);
    CHECK(*stage.replica->rebuild_some(1) == 2);
    CHECK(*stage.replica->rebuild_some(10) == 0);
    const auto keys = find_tickets(stage.replica->database(), {.text = "lakowa"});
    REQUIRE(keys.size() == 1);
    CHECK(ticket_row(stage.replica->database(), keys[0].key).value().title == "Skaner");
    stage.open_again();
    CHECK(stage.replica->subjects_to_rebuild() == 0);
}

TEST_CASE("making projections again that was cut off by a reload begins anew and ends complete") {
    Stage stage;
    stage.execute("UPDATE meta SET value = '0' WHERE name = 'projection_version'");
    stage.open_again();
    REQUIRE(*stage.replica->rebuild_some(1) == 2);
    stage.open_again();
    CHECK(stage.replica->subjects_to_rebuild() == 3);
    CHECK(*stage.replica->rebuild_some(3) == 0);
    CHECK(count_tickets(stage.replica->database(), {}) == 1);
    CHECK(organisations(stage.replica->database()).size() == 1);
}

TEST_CASE("what was forgotten stays forgotten when its bytes could not be overwritten, and that is told") {
    Stage stage;
    REQUIRE(stage.replica->outbox_size() == 12);
    const std::uint64_t version = stage.replica->version();
    {
        // SQLite does not VACUUM while any statement is under way.
        auto under_way = stage.replica->database().prepare("SELECT 1 UNION ALL SELECT 2");
        REQUIRE(under_way.step());
        CHECK(stage.replica->forget_everything().ok());
    }
    CHECK_FALSE(stage.replica->identity().has_value());
    CHECK(stage.replica->outbox_size() == 0);
    CHECK(stage.replica->version() > version);
    const auto failure = stage.replica->database().take_last_failure();
    REQUIRE(failure.has_value());
    CHECK(failure->key == "failure.traces_left");
}

TEST_CASE("forgetting while projections are made again leaves nothing to make") {
    Stage stage;
    stage.execute("UPDATE meta SET value = '0' WHERE name = 'projection_version'");
    stage.open_again();
    REQUIRE(stage.replica->forget_everything().ok());
    CHECK_FALSE(stage.replica->database().take_last_failure().has_value());
    CHECK(stage.replica->subjects_to_rebuild() == 0);
    stage.open_again();
    CHECK(stage.replica->subjects_to_rebuild() == 0);
}

TEST_CASE("an entry that is too large or could not be read again is refused before anything is stored") {
    Stage stage;
    const auto refusal_of = [&](const Subject& subject, const Command& command) {
        const auto done = stage.run(subject, command);
        REQUIRE_FALSE(done.ok());
        REQUIRE(std::holds_alternative<Refusal>(done.error()));
        return std::get<Refusal>(done.error());
    };
    SUBCASE("larger than an event may be") {
        PlanVisit plan = stage.story.plan();
        plan.checklist.resize(1);
        plan.checklist[0].checks.assign(5'000, {"check", std::string(60, 'x')});
        const Refusal refusal = refusal_of({Visit::subject_kind, fixed_id(40)}, VisitCommand{plan});
        CHECK(refusal.key == "refusal.entry_too_large");
        CHECK(refusal.params.at("kilobytes_max") == "256");
    }
    SUBCASE("a text longer than its field") {
        OpenTicket command;
        command.title = "Skaner";
        command.description = std::string(100'001, 'x');
        CHECK(refusal_of(ticket(31), TicketCommand{command}).key == "refusal.entry_unreadable");
    }
    CHECK(stage.replica->outbox_size() == 12);
    CHECK(stage.run(ticket(30), TicketCommand{AddTicketComment{"still works"}}).ok());
}

TEST_CASE("more ink than any signature has is refused in words about the signature") {
    const Story story;
    WorkVerified verified;
    verified.contact = story.contact.user;
    verified.contact_name = story.contact.name;
    verified.signature = story.ink();
    const Context context{morning, story.contact};
    CHECK(admit_verification(verified, context).ok());
    SUBCASE("strokes") { verified.signature.strokes.resize(ink_strokes_max + 1); }
    SUBCASE("points") { verified.signature.strokes[0].resize(ink_points_max + 1); }
    const auto refused = admit_verification(verified, context);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().key == "refusal.verification.signature_too_long");
}

TEST_CASE("a device whose owner cannot be read is damaged, not nobody's: what waits to be sent stays") {
    Stage stage;
    auto database = stage.replica->release_database();
    database->execute("UPDATE meta SET value = '{}' WHERE name = 'identity'");
    auto opened = Replica::open(std::move(database));
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().key == "failure.database_corrupt");
}

TEST_CASE("rule 35: a ticket is not resolved on this device while the client's computer is away for repair") {
    Stage stage;
    const Subject repair{Repair::subject_kind, fixed_id(70)};
    DeviceHandedOver device;
    device.name = "REJ-02";
    device.site = stage.story.reception;
    device.ticket = {fixed_id(30)};
    device.fault = "does not start";
    device.handed_over_by = "Halina Dębska";
    device.taken_by = "Łukasz Świerk";
    device.at = morning;
    REQUIRE(stage.run(repair, RepairCommand{HandOverDevice{device}}).ok());
    const auto refused = stage.run(ticket(30), TicketCommand{ResolveTicket{"sent away"}});
    REQUIRE_FALSE(refused.ok());
    CHECK(std::get<Refusal>(refused.error()).key == "refusal.repair.device_still_away");
    DeviceReturned back;
    back.at = morning;
    back.received_by = "Halina Dębska";
    REQUIRE(stage.run(repair, RepairCommand{ReturnDevice{back}}).ok());
    CHECK(stage.run(ticket(30), TicketCommand{ResolveTicket{"repaired"}}).ok());
}
