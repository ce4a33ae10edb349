// Checking a packet: bytes in, findings out; on a device without a network, on a server, or years later with nothing but the program.
#pragma once

#include <functional>

#include "core/packet/packet_story.hpp"

namespace countersign {

struct CheckedPacket {
    SealedPacket packet;
    PacketStory story;
    std::size_t entries_signed = 0;  ///< by the key that their device had registered
    std::size_t entries_unsigned = 0;
    std::size_t files = 0;              ///< whose bytes are in it and right
    bool page_compared = false;         ///< that the page says what the entries say
    std::vector<std::string> problems;  ///< in English, with places, for a terminal and a log
    std::vector<std::string> notes;     ///< what is no fault, and should be known

    bool sound() const { return problems.empty(); }
};

/// `catalogue`: of a language, for making the page anew. Failure "failure.packet" where the file is none, was cut, or its chain is broken.
Result<CheckedPacket, Failure> check_packet(std::string_view file, const std::function<const Catalogue&(Language)>& catalogue);

}  // namespace countersign
