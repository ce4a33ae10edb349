// Following chains page by page.
#include "server/verify/verification.hpp"

#include "core/domain/countersignature.hpp"
#include "core/domain/device_key.hpp"
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

std::string name_of(const LogEntry& entry, const std::string& type) {
    return "event " + std::to_string(entry.event.placement.seq) + " (" + type + ", " + entry.id.value + ")";
}

// Who wrote what, by the keys that devices registered.
struct KeysOfStream {
    AuthorshipCheck authors;
    CountersignatureCheck countersignatures;
};

// What the devices' keys say; the server's own events have none, but for what they say of second keys. A forged event breaks no chain: it
// is counted, and the rest is read on.
void count_author(const LogEntry& entry, const StoredEvent& event, KeysOfStream& keys, VerifiedStream& verified) {
    const Authorship authorship = keys.authors.next(event);
    switch (keys.countersignatures.next(event) ? authorship : Authorship::broken) {
        case Authorship::server:
            break;
        case Authorship::signed_by_key:
            ++verified.signed_events;
            break;
        case Authorship::unsigned_event:
            ++verified.unsigned_events;
            break;
        case Authorship::broken:
            if (verified.forged_events++ == 0) verified.first_forged = name_of(entry, event.envelope.type);
            break;
    }
}

std::optional<std::string> check_entry(const StreamId& stream, const LogEntry& entry, ChainVerifier& verifier, KeysOfStream& keys,
                                       VerifiedStream& verified) {
    const auto event = read_event(entry.event.bytes);
    auto problem = verifier.follow(entry.event.bytes, entry.event.placement);
    if (!problem && !event) problem = event.error().cause;
    if (!problem) problem = check_columns(stream, entry, *event);
    if (problem) return name_of(entry, event ? event->envelope.type : "unreadable") + ": " + *problem;
    count_author(entry, *event, keys, verified);
    return std::nullopt;
}

std::optional<std::string> check_head(const VerifiedStream& verified, const std::optional<StreamHead>& head) {
    const std::string found = "the stream ends with event " + std::to_string(verified.events);
    if (!head) return found + ", but there is no head for it, so nobody would ever receive these events";
    if (head->seq == verified.events && head->chain == verified.head) return std::nullopt;
    return found + ", but its head names event " + std::to_string(head->seq) + " with the chain value " + to_hex(head->chain);
}

Result<VerifiedStream, Failure> verify_stream(EventStore& store, const StreamId& stream, const std::optional<StreamHead>& head) {
    ChainVerifier verifier(stream);
    KeysOfStream keys;
    VerifiedStream verified;
    verified.stream = stream;
    while (!verified.problem) {
        auto page = store.read_after(stream, verified.events, {});
        if (!page) return Error{page.error()};
        if (page->empty()) break;
        for (const LogEntry& entry : *page) {
            verified.problem = check_entry(stream, entry, verifier, keys, verified);
            if (verified.problem) break;
            verified.events = verifier.seq();
        }
    }
    verified.head = verifier.head();
    if (!verified.problem) verified.problem = check_head(verified, head);
    return verified;
}

}  // namespace

Result<std::vector<VerifiedStream>, Failure> verify_store(EventStore& store) {
    auto with_events = store.streams_of_events();
    if (!with_events) return Error{with_events.error()};
    auto heads = store.heads();
    if (!heads) return Error{heads.error()};
    std::map<StreamId, std::optional<StreamHead>> all;
    for (const StreamId& stream : *with_events) all[stream];
    for (const auto& [stream, head] : *heads) all[stream] = head;
    std::vector<VerifiedStream> streams;
    for (const auto& [stream, head] : all) {
        auto verified = verify_stream(store, stream, head);
        if (!verified) return Error{verified.error()};
        streams.push_back(std::move(*verified));
    }
    return streams;
}

}  // namespace countersign
