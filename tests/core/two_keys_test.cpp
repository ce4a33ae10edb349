// Two keys: the exchange between two devices without a network, and everything that is refused in it.
#include "core/domain/two_keys.hpp"

#include <doctest/doctest.h>

#include "core/domain/admission.hpp"
#include "core/event/device_signature.hpp"
#include "tests/support/memory_server.hpp"
#include "tests/support/signing_device.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string nonce(32, 'a'), other_nonce(32, 'b');

struct Cellar {
    Cellar() : visit([this](const SyncRequest& request, const Actor& actor, Instant now) { return server.handle(request, actor, now); }) {}

    StoredEvent revision() {
        for (const StoredEvent& event : server.events_of(visit.record)) {
            if (event.envelope.type == WorkRecorded::type) return event;
        }
        FAIL("there is no revision");
        return {};
    }
    WorkRecord record() { return visit.record_on(visit.technician); }
    static KeyHolder holder(SigningDevice& device) { return {device.actor, device.id, device.replica->signing_key()}; }
    KnownKeys known(SigningDevice& device) {
        organisation = device.replica->find<Organisation>(visit.story.clinic.value);
        return {organisation && organisation->registered ? &*organisation : nullptr,
                [&device](const DeviceId& id) { return device.key_of(id); }};
    }
    TechnicianTurn offer(const std::string& fresh = nonce, Instant now = at_minute(70)) {
        auto turn = TechnicianTurn::offer(record(), revision(), holder(visit.technician), fresh, now);
        REQUIRE(turn.ok());
        return std::move(*turn);
    }
    ContactTurn read(const std::string& message, Instant now = at_minute(71)) {
        auto turn = ContactTurn::read(message, holder(visit.contact), known(visit.contact), now);
        INFO((turn ? "" : turn.error().key));
        REQUIRE(turn.ok());
        return std::move(*turn);
    }
    std::string reading(const std::string& message, Instant now = at_minute(71)) {
        const auto turn = ContactTurn::read(message, holder(visit.contact), known(visit.contact), now);
        return turn ? "" : turn.error().key;
    }
    std::string taking(TechnicianTurn& turn, const std::string& answer, Instant now = at_minute(72)) {
        const auto taken = turn.take(answer, record(), known(visit.technician), now);
        return taken ? "" : taken.error().key;
    }
    std::string answer_to(const TechnicianTurn& turn, Decision decision = Decision::accepted, const std::string& remark = "") {
        return *read(turn.message()).answer(decision, remark, at_minute(71));
    }

    MemoryServer server;
    std::optional<Organisation> organisation;
    RecordedVisit visit;
};

std::string with(const std::string& message, const char* field, const Json& value) {
    Json changed = *parse_json(message);
    changed[field] = value;
    return write_json(changed);
}

}  // namespace

TEST_CASE("two devices without a network confirm the same record, and the technician's takes it into the log as it was signed") {
    Cellar cellar;
    TechnicianTurn technician = cellar.offer();
    ContactTurn contact = cellar.read(technician.message());
    // The phone has never held the record, and shows it from the code.
    CHECK(cellar.visit.record_on(cellar.visit.contact).latest() == nullptr);
    CHECK(contact.content().worked == Minutes{45});
    CHECK(contact.content().items.at(1).findings.at(0).find("nieaktualny") != std::string::npos);
    CHECK(contact.digest() == cellar.record().latest()->digest);
    CHECK(contact.offer().technician_name == "Łukasz Świerk");

    const auto answer = contact.answer(Decision::accepted_with_remarks, "Toner jeszcze brakuje", at_minute(71));
    REQUIRE(answer.ok());
    CHECK(contact.message() == *answer);
    CHECK(technician.state(at_minute(72)) == TechnicianTurn::State::showing);
    const auto command = technician.take(*answer, cellar.record(), cellar.known(cellar.visit.technician), at_minute(72));
    REQUIRE(command.ok());
    CHECK(technician.state(at_minute(72)) == TechnicianTurn::State::taken);
    cellar.visit.technician.record(cellar.visit.record, WorkRecordCommand{*command}, at_minute(72));

    const WorkRecord record = cellar.record();
    REQUIRE(record.verifications.size() == 1);
    const VerificationEntry& entry = record.verifications[0];
    CHECK(entry.content.contact == cellar.visit.story.contact.user);
    CHECK(entry.content.contact_name == "Halina Dębska");
    CHECK(entry.content.remark == "Toner jeszcze brakuje");
    CHECK(entry.content.signed_on == SignedOn::two_devices);
    // The phone has registered no key that the tablet has heard of: it counts when it has.
    CHECK(record.verification() == nullptr);
    CHECK(record.awaits_second_key(record.verifications[0]));
}

TEST_CASE("where the technician's device knows the phone's key the record counts as confirmed at once") {
    Cellar cellar;
    cellar.visit.contact.sync(cellar.visit.server, at_minute(63));
    REQUIRE(
        cellar.visit.contact.replica->register_key(shared_stream(cellar.visit.story.clinic), at_minute(64), cellar.visit.contact.ids).ok());
    cellar.visit.contact.sync(cellar.visit.server, at_minute(65));
    cellar.visit.technician.sync(cellar.visit.server, at_minute(66));
    TechnicianTurn technician = cellar.offer();
    ContactTurn contact = cellar.read(technician.message());
    CHECK(contact.technician_known());
    const auto command = technician.take(*contact.answer(Decision::accepted, "", at_minute(71)), cellar.record(),
                                         cellar.known(cellar.visit.technician), at_minute(72));
    REQUIRE(command.ok());
    CHECK(command->answer.key_known);
    cellar.visit.technician.record(cellar.visit.record, WorkRecordCommand{*command}, at_minute(72));
    CHECK(cellar.record().verification() != nullptr);
    CHECK_FALSE(cellar.record().awaits_second_key(cellar.record().verifications.at(0)));
}

TEST_CASE("an answer is taken once: a replay, one to an earlier code and one about another record are refused") {
    Cellar cellar;
    TechnicianTurn yesterday = cellar.offer(other_nonce), today = cellar.offer();
    const std::string old_answer = cellar.answer_to(yesterday), answer = cellar.answer_to(today);
    CHECK(cellar.taking(today, old_answer) == "refusal.two_keys.other_offer");
    CHECK(cellar.taking(today, with(answer, "record_sha256", std::string(64, '0'))) == "refusal.two_keys.other_record");
    CHECK(cellar.taking(today, answer) == "");
    CHECK(cellar.taking(today, answer) == "refusal.two_keys.used");
    // Its own code is no answer.
    TechnicianTurn again = cellar.offer(std::string(32, 'c'));
    CHECK(cellar.taking(again, R"({"two_keys":"offer"})") == "refusal.two_keys.not_an_answer");
    CHECK(cellar.taking(again, "x") == "refusal.two_keys.unreadable");
    CHECK(cellar.taking(again, std::string(50'000, 'x')) == "refusal.two_keys.unreadable");
}

TEST_CASE("a code is good for ten minutes on the technician's device, and clocks that are far apart are pointed out") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    const std::string answer = cellar.answer_to(turn);
    CHECK(turn.state(at_minute(80)) == TechnicianTurn::State::showing);
    CHECK(turn.state(at_minute(81)) == TechnicianTurn::State::expired);
    CHECK(turn.state(at_minute(69)) == TechnicianTurn::State::expired);
    CHECK(cellar.taking(turn, answer, at_minute(81)) == "refusal.two_keys.expired");
    CHECK(cellar.reading(turn.message(), at_minute(95)) == "");
    CHECK(cellar.reading(turn.message(), at_minute(96)) == "refusal.two_keys.expired");
    CHECK(cellar.reading(turn.message(), at_minute(55)) == "");
    CHECK(cellar.reading(turn.message(), at_minute(54)) == "refusal.two_keys.clocks");
    ContactTurn contact = cellar.read(turn.message());
    CHECK(contact.answer(Decision::accepted, "", at_minute(96)).error().key == "refusal.two_keys.expired");
}

TEST_CASE("changed content is refused on the phone, whoever changed it") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    std::string message = turn.message();
    const auto at = message.find("\"worked_minutes\":45");
    REQUIRE(at != std::string::npos);
    message.replace(at, 19, "\"worked_minutes\":95");
    CHECK(cellar.reading(message) == "refusal.two_keys.content_changed");

    // The technician's own device shows other minutes than it wrote down: the offer is signed, the record is not.
    StoredEvent changed = cellar.revision();
    const auto place = changed.bytes.find("\"worked_minutes\":45");
    changed.bytes.replace(place, 19, "\"worked_minutes\":95");
    WorkRecord record = cellar.record();
    record.revisions.back().digest = sha256(changed.bytes);
    const auto forged = TechnicianTurn::offer(record, changed, Cellar::holder(cellar.visit.technician), nonce, at_minute(70));
    REQUIRE(forged.ok());
    CHECK(cellar.reading(forged->message()) == "refusal.two_keys.content_changed");

    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, message.size() - 1, message.size() / 2}) {
        CHECK_FALSE(cellar.reading(turn.message().substr(0, size)).empty());
    }
    CHECK(cellar.reading(turn.message() + "x") != "");
}

TEST_CASE("any changed byte of either message is refused") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    const std::string offer = turn.message(), answer = cellar.answer_to(turn);
    const auto changed = [](std::string message, std::size_t place) {
        message[place] = message[place] == 'x' ? 'y' : 'x';
        return message;
    };
    for (std::size_t place = 0; place < offer.size(); place += 3) {
        CAPTURE(place);
        CHECK_FALSE(cellar.reading(changed(offer, place)).empty());
    }
    // What the phone calls its person is no part of what it signs: the technician's device says how the organisation calls them.
    const std::size_t name = answer.find("\"contact_name\":\"");
    for (std::size_t place = 0; place < answer.size(); ++place) {
        if (place > name + 15 && place < name + 30) continue;
        CAPTURE(place);
        CHECK_FALSE(cellar.taking(turn, changed(answer, place)).empty());
    }
    CHECK(cellar.taking(turn, answer) == "");
}

TEST_CASE("whoever may not confirm is refused, on the phone and on the technician's device") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    const auto reads = [&](const Actor& actor, const KnownKeys& known) {
        const SigningKey key = SigningKey::from_seed({9});
        const auto read = ContactTurn::read(turn.message(), {actor, {fixed_id(120)}, &key}, known, at_minute(71));
        return read ? "" : read.error().key;
    };
    CHECK(reads(cellar.visit.story.contact, {}) == "");
    CHECK(reads(cellar.visit.story.stranger, {}) == "refusal.two_keys.not_for_you");
    CHECK(reads(cellar.visit.story.technician, {}) == "refusal.two_keys.not_for_you");
    CHECK(reads(cellar.visit.story.reporter, {}) == "refusal.two_keys.not_for_you");
    CHECK(reads(cellar.visit.story.other_contact, cellar.known(cellar.visit.manager)) == "refusal.two_keys.not_for_you");

    // Tomasz's phone knows nothing of what he may; the technician's does.
    const SigningKey key = SigningKey::from_seed({9});
    auto tomasz = ContactTurn::read(turn.message(), {cellar.visit.story.other_contact, {fixed_id(120)}, &key}, {}, at_minute(71));
    REQUIRE(tomasz.ok());
    CHECK(cellar.taking(turn, *tomasz->answer(Decision::accepted, "", at_minute(71))) == "refusal.verification.contact_may_not_verify");
    // A refused answer changes nothing: the right one is taken.
    CHECK(cellar.taking(turn, cellar.answer_to(turn)) == "");
}

TEST_CASE("an answer in somebody else's name, with a foreign key or a broken signature is refused") {
    Cellar cellar;
    cellar.visit.contact.sync(cellar.visit.server, at_minute(63));
    REQUIRE(
        cellar.visit.contact.replica->register_key(shared_stream(cellar.visit.story.clinic), at_minute(64), cellar.visit.contact.ids).ok());
    cellar.visit.contact.sync(cellar.visit.server, at_minute(65));
    cellar.visit.technician.sync(cellar.visit.server, at_minute(66));
    TechnicianTurn turn = cellar.offer();
    const std::string answer = cellar.answer_to(turn);
    CHECK(cellar.taking(turn, with(answer, "decision", "rejected")) == "refusal.two_keys.signature_wrong");
    CHECK(cellar.taking(turn, with(answer, "remark", "x")) == "refusal.two_keys.signature_wrong");
    CHECK(cellar.taking(turn, with(answer, "contact", cellar.visit.story.other_contact.user.value)) == "refusal.two_keys.signature_wrong");
    CHECK(cellar.taking(turn, with(answer, "confirmed_at", at_minute(10).utc_ms)) == "refusal.two_keys.signature_wrong");
    CHECK(cellar.taking(turn, with(answer, "contact_key", std::string(64, '1'))) == "refusal.two_keys.signature_wrong");
    CHECK(cellar.taking(turn, with(answer, "signature", "1")) == "refusal.two_keys.unreadable");

    const auto with_key = [&](const Actor& actor, const DeviceId& device) {
        const SigningKey key = SigningKey::from_seed({9});
        auto other = ContactTurn::read(turn.message(), {actor, device, &key}, {}, at_minute(71));
        REQUIRE(other.ok());
        return cellar.taking(turn, *other->answer(Decision::accepted, "", at_minute(71)));
    };
    CHECK(with_key(cellar.visit.story.contact, cellar.visit.contact.id) == "refusal.two_keys.other_key");
    CHECK(with_key(cellar.visit.story.contact, cellar.visit.technician.id) == "refusal.two_keys.other_person");
}

TEST_CASE("a technician's device with another key than it registered, or without one, is refused") {
    Cellar cellar;
    cellar.visit.contact.sync(cellar.visit.server, at_minute(63));
    const SigningKey forger = SigningKey::from_seed({77});
    const KeyHolder forged{cellar.visit.story.technician, cellar.visit.technician.id, &forger};
    const auto turn = TechnicianTurn::offer(cellar.record(), cellar.revision(), forged, nonce, at_minute(70));
    REQUIRE(turn.ok());
    CHECK(cellar.reading(turn->message()) == "refusal.two_keys.technician_unknown");

    const auto offering = [&](const KeyHolder& me) {
        const auto made = TechnicianTurn::offer(cellar.record(), cellar.revision(), me, nonce, at_minute(70));
        return made ? "" : made.error().key;
    };
    CHECK(offering({cellar.visit.story.technician, cellar.visit.technician.id, nullptr}) == "refusal.two_keys.device_without_key");
    CHECK(offering({cellar.visit.story.contact, cellar.visit.contact.id, &forger}) == "refusal.two_keys.other_technician");
    const auto keyless =
        ContactTurn::read(cellar.offer().message(), {cellar.visit.story.contact, cellar.visit.contact.id, nullptr}, {}, at_minute(71));
    CHECK(keyless.error().key == "refusal.two_keys.device_without_key");
}

TEST_CASE("a rejection needs its reason, and an answer is given once") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    ContactTurn contact = cellar.read(turn.message());
    CHECK(contact.answer(Decision::rejected, " ", at_minute(71)).error().key == "refusal.verification.reason_missing");
    CHECK(contact.answer(Decision::accepted_with_remarks, "", at_minute(71)).error().key == "refusal.verification.remark_missing");
    REQUIRE(contact.answer(Decision::rejected, "Nikogo nie było", at_minute(71)).ok());
    CHECK(contact.answer(Decision::accepted, "", at_minute(71)).error().key == "refusal.two_keys.used");
    CHECK(cellar.taking(turn, contact.message()) == "");
}

TEST_CASE("only the latest revision that nobody has verified is offered") {
    Cellar cellar;
    const StoredEvent first = cellar.revision();
    StoredEvent other = first;
    other.bytes += " ";
    const auto offering = [&](const StoredEvent& revision) {
        const auto made = TechnicianTurn::offer(cellar.record(), revision, Cellar::holder(cellar.visit.technician), nonce, at_minute(70));
        return made ? "" : made.error().key;
    };
    CHECK(offering(other) == "refusal.work_record.newer_revision");
    CHECK(offering(first) == "");
    cellar.visit.verify();
    CHECK(offering(first) == "refusal.work_record.already_verified");
}

TEST_CASE("the countersignature is read as it was written, and a malformed one is refused by name") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    const std::string answer = cellar.answer_to(turn);
    const auto command = turn.take(answer, cellar.record(), cellar.known(cellar.visit.technician), at_minute(72));
    REQUIRE(command.ok());
    const Json json = command->answer.to_json();
    FieldReader fields(json);
    CHECK(WorkCountersigned::from_json(fields).to_json() == json);
    CHECK_FALSE(fields.problem().has_value());
    for (const char* field : {"nonce", "contact_key", "contact_signature", "record_sha256", "decision"}) {
        Json broken = json;
        broken[field] = "zz";
        FieldReader reader(broken);
        (void)WorkCountersigned::from_json(reader);
        CAPTURE(field);
        REQUIRE(reader.problem().has_value());
        CHECK(reader.problem()->find(field) != std::string::npos);
    }
}

TEST_CASE("the server flags a countersignature that does not hold, names another technician or device, or came when its code was over") {
    Cellar cellar;
    TechnicianTurn turn = cellar.offer();
    const std::string answer = cellar.answer_to(turn);
    const auto command = turn.take(answer, cellar.record(), cellar.known(cellar.visit.technician), at_minute(72));
    REQUIRE(command.ok());
    const auto judge = [&](const WorkCountersigned& body, Instant made_at, const DeviceKey* key) {
        StoredEvent event = write_event({{fixed_id(75)},
                                         shared_stream(cellar.visit.story.clinic),
                                         cellar.visit.record,
                                         WorkCountersigned::type,
                                         1,
                                         cellar.visit.story.technician.user,
                                         cellar.visit.technician.id,
                                         made_at,
                                         body.to_json()});
        event.bytes = with_signature(event.bytes, *cellar.visit.technician.replica->signing_key());
        cellar.organisation = cellar.visit.manager.replica->find<Organisation>(cellar.visit.story.clinic.value);
        Context context{at_minute(90), cellar.visit.story.technician, &*cellar.organisation};
        context.device_key = key;
        return admit_event(SubjectState{cellar.record()}, event, *read_body(event.envelope), context).reason.key;
    };
    DeviceKey key;
    key.key = cellar.visit.technician.replica->signing_key()->public_key();
    key.user = cellar.visit.story.technician.user;
    CHECK(judge(command->answer, at_minute(72), &key) == "");
    const DeviceKey unregistered;
    CHECK(judge(command->answer, at_minute(72), &unregistered) == "refusal.two_keys.device_without_key");
    CHECK(judge(command->answer, at_minute(85), &key) == "refusal.two_keys.expired");
    CHECK(judge(command->answer, at_minute(60), &key) == "refusal.two_keys.expired");
    WorkCountersigned changed = command->answer;
    changed.statement.decision = Decision::rejected;
    changed.statement.remark = "x";
    CHECK(judge(changed, at_minute(72), &key) == "refusal.two_keys.signature_wrong");
    changed = command->answer;
    changed.statement.technician = cellar.visit.story.manager.user;
    CHECK(judge(changed, at_minute(72), &key) == "refusal.two_keys.other_technician");
    changed = command->answer;
    changed.statement.expires_at = at_minute(300);
    CHECK(judge(changed, at_minute(72), &key) == "refusal.two_keys.expired");
    changed = command->answer;
    changed.statement.technician_device = {fixed_id(121)};
    CHECK(judge(changed, at_minute(72), &key) != "");
}
