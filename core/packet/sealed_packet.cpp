// Choosing the entries of a packet, and its block for programs.
#include "core/packet/sealed_packet.hpp"

#include <algorithm>
#include <set>

#include "core/base/base64.hpp"
#include "core/domain/body.hpp"
#include "core/event/chain.hpp"
#include "core/event/codec.hpp"
#include "core/packet/packet_block.hpp"
#include "core/packet/packet_page.hpp"
#include "core/packet/packet_story.hpp"

namespace countersign {

namespace {

std::string big_endian(Instant instant) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((static_cast<std::uint64_t>(instant.utc_ms) >> shift) & 0xFF);
    return bytes;
}

bool names_people_or_places(const std::string& type) {
    return type == OrganisationRegistered::type || type == SiteAdded::type || type == ContactNamed::type ||
           type == ContactWithdrawn::type || type == StaffAssigned::type;
}

// The person or the site that an entry about the organisation is about; empty for one about the organisation itself.
std::string named_by(const Envelope& envelope) {
    FieldReader fields(envelope.body);
    if (envelope.type == ContactNamed::type) return ContactNamed::from_json(fields).contact.user.value;
    if (envelope.type == ContactWithdrawn::type) return ContactWithdrawn::from_json(fields).user.value;
    if (envelope.type == StaffAssigned::type) return StaffAssigned::from_json(fields).member.user.value;
    if (envelope.type == SiteAdded::type) return SiteAdded::from_json(fields).site.id.value;
    return {};
}

bool is_about(const StoredEvent& event, const Subject& visit, const Subject& record) {
    if (event.envelope.type != AttachmentAdded::type) return false;
    FieldReader fields(event.envelope.body);
    const Subject about = AttachmentAdded::from_json(fields).about;
    return about == visit || about == record;
}

void leave_out_what_does_not_fit(std::map<std::string, std::string>& files) {
    std::size_t total = 0;
    for (const auto& [digest, bytes] : files) total += bytes.size();
    while (total > packet_files_bytes_max) {
        const auto largest =
            std::max_element(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
        total -= largest->second.size();
        files.erase(largest);
    }
}

}  // namespace

Result<std::vector<StoredEvent>, Failure> SealedPacket::events() const {
    std::vector<StoredEvent> events;
    Digest chain = chain_start(stream);
    for (std::size_t i = 0; i < log.size(); ++i) {
        const std::int64_t seq = static_cast<std::int64_t>(i) + 1;
        chain = chain_next(chain, log[i].digest, seq, log[i].received_at);
        if (log[i].bytes.empty()) continue;
        auto event = read_event(log[i].bytes);
        if (!event) return Error{event.error()};
        event->placement = Placement{seq, log[i].received_at, chain};
        events.push_back(std::move(*event));
    }
    return events;
}

PacketBuilder::PacketBuilder(StreamId stream, WorkRecordId record, VisitId visit)
    : stream_(std::move(stream)), record_(std::move(record)), visit_(std::move(visit)), chain_(chain_start(stream_)) {}

void PacketBuilder::add(std::string bytes, const Placement& placement) {
    const std::int64_t seq = static_cast<std::int64_t>(log_.size()) + 1;
    const Digest digest = sha256(bytes);
    chain_ = chain_next(chain_, digest, seq, placement.received_at);
    log_.push_back({digest, placement.received_at});
    auto event = read_event(std::move(bytes));
    if (placement.seq != seq || placement.chain != chain_ || !event || log_.size() > packet_entries_max) {
        broken_ = true;
        return;
    }
    const Subject visit{Visit::subject_kind, visit_.value}, record{WorkRecord::subject_kind, record_.value};
    const Subject& subject = event->envelope.subject;
    const bool own = subject == record || (!visit_.empty() && subject == visit);
    const bool of_device = subject.kind == DeviceKey::subject_kind;
    const bool names = subject.kind == Organisation::subject_kind && names_people_or_places(event->envelope.type);
    const bool of_kept_attachment = std::any_of(kept_.begin(), kept_.end(), [&](const auto& kept) {
        return subject.kind == Attachment::subject_kind && kept.second.envelope.subject == subject;
    });
    if (!own && !of_device && !names && !of_kept_attachment && !is_about(*event, visit, record)) return;
    event->placement = placement;
    kept_.emplace(log_.size() - 1, std::move(*event));
}

std::vector<Digest> PacketBuilder::wanted_files() const {
    std::vector<Digest> digests;
    for (const auto& [place, event] : kept_) {
        if (event.envelope.type != AttachmentAdded::type) continue;
        FieldReader fields(event.envelope.body);
        digests.push_back(AttachmentAdded::from_json(fields).sha256);
    }
    return digests;
}

Result<SealedPacket, Refusal> PacketBuilder::finish(Language language, std::map<std::string, std::string> files) {
    if (broken_) return Error{Refusal{"refusal.packet.log_broken", {}}};
    leave_out_what_does_not_fit(files);
    // Whose devices, people and places it is about; the entries that say who and what those are come along, and no others.
    std::set<std::string> ids;
    std::size_t last = 0;
    for (const auto& [place, event] : kept_) {
        const std::string& kind = event.envelope.subject.kind;
        if (kind == DeviceKey::subject_kind || kind == Organisation::subject_kind) continue;
        last = place;
        ids.insert(event.envelope.actor.value);
        ids.insert(event.envelope.device.value);
        const auto body = read_body(event.envelope);
        const auto* of_record = body ? body->get_if<WorkRecordEvent>() : nullptr;
        if (of_record == nullptr) continue;
        if (const auto* recorded = std::get_if<WorkRecorded>(of_record)) {
            ids.insert(recorded->technician.value);
            ids.insert(recorded->site.value);
        }
        if (const auto* verified = std::get_if<WorkVerified>(of_record)) ids.insert(verified->contact.value);
        if (const auto* two_keys = std::get_if<WorkCountersigned>(of_record)) {
            ids.insert(two_keys->statement.contact.value);
            ids.insert(two_keys->statement.contact_device.value);
        }
    }
    SealedPacket packet{language, stream_, record_, log_, std::move(files)};
    packet.log.resize(std::min(log_.size(), last + 1));
    std::set<std::string> writers;  // of the entries that name people: who they are, and their devices' keys, are needed too
    const auto needed = [&](const StoredEvent& event) {
        const std::string& kind = event.envelope.subject.kind;
        if (kind == DeviceKey::subject_kind)
            return ids.count(event.envelope.device.value) > 0 || writers.count(event.envelope.device.value) > 0;
        if (kind != Organisation::subject_kind) return true;
        const std::string named = named_by(event.envelope);
        return named.empty() || ids.count(named) > 0 || writers.count(named) > 0;
    };
    for (const auto& [place, event] : kept_) {
        if (event.envelope.subject.kind != Organisation::subject_kind || !needed(event)) continue;
        writers.insert(event.envelope.actor.value);
        writers.insert(event.envelope.device.value);
    }
    for (auto& [place, event] : kept_) {
        if (place <= last && needed(event)) packet.log[place].bytes = event.bytes;
    }
    const auto story = story_of(packet);
    if (!story) return Error{Refusal{"refusal.packet.log_broken", {}}};
    if (story->record.verification() == nullptr) return Error{Refusal{"refusal.packet.not_verified", {}}};
    return packet;
}

std::string write_packet(const SealedPacket& packet, const Catalogue& catalogue) {
    Json shown = Json::array();
    std::string hidden;
    for (std::size_t i = 0; i < packet.log.size(); ++i) {
        const PacketEntry& entry = packet.log[i];
        if (entry.bytes.empty()) {
            hidden += std::string(raw(entry.digest)) + big_endian(entry.received_at);
        } else {
            shown.push_back({{"seq", i + 1}, {"received_at", entry.received_at.utc_ms}, {"bytes", to_base64(entry.bytes)}});
        }
    }
    Json files = Json::object();
    for (const auto& [digest, bytes] : packet.files) files[digest] = to_base64(bytes);
    const Json block{{"format", packet_format},
                     {"words", to_hex(words_of_page(catalogue))},
                     {"language", language_code(packet.language)},
                     {"stream", packet.stream.value},
                     {"record", packet.record.value},
                     {"entries", packet.log.size()},
                     {"head", to_hex(packet.head())},
                     {"shown", std::move(shown)},
                     {"hidden", to_base64(hidden)},
                     {"files", std::move(files)}};
    const auto story = story_of(packet);
    std::string page = story ? packet_page(packet, *story, catalogue) : std::string{};
    // No text of a person stands in the block as it is: bytes are in base64, and the rest are numbers, ids and digests.
    return std::string(page_begin) + page.substr(std::min(page.size(), std::string_view("<!DOCTYPE html>\n").size())) +
           std::string(block_begin) + "\n" + write_json(block) + "\n" + std::string(block_end) + "\n";
}

}  // namespace countersign
