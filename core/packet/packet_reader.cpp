// Reading a packet from its bytes, whatever they are.
#include <algorithm>

#include "core/base/base64.hpp"
#include "core/base/json.hpp"
#include "core/event/chain.hpp"
#include "core/event/codec.hpp"
#include "core/packet/packet_block.hpp"
#include "core/packet/sealed_packet.hpp"

namespace countersign {

Digest SealedPacket::head() const {
    Digest chain = chain_start(stream);
    for (std::size_t i = 0; i < log.size(); ++i) {
        chain = chain_next(chain, log[i].digest, static_cast<std::int64_t>(i) + 1, log[i].received_at);
    }
    return chain;
}

bool is_packet(std::string_view begin_of_file) { return begin_of_file.substr(0, page_begin.size()) == page_begin; }

namespace {

Failure not_a_packet(std::string cause) { return {"failure.packet", "read the packet", {}, std::move(cause)}; }

Instant from_big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = (value << 8) | static_cast<unsigned char>(byte);
    return {static_cast<std::int64_t>(value)};
}

std::optional<std::string> put_entries(SealedPacket& packet, FieldReader& fields) {
    const std::int64_t count = fields.integer("entries");
    if (count < 1 || count > static_cast<std::int64_t>(packet_entries_max)) return "the number of entries is none that can be";
    packet.log.resize(static_cast<std::size_t>(count));
    std::vector<bool> filled(packet.log.size(), false);
    for (const Json& one : fields.array("shown")) {
        if (!one.is_object()) return "a shown entry is no object";
        FieldReader entry(one);
        const std::int64_t seq = entry.integer("seq");
        const Instant received_at = entry.instant("received_at");
        const auto bytes = from_base64(entry.text("bytes", 2 * event_bytes_max));
        if (entry.problem()) return *entry.problem();
        if (seq < 1 || seq > count || filled[static_cast<std::size_t>(seq - 1)] || !bytes || bytes->empty())
            return "a shown entry has no place";
        filled[static_cast<std::size_t>(seq - 1)] = true;
        packet.log[static_cast<std::size_t>(seq - 1)] = {sha256(*bytes), received_at, *bytes};
    }
    const auto hidden = from_base64(fields.text("hidden", packet_entries_max * hidden_bytes * 2));
    const auto left = static_cast<std::size_t>(std::count(filled.begin(), filled.end(), false));
    if (!hidden || hidden->size() != left * hidden_bytes) return "the digests of the other entries do not fill their places";
    std::size_t next = 0;
    for (std::size_t i = 0; i < packet.log.size(); ++i) {
        if (filled[i]) continue;
        const std::string_view record = std::string_view(*hidden).substr(next++ * hidden_bytes, hidden_bytes);
        packet.log[i] = {*digest_from_raw(record.substr(0, 32)), from_big_endian(record.substr(32))};
    }
    return std::nullopt;
}

}  // namespace

Result<SealedPacket, Failure> read_packet(std::string_view file) {
    if (!is_packet(file)) return Error{not_a_packet("it does not begin like one")};
    if (file.size() > packet_bytes_max) return Error{not_a_packet("it is larger than any packet")};
    const std::size_t begin = file.rfind(block_begin);
    const std::size_t end = file.rfind(block_end);
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
        return Error{not_a_packet("its end, which holds the entries, is missing: it was cut off")};
    }
    auto document = parse_json(file.substr(begin + block_begin.size(), end - begin - block_begin.size()), 4);
    if (!document || !document->is_object()) return Error{not_a_packet("its entries are no JSON")};
    FieldReader fields(*document);
    SealedPacket packet;
    if (fields.integer("format") != packet_format)
        return Error{not_a_packet("it is of another format; verify it with the version that made it")};
    const auto language = language_from_code(fields.text("language", 8));
    packet.language = language.value_or(Language::en);
    packet.stream = fields.id<StreamId>("stream");
    packet.record = fields.id<WorkRecordId>("record");
    if (auto problem = put_entries(packet, fields)) return Error{not_a_packet(*problem)};
    for (const auto& [digest, bytes] : fields.object("files").items()) {
        const auto content = bytes.is_string() ? from_base64(bytes.get_ref<const std::string&>()) : std::nullopt;
        if (!digest_from_hex(digest) || !content) return Error{not_a_packet("an attached file is not readable")};
        packet.files[digest] = *content;
    }
    if (fields.problem()) return Error{not_a_packet(*fields.problem())};
    if (!language) return Error{not_a_packet("its language is none that the program knows")};
    if (to_hex(packet.head()) != fields.text("head", 64)) {
        return Error{not_a_packet("the chain of its entries does not lead to the value that it names: an entry or a time was changed")};
    }
    return packet;
}

}  // namespace countersign
