// Device key: registering it, and checking what it signed.
#include "core/domain/device_key.hpp"

#include "core/domain/body.hpp"
#include "core/domain/folding.hpp"
#include "core/event/device_signature.hpp"

namespace countersign {

Admission admit(const DeviceKey& state, const DeviceKeyEvent& event, const Context& context) {
    const auto& body = std::get<DeviceKeyRegistered>(event);
    if (state.key && *state.key != body.key) return refuse("refusal.device.other_key");
    if (state.key && state.user != context.actor.user) return refuse("refusal.device.other_user");
    return {};
}

void apply(DeviceKey& state, const DeviceKeyEvent& event, const StoredEvent& stored) {
    begin_fold(state, stored);
    if (state.key) return;
    state.key = std::get<DeviceKeyRegistered>(event).key;
    state.user = stored.envelope.actor;
    state.registered_at = stored.happened_at();
}

Result<std::vector<DeviceKeyEvent>, Refusal> decide(const DeviceKey& state, const DeviceKeyCommand& command, const Context& context) {
    return decided<DeviceKeyEvent>(state, DeviceKeyRegistered{std::get<RegisterDeviceKey>(command).key}, context);
}

bool binds(Action action) {
    switch (action) {
        case Action::verify_work:
        case Action::sign_agreement:
        case Action::approve_settlement:
        case Action::decide_proposal:
        case Action::confirm_care:
        case Action::judge_resolution:
        case Action::order_emergency_visit:
        case Action::contest:
            return true;
        default:
            return false;
    }
}

namespace {

// What this program cannot read it cannot judge: a newer one may have told the server to write it.
bool server_may_write(const Envelope& envelope) {
    if (envelope.type == TicketArrivalRecorded::type) return true;
    const auto body = read_body(envelope);
    const auto kind = body ? describe(*body) : std::nullopt;
    return !kind || may(Role::server, kind->action);
}

bool binds_its_author(const Envelope& envelope) {
    const auto body = read_body(envelope);
    const auto kind = body ? describe(*body) : std::nullopt;
    return kind && binds(kind->action);
}

}  // namespace

Authorship AuthorshipCheck::next(const StoredEvent& event) {
    const Envelope& envelope = event.envelope;
    if (envelope.actor.value == server_author) return server_may_write(envelope) ? Authorship::server : Authorship::broken;
    if (envelope.type == DeviceKeyRegistered::type && envelope.subject.id == envelope.device.value) {
        FieldReader fields(envelope.body);
        const DeviceKeyRegistered body = DeviceKeyRegistered::from_json(fields);
        const bool proven = !fields.problem() && check_device_signature(event.bytes, body.key) == DeviceSignature::holds;
        if (!proven) return Authorship::broken;
        const auto [known, first] = keys_.try_emplace(envelope.device, Registered{body.key, envelope.actor});
        keyed_.insert(envelope.actor);
        return known->second.key == body.key && known->second.user == envelope.actor ? Authorship::signed_by_key : Authorship::broken;
    }
    const auto registered = keys_.find(envelope.device);
    if (registered == keys_.end()) {
        if (has_device_signature(event.bytes)) return Authorship::broken;
        return keyed_.count(envelope.actor) != 0 && binds_its_author(envelope) ? Authorship::broken : Authorship::unsigned_event;
    }
    const bool holds =
        registered->second.user == envelope.actor && check_device_signature(event.bytes, registered->second.key) == DeviceSignature::holds;
    return holds ? Authorship::signed_by_key : Authorship::broken;
}

Json DeviceKeyRegistered::to_json() const { return {{"key", to_hex(key)}}; }

DeviceKeyRegistered DeviceKeyRegistered::from_json(FieldReader& fields) {
    DeviceKeyRegistered body;
    const auto key = public_key_from_hex(fields.text("key", 64));
    if (!key) fields.reject("key", "64 hexadecimal digits are required");
    body.key = key.value_or(PublicKey{});
    return body;
}

}  // namespace countersign
