// Intake: proving the second keys of countersignatures, when they arrive or when the contact person's device registers its key.
#include <algorithm>

#include "core/domain/device_key.hpp"
#include "core/domain/work_record.hpp"
#include "server/sync/intake.hpp"

namespace countersign {

// The key has to be registered where the record lies: whoever reads that stream needs nothing else to check it.
void Intake::prove_second_key(const Subject& subject, Instant now) {
    const auto* record = state_of(subject).get_if<WorkRecord>();
    if (record == nullptr) return;
    // Copies: what is written below changes the record.
    const StreamId stream = record->stream;
    const std::vector<VerificationEntry> answers = record->verifications;
    for (const VerificationEntry& answer : answers)
        if (state_of(subject).get<WorkRecord>().awaits_second_key(answer)) prove(answer, subject, stream, now);
}

void Intake::prove(const VerificationEntry& entry, const Subject& subject, const StreamId& stream, Instant now) {
    const SecondKey second = *entry.second_key;
    const UserId contact = entry.content.contact;
    const std::string name = entry.content.contact_name;
    const EventId countersignature = entry.event;
    const Subject device{DeviceKey::subject_kind, second.device.value};
    const auto* key = state_of(device).get_if<DeviceKey>();
    if (key == nullptr || !key->key) return;
    const bool same = *key->key == second.key && key->user == contact;
    if (!same) {
        const char* reason = key->user == contact ? "refusal.two_keys.other_key" : "refusal.two_keys.other_person";
        write_own(subject, stream, FactFlagged{{countersignature, {reason, {{"name", name}}}}}, now);
    } else if (registered_in(stream, second.device)) {
        write_own(subject, stream, WorkRecordEvent{CountersignatureProven{countersignature}}, now);
        await_answer(subject, now);
    }
}

bool Intake::registered_in(const StreamId& stream, const DeviceId& device) {
    const auto devices = writer_.subjects_in(stream, DeviceKey::subject_kind);
    return std::find(devices.begin(), devices.end(), Subject{DeviceKey::subject_kind, device.value}) != devices.end();
}

void Intake::prove_countersignatures_of(const StoredEvent& registration, Instant now) {
    for (const Subject& subject : writer_.subjects_in(registration.envelope.stream, WorkRecord::subject_kind)) {
        const auto* record = state_of(subject).get_if<WorkRecord>();
        if (record == nullptr) continue;
        const bool of_this = std::any_of(record->verifications.begin(), record->verifications.end(), [&](const VerificationEntry& answer) {
            return record->awaits_second_key(answer) && answer.second_key->device == registration.envelope.device;
        });
        if (of_this) prove_second_key(subject, now);
    }
}

}  // namespace countersign
