// Computing and following the hash chain.
#include "core/event/chain.hpp"

namespace countersign {

namespace {
void append_big_endian(std::string& out, std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((bits >> shift) & 0xFF);
}
}  // namespace

Digest chain_start(const StreamId& stream) { return sha256("countersign stream " + stream.value); }

Digest chain_next(const Digest& previous, std::string_view bytes, std::int64_t seq, Instant received_at) {
    return chain_next(previous, sha256(bytes), seq, received_at);
}

Digest chain_next(const Digest& previous, const Digest& bytes, std::int64_t seq, Instant received_at) {
    std::string block;
    block.reserve(80);
    block += raw(previous);
    block += raw(bytes);
    append_big_endian(block, seq);
    append_big_endian(block, received_at.utc_ms);
    return sha256(block);
}

std::optional<std::string> ChainVerifier::follow(std::string_view bytes, const Placement& placement) {
    if (placement.seq != seq_ + 1) {
        return "number " + std::to_string(placement.seq) + " follows number " + std::to_string(seq_);
    }
    const Digest expected = chain_next(head_, bytes, placement.seq, placement.received_at);
    if (expected != placement.chain) return "the chain does not fit the content";
    head_ = expected;
    seq_ = placement.seq;
    return std::nullopt;
}

}  // namespace countersign
