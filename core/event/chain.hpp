// The hash chain of a stream: chain(n) = SHA-256(chain(n-1) ‖ SHA-256(bytes) ‖ seq ‖ received_at), numbers as 8 bytes, big endian.
// chain(0) = SHA-256("countersign stream " + stream id), so an event cannot be moved to another stream unnoticed.
// Whoever knows chain(n) can tell whether any of the events 1…n was changed, removed, added or reordered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/event/envelope.hpp"

namespace countersign {

Digest chain_start(const StreamId& stream);
Digest chain_next(const Digest& previous, std::string_view bytes, std::int64_t seq, Instant received_at);
/// The same for bytes of which only the digest is known: who shows it proves their place without showing them.
Digest chain_next(const Digest& previous, const Digest& bytes, std::int64_t seq, Instant received_at);

/// Follows a chain event by event and names the first place where it breaks.
class ChainVerifier {
public:
    /// From the beginning of the stream.
    explicit ChainVerifier(const StreamId& stream) : head_(chain_start(stream)) {}
    /// From a place that was verified before.
    ChainVerifier(const Digest& head, std::int64_t seq) : head_(head), seq_(seq) {}

    /// What is wrong with the next event, or nothing.
    std::optional<std::string> follow(std::string_view bytes, const Placement& placement);

    const Digest& head() const { return head_; }
    std::int64_t seq() const { return seq_; }

private:
    Digest head_;
    std::int64_t seq_ = 0;
};

}  // namespace countersign
