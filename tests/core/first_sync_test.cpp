// A device that takes in a long history page by page: rows, what it says of its progress and of what it holds, and logs of before.
#include <doctest/doctest.h>

#include "core/storage/holdings.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/log_of_version_2.hpp"
#include "tests/support/memory_server.hpp"
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

std::unique_ptr<Replica> opened(std::unique_ptr<Database> database) {
    auto replica = Replica::open(std::move(database));
    REQUIRE(replica.ok());
    return std::move(*replica);
}

struct Device {
    Device(const Actor& who, std::uint8_t number) : actor(who), ids(number) {
        auto database = Database::open(":memory:");
        REQUIRE(database.ok());
        replica = opened(std::move(*database));
        REQUIRE(replica->set_identity({actor, "login", {fixed_id(number)}}).ok());
    }
    void record(const Subject& subject, const Command& command, Instant now) {
        REQUIRE(replica->execute(subject, story.clinic, command, now, ids).ok());
    }
    ReceiveSummary sync_once(MemoryServer& server, Instant now, std::size_t page = 1'000) {
        const auto request = replica->next_request(now);
        REQUIRE(request.ok());
        const auto received = replica->receive(server.handle(*request, actor, now, page), request->cursors);
        REQUIRE(received.ok());
        return *received;
    }
    void open_again() { replica = opened(replica->release_database()); }
    /// All rows of all tickets, column by column.
    std::string rows() {
        const auto text = replica->database().guarded([&] {
            std::string all;
            auto query = replica->database().prepare("SELECT * FROM ticket_row ORDER BY id");
            while (query.step()) {
                for (int column = 0; column < 19; ++column) all += query.text(column) + "|";
                all += "\n";
            }
            return all;
        });
        REQUIRE(text.ok());
        return *text;
    }

    Story story;
    Actor actor;
    std::unique_ptr<Replica> replica;
    CountingIds ids;
};

/// Three tickets whose entries lie between each other's: 30 of them after the opening.
void make_history(Device& manager, MemoryServer& server) {
    for (const auto& [subject, command] : manager.story.beginnings()) manager.record(subject, command, morning);
    for (std::uint8_t number = 30; number < 33; ++number)
        manager.record(ticket(number), open_ticket("Skaner " + std::to_string(number)), morning);
    for (int i = 0; i < 30; ++i) {
        const Subject subject = ticket(static_cast<std::uint8_t>(30 + i % 3));
        const bool internal = i % 7 == 3;
        manager.record(subject,
                       internal ? Command{TicketCommand{AddInternalNote{"n" + std::to_string(i)}}}
                                : Command{TicketCommand{AddTicketComment{"c" + std::to_string(i)}}},
                       at_minute(i));
        if (i % 4 == 0) manager.sync_once(server, at_minute(i));
    }
    manager.record(ticket(31), TicketCommand{StartTicketWork{}}, at_minute(40));
    manager.sync_once(server, at_minute(41));
    REQUIRE(manager.replica->outbox_size() == 0);
}

void execute(Device& device, const char* sql) {
    const auto done = device.replica->database().guarded([&] { device.replica->database().execute(sql); });
    if (!done) INFO(done.error().describe());
    REQUIRE(done.ok());
}

}  // namespace

TEST_CASE("rows made page by page are those that are made from the whole log at once") {
    MemoryServer server;
    Device manager(Story{}.manager, 101);
    make_history(manager, server);
    for (const std::size_t page : {1U, 2U, 5U, 1'000U}) {
        INFO("a page of " << page);
        Device technician(Story{}.technician, 102);
        while (technician.sync_once(server, at_minute(50), page).more) {
            // Somebody works meanwhile: what is unsent lies on top, and stays there while older entries arrive.
            if (technician.replica->find<Ticket>(fixed_id(32))->opened && technician.replica->outbox_size() == 0)
                technician.record(ticket(32), TicketCommand{AddTicketComment{"meanwhile"}}, at_minute(50));
        }
        while (technician.sync_once(server, at_minute(51), page).more || technician.replica->outbox_size() > 0) {
        }
        const std::string page_by_page = technician.rows();
        CHECK(page_by_page.find("Skaner 31") != std::string::npos);
        execute(technician, "UPDATE meta SET value = '0' WHERE name = 'projection_version'");
        technician.open_again();
        REQUIRE(*technician.replica->rebuild_some(1'000) == 0);
        CHECK(technician.rows() == page_by_page);
    }
}

TEST_CASE("while pages follow one another it is said how far one is, and lists are not made anew for each of them") {
    MemoryServer server;
    Device manager(Story{}.manager, 101);
    make_history(manager, server);
    Device technician(Story{}.technician, 102);
    std::int64_t held = 0;
    std::uint64_t version = technician.replica->version();
    int pages = 0, changes = 0;
    for (bool more = true; more; ++pages) {
        const ReceiveSummary received = technician.sync_once(server, at_minute(50), 1);
        CHECK(received.held > held);
        CHECK(received.at_server >= received.held);
        held = received.held;
        more = received.more;
        CHECK(more == (received.held < received.at_server));
        changes += technician.replica->version() == version ? 0 : 1;
        if (!more) CHECK(technician.replica->version() != version);
        version = technician.replica->version();
    }
    CHECK(pages > 30);
    CHECK(changes < pages / 4);
}

TEST_CASE("a device says how many entries of each log and how many files it holds") {
    MemoryServer server;
    Device manager(Story{}.manager, 101);
    CHECK(holdings_of(manager.replica->database())->streams.empty());
    make_history(manager, server);
    const auto held = holdings_of(manager.replica->database());
    REQUIRE(held.ok());
    REQUIRE(held->streams.size() == 2);
    CHECK(held->streams[0].stream == internal_stream(manager.story.clinic));
    CHECK(held->streams[0].entries == 4);
    CHECK(held->streams[1].stream == shared_stream(manager.story.clinic));
    CHECK(held->streams[1].since == morning);
    CHECK(held->files == 0);
    execute(manager, "INSERT INTO attachment_file(sha256, bytes, looked_at) VALUES('aa', 300, 1), ('bb', 500, 1)");
    CHECK(holdings_of(manager.replica->database())->files == 2);
    CHECK(holdings_of(manager.replica->database())->file_bytes == 800);
}

TEST_CASE("a log from before ids were kept as bytes is taken over whole: chains, what waits to be sent, what was refused") {
    MemoryServer server;
    Device manager(Story{}.manager, 101);
    make_history(manager, server);
    manager.record(ticket(30), TicketCommand{AddTicketComment{"unsent"}}, at_minute(60));
    const std::string rows = manager.rows();
    const auto requested = manager.replica->next_request(at_minute(61));
    execute(manager, log_of_version_2);
    manager.open_again();
    CHECK(manager.replica->subjects_to_rebuild() == 0);
    CHECK(manager.rows() == rows);
    CHECK(manager.replica->outbox_size() == 1);
    const auto request = manager.replica->next_request(at_minute(61));
    CHECK(request->events == requested->events);
    CHECK(request->cursors == requested->cursors);
    for (const StreamHolding& stream : manager.replica->streams()) CHECK_FALSE(manager.replica->verify_stream(stream.stream).has_value());
    CHECK(manager.replica->find<Ticket>(fixed_id(30))->pending);
    CHECK(manager.sync_once(server, at_minute(62)).confirmed == 1);
    CHECK_FALSE(manager.replica->find<Ticket>(fixed_id(30))->pending);
    // An id that is there is found again in its new form.
    const SyncRequest again{{fixed_id(101)}, at_minute(63), {}, requested->events, manager.actor.user};
    CHECK(server.handle(again, manager.actor, at_minute(63)).fates.at(0).fate == EventFate::duplicate);
}
