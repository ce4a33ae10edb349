// Reading the device's copy of the stream from its start.
#include "core/packet/packet_of_replica.hpp"

#include "core/storage/attachment_files.hpp"

namespace countersign {

namespace {

bool has_unsent(Database& database, const Subject& subject) {
    auto query = database.prepare("SELECT 1 FROM event WHERE subject = ?1 AND seq IS NULL");
    return query.bind(1, subject.text()).step();
}

void add_stream(Database& database, const StreamId& stream, PacketBuilder& builder) {
    auto query = database.prepare("SELECT bytes, seq, received_at, chain FROM event WHERE stream = ?1 AND seq IS NOT NULL ORDER BY seq");
    query.bind(1, stream.value);
    while (query.step()) {
        builder.add(query.blob(0), {query.integer(1), {query.integer(2)}, digest_from_raw(query.blob(3)).value_or(Digest{})});
    }
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
        add_stream(database, record->stream, builder);
        const bool of_visit = !visit.empty() && has_unsent(database, {Visit::subject_kind, visit.value});
        return of_visit || has_unsent(database, {WorkRecord::subject_kind, id.value});
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
