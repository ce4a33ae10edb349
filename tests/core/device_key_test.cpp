// A device signs what it writes: docs/protocol.md, "Device signatures"; requirements.md N3 to N8 rest on it.
#include "core/domain/device_key.hpp"

#include "core/domain/admission.hpp"
#include "core/domain/organisation.hpp"
#include "core/event/codec.hpp"
#include "core/event/device_signature.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/log.hpp"
#include "tests/support/memory_server.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

const SigningKey key = SigningKey::from_seed({1}), other_key = SigningKey::from_seed({2});

StoredEvent event_of(const Actor& author, const Body& body, const Subject& subject, const SigningKey* signer, std::uint8_t number) {
    const auto kind = describe(body);
    StoredEvent event = write_event({{fixed_id(number)},
                                     shared_stream(Story{}.clinic),
                                     subject,
                                     kind->type,
                                     kind->version,
                                     author.user,
                                     {fixed_id(90)},
                                     at_minute(number),
                                     kind->json});
    if (signer != nullptr) event.bytes = with_signature(event.bytes, *signer);
    return event;
}

StoredEvent registration(const Actor& author, const SigningKey& registered, const SigningKey* signer, std::uint8_t number = 70) {
    return event_of(author, DeviceKeyEvent{DeviceKeyRegistered{registered.public_key()}}, {DeviceKey::subject_kind, fixed_id(90)}, signer,
                    number);
}

StoredEvent comment(const Actor& author, const SigningKey* signer, std::uint8_t number = 71) {
    return event_of(author, TicketEvent{TicketCommentAdded{"x"}}, {Ticket::subject_kind, fixed_id(30)}, signer, number);
}

}  // namespace

TEST_CASE("a signature is the last field of the event, and any change to it or before it is found out") {
    const std::string plain = R"({"a":1,"b":"ż"})";
    const std::string bytes = with_signature(plain, key);
    CHECK(bytes.substr(0, 15 + 14) == R"({"a":1,"b":"ż","signature":")");
    CHECK(parse_json(bytes).ok());
    CHECK(check_device_signature(bytes, key.public_key()) == DeviceSignature::holds);
    CHECK(check_device_signature(bytes, other_key.public_key()) == DeviceSignature::wrong);
    CHECK(check_device_signature(plain, key.public_key()) == DeviceSignature::none);
    for (const std::size_t place : {std::size_t{5}, plain.size() + 20, bytes.size() - 3}) {
        std::string changed = bytes;
        changed[place] = changed[place] == '1' ? '2' : '1';
        CHECK(check_device_signature(changed, key.public_key()) != DeviceSignature::holds);
    }
    CHECK(check_device_signature(bytes + " ", key.public_key()) == DeviceSignature::none);
}

TEST_CASE("whoever reads a stream tells what devices signed from what was written in their name") {
    const Story story;
    AuthorshipCheck check;
    CHECK(check.next(comment(story.contact, nullptr)) == Authorship::unsigned_event);
    CHECK(check.next(comment(story.contact, &key)) == Authorship::broken);  // nobody has registered that key
    CHECK(check.next(registration(story.contact, key, &key)) == Authorship::signed_by_key);
    CHECK(check.next(comment(story.contact, &key)) == Authorship::signed_by_key);
    CHECK(check.next(comment(story.contact, nullptr)) == Authorship::broken);
    CHECK(check.next(comment(story.contact, &other_key)) == Authorship::broken);
    CHECK(check.next(comment(story.technician, &key)) == Authorship::broken);  // another person's device
    CHECK(check.next(registration(story.contact, other_key, &other_key)) == Authorship::broken);
    CHECK(check.next(registration(story.contact, key, &other_key)) == Authorship::broken);
}

TEST_CASE("a device has one key and one person, and proves that it has the key") {
    const Story story;
    const Organisation organisation;
    DeviceKey device;
    const auto judge = [&](const Actor& actor, const StoredEvent& event) {
        const Context context{at_minute(90), actor, &organisation};
        return admit_event(SubjectState{device}, event, *read_body(event.envelope), context).reason.key;
    };
    CHECK(judge(story.contact, registration(story.contact, key, nullptr)) == "refusal.device.signature_wrong");
    CHECK(judge(story.contact, registration(story.contact, key, &other_key)) == "refusal.device.signature_wrong");
    CHECK(judge(story.contact, registration(story.contact, key, &key)) == "");
    apply(device, DeviceKeyEvent{DeviceKeyRegistered{key.public_key()}}, registration(story.contact, key, &key));
    CHECK(judge(story.contact, registration(story.contact, key, &key)) == "");
    CHECK(judge(story.contact, registration(story.contact, other_key, &other_key)) == "refusal.device.other_key");
    CHECK(judge(story.other_contact, registration(story.other_contact, key, &key)) == "refusal.device.other_user");
}

TEST_CASE("what binds somebody is held against the device's key when it arrives, and proves nothing without it") {
    const Story story;
    DeviceKey device;
    apply(device, DeviceKeyEvent{DeviceKeyRegistered{key.public_key()}}, registration(story.contact, key, &key));
    World world;
    Log visits(world.story, WorkRecord::subject_kind, 41);
    WorkRecorded recorded;
    recorded.started_at = at_minute(0);
    recorded.ended_at = at_minute(60);
    visits.add(story.technician, WorkRecordEvent{recorded}, at_minute(61));
    const auto state = visits.as<WorkRecord>();
    WorkVerified verified;
    verified.record = state.latest()->event;
    verified.record_digest = state.latest()->digest;
    verified.contact = story.contact.user;
    verified.signature = story.ink();
    Context context{at_minute(80), story.contact, &world.organisation};
    context.device_key = &device;
    const auto judge = [&](const SigningKey* signer) {
        const auto event = event_of(story.contact, WorkRecordEvent{verified}, {WorkRecord::subject_kind, fixed_id(41)}, signer, 75);
        return admit_event(visits.state(), event, *read_body(event.envelope), context);
    };
    CHECK(judge(&key).fate == Fate::accepted);
    for (const SigningKey* signer : {static_cast<const SigningKey*>(nullptr), &other_key}) {
        CHECK(judge(signer).fate == Fate::flagged);
        CHECK(judge(signer).reason.key == "refusal.device.signature_wrong");
    }
}

TEST_CASE("a replica registers its key in each stream before it writes there, once, and signs all it records") {
    auto database = Database::open(":memory:");
    REQUIRE(database.ok());
    auto replica = Replica::open(std::move(*database));
    REQUIRE(replica.ok());
    const Story story;
    CountingIds ids{60};
    REQUIRE((*replica)->set_identity({story.manager, "login", {ids.next()}}).ok());
    REQUIRE((*replica)->set_signing_seed({7}).ok());
    for (const auto& [subject, command] : story.beginnings())
        REQUIRE((*replica)->execute(subject, story.clinic, command, morning, ids).ok());
    const Subject ticket{Ticket::subject_kind, fixed_id(30)};
    OpenTicket opened;
    opened.title = "Drukarka";
    REQUIRE((*replica)->execute(ticket, story.clinic, TicketCommand{opened}, morning, ids).ok());
    REQUIRE((*replica)->execute(ticket, story.clinic, TicketCommand{AddInternalNote{"x"}}, morning, ids).ok());

    MemoryServer server;
    const auto request = (*replica)->next_request(morning);
    const SyncAnswer answer = server.handle(*request, story.manager, morning);
    for (const FateOfEvent& fate : answer.fates) CHECK(fate.fate == EventFate::accepted);
    std::map<std::string, int> registrations;
    for (const auto& [stream, events] : server.streams()) {
        AuthorshipCheck check;
        for (const StoredEvent& event : events) {
            registrations[stream.value] += event.envelope.type == DeviceKeyRegistered::type ? 1 : 0;
            if (event.envelope.actor.value != server_author) CHECK(check.next(event) == Authorship::signed_by_key);
        }
        CHECK(registrations[stream.value] == 1);
        CHECK(events.front().envelope.type == DeviceKeyRegistered::type);
    }
    CHECK(registrations.size() == 2);
    // The key is forgotten with the person.
    REQUIRE((*replica)->forget_everything().ok());
    CHECK_FALSE((*replica)->signs());
}

TEST_CASE("the server writes numbers, promises and flags, and nothing in a person's place") {
    const Story story;
    const Actor server{{"server"}, Role::server, "server", {}};
    const auto written = [&](const Actor& author, const Body& body) {
        const auto kind = describe(body);
        StoredEvent event = write_event({{fixed_id(71)},
                                         shared_stream(story.clinic),
                                         {WorkRecord::subject_kind, fixed_id(50)},
                                         kind->type,
                                         kind->version,
                                         author.user,
                                         {author.user.value},
                                         morning,
                                         kind->json});
        event.placement = Placement{1, morning, {}};
        return event;
    };
    WorkVerified invented;
    invented.record = {fixed_id(60)};
    invented.contact = story.contact.user;
    invented.contact_name = story.contact.name;
    invented.signature = story.ink();
    AuthorshipCheck check;
    CHECK(check.next(written(server, WorkRecordEvent{invented})) == Authorship::broken);
    CHECK(check.next(written(server, TicketEvent{TicketNumberGiven{7}})) == Authorship::server);
    CHECK(check.next(written(server, TicketEvent{TicketArrivalRecorded{morning, {}}})) == Authorship::server);
    CHECK(check.next(written(server, FactFlagged{{{fixed_id(60)}, {"refusal.visit.cancelled"}}})) == Authorship::server);
    StoredEvent newer = written(server, TicketEvent{TicketNumberGiven{7}});
    newer.envelope.type = "written_by_a_newer_program";
    CHECK(check.next(newer) == Authorship::server);
    // Halina has no key in this stream yet: what binds her is unsigned; afterwards it cannot be.
    CHECK(check.next(written(story.contact, WorkRecordEvent{invented})) == Authorship::unsigned_event);
}
