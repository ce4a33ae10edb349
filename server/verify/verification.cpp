// Following chains page by page.
#include "server/verify/verification.hpp"

#include "core/event/chain.hpp"
#include "core/event/codec.hpp"

namespace countersign {

namespace {

// The columns that events are found by must say what the bytes say: they are not hashed, the bytes are.
std::optional<std::string> check_columns(const StreamId& stream, const LogEntry& entry, const StoredEvent& event) {
    if (event.envelope.id != entry.id) return "its id in the index is " + entry.id.value;
    if (event.envelope.stream != stream) return "it was written for the stream " + event.envelope.stream.value;
    if (event.envelope.subject.text() != entry.subject) return "its subject in the index is " + entry.subject;
    return std::nullopt;
}

std::optional<std::string> check_entry(const StreamId& stream, const LogEntry& entry, ChainVerifier& verifier) {
    const auto event = read_event(entry.event.bytes);
    auto problem = verifier.follow(entry.event.bytes, entry.event.placement);
    if (!problem && !event) problem = event.error().cause;
    if (!problem) problem = check_columns(stream, entry, *event);
    if (!problem) return std::nullopt;
    const std::string type = event ? event->envelope.type : "unreadable";
    return "event " + std::to_string(entry.event.placement.seq) + " (" + type + ", " + entry.id.value + "): " + *problem;
}

Result<VerifiedStream, Failure> verify_stream(EventStore& store, const StreamId& stream, const StreamHead& head) {
    ChainVerifier verifier(stream);
    VerifiedStream verified{stream, 0, {}, std::nullopt};
    while (!verified.problem) {
        auto page = store.read_after(stream, verified.events, {});
        if (!page) return Error{page.error()};
        if (page->empty()) break;
        for (const LogEntry& entry : *page) {
            verified.problem = check_entry(stream, entry, verifier);
            if (verified.problem) break;
            verified.events = verifier.seq();
        }
    }
    verified.head = verifier.head();
    if (!verified.problem && (head.seq != verified.events || head.chain != verified.head)) {
        verified.problem = "the stream ends with event " + std::to_string(verified.events) + ", but its head names event " +
                           std::to_string(head.seq) + " with the chain value " + to_hex(head.chain);
    }
    return verified;
}

}  // namespace

Result<std::vector<VerifiedStream>, Failure> verify_store(EventStore& store) {
    auto heads = store.heads();
    if (!heads) return Error{heads.error()};
    std::vector<VerifiedStream> streams;
    for (const auto& [stream, head] : *heads) {
        auto verified = verify_stream(store, stream, head);
        if (!verified) return Error{verified.error()};
        streams.push_back(std::move(*verified));
    }
    return streams;
}

}  // namespace countersign
