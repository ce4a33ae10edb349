// The two messages and what is checked of them.
#include "core/domain/two_keys.hpp"

#include <algorithm>

#include "core/domain/body.hpp"
#include "core/event/codec.hpp"
#include "core/event/device_signature.hpp"

namespace countersign {

namespace {

constexpr std::string_view offer_purpose = "countersign two keys offer\n";
constexpr std::size_t signature_digits = 128;

Error<Refusal> unreadable() { return Error{Refusal{"refusal.two_keys.unreadable", {}}}; }
Error<Refusal> no(const char* key) { return Error{Refusal{key, {}}}; }

// A line of JSON, the record's bytes, and the signature of the technician's device over both.
std::string offer_text(const TwoKeyOffer& offer) {
    const Json head{{"two_keys", "offer"},
                    {"stream", offer.stream.value},
                    {"work_record", offer.work_record.value},
                    {"technician", offer.technician.value},
                    {"technician_name", offer.technician_name},
                    {"technician_device", offer.technician_device.value},
                    {"technician_key", to_hex(offer.technician_key)},
                    {"nonce", offer.nonce},
                    {"offered_at", offer.offered_at.utc_ms},
                    {"expires_at", offer.expires_at.utc_ms}};
    return write_json(head) + "\n" + offer.record_bytes + "\n";
}

Result<TwoKeyOffer, Refusal> parse_offer(std::string_view message) {
    const std::size_t line = message.find('\n');
    if (line == std::string_view::npos || message.size() < line + signature_digits + 2 || message.size() > two_key_message_bytes_max) {
        return unreadable();
    }
    const std::string_view text = message.substr(0, message.size() - signature_digits);
    const auto head = parse_json(message.substr(0, line), 2);
    const auto signature = signature_from_hex(message.substr(text.size()));
    if (!head || !head->is_object() || !signature || text.back() != '\n') return unreadable();
    FieldReader fields(*head);
    TwoKeyOffer offer;
    const bool is_offer = fields.text("two_keys", 20) == "offer";
    offer.stream = fields.id<StreamId>("stream");
    offer.work_record = fields.id<WorkRecordId>("work_record");
    offer.technician = fields.id<UserId>("technician");
    offer.technician_name = fields.text("technician_name", 1'000);
    offer.technician_device = fields.id<DeviceId>("technician_device");
    const auto key = public_key_from_hex(fields.text("technician_key", 64));
    offer.nonce = fields.text("nonce", nonce_digits);
    offer.offered_at = fields.instant("offered_at");
    offer.expires_at = fields.instant("expires_at");
    if (fields.problem() || !is_offer || !key || !is_nonce(offer.nonce)) return unreadable();
    offer.technician_key = *key;
    offer.record_bytes = std::string(text.substr(line + 1, text.size() - line - 2));
    if (!signature_holds(*signature, std::string(offer_purpose) + std::string(text), *key)) return no("refusal.two_keys.content_changed");
    return offer;
}

struct OfferedRecord {
    EventId event;
    WorkRecorded content;
};

// The record itself was signed by the device that wrote it; it is shown as that device wrote it, or not at all.
Result<OfferedRecord, Refusal> record_in(const TwoKeyOffer& offer, const KnownKeys& known) {
    const auto event = read_event(offer.record_bytes);
    if (!event) return unreadable();
    const Envelope& envelope = event->envelope;
    const auto body = read_body(envelope);
    const auto* of_record = body ? body->get_if<WorkRecordEvent>() : nullptr;
    const auto* recorded = of_record == nullptr ? nullptr : std::get_if<WorkRecorded>(of_record);
    if (recorded == nullptr) return unreadable();
    const bool fits = envelope.stream == offer.stream && envelope.subject == Subject{WorkRecord::subject_kind, offer.work_record.value};
    if (!fits) return no("refusal.two_keys.content_changed");
    std::optional<PublicKey> key = offer.technician_key;
    if (envelope.device != offer.technician_device) {
        const auto author = known.registered(envelope.device);
        key = author ? author->key : std::nullopt;
    }
    if (key && check_device_signature(offer.record_bytes, *key) != DeviceSignature::holds) return no("refusal.two_keys.content_changed");
    return OfferedRecord{envelope.id, *recorded};
}

}  // namespace

Result<TechnicianTurn, Refusal> TechnicianTurn::offer(const WorkRecord& record, const StoredEvent& revision, const KeyHolder& me,
                                                      const std::string& nonce, Instant now) {
    const WorkRevision* latest = record.latest();
    if (latest == nullptr) return no("refusal.work_record.unknown");
    if (latest->event != revision.envelope.id || latest->digest != sha256(revision.bytes)) return no("refusal.work_record.newer_revision");
    if (record.verification() != nullptr) return no("refusal.work_record.already_verified");
    if (!is_staff(me.actor.role)) return no("refusal.two_keys.other_technician");
    if (me.key == nullptr) return no("refusal.two_keys.device_without_key");
    TechnicianTurn turn;
    turn.record_ = latest->event;
    turn.digest_ = latest->digest;
    turn.offer_ = {record.stream,        record.id, me.actor.user, me.actor.name,     me.device,
                   me.key->public_key(), nonce,     now,           now + offer_lasts, revision.bytes};
    const std::string text = offer_text(turn.offer_);
    turn.message_ = text + to_hex(me.key->sign(std::string(offer_purpose) + text));
    if (turn.message_.size() > two_key_message_bytes_max) return no("refusal.two_keys.too_long");
    return turn;
}

TechnicianTurn::State TechnicianTurn::state(Instant now) const {
    if (taken_) return State::taken;
    return now > offer_.expires_at || now < offer_.offered_at ? State::expired : State::showing;
}

Result<CountersignWork, Refusal> TechnicianTurn::take(std::string_view answer, const WorkRecord& record, const KnownKeys& known,
                                                      Instant now) {
    if (taken_) return no("refusal.two_keys.used");
    if (answer.size() > two_key_message_bytes_max) return unreadable();
    const auto document = parse_json(answer, 2);
    if (!document || !document->is_object()) return unreadable();
    FieldReader fields(*document);
    if (fields.text_or("two_keys", "", 20) != "answer") return no("refusal.two_keys.not_an_answer");
    WorkCountersigned body;
    CountersignedStatement& said = body.statement;
    const std::string digest = fields.text("record_sha256", 64);
    said.nonce = fields.text("nonce", nonce_digits);
    said.contact = fields.id<UserId>("contact");
    body.contact_name = fields.text("contact_name", 1'000);
    said.contact_device = fields.id<DeviceId>("contact_device");
    const auto key = public_key_from_hex(fields.text("contact_key", 64));
    said.decision = read_decision(fields);
    said.remark = fields.text("remark", 10'000);
    said.confirmed_at = fields.instant("confirmed_at");
    const auto signature = signature_from_hex(fields.text("signature", signature_digits));
    if (fields.problem() || !key || !signature) return unreadable();
    if (digest != to_hex(digest_)) return no("refusal.two_keys.other_record");
    if (said.nonce != offer_.nonce) return no("refusal.two_keys.other_offer");
    if (state(now) == State::expired) return no("refusal.two_keys.expired");
    said.record = record_;
    said.record_digest = digest_;
    said.technician = offer_.technician;
    said.technician_device = offer_.technician_device;
    said.offered_at = offer_.offered_at;
    said.expires_at = offer_.expires_at;
    body.contact_key = *key;
    body.contact_signature = *signature;
    if (!signature_holds(body, offer_.stream, offer_.work_record.value)) {
        return Error{Refusal{"refusal.two_keys.signature_wrong", {{"name", body.contact_name}}}};
    }
    const std::optional<DeviceKey> registered = known.registered(said.contact_device);
    if (auto fits = admit_second_key(body, registered ? &*registered : nullptr); !fits) return Error{fits.error()};
    body.key_known = registered && registered->key.has_value();
    // The name is what the organisation calls them, whatever the phone says.
    const std::string known_name = known.organisation == nullptr ? "" : known.organisation->person_name(said.contact);
    if (!known_name.empty()) body.contact_name = known_name;
    const Actor technician{offer_.technician, Role::technician, offer_.technician_name, {}};
    const Context context{now, technician, known.organisation};
    if (auto admitted = admit(record, WorkRecordEvent{body}, context); !admitted) return Error{admitted.error()};
    taken_ = true;
    return CountersignWork{std::move(body)};
}

Result<ContactTurn, Refusal> ContactTurn::read(std::string_view message, const KeyHolder& me, const KnownKeys& known, Instant now) {
    auto offer = parse_offer(message);
    if (!offer) return Error{offer.error()};
    if (me.key == nullptr) return no("refusal.two_keys.device_without_key");
    const auto stream = parse_stream(offer->stream);
    const auto& own = me.actor.organisations;
    const bool of_own_client = stream && stream->kind == StreamKind::shared && me.actor.role == Role::contact_person &&
                               std::find(own.begin(), own.end(), stream->organisation) != own.end();
    const Contact* named = known.organisation == nullptr ? nullptr : known.organisation->contact(me.actor.user);
    if (!of_own_client || (known.organisation != nullptr && (named == nullptr || !named->may_verify_work))) {
        return no("refusal.two_keys.not_for_you");
    }
    if (offer->expires_at < offer->offered_at || offer->expires_at - offer->offered_at > offer_lasts) return unreadable();
    if (now > offer->expires_at + clocks_apart_most) return no("refusal.two_keys.expired");
    if (now + clocks_apart_most < offer->offered_at) return no("refusal.two_keys.clocks");
    const std::optional<DeviceKey> technician = known.registered(offer->technician_device);
    const bool is_known = technician && technician->key;
    if (is_known && (*technician->key != offer->technician_key || technician->user != offer->technician)) {
        return no("refusal.two_keys.technician_unknown");
    }
    auto record = record_in(*offer, known);
    if (!record) return Error{record.error()};
    ContactTurn turn;
    turn.me_ = me;
    turn.record_ = record->event;
    turn.content_ = std::move(record->content);
    turn.digest_ = sha256(offer->record_bytes);
    turn.technician_known_ = is_known;
    turn.offer_ = std::move(*offer);
    return turn;
}

Result<std::string, Refusal> ContactTurn::answer(Decision decision, const std::string& remark, Instant now) {
    if (!message_.empty()) return no("refusal.two_keys.used");
    if (now > offer_.expires_at + clocks_apart_most) return no("refusal.two_keys.expired");
    const Context anybody{now, me_.actor};
    if (auto said = admit_word_of_contact(me_.actor.user, decision, remark, anybody); !said) return Error{said.error()};
    const CountersignedStatement statement{record_,
                                           digest_,
                                           offer_.technician,
                                           offer_.technician_device,
                                           offer_.nonce,
                                           offer_.offered_at,
                                           offer_.expires_at,
                                           me_.actor.user,
                                           me_.device,
                                           decision,
                                           remark,
                                           now};
    const SignatureBytes signature = me_.key->sign(text_of(statement, offer_.stream, offer_.work_record.value));
    message_ = write_json({{"two_keys", "answer"},
                           {"record_sha256", to_hex(digest_)},
                           {"nonce", offer_.nonce},
                           {"contact", me_.actor.user.value},
                           {"contact_name", me_.actor.name},
                           {"contact_device", me_.device.value},
                           {"contact_key", to_hex(me_.key->public_key())},
                           {"decision", decision_name(decision)},
                           {"remark", remark},
                           {"confirmed_at", now.utc_ms},
                           {"signature", to_hex(signature)}});
    return message_;
}

}  // namespace countersign
