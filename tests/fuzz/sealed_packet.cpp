// Sealed packets as anybody may hand them to somebody: whatever is read leads to the chain value that it names, and every shown entry is
// what its digest says.
#include "core/packet/sealed_packet.hpp"

#include "tests/fuzz/fuzzing.hpp"

using namespace countersign;
using namespace countersign::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file = text_of(data, size);
    const auto packet = read_packet(file);
    if (!packet) {
        require(packet.error().key == "failure.packet", "a failure has its key");
        return 0;
    }
    require(is_packet(file), "what is read begins like a packet");
    require(!packet->log.empty(), "it has entries");
    for (const PacketEntry& entry : packet->log) {
        if (!entry.bytes.empty()) require(sha256(entry.bytes) == entry.digest, "a shown entry is what its digest says");
    }
    require(file.find(to_hex(packet->head())) != std::string_view::npos, "the chain leads to the value that the file names");
    return 0;
}
