// The page of a packet: what people read and print of it.
#pragma once

#include "core/packet/packet_story.hpp"

namespace countersign {

/// From the packet and nothing else: the same packet gives the same page.
std::string packet_page(const SealedPacket& packet, const PacketStory& story, const Catalogue& catalogue);

/// A digest of all texts that the page is made with: with other texts, of another version of the program, the page cannot be compared.
Digest words_of_page(const Catalogue& catalogue);

}  // namespace countersign
