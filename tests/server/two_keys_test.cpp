// The server and the second key: a countersignature is proven when the contact person's device has registered its key, at once or later,
// and flagged where that is another one. And packets: made on a device, checked by the program.
#include <doctest/doctest.h>

#include <fstream>

#include "core/domain/two_keys.hpp"
#include "core/i18n/built_in.hpp"
#include "core/packet/packet_of_replica.hpp"
#include "printed.hpp"
#include "scene.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/verify/verification.hpp"
#include "tests/support/signing_device.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct Office {
    Office()
        : visit([this](const SyncRequest& request, const Actor& actor, Instant now) {
              auto answer = scene.service.handle(request, actor, now);
              REQUIRE(answer.ok());
              return *answer;
          }) {}

    StoredEvent revision() {
        for (const StoredEvent& event : visit.technician.replica->log_page(shared(), 0, 1'000)) {
            if (event.envelope.type == WorkRecorded::type) return event;
        }
        FAIL("there is no revision");
        return {};
    }
    StreamId shared() const { return shared_stream(visit.story.clinic); }
    KnownKeys known() {
        return {nullptr, [this](const DeviceId& id) { return visit.technician.key_of(id); }};
    }
    /// Both without a network; the technician's device takes the answer into its log.
    void countersign(const SigningKey* key = nullptr, const Actor* who = nullptr, char nonce = 'a') {
        const KeyHolder technician{visit.story.technician, visit.technician.id, visit.technician.replica->signing_key()};
        auto offer =
            TechnicianTurn::offer(visit.record_on(visit.technician), revision(), technician, std::string(32, nonce), test::at_minute(70));
        REQUIRE(offer.ok());
        const KeyHolder phone{who == nullptr ? visit.story.contact : *who, visit.contact.id,
                              key == nullptr ? visit.contact.replica->signing_key() : key};
        auto contact = ContactTurn::read(offer->message(), phone, {}, test::at_minute(71));
        REQUIRE(contact.ok());
        const auto command = offer->take(*contact->answer(Decision::accepted, "", test::at_minute(71)), visit.record_on(visit.technician),
                                         known(), test::at_minute(72));
        REQUIRE(command.ok());
        visit.technician.record(visit.record, WorkRecordCommand{*command}, test::at_minute(72));
    }
    void register_phone(int minute) {
        visit.contact.sync(visit.server, test::at_minute(minute));
        REQUIRE(visit.contact.replica->register_key(shared(), test::at_minute(minute), visit.contact.ids).ok());
        visit.contact.sync(visit.server, test::at_minute(minute));
    }
    WorkRecord record(int minute) {
        visit.technician.sync(visit.server, test::at_minute(minute));
        return visit.record_on(visit.technician);
    }
    std::vector<VerifiedStream> verified() { return *verify_store(scene.events); }

    Scene scene;
    test::RecordedVisit visit;
};

}  // namespace

TEST_CASE("a phone that has registered its key before proves the countersignature when it arrives") {
    Office office;
    office.register_phone(64);
    office.visit.technician.sync(office.visit.server, test::at_minute(66));
    office.countersign();
    CHECK(office.visit.record_on(office.visit.technician).verification() != nullptr);
    const WorkRecord record = office.record(80);
    REQUIRE(record.verification() != nullptr);
    CHECK(record.verification()->second_key->proven);
    CHECK(record.flags.empty());
    for (const VerifiedStream& stream : office.verified()) CHECK(stream.forged_events == 0);
}

TEST_CASE("a phone that registers its key later proves the countersignature then, and until then it does not count") {
    Office office;
    office.countersign();
    WorkRecord record = office.record(80);
    CHECK(record.verification() == nullptr);
    CHECK(record.awaits_second_key(record.verifications.at(0)));
    office.register_phone(1'500);
    record = office.record(1'501);
    REQUIRE(record.verification() != nullptr);
    CHECK(record.verification()->content.signed_on == SignedOn::two_devices);
    CHECK(record.flags.empty());
    for (const VerifiedStream& stream : office.verified()) CHECK(stream.forged_events == 0);
}

TEST_CASE("a key made up for the contact person's device is flagged when the device registers its own") {
    Office office;
    const SigningKey forger = SigningKey::from_seed({77});
    office.countersign(&forger);
    CHECK(office.record(80).verification() == nullptr);
    office.register_phone(1'500);
    const WorkRecord record = office.record(1'501);
    CHECK(record.verification() == nullptr);
    CHECK_FALSE(record.awaits_second_key(record.verifications.at(0)));
    REQUIRE(record.flags.size() == 1);
    CHECK(record.flags[0].expectation.key == "refusal.two_keys.other_key");
}

TEST_CASE("a device that turns out to be another person's is flagged") {
    Office office;
    test::SigningDevice same_device(office.visit.story.other_contact, 103);
    same_device.sync(office.visit.server, test::at_minute(64));
    REQUIRE(same_device.replica->register_key(office.shared(), test::at_minute(64), same_device.ids).ok());
    same_device.sync(office.visit.server, test::at_minute(65));
    // The technician's device has not heard of it.
    office.countersign();
    const WorkRecord record = office.record(80);
    CHECK(record.verification() == nullptr);
    CHECK_FALSE(record.awaits_second_key(record.verifications.at(0)));
    REQUIRE(record.flags.size() == 1);
    CHECK(record.flags[0].expectation.key == "refusal.two_keys.other_person");
}

TEST_CASE("a key that the server calls proven and is not is found by whoever reads the log") {
    Office office;
    office.countersign();
    // Somebody with the whole server in hand says that it is proven.
    const WorkRecord before = office.record(80);
    REQUIRE(before.verifications.size() == 1);
    StoredEvent made_up = write_event({{office.scene.ids.next()},
                                       office.shared(),
                                       office.visit.record,
                                       CountersignatureProven::type,
                                       1,
                                       {server_author},
                                       {server_author},
                                       test::at_minute(81),
                                       CountersignatureProven{before.verifications[0].event}.to_json()});
    REQUIRE(office.scene.events.write([&](EventWriter& writer) { writer.append(made_up, test::at_minute(81)); }).ok());
    std::int64_t forged = 0;
    for (const VerifiedStream& stream : office.verified()) forged += stream.forged_events;
    CHECK(forged == 1);
    // So does the log screen of a device.
    office.visit.technician.sync(office.visit.server, test::at_minute(82));
    CHECK(office.visit.technician.replica->verify_stream(office.shared()).value_or("").find("second key") != std::string::npos);
}

TEST_CASE("a packet made on a device without a network is checked by the program, and held against an exported file") {
    Office office;
    office.visit.verify();
    const auto packet = packet_of(*office.visit.technician.replica, {office.visit.record.id}, Language::da);
    REQUIRE(packet.ok());
    const auto catalogue = Catalogue::load(Language::da, built_in_catalogue_json(Language::da), built_in_catalogue_json(Language::en));
    const std::string file = write_packet(*packet, *catalogue), path = office.scene.directory.file("packet.html");
    std::ofstream(path, std::ios::binary) << file;
    const std::string said = printed(office.scene.directory.file("said"), [&] { CHECK(verify_command.run({path}) == exit_done); });
    CHECK(said.find("accepted by Halina Dębska") != std::string::npos);
    CHECK(said.find("The packet holds, and its page says what its entries say") != std::string::npos);

    const std::string data = office.scene.directory.path(), exported = office.scene.directory.file("all.sqlite");
    const std::vector<std::string> client{"--data", data, "--organisation", office.visit.story.clinic.value};
    const auto run = [&](const CliCommand& command, std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), client.begin(), client.end());
        int code = -1;
        printed(office.scene.directory.file("out"), [&] { code = command.run(arguments); });
        return code;
    };
    REQUIRE(run(export_command, {"--output", exported}) == exit_done);
    CHECK(verify_command.run({path, "--against", exported}) == exit_done);

    // The server makes the same one, but for the photo, which was never sent to it.
    const std::string from_server = office.scene.directory.file("server.html");
    CHECK(run(packet_command, {"--visit", office.visit.visit.id, "--output", from_server, "--language", "da"}) == exit_done);
    CHECK(verify_command.run({from_server}) == exit_done);
    CHECK(run(packet_command, {"--visit", office.visit.visit.id, "--output", from_server}) == exit_failed);
    CHECK(run(packet_command, {"--record", "nothing", "--output", office.scene.directory.file("2")}) == exit_failed);
    CHECK(run(packet_command, {"--output", office.scene.directory.file("2")}) == exit_usage);

    std::string changed = file;
    const auto at = changed.find("REJ-02");
    changed.replace(at, 6, "REJ-09");
    std::ofstream(path, std::ios::binary | std::ios::trunc) << changed;
    CHECK(verify_command.run({path}) == exit_failed);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << file.substr(0, file.size() / 2);
    CHECK(verify_command.run({path}) == exit_failed);
}

TEST_CASE("a phone that never comes online does not keep a second answer from counting") {
    Office office;
    const SigningKey lost = SigningKey::from_seed({78});
    office.countersign(&lost);
    office.countersign(nullptr, nullptr, 'b');
    const WorkRecord waiting = office.record(81);
    REQUIRE(waiting.verifications.size() == 2);
    for (const VerificationEntry& answer : waiting.verifications) CHECK(waiting.awaits_second_key(answer));
    office.register_phone(1'500);
    const WorkRecord record = office.record(1'501);
    REQUIRE(record.verification() != nullptr);
    CHECK(record.verification()->second_key->proven);
}
