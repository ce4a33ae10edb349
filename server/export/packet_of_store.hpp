// A sealed packet out of the server's log (core/packet/sealed_packet.hpp).
#pragma once

#include <variant>

#include "core/packet/sealed_packet.hpp"
#include "server/store/attachment_store.hpp"
#include "server/store/event_store.hpp"

namespace countersign {

struct PacketOrder {
    StreamId stream;
    WorkRecordId record;
    VisitId visit;  ///< that it is about; may be empty
    Language language = Language::en;
};

/// Refused where the record is not verified or the log does not hold.
Result<SealedPacket, std::variant<Refusal, Failure>> packet_of(EventStore& events, AttachmentStore& attachments, const PacketOrder& order);

}  // namespace countersign
