// Reading the device's copy of the stream from its start.
#include "core/packet/packet_of_replica.hpp"

#include <algorithm>

#include "core/storage/attachment_files.hpp"
#include "core/storage/event_log.hpp"

namespace countersign {

namespace {

bool has_unsent(EventLog& log, const Subject& subject) {
    const auto events = log.events_of(subject);
    return std::any_of(events.begin(), events.end(), [](const StoredEvent& event) { return !event.confirmed(); });
}

void add_stream(EventLog& log, const StreamId& stream, PacketBuilder& builder) {
    log.follow(stream, [&](const std::string& bytes, const Placement& placement) {
        builder.add(bytes, placement);
        return true;
    });
}

}  // namespace

Result<SealedPacket, Trouble> packet_of(Replica& replica, const WorkRecordId& id, Language language) {
    const auto no = [](const char* key) { return Error{Trouble{Refusal{key, {}}}}; };
    const auto record = replica.find<WorkRecord>(id.value);
    if (!record || record->latest() == nullptr) return no("refusal.work_record.unknown");
    const VisitId visit = record->latest()->content.visit;
    PacketBuilder builder(record->stream, id, visit);
    Database& database = replica.database();
    auto unsent = database.guarded([&] {
        EventLog log(database);
        add_stream(log, record->stream, builder);
        const bool of_visit = !visit.empty() && has_unsent(log, {Visit::subject_kind, visit.value});
        return of_visit || has_unsent(log, {WorkRecord::subject_kind, id.value});
    });
    if (!unsent) return Error{Trouble{unsent.error()}};
    if (*unsent) return no("refusal.packet.not_sent");
    std::map<std::string, std::string> files;
    AttachmentFiles held(database);
    for (const Digest& digest : builder.wanted_files()) {
        auto bytes = held.read(digest);
        if (!bytes) return Error{Trouble{bytes.error()}};
        if (*bytes) files[to_hex(digest)] = std::move(**bytes);
    }
    auto packet = builder.finish(language, std::move(files));
    if (!packet) return Error{Trouble{packet.error()}};
    return std::move(*packet);
}

}  // namespace countersign
