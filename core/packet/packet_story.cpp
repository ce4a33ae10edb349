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
    const auto state_of = [&](const Subject& subject) -> Result<SubjectState, Failure> { return fold(subject, by_subject[subject]); };
    const Subject record_subject{WorkRecord::subject_kind, packet.record.value};
    auto record = state_of(record_subject);
    if (!record) return Error{record.error()};
    if (const auto* found = record->get_if<WorkRecord>()) story.record = *found;
    const WorkRevision* revision = story.record.latest();
    const Subject visit_subject{Visit::subject_kind, revision == nullptr ? std::string{} : revision->content.visit.value};
    const auto stream = parse_stream(packet.stream);
    for (const auto& [subject, own] : by_subject) {
        if (own.empty() || subject == record_subject || subject.kind == DeviceKey::subject_kind) continue;
        auto state = fold(subject, own);
        if (!state) return Error{state.error()};
        const auto* attachment = state->get_if<Attachment>();
        const bool attached = attachment != nullptr && attachment->added &&
                              (attachment->content.about == visit_subject || attachment->content.about == record_subject);
        if (const auto* organisation = state->get_if<Organisation>();
            organisation != nullptr && stream && subject.id == stream->organisation.value) {
            story.organisation = *organisation;
        } else if (const auto* visit = state->get_if<Visit>(); visit != nullptr && subject == visit_subject) {
            story.visit = *visit;
        } else if (attached) {
            story.attachments.push_back(*attachment);
        } else {
            story.foreign.push_back(subject);
        }
    }
    return story;
}

}  // namespace countersign
