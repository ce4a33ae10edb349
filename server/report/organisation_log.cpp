// Reading an organisation's streams to their ends.
#include "server/report/organisation_log.hpp"

#include "core/event/codec.hpp"
#include "core/projection/log_as_of.hpp"

namespace countersign {

namespace {

Result<void, Failure> read_stream(EventStore& store, const StreamId& stream, std::vector<StoredEvent>& events) {
    for (std::int64_t seq = 0;;) {
        auto page = store.read_after(stream, seq, {});
        if (!page) return Error{page.error()};
        if (page->empty()) return {};
        for (LogEntry& entry : *page) {
            auto event = read_event(std::move(entry.event.bytes));
            if (!event) return Error{event.error()};
            event->placement = entry.event.placement;
            seq = entry.event.placement.seq;
            events.push_back(std::move(*event));
        }
    }
}

}  // namespace

Result<OrganisationBook, Failure> book_of_organisation(EventStore& store, const OrganisationId& organisation,
                                                       std::optional<Instant> as_of) {
    auto heads = store.heads();
    if (!heads) return Error{heads.error()};
    std::vector<StoredEvent> events;
    for (const auto& [stream, head] : *heads) {
        const auto name = parse_stream(stream);
        if (!name || name->organisation != organisation || name->kind == StreamKind::internal) continue;
        if (auto read = read_stream(store, stream, events); !read) return Error{read.error()};
    }
    return organisation_book(as_of ? log_as_of(std::move(events), *as_of) : events);
}

}  // namespace countersign
