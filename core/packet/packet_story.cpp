// Folding a packet's entries.
#include "core/packet/packet_story.hpp"

#include "core/domain/subject_state.hpp"

namespace countersign {

std::string PacketStory::person(const UserId& id) const {
    const std::string name = organisation.person_name(id);
    return name.empty() ? id.value : name;
}

const TimeZone& PacketStory::zone() const {
    const auto zone = find_time_zone(organisation.time_zone);
    return zone ? **zone : **find_time_zone("Etc/UTC");
}

Result<PacketStory, Failure> story_of(const SealedPacket& packet) {
    auto events = packet.events();
    if (!events) return Error{events.error()};
    PacketStory story;
    AuthorshipCheck authors;
    CountersignatureCheck countersignatures;
    std::map<DeviceId, PublicKey> keys;
    std::map<Subject, std::vector<StoredEvent>> by_subject;
    for (StoredEvent& event : *events) {
        const Envelope& envelope = event.envelope;
        FieldReader fields(envelope.body);
        if (envelope.type == DeviceKeyRegistered::type) keys.try_emplace(envelope.device, DeviceKeyRegistered::from_json(fields).key);
        const auto key = keys.find(envelope.device);
        by_subject[envelope.subject].push_back(event);
        PacketStory::Entry entry{event, authors.next(event), key == keys.end() ? std::nullopt : std::optional(key->second)};
        entry.second_key_holds = countersignatures.next(event);
        story.entries.push_back(std::move(entry));
    }
    for (const auto& [subject, own] : by_subject) {
        auto state = fold(subject, own);
        if (!state) return Error{state.error()};
        if (auto* organisation = state->get_if<Organisation>()) story.organisation = *organisation;
        if (auto* visit = state->get_if<Visit>()) story.visit = *visit;
        if (auto* record = state->get_if<WorkRecord>(); record != nullptr && subject.id == packet.record.value) story.record = *record;
        if (auto* attachment = state->get_if<Attachment>(); attachment != nullptr && attachment->added)
            story.attachments.push_back(*attachment);
    }
    return story;
}

}  // namespace countersign
