// `countersign verify`: what was changed is named, whatever was changed.
#include "server/verify/verification.hpp"

#include <doctest/doctest.h>

#include "scene.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct Tampered : Scene {
    Tampered() {
        for (int i = 0; i < 3; ++i) sync(technician, {open_ticket(technician, new_subject("ticket"))});
    }
    void run(const char* sql) {
        REQUIRE(database->write([&](Database& connection) { connection.execute(sql); }).ok());
    }
    std::string problem() {
        auto streams = verify_store(events);
        REQUIRE(streams.ok());
        REQUIRE(streams->size() == 1);
        return streams->at(0).problem.value_or("");
    }
    std::string id_of(std::int64_t seq) { return events.read_after(shared, seq - 1, {1, 1})->at(0).id.value; }
};

}  // namespace

TEST_CASE("an untouched store verifies, with the head that devices know") {
    Tampered store;
    CHECK(store.problem().empty());
    auto streams = verify_store(store.events);
    CHECK(streams->at(0).events == 10);
    CHECK(streams->at(0).head == store.sync(store.contact, {}).streams.at(store.shared).events.back().placement.chain);
}

TEST_CASE("one changed byte of one event is found and named") {
    Tampered store;
    store.run("UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Printer on fire', 'Printer on firE') AS BLOB) WHERE seq = 7");
    CHECK(store.problem() == "event 7 (ticket_opened, " + store.id_of(7) + "): the chain does not fit the content");
}

TEST_CASE("a changed time of arrival is found") {
    Tampered store;
    store.run("UPDATE event SET received_at = received_at + 1 WHERE seq = 6");
    CHECK(store.problem() == "event 6 (ticket_number_given, " + store.id_of(6) + "): the chain does not fit the content");
}

TEST_CASE("a removed event is found, in the middle and at the end") {
    Tampered middle;
    middle.run("DELETE FROM event WHERE seq = 6");
    CHECK(middle.problem() == "event 7 (ticket_opened, " + middle.id_of(7) + "): number 7 follows number 5");
    Tampered end;
    end.run("DELETE FROM event WHERE seq = 10");
    CHECK(end.problem().find("the stream ends with event 9, but its head names event 10") == 0);
}

TEST_CASE("two exchanged events are found") {
    Tampered store;
    store.run("UPDATE event SET seq = -5 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 7; UPDATE event SET seq = 7 WHERE seq = -5");
    CHECK(store.problem().find("event 5 (ticket_opened, ") == 0);
}

TEST_CASE("an event that is filed under another subject or id is found") {
    Tampered subject;
    subject.run("UPDATE event SET subject = (SELECT subject FROM event WHERE seq = 5) WHERE seq = 7");
    CHECK(subject.problem().find("its subject in the index is ticket/") != std::string::npos);
    Tampered id;
    id.run("UPDATE event SET id = '00000000-0000-7000-8000-000000000000' WHERE seq = 7");
    CHECK(id.problem().find("its id in the index is 00000000-0000-7000-8000-000000000000") != std::string::npos);
}

TEST_CASE("a chain value that is no digest is found") {
    Tampered store;
    store.run("UPDATE event SET chain = x'00' WHERE seq = 8");
    CHECK(store.problem().find("event 8 (ticket_number_given, ") == 0);
}

TEST_CASE("events whose stream has no head are found") {
    Tampered store;
    store.run("DELETE FROM stream");
    CHECK(store.problem() == "the stream ends with event 10, but there is no head for it, so nobody would ever receive these events");
}
