// Reading the stream from its start.
#include "server/export/packet_of_store.hpp"

namespace countersign {

namespace {

using Trouble = std::variant<Refusal, Failure>;

// The files of the stream by their digest; whoever named somebody else's digest gets nothing.
Result<std::map<std::string, std::string>, Failure> files_of(AttachmentStore& attachments, const StreamId& stream,
                                                             const std::vector<Digest>& wanted) {
    std::map<std::string, std::string> files;
    for (const Digest& digest : wanted) {
        Attachment attachment;
        attachment.stream = stream;
        attachment.content.sha256 = digest;
        auto bytes = attachments.read(attachment);
        if (!bytes) return Error{bytes.error()};
        if (*bytes) files[to_hex(digest)] = std::move(**bytes);
    }
    return files;
}

}  // namespace

Result<SealedPacket, Trouble> packet_of(EventStore& events, AttachmentStore& attachments, const PacketOrder& order) {
    PacketBuilder builder(order.stream, order.record, order.visit);
    for (std::int64_t seq = 0;;) {
        auto page = events.read_after(order.stream, seq, {});
        if (!page) return Error{Trouble{page.error()}};
        if (page->empty()) break;
        for (LogEntry& entry : *page) {
            seq = entry.event.placement.seq;
            builder.add(std::move(entry.event.bytes), entry.event.placement);
        }
    }
    auto files = files_of(attachments, order.stream, builder.wanted_files());
    if (!files) return Error{Trouble{files.error()}};
    auto packet = builder.finish(order.language, std::move(*files));
    if (!packet) return Error{Trouble{packet.error()}};
    return std::move(*packet);
}

}  // namespace countersign
