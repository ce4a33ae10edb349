// What the entries of a packet add up to, for its page and for its check.
#pragma once

#include "core/domain/attachment.hpp"
#include "core/domain/device_key.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/visit.hpp"
#include "core/domain/work_record.hpp"
#include "core/packet/sealed_packet.hpp"

namespace countersign {

struct PacketStory {
    Organisation organisation;
    std::optional<Visit> visit;
    WorkRecord record;
    std::vector<Attachment> attachments;  ///< of the visit and the record
    std::vector<Subject> foreign;         ///< what else it shows; a packet shows nothing else
    struct Entry {
        StoredEvent event;
        Authorship authorship = Authorship::unsigned_event;
        std::optional<PublicKey> key = {};  ///< with which its device signs
        bool second_key_holds = true;       ///< false where it says of a second key what does not hold
    };
    std::vector<Entry> entries;

    std::string person(const UserId& id) const;
    const TimeZone& zone() const;
};

Result<PacketStory, Failure> story_of(const SealedPacket& packet);

}  // namespace countersign
