// A sealed packet out of what a device holds, without a network.
#pragma once

#include "core/packet/sealed_packet.hpp"
#include "core/storage/replica.hpp"

namespace countersign {

/// Refused where the record is unknown or not verified, where a part of it was not sent yet, and where the log does not hold. Files that
/// are not on this device are named in the packet and not in it.
Result<SealedPacket, Trouble> packet_of(Replica& replica, const WorkRecordId& record, Language language);

}  // namespace countersign
