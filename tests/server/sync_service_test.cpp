// The sync request: fates, numbers, flags, pages and access.
#include "server/sync/sync_service.hpp"

#include <doctest/doctest.h>

#include "core/event/chain.hpp"
#include "scene.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

// Follows the chain of what a device received, as a device does.
void check_chain(const StreamId& stream, const std::vector<PlacedBytes>& events) {
    ChainVerifier verifier(stream);
    for (const PlacedBytes& event : events) CHECK_FALSE(verifier.follow(event.bytes, event.placement).has_value());
}

}  // namespace

TEST_CASE("sending the same request twice stores it once and answers duplicate with the same number") {
    Scene scene;
    const Subject ticket = scene.new_subject("ticket");
    const std::string opened = scene.open_ticket(scene.technician, ticket);
    const FateOfEvent first = scene.send(scene.technician, opened);
    const auto before = scene.types(scene.shared);
    const FateOfEvent second = scene.send(scene.technician, opened);
    CHECK(first.fate == EventFate::accepted);
    CHECK(second.fate == EventFate::duplicate);
    CHECK(second.seq == first.seq);
    CHECK(second.id == first.id);
    CHECK(scene.types(scene.shared) == before);
}

TEST_CASE("the same event twice in one request is stored once") {
    Scene scene;
    const std::string opened = scene.open_ticket(scene.technician, scene.new_subject("ticket"));
    const auto fates = scene.sync(scene.technician, {opened, opened}).fates;
    CHECK(fates[0].fate == EventFate::accepted);
    CHECK(fates[1].fate == EventFate::duplicate);
    CHECK(fates[1].seq == fates[0].seq);
}

TEST_CASE("another event under an id that is taken is refused") {
    Scene scene;
    const std::string opened = scene.open_ticket(scene.technician, scene.new_subject("ticket"), "First");
    scene.send(scene.technician, opened);
    std::string forged = opened;
    forged.replace(forged.find("First"), 5, "Other");
    const FateOfEvent fate = scene.send(scene.technician, forged);
    CHECK(fate.fate == EventFate::refused);
    CHECK(fate.reason.key == "refusal.event_id_taken");
}

TEST_CASE("a broken event in the middle of a batch is refused by itself") {
    Scene scene;
    const std::string before = scene.open_ticket(scene.technician, scene.new_subject("ticket"));
    const std::string after = scene.open_ticket(scene.technician, scene.new_subject("ticket"));
    std::string without_title = scene.open_ticket(scene.technician, scene.new_subject("ticket"));
    const std::string id_of_it = read_event(without_title)->envelope.id.value;
    without_title.replace(without_title.find("\"title\""), 7, "\"tItle\"");

    const auto fates = scene.sync(scene.technician, {before, "{\"id\": nonsense", without_title, after}).fates;
    REQUIRE(fates.size() == 4);
    CHECK(fates[0].fate == EventFate::accepted);
    CHECK(fates[1].fate == EventFate::refused);
    CHECK(fates[1].reason.key == "refusal.event_malformed");
    CHECK(fates[1].reason.params.at("index") == "1");
    CHECK(fates[1].id.empty());
    CHECK(fates[2].fate == EventFate::refused);
    CHECK(fates[2].id.value == id_of_it);
    CHECK(fates[3].fate == EventFate::accepted);
}

TEST_CASE("an event for a stream one may not write is refused and the rest goes on") {
    Scene scene;
    const Subject ticket = scene.new_subject("ticket");
    const auto fates =
        scene
            .sync(scene.contact, {scene.event(scene.contact, ticket, TicketEvent{InternalNoteAdded{"peek"}}, StreamKind::internal),
                                  scene.open_ticket(scene.contact, ticket)})
            .fates;
    CHECK(fates[0].fate == EventFate::refused);
    CHECK(fates[0].reason.key == "refusal.stream_not_writable");
    CHECK(fates[1].fate == EventFate::accepted);
    CHECK(scene.types(scene.internal).empty());
}

TEST_CASE("nobody writes in another person's name") {
    Scene scene;
    const FateOfEvent fate = scene.send(scene.technician, scene.open_ticket(scene.contact, scene.new_subject("ticket")));
    CHECK(fate.fate == EventFate::refused);
    CHECK(fate.reason.key == "refusal.not_your_event");
}

TEST_CASE("a role that may not do it is refused, one that may is not") {
    Scene scene;
    const Subject ticket = scene.new_subject("ticket");
    scene.send(scene.contact, scene.open_ticket(scene.contact, ticket));
    const TicketEvent assigned{TicketAssigned{scene.technician.user}};
    CHECK(scene.send(scene.contact, scene.event(scene.contact, ticket, assigned)).reason.key == "refusal.not_permitted");
    CHECK(scene.send(scene.technician, scene.event(scene.technician, ticket, assigned)).fate == EventFate::accepted);
}

TEST_CASE("numbers come from the server alone, one behind each first opening") {
    Scene scene;
    const Subject first = scene.new_subject("ticket"), second = scene.new_subject("ticket");
    scene.sync(scene.technician, {scene.open_ticket(scene.technician, first), scene.open_ticket(scene.technician, second)});
    auto types = scene.types(scene.shared);
    types.erase(types.begin(), types.begin() + 4);
    CHECK(types == std::vector<std::string>{"ticket_opened", "ticket_number_given", "ticket_opened", "ticket_number_given"});

    std::vector<std::int64_t> numbers;
    REQUIRE(scene.events
                .write([&](EventWriter& writer) {
                    Intake intake(writer, scene.ids);
                    for (const Subject& subject : {first, second}) numbers.push_back(intake.state_of(subject).get<Ticket>().number);
                })
                .ok());
    CHECK(numbers == std::vector<std::int64_t>{1'001, 1'002});

    const FateOfEvent own = scene.send(scene.admin, scene.event(scene.admin, first, TicketEvent{TicketNumberGiven{7}}));
    CHECK(own.fate == EventFate::refused);
}

TEST_CASE("a fact that breaks an expectation is kept, and the flag stands behind it in the log") {
    Scene scene;
    const Subject visit = scene.new_subject("visit");
    const VisitPlanned planned{
        VisitKind::maintenance, scene.site, scene.technician.user, {}, scene.now, scene.now + Milliseconds{3'600'000}, {}};
    const VisitEvent arrived{VisitStarted{scene.now}};
    const auto fates =
        scene
            .sync(scene.technician, {scene.event(scene.technician, visit, VisitEvent{planned}),
                                     scene.event(scene.technician, visit, arrived), scene.event(scene.technician, visit, arrived)})
            .fates;
    CHECK(fates[0].fate == EventFate::accepted);
    CHECK(fates[1].fate == EventFate::accepted);
    CHECK(fates[2].fate == EventFate::flagged);
    CHECK(fates[2].reason.key == "refusal.visit.already_started");
    const auto types = scene.types(scene.shared);
    REQUIRE(types.size() == 9);
    CHECK(types[5] == "visit_number_given");
    CHECK(types[7] == "visit_started");
    CHECK(types[8] == "fact_flagged");
}

TEST_CASE("an event of an unknown type or for an unknown organisation is refused with a reason") {
    Scene scene;
    CHECK(scene.send(scene.technician, foreign_event(scene, scene.technician, "ticket_teleported")).reason.key ==
          "refusal.event_type_unknown");
    const OrganisationId known = scene.organisation;
    scene.organisation = {scene.ids.next()};
    const std::string lost = scene.open_ticket(scene.technician, scene.new_subject("ticket"));
    scene.organisation = known;
    CHECK(scene.send(scene.technician, lost).reason.key == "refusal.organisation.not_registered");
}

TEST_CASE("everybody receives the streams they may read and no other") {
    Scene scene;
    const Subject ticket = scene.new_subject("ticket");
    scene.send(scene.technician, scene.open_ticket(scene.technician, ticket));
    scene.send(scene.technician,
               scene.event(scene.technician, ticket, TicketEvent{InternalNoteAdded{"client pays late"}}, StreamKind::internal));
    const auto names = [&](const Actor& actor) {
        std::vector<std::string> streams;
        for (const auto& [stream, news] : scene.sync(actor, {}).streams) streams.push_back(stream.value);
        return streams;
    };
    CHECK(names(scene.technician) == std::vector<std::string>{scene.internal.value, scene.shared.value});
    CHECK(names(scene.contact) == std::vector<std::string>{scene.shared.value});
    CHECK(names(scene.management) == std::vector<std::string>{scene.shared.value});
    const StreamId reporters = stream_id({StreamKind::reporter, scene.organisation, scene.reporter.user});
    CHECK(names(scene.reporter) == std::vector<std::string>{reporters.value});
    CHECK(names(scene.stranger).empty());
}

TEST_CASE("a device gets its own events back, placed, and can follow the chain") {
    Scene scene;
    const std::string opened = scene.open_ticket(scene.contact, scene.new_subject("ticket"));
    const auto answer = scene.sync(scene.contact, {opened});
    const StreamNews& news = answer.streams.at(scene.shared);
    CHECK(news.head == 6);
    REQUIRE(news.events.size() == 6);
    CHECK(news.events[4].bytes == opened);
    check_chain(scene.shared, news.events);
    CHECK_FALSE(answer.more());
}

TEST_CASE("news comes in pages, and asking on brings all of it exactly once") {
    Scene scene({0, Database::Durability::unsynced}, {3, 1'000'000});
    std::vector<std::string> events;
    for (int i = 0; i < 5; ++i) events.push_back(scene.open_ticket(scene.technician, scene.new_subject("ticket")));
    const Subject ticket = scene.new_subject("ticket");
    events.push_back(scene.event(scene.technician, ticket, TicketEvent{InternalNoteAdded{"note"}}, StreamKind::internal));
    scene.sync(scene.technician, events);

    std::map<StreamId, std::int64_t> cursors;
    std::map<StreamId, std::vector<PlacedBytes>> received;
    bool more = true;
    int requests = 0;
    while (more && ++requests < 100) {
        const auto answer = scene.sync(scene.technician, {}, cursors);
        for (const auto& [stream, news] : answer.streams) {
            for (const PlacedBytes& event : news.events) {
                CHECK(event.placement.seq == cursors[stream] + 1);
                cursors[stream] = event.placement.seq;
                received[stream].push_back(event);
            }
        }
        more = answer.more();
    }
    CHECK(requests > 2);
    CHECK(received[scene.shared].size() == 14);
    CHECK(received[scene.internal].size() == 1);
    check_chain(scene.shared, received[scene.shared]);
}

TEST_CASE("a device that knows more than the server, which was restored from an old copy, can tell") {
    Scene scene;
    const auto answer = scene.sync(scene.contact, {}, {{scene.shared, 400}});
    CHECK(answer.streams.at(scene.shared).head == 4);
    CHECK(answer.streams.at(scene.shared).events.empty());
}

TEST_CASE("a reporter's ticket lies in the reporter's own stream") {
    Scene scene;
    const Subject ticket = scene.new_subject("ticket");
    TicketOpened opened;
    opened.title = "Keyboard";
    CHECK(scene.send(scene.reporter, scene.open_ticket(scene.reporter, ticket)).reason.key == "refusal.stream_not_writable");
    CHECK(scene.send(scene.reporter, scene.event(scene.reporter, ticket, TicketEvent{opened}, StreamKind::reporter)).fate ==
          EventFate::accepted);
    CHECK(scene.sync(scene.contact, {}).streams.size() == 2);
}
