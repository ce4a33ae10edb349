// The signed text, the JSON form, and what is known of the second key.
#include "core/domain/countersignature.hpp"

#include <algorithm>

#include "core/domain/device_key.hpp"
#include "core/event/device_signature.hpp"

namespace countersign {

bool is_nonce(std::string_view text) {
    return text.size() == nonce_digits &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string text_of(const CountersignedStatement& statement, const StreamId& stream, const std::string& work_record) {
    std::string text = "countersign two keys\n";
    const auto line = [&](const char* name, const std::string& value) { text.append(name).append(" ").append(value).append("\n"); };
    line("stream", stream.value);
    line("work_record", work_record);
    line("record", statement.record.value);
    line("record_sha256", to_hex(statement.record_digest));
    line("technician", statement.technician.value);
    line("technician_device", statement.technician_device.value);
    line("nonce", statement.nonce);
    line("offered_at", std::to_string(statement.offered_at.utc_ms));
    line("expires_at", std::to_string(statement.expires_at.utc_ms));
    line("contact", statement.contact.value);
    line("contact_device", statement.contact_device.value);
    line("decision", std::string(decision_name(statement.decision)));
    // A remark may have lines of its own; its digest has none.
    line("remark_sha256", to_hex(sha256(statement.remark)));
    line("confirmed_at", std::to_string(statement.confirmed_at.utc_ms));
    return text;
}

bool signature_holds(const WorkCountersigned& body, const StreamId& stream, const std::string& work_record) {
    return signature_holds(body.contact_signature, text_of(body.statement, stream, work_record), body.contact_key);
}

Admission admit_second_key(const WorkCountersigned& body, const DeviceKey* second) {
    if (second == nullptr || !second->key) return {};
    if (second->user != body.statement.contact) return refuse("refusal.two_keys.other_person", {{"name", body.contact_name}});
    if (*second->key != body.contact_key) return refuse("refusal.two_keys.other_key", {{"name", body.contact_name}});
    return {};
}

Json WorkCountersigned::to_json() const {
    const CountersignedStatement& said = statement;
    return {{"record", said.record.value},
            {"record_sha256", to_hex(said.record_digest)},
            {"technician", said.technician.value},
            {"technician_device", said.technician_device.value},
            {"nonce", said.nonce},
            {"offered_at", said.offered_at.utc_ms},
            {"expires_at", said.expires_at.utc_ms},
            {"contact", said.contact.value},
            {"contact_device", said.contact_device.value},
            {"decision", decision_name(said.decision)},
            {"remark", said.remark},
            {"confirmed_at", said.confirmed_at.utc_ms},
            {"contact_name", contact_name},
            {"contact_key", to_hex(contact_key)},
            {"contact_signature", to_hex(contact_signature)},
            {"key_known", key_known}};
}

WorkCountersigned WorkCountersigned::from_json(FieldReader& fields) {
    WorkCountersigned body;
    CountersignedStatement& said = body.statement;
    said.record = fields.id<EventId>("record");
    const auto digest = digest_from_hex(fields.text("record_sha256", 64));
    if (!digest) fields.reject("record_sha256", "64 hexadecimal digits are required");
    said.record_digest = digest.value_or(Digest{});
    said.technician = fields.id<UserId>("technician");
    said.technician_device = fields.id<DeviceId>("technician_device");
    said.nonce = fields.text("nonce", nonce_digits);
    if (!is_nonce(said.nonce)) fields.reject("nonce", "32 hexadecimal digits are required");
    said.offered_at = fields.instant("offered_at");
    said.expires_at = fields.instant("expires_at");
    said.contact = fields.id<UserId>("contact");
    said.contact_device = fields.id<DeviceId>("contact_device");
    said.decision = read_decision(fields);
    said.remark = fields.text_or("remark", "");
    said.confirmed_at = fields.instant("confirmed_at");
    body.contact_name = fields.text("contact_name");
    const auto key = public_key_from_hex(fields.text("contact_key", 64));
    if (!key) fields.reject("contact_key", "64 hexadecimal digits are required");
    body.contact_key = key.value_or(PublicKey{});
    const auto signature = signature_from_hex(fields.text("contact_signature", 128));
    if (!signature) fields.reject("contact_signature", "128 hexadecimal digits are required");
    body.contact_signature = signature.value_or(SignatureBytes{});
    body.key_known = fields.boolean_or("key_known", false);
    return body;
}

Json CountersignatureProven::to_json() const { return {{"countersignature", countersignature.value}}; }

CountersignatureProven CountersignatureProven::from_json(FieldReader& fields) { return {fields.id<EventId>("countersignature")}; }

bool CountersignatureCheck::next(const StoredEvent& event) {
    const Envelope& envelope = event.envelope;
    FieldReader fields(envelope.body);
    if (envelope.type == DeviceKeyRegistered::type && envelope.subject.id == envelope.device.value) {
        const DeviceKeyRegistered body = DeviceKeyRegistered::from_json(fields);
        if (fields.problem() || check_device_signature(event.bytes, body.key) != DeviceSignature::holds) return true;
        keys_.try_emplace(envelope.device, Registered{body.key, envelope.actor});
    } else if (envelope.type == WorkCountersigned::type) {
        const WorkCountersigned body = WorkCountersigned::from_json(fields);
        if (fields.problem()) return true;
        holds_[envelope.id] = signature_holds(body, envelope.stream, envelope.subject.id) && body.statement.technician == envelope.actor &&
                              body.statement.technician_device == envelope.device;
        countersigned_[envelope.id] = body;
    } else if (envelope.type == CountersignatureProven::type) {
        const EventId about = CountersignatureProven::from_json(fields).countersignature;
        const auto found = countersigned_.find(about);
        if (fields.problem() || found == countersigned_.end() || !holds_[about]) return false;
        const auto key = keys_.find(found->second.statement.contact_device);
        return key != keys_.end() && key->second.key == found->second.contact_key && key->second.user == found->second.statement.contact;
    }
    return true;
}

}  // namespace countersign
