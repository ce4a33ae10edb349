// What any EventStore must do, tried on the SQLite one.
#include "server/store/event_store.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <fstream>

#include "core/event/chain.hpp"
#include "scene.hpp"
#include "server/store/store_schema.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct EmptyStore {
    TemporaryDirectory directory;
    std::unique_ptr<StoreDatabase> database =
        StoreDatabase::open(database_path(directory.path()), {0, Database::Durability::unsynced}).value();
    SqliteEventStore store{*database};
    SeededIds ids{3};
    StreamId stream = shared_stream({ids.next()});

    StoredEvent event(std::size_t padding = 0) {
        return write_event({{ids.next()},
                            stream,
                            {"ticket", ids.next()},
                            "ticket_opened",
                            1,
                            {"somebody"},
                            {"device"},
                            {0},
                            {{"text", std::string(padding, 'x')}}});
    }
    std::vector<Placement> append(const std::vector<StoredEvent>& events, Instant now = {1'000}) {
        std::vector<Placement> placements;
        REQUIRE(store
                    .write([&](EventWriter& writer) {
                        for (const StoredEvent& event : events) placements.push_back(writer.append(event, now));
                    })
                    .ok());
        return placements;
    }
};

}  // namespace

TEST_CASE("events of a stream are numbered without gaps and chained") {
    EmptyStore empty;
    const auto placements = empty.append({empty.event(), empty.event(), empty.event()});
    auto entries = empty.store.read_after(empty.stream, 0, {});
    REQUIRE(entries.ok());
    REQUIRE(entries->size() == 3);
    ChainVerifier verifier(empty.stream);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK((*entries)[i].event.placement == placements[i]);
        CHECK_FALSE(verifier.follow((*entries)[i].event.bytes, (*entries)[i].event.placement).has_value());
    }
    auto heads = empty.store.heads();
    REQUIRE(heads.ok());
    CHECK(heads->at(empty.stream).seq == 3);
    CHECK(heads->at(empty.stream).chain == verifier.head());
}

TEST_CASE("the time of arrival never goes back within a stream") {
    EmptyStore empty;
    CHECK(empty.append({empty.event()}, {5'000})[0].received_at == Instant{5'000});
    CHECK(empty.append({empty.event()}, {4'000})[0].received_at == Instant{5'000});
    CHECK(empty.append({empty.event()}, {6'000})[0].received_at == Instant{6'000});
}

TEST_CASE("a page ends at its limits but holds at least one event") {
    EmptyStore empty;
    empty.append({empty.event(1'000), empty.event(1'000), empty.event(1'000)});
    const auto count = [&](std::int64_t after, PageLimit limit) { return empty.store.read_after(empty.stream, after, limit)->size(); };
    CHECK(count(0, {2, 1'000'000}) == 2);
    CHECK(count(0, {100, 2'800}) == 2);
    CHECK(count(0, {100, 1}) == 1);
    CHECK(count(2, {100, 1'000'000}) == 1);
    CHECK(count(3, {100, 1'000'000}) == 0);
}

TEST_CASE("what fails leaves nothing behind") {
    EmptyStore empty;
    const StoredEvent twice = empty.event();
    auto written = empty.store.write([&](EventWriter& writer) {
        writer.append(empty.event(), {1});
        writer.next_number("ticket");
        writer.append(twice, {1});
        writer.append(twice, {1});
    });
    CHECK_FALSE(written.ok());
    CHECK(empty.store.heads()->empty());
    CHECK(empty.store.read_after(empty.stream, 0, {})->empty());
    std::int64_t number = 0;
    REQUIRE(empty.store.write([&](EventWriter& writer) { number = writer.next_number("ticket"); }).ok());
    CHECK(number == 1'001);
    CHECK(empty.append({twice})[0].seq == 1);
}

TEST_CASE("events of one subject are found across streams, in the order in which they arrived") {
    EmptyStore empty;
    StoredEvent first = empty.event(), second = empty.event(), third = empty.event();
    Envelope envelope = first.envelope;
    envelope.id = second.envelope.id;
    envelope.stream = {"provider"};
    second = write_event(envelope);
    envelope.id = third.envelope.id;
    envelope.stream = empty.stream;
    third = write_event(envelope);
    empty.append({first, second, empty.event(), third});
    std::vector<std::string> ids;
    REQUIRE(empty.store
                .write([&](EventWriter& writer) {
                    for (const StoredEvent& event : writer.events_of(first.envelope.subject)) ids.push_back(event.envelope.id.value);
                    CHECK(writer.subjects_in(empty.stream, "ticket").size() == 2);
                    CHECK(writer.subjects_in(empty.stream, "tick").empty());
                    CHECK(writer.find(second.envelope.id)->event.bytes == second.bytes);
                    CHECK_FALSE(writer.find({"00000000-0000-0000-0000-000000000000"}).has_value());
                })
                .ok());
    CHECK(ids == std::vector<std::string>{first.envelope.id.value, second.envelope.id.value, third.envelope.id.value});
}

TEST_CASE("what was written is there when the file is opened again") {
    EmptyStore empty;
    empty.append({empty.event()});
    auto again = StoreDatabase::open(database_path(empty.directory.path()));
    REQUIRE(again.ok());
    CHECK(SqliteEventStore(**again).heads()->at(empty.stream).seq == 1);
}

TEST_CASE("a database of a newer version is refused and not touched") {
    EmptyStore empty;
    empty.append({empty.event()});
    const std::string path = database_path(empty.directory.path());
    const std::int64_t newer = store_schema_version() + 1;
    REQUIRE(empty.database->write([&](Database& database) { database.execute(("PRAGMA user_version = " + std::to_string(newer)).c_str()); })
                .ok());
    auto opened = StoreDatabase::open(path);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().key == "failure.database_newer");
    CHECK(opened.error().object == path);
    REQUIRE(
        empty.database->write([&](Database& database) { database.execute(("PRAGMA user_version = " + std::to_string(newer - 1)).c_str()); })
            .ok());
    CHECK(StoreDatabase::open(path).ok());
}

TEST_CASE("a file that is no database is named as such") {
    const TemporaryDirectory directory;
    const std::string path = database_path(directory.path());
    std::ofstream(path) << std::string(8'192, 'z');
    auto opened = StoreDatabase::open(path);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().key == "failure.database_corrupt");
    auto missing = StoreDatabase::open(directory.path() + "/no/such/folder/countersign.db");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().key == "failure.database_open");
}

TEST_CASE("when the store is full a request stores nothing of itself, loses nothing of before, and works again with room") {
    const TemporaryDirectory directory;
    Scene scene({1'000'000, Database::Durability::unsynced});
    int accepted = 0;
    std::optional<Failure> failure;
    std::string refused_event;
    while (!failure && accepted < 10'000) {
        refused_event = scene.open_ticket(scene.technician, scene.new_subject("ticket"), std::string(400, 't'));
        auto answer = scene.service.handle({{"device"}, scene.now, {}, {refused_event}}, scene.technician, scene.now);
        if (answer) {
            ++accepted;
        } else {
            failure = answer.error();
        }
    }
    REQUIRE(failure.has_value());
    CHECK(failure->key == "failure.storage_full");
    CHECK(accepted > 10);
    CHECK(scene.types(scene.shared).size() == 4 + 2 * static_cast<std::size_t>(accepted));

    auto roomy = StoreDatabase::open(database_path(scene.directory.path()));
    REQUIRE(roomy.ok());
    SqliteEventStore store(**roomy);
    SyncService service(store, scene.ids);
    auto answer = service.handle({{"device"}, scene.now, {}, {refused_event}}, scene.technician, scene.now);
    REQUIRE(answer.ok());
    CHECK(answer->fates[0].fate == EventFate::accepted);
}
