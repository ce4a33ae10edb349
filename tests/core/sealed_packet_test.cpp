// The sealed packet: made on a device, checked from its bytes alone, and whatever was changed in it is found.
#include "core/packet/sealed_packet.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/base64.hpp"
#include "core/event/device_signature.hpp"
#include "core/packet/packet_check.hpp"
#include "core/packet/packet_of_replica.hpp"
#include "i18n_catalogues.hpp"
#include "tests/support/memory_server.hpp"
#include "tests/support/signing_device.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Handle on(MemoryServer& server) {
    return [&server](const SyncRequest& request, const Actor& actor, Instant now) { return server.handle(request, actor, now); };
}

const Catalogue& words(Language language) {
    static std::map<Language, Catalogue> loaded;
    auto found = loaded.find(language);
    if (found == loaded.end()) found = loaded.emplace(language, real_catalogue(language)).first;
    return found->second;
}

struct VerifiedVisit {
    VerifiedVisit() : visit(on(server)) { visit.verify(); }
    SealedPacket packet(Language language = Language::pl) {
        auto made = packet_of(*visit.technician.replica, {visit.record.id}, language);
        REQUIRE(made.ok());
        return *made;
    }
    std::string file() { return write_packet(packet(), words(Language::pl)); }
    MemoryServer server;
    RecordedVisit visit;
};

/// What the check says is wrong with a file; the cause where it cannot even be read.
std::vector<std::string> problems(const std::string& file) {
    const auto checked = check_packet(file, words);
    if (!checked) return {checked.error().cause.empty() ? "unreadable" : checked.error().cause};
    return checked->problems;
}
bool names(const std::vector<std::string>& found, const std::string& text) {
    return std::any_of(found.begin(), found.end(), [&](const std::string& one) { return one.find(text) != std::string::npos; });
}
/// A packet as somebody writes it who has the program and changes what he likes.
std::vector<std::string> problems_of(const SealedPacket& packet) { return problems(write_packet(packet, words(packet.language))); }

std::size_t place_of(const SealedPacket& packet, const std::string& type, std::size_t from = 0) {
    for (std::size_t i = from; i < packet.log.size(); ++i) {
        if (packet.log[i].bytes.find("\"type\":\"" + type + "\"") != std::string::npos) return i;
    }
    FAIL("no entry of the type " << type);
    return 0;
}
void put(SealedPacket& packet, std::size_t place, std::string bytes) {
    packet.log[place].digest = sha256(bytes);
    packet.log[place].bytes = std::move(bytes);
}
void hide(SealedPacket& packet, std::size_t place) { packet.log[place].bytes.clear(); }
std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a packet made on a device without a network holds, says what was done, and tells nothing else of the log") {
    VerifiedVisit made;
    const std::string file = made.file();
    const auto checked = check_packet(file, words);
    REQUIRE(checked.ok());
    CHECK(checked->problems.empty());
    CHECK(checked->notes.empty());
    CHECK(checked->page_compared);
    CHECK(checked->files == 1);
    CHECK(checked->entries_unsigned == 0);
    CHECK(checked->story.record.verification()->content.contact_name == "Halina Dębska");
    CHECK(checked->story.organisation.name == "Przychodnia Łąkowa");
    CHECK(checked->packet.head() ==
          made.visit.technician.replica->log_page(made.packet().stream, static_cast<std::int64_t>(checked->packet.log.size()) + 1, 1)
              .at(0)
              .placement->chain);
    // Readable without any program, and nothing of a person's text is markup.
    CHECK(file.find("REJ-02") != std::string::npos);
    CHECK(file.find("<b>toner</b>") == std::string::npos);
    CHECK(file.find("data:image/jpeg;base64,") != std::string::npos);
    CHECK(file.find(std::string(words(Language::pl).tr("packet.proves_not_all"))) != std::string::npos);
    // Not Tomasz, who has nothing to do with it, nor the agreement.
    CHECK(file.find("Wąż") == std::string::npos);
    for (const PacketEntry& entry : checked->packet.log) {
        CHECK(entry.bytes.find("Wąż") == std::string::npos);
        CHECK(entry.bytes.find("agreement_version") == std::string::npos);
    }
}

TEST_CASE("the same packet gives the same file in each language, and it is found again in the file") {
    VerifiedVisit made;
    for (const Language language : all_languages) {
        const SealedPacket packet = made.packet(language);
        const std::string file = write_packet(packet, words(language));
        CHECK(file == write_packet(packet, words(language)));
        const auto read = read_packet(file);
        REQUIRE(read.ok());
        CHECK(read->head() == packet.head());
        CHECK(read->files == packet.files);
        CHECK(problems(file).empty());
        CHECK(is_packet(file));
    }
}

TEST_CASE("what is not verified or not sent yet is not sealed, and says why") {
    MemoryServer server;
    RecordedVisit visit(on(server));
    const auto refusal = [&](SigningDevice& device) {
        const auto made = packet_of(*device.replica, {visit.record.id}, Language::en);
        return made ? "" : std::get<Refusal>(made.error()).key;
    };
    CHECK(refusal(visit.technician) == "refusal.packet.not_verified");
    CHECK(refusal(visit.contact) == "refusal.work_record.unknown");
    visit.contact.sync(visit.server, at_minute(63));
    visit.contact.record(visit.record, WorkRecordCommand{VerifyWork{Decision::accepted, "", visit.story.contact.user, visit.story.ink()}},
                         at_minute(64));
    CHECK(refusal(visit.contact) == "refusal.packet.not_sent");
    visit.contact.sync(visit.server, at_minute(65));
    CHECK(refusal(visit.contact) == "");
}

TEST_CASE("a changed byte of an entry is found, also when everything else is made to fit it") {
    VerifiedVisit made;
    SealedPacket packet = made.packet();
    const std::size_t record = place_of(packet, "work_recorded");
    put(packet, record, replaced(packet.log[record].bytes, "\"worked_minutes\":45", "\"worked_minutes\":95"));
    const auto found = problems_of(packet);
    CHECK(names(found, "(work_recorded, "));
    CHECK(names(found, "is not signed with the key"));
    CHECK(names(found, "confirmation"));
    CHECK(names(found, "minutes in the visit's entries"));
}

TEST_CASE("a changed photo is found, and so is one that nobody attached") {
    VerifiedVisit made;
    SealedPacket packet = made.packet();
    packet.files.begin()->second += "!";
    CHECK(names(problems_of(packet), "was changed: its bytes are others"));
    packet = made.packet();
    packet.files[to_hex(sha256("other"))] = "other";
    CHECK(names(problems_of(packet), "that no entry names"));
    packet = made.packet();
    packet.files.clear();
    const auto checked = check_packet(write_packet(packet, words(Language::pl)), words);
    REQUIRE(checked.ok());
    CHECK(names(checked->notes, "bezpiecznik.jpg"));
}

TEST_CASE("a changed time is found: a device's by its signature, the server's by the chain") {
    VerifiedVisit made;
    SealedPacket packet = made.packet();
    const std::size_t verified = place_of(packet, "work_verified");
    const std::string time = std::to_string(at_minute(64).utc_ms), later = std::to_string(at_minute(164).utc_ms);
    put(packet, verified, replaced(packet.log[verified].bytes, time, later));
    CHECK(names(problems_of(packet), "(work_verified, "));

    packet = made.packet();
    const std::string file = write_packet(packet, words(Language::pl));
    const std::string received = "\"received_at\":" + std::to_string(packet.log[verified].received_at.utc_ms);
    CHECK(names(problems(replaced(file, received, "\"received_at\":2" + received.substr(15))), "chain"));
    packet.log[verified].received_at = packet.log[verified].received_at - Milliseconds{86'400'000};
    CHECK(names(problems_of(packet), "was received before the one in front of it"));
}

TEST_CASE("a changed signature is found") {
    VerifiedVisit made;
    SealedPacket packet = made.packet();
    const std::size_t verified = place_of(packet, "work_verified");
    std::string bytes = packet.log[verified].bytes;
    char& digit = bytes[bytes.size() - 10];
    digit = digit == '0' ? '1' : '0';
    put(packet, verified, bytes);
    CHECK(names(problems_of(packet), "is not signed with the key"));
}

TEST_CASE("an entry that is left out of the visit or the record is found") {
    VerifiedVisit made;
    for (const auto& left_out :
         {std::pair{"visit_time_recorded", "minutes in the visit's entries"}, std::pair{"check_recorded", "the checks of"},
          std::pair{"visit_started", "arrival and departure"}, std::pair{"work_verified", "nobody's confirmation"},
          std::pair{"work_recorded", "the work record is not in it"}, std::pair{"contact_named", "for confirming work is not in it"},
          std::pair{"attachment_added", "that no entry names"}}) {
        const char* type = left_out.first;
        SealedPacket packet = made.packet();
        hide(packet, place_of(packet, type));
        CAPTURE(type);
        CHECK(names(problems_of(packet), left_out.second));
    }
    // Without its key nothing that a device wrote can be held against it.
    SealedPacket packet = made.packet();
    hide(packet, place_of(packet, "device_key_registered"));
    CHECK(names(problems_of(packet), "is not signed with the key"));
}

TEST_CASE("a swapped key is found: the entries are signed with another one") {
    VerifiedVisit made;
    SealedPacket packet = made.packet();
    const SigningKey forger = SigningKey::from_seed({77});
    std::size_t of_contact = place_of(packet, "device_key_registered");
    while (packet.log[of_contact].bytes.find(made.visit.contact.id.value) == std::string::npos) {
        of_contact = place_of(packet, "device_key_registered", of_contact + 1);
    }
    const auto event = read_event(packet.log[of_contact].bytes);
    StoredEvent forged = write_event([&] {
        Envelope envelope = event->envelope;
        envelope.body = DeviceKeyRegistered{forger.public_key()}.to_json();
        return envelope;
    }());
    put(packet, of_contact, with_signature(forged.bytes, forger));
    CHECK(names(problems_of(packet), "(work_verified, "));
}

TEST_CASE("a page that says something else than its entries is found, and so is a file that was cut") {
    VerifiedVisit made;
    const std::string file = made.file();
    CHECK(names(problems(replaced(file, "Wszystko sprawdzone.", "Niczego nie sprawdzono.")), "the page says something else"));
    for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{200}, file.size() / 2, file.size() - 30}) {
        CAPTURE(size);
        CHECK_FALSE(problems(file.substr(0, size)).empty());
    }
    CHECK_FALSE(problems(file + "<p>more</p>").empty());
}

TEST_CASE("any changed byte of the file is found") {
    VerifiedVisit made;
    const std::string file = made.file();
    // What names the texts that the page was made with is the one thing that may differ: then the page is not compared, which is said.
    const std::size_t mark = file.find("\"words\":\"");
    for (std::size_t i = 0; i < 300; ++i) {
        const std::size_t place = (i * 104'729) % file.size();
        if (place >= mark && place < mark + 80) continue;
        std::string changed = file;
        changed[place] = changed[place] == 'x' ? 'y' : 'x';
        CAPTURE(place);
        CHECK_FALSE(problems(changed).empty());
    }
}

TEST_CASE("a packet whose page was made with other texts is read from its entries, and says that the page was not compared") {
    VerifiedVisit made;
    const std::string file = made.file();
    const std::string words_mark = "\"words\":\"";
    const std::size_t at = file.find(words_mark) + words_mark.size();
    std::string other = file;
    other[at] = other[at] == '0' ? '1' : '0';
    const auto checked = check_packet(other, words);
    REQUIRE(checked.ok());
    CHECK(checked->problems.empty());
    CHECK_FALSE(checked->page_compared);
    CHECK(names(checked->notes, "was NOT compared"));
}

TEST_CASE("base64 is read back only as it is written") {
    for (const std::string& bytes :
         {std::string(), std::string("f"), std::string("fo"), std::string("foo"), std::string("\0\xFF\x80", 3)}) {
        CHECK(from_base64(to_base64(bytes)) == bytes);
    }
    CHECK(to_base64("foob") == "Zm9vYg==");
    for (const char* wrong : {"Zg", "Zg=", "Zh==", "Z g==", "Zg==x", "=", "Zm9v\n"}) CHECK_FALSE(from_base64(wrong).has_value());
}

TEST_CASE("nobody is made to confirm: neither by the server nor by the technician's own key") {
    VerifiedVisit made;
    const WorkRecord record = made.visit.record_on(made.visit.technician);
    const auto forged_by = [&](const UserId& author, SignedOn signed_on, bool ink) {
        WorkRecord forged = record;
        forged.verifications[0].author = author;
        forged.verifications[0].content.signed_on = signed_on;
        if (!ink) forged.verifications[0].content.signature.strokes.clear();
        return forged.verification() != nullptr;
    };
    CHECK(forged_by(made.visit.story.contact.user, SignedOn::own_session, false));
    CHECK(forged_by(made.visit.story.technician.user, SignedOn::technicians_device, true));
    CHECK_FALSE(forged_by({server_author}, SignedOn::own_session, true));
    CHECK_FALSE(forged_by({server_author}, SignedOn::technicians_device, true));
    CHECK_FALSE(forged_by(made.visit.story.technician.user, SignedOn::own_session, true));
    CHECK_FALSE(forged_by(made.visit.story.technician.user, SignedOn::technicians_device, false));
    CHECK_FALSE(forged_by(made.visit.story.contact.user, SignedOn::technicians_device, true));
}

TEST_CASE("genuine entries of another visit have no place in a packet") {
    VerifiedVisit made;
    RecordedVisit& visit = made.visit;
    // A second visit of the same day, with a photo of its own.
    const Subject other{Visit::subject_kind, fixed_id(45)};
    const auto on_other = [&](VisitCommand command, int minute) { visit.technician.record(other, command, at_minute(minute)); };
    on_other(visit.story.plan(), 70);
    on_other(StartVisit{}, 71);
    on_other(RecordVisitTime{{480}, "inna wizyta"}, 72);
    visit.technician.sync(visit.server, at_minute(73));
    visit.contact.sync(visit.server, at_minute(74));
    visit.technician.sync(visit.server, at_minute(75));
    SealedPacket packet = made.packet();
    CHECK(problems_of(packet).empty());
    const auto log = visit.technician.replica->log_page(packet.stream, 0, 1'000);
    packet.log.clear();
    const SealedPacket sealed = made.packet();
    for (auto event = log.rbegin(); event != log.rend(); ++event) {
        const std::size_t place = packet.log.size();
        const bool shown = place < sealed.log.size() && !sealed.log[place].bytes.empty();
        packet.log.push_back({sha256(event->bytes), event->placement->received_at});
        if (shown || event->envelope.subject == other) packet.log.back().bytes = event->bytes;
    }
    CHECK(names(problems_of(packet), "neither this visit nor this record"));
    const auto checked = check_packet(write_packet(packet, words(packet.language)), words);
    REQUIRE(checked.ok());
    REQUIRE(checked->story.visit.has_value());
    CHECK(checked->story.visit->recorded_time() == Minutes{45});
}
