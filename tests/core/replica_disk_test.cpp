// A replica on a disk that fails: at every single operation of a working day the power goes, the disk refuses once, or it is full. What was
// called saved is there afterwards, what was refused is not, and the server has everything once.
#ifndef __EMSCRIPTEN__
#include <doctest/doctest.h>

#include <set>

#include "core/storage/replica.hpp"
#include "tests/simulation/sim_disk.hpp"
#include "tests/support/memory_server.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;
using simulation::Bytes;
using simulation::Chance;
using simulation::SimDisk;

namespace {

const Story story;
const Subject visit{Visit::subject_kind, fixed_id(40)};
const Subject ticket{Ticket::subject_kind, fixed_id(30)};

/// The clinic with a visit of today, as the account manager planned it.
MemoryServer planned_day() {
    MemoryServer server;
    auto manager = Replica::open(Database::open(":memory:").value()).value();
    REQUIRE(manager->set_identity({story.manager, "manager", {fixed_id(101)}}).ok());
    CountingIds ids(101);
    for (const auto& [subject, command] : story.beginnings()) REQUIRE(manager->execute(subject, story.clinic, command, morning, ids).ok());
    REQUIRE(manager->execute(visit, story.clinic, VisitCommand{story.plan()}, morning, ids).ok());
    server.handle(*manager->next_request(morning), story.manager, morning);
    return server;
}

/// A technician's tablet, its disk, and what its screens called saved.
class Tablet {
public:
    explicit Tablet(const char* name = "tablet") : disk(name) { simulation::register_sim_vfs(simulation::SimVfs::by_name); }

    /// Nothing when it cannot be opened.
    std::optional<Failure> open() {
        replica_.reset();
        auto database = Database::open(disk.path("countersign.db"), "simulation");
        if (!database) return database.error();
        auto replica = Replica::open(std::move(*database));
        if (!replica) return replica.error();
        replica_ = std::move(*replica);
        return {};
    }
    void close() { replica_.reset(); }
    Replica& replica() { return *replica_; }

    /// The steps of the day, each of which says whether it is saved.
    std::size_t steps() const { return 10; }
    bool step(std::size_t number, MemoryServer& server) {
        const Instant now = at_minute(static_cast<std::int64_t>(number));
        switch (number) {
            case 0:
                return replica_->set_identity({story.technician, "technician", {fixed_id(102)}}).ok();
            case 1:
                return replica_->set_signing_seed(KeySeed{1, 2, 3}).ok();
            case 2:
                return sync(server, now);
            case 3:
                return run(visit, VisitCommand{StartVisit{}}, now);
            case 4:
                return run(visit, VisitCommand{RecordCheck{story.first_computer, "backup", CheckResult::ok}}, now);
            case 5:
                return replica_
                    ->atomically([&]() -> Result<void, Trouble> {
                        OpenTicket printer;
                        printer.title = "Drukarka w rejestracji zacina papier";
                        if (auto opened = execute(ticket, TicketCommand{printer}, now); !opened) return opened;
                        return execute(ticket, TicketCommand{AddTicketComment{"Rolka do wymiany"}}, now);
                    })
                    .ok();
            case 6:
                return replica_->keep_draft("note", "Wałek grzewczy też").ok();
            case 7:
                return sync(server, now);
            case 8:
                return run(ticket, TicketCommand{StartTicketWork{}}, now);
            default:
                return sync(server, now);
        }
    }

    /// What the disk holds, by the id of the event.
    std::map<std::string, std::string> held() {
        std::map<std::string, std::string> events;
        auto query = replica_->database().prepare("SELECT bytes FROM event");
        while (query.step()) events[read_event(query.blob(0))->envelope.id.value] = query.blob(0);
        return events;
    }
    std::string rows() {
        std::string all;
        for (const char* table : {"organisation_row", "agreement_row", "ticket_row", "visit_row"}) {
            auto query = replica_->database().prepare(std::string("SELECT * FROM ") + table + " ORDER BY id");
            auto width = replica_->database().prepare(std::string("SELECT count(*) FROM pragma_table_info('") + table + "')");
            REQUIRE(width.step());
            while (query.step()) {
                for (int i = 0; i < width.integer(0); ++i) all += query.text(i) + "|";
                all += "\n";
            }
        }
        return all;
    }
    bool whole() {
        auto check = replica_->database().prepare("PRAGMA integrity_check");
        return check.step() && check.text(0) == "ok";
    }
    /// Rows that are made anew from the log are those that are there; what is counted in memory is what lies on the disk.
    void check_projections() {
        const std::string shown = rows();
        const std::size_t unsent = replica_->outbox_size();
        replica_->database().execute("DELETE FROM meta WHERE name = 'projection_version'");
        REQUIRE_FALSE(open().has_value());
        while (replica_->subjects_to_rebuild() > 0) REQUIRE(replica_->rebuild_some(2).ok());
        CHECK(rows() == shown);
        CHECK(replica_->outbox_size() == unsent);
    }

    SimDisk disk;

private:
    Result<void, Trouble> execute(const Subject& subject, const Command& command, Instant now) {
        return replica_->execute(subject, story.clinic, command, now, ids_);
    }
    bool run(const Subject& subject, const Command& command, Instant now) { return execute(subject, command, now).ok(); }
    bool sync(MemoryServer& server, Instant now) {
        for (;;) {
            const auto request = replica_->next_request(now);
            if (!request) return false;
            const auto received = replica_->receive(server.handle(*request, story.technician, now, 4), request->cursors);
            if (!received) return false;
            if (!received->more && replica_->outbox_size() == 0) return true;
        }
    }

    std::unique_ptr<Replica> replica_;
    CountingIds ids_{102};
};

/// The whole day where nothing fails: what everybody must end with.
struct QuietDay {
    QuietDay() : server(planned_day()) {
        REQUIRE_FALSE(tablet.open().has_value());
        for (std::size_t i = 0; i < tablet.steps(); ++i) REQUIRE(tablet.step(i, server));
        rows = tablet.rows();
    }
    MemoryServer server;
    Tablet tablet{"quiet"};
    std::string rows;
};

void check_server_has_everything_once(Tablet& tablet, MemoryServer& server) {
    std::map<std::string, int> times;
    for (const auto& [stream, events] : server.streams()) {
        for (const StoredEvent& event : events) ++times[event.envelope.id.value];
    }
    for (const auto& [id, bytes] : tablet.held()) CHECK(times[id] == 1);
    for (const StreamHolding& holding : tablet.replica().streams()) {
        CHECK(holding.alarm.empty());
        CHECK_FALSE(tablet.replica().verify_stream(holding.stream).has_value());
    }
    CHECK(tablet.replica().attention().empty());
}

}  // namespace

TEST_CASE("the power may fail at any operation of a working day: what was called saved is there, and the day goes on") {
    QuietDay quiet;
    bool finished = false;
    std::int64_t operation = 1;
    for (; !finished; ++operation) {
        CAPTURE(operation);
        MemoryServer server = planned_day();
        Tablet tablet;
        tablet.disk.fail_after(operation);
        std::size_t done = 0;
        std::map<std::string, std::string> saved;
        if (!tablet.open()) {
            while (done < tablet.steps() && tablet.step(done, server)) {
                saved = tablet.held();
                ++done;
            }
        }
        finished = !tablet.disk.failed();
        CHECK((done == tablet.steps()) == finished);
        tablet.close();
        Chance chance(static_cast<std::uint64_t>(operation));
        tablet.disk.power_cut(chance);

        const auto trouble = tablet.open();
        REQUIRE_MESSAGE(!trouble, trouble->describe());
        CHECK(tablet.whole());
        const auto held = tablet.held();
        for (const auto& [id, bytes] : saved) {
            REQUIRE(held.count(id) == 1);
            CHECK(held.at(id) == bytes);
        }
        if (done > 6) CHECK(tablet.replica().draft("note") == "Wałek grzewczy też");
        tablet.check_projections();
        // The step that failed is done again; where it had reached the disk after all, the rules say that it is done.
        for (std::size_t i = done; i < tablet.steps(); ++i) {
            const bool again = tablet.step(i, server);
            if (i > done) CHECK(again);
        }
        check_server_has_everything_once(tablet, server);
        CHECK(tablet.replica().outbox_size() == 0);
        CHECK(tablet.replica().find<Visit>(visit.id)->state == VisitState::on_site);
        CHECK(tablet.replica().find<Ticket>(ticket.id)->state == TicketState::in_progress);
    }
    CHECK(operation > 60);
}

TEST_CASE("a disk that refuses one operation loses nothing: the step is refused whole, and works when it is done again") {
    QuietDay quiet;
    std::int64_t refused = 0;
    for (std::int64_t operation = 1;; ++operation) {
        CAPTURE(operation);
        MemoryServer server = planned_day();
        Tablet tablet;
        tablet.disk.fail_once_after(operation);
        if (const auto trouble = tablet.open()) {
            ++refused;
            const auto still = tablet.open();
            REQUIRE_MESSAGE(!still, still->describe());
        }
        for (std::size_t i = 0; i < tablet.steps(); ++i) {
            CAPTURE(i);
            const auto before = tablet.held();
            if (tablet.step(i, server)) continue;
            ++refused;
            // A sync may have taken in some of its pages; what the person did is there whole or not at all.
            if (i != 2 && i != 7 && i != 9) CHECK(tablet.held() == before);
            REQUIRE(tablet.step(i, server));
        }
        if (tablet.disk.failure_to_come()) break;
        CHECK(tablet.whole());
        CHECK(tablet.rows() == quiet.rows);
        tablet.check_projections();
        check_server_has_everything_once(tablet, server);
    }
    CHECK(refused > 30);
}

TEST_CASE("a full disk refuses what does not fit, says so, and takes it when there is room again") {
    QuietDay quiet;
    const std::size_t needed = quiet.tablet.disk.bytes_used();
    std::int64_t refused = 0;
    for (std::size_t room = 4096; room < needed + 8192; room += 4096) {
        CAPTURE(room);
        MemoryServer server = planned_day();
        Tablet tablet;
        tablet.disk.limit(room);
        if (tablet.open()) {
            ++refused;
            tablet.disk.limit(0);
            const auto still = tablet.open();
            REQUIRE_MESSAGE(!still, still->describe());
        }
        for (std::size_t i = 0; i < tablet.steps(); ++i) {
            CAPTURE(i);
            if (tablet.step(i, server)) continue;
            ++refused;
            tablet.disk.limit(0);
            REQUIRE(tablet.step(i, server));
        }
        CHECK(tablet.whole());
        CHECK(tablet.rows() == quiet.rows);
        check_server_has_everything_once(tablet, server);
    }
    CHECK(refused > 3);
}
#endif
