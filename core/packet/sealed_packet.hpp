// Sealed packet: one verified work record as one file that anybody reads in a browser and verifies years later, without our server and
// without trusting the provider (requirements.md N7; rules.md 30, 31, 33).
//
// The rule: the file is a page with everything in it. For reading: the report, the checks, the times, the photos, the signatures. For
// checking, in one block at its end: the entries of the visit, the record and its verification, byte for byte as their devices wrote and
// signed them; the entries that registered those devices' keys and that named the contact person; of all other entries of the log up to
// there only digest and time, so that the place in the log is proved and nothing else of it is told; and the bytes of what was attached.
// The page is made from that block and from nothing else, so that the check makes it once more and compares. What the packet proves and
// what it does not stands in it in plain words. Worked example: 17 of the clinic's 412 entries are in the packet of a visit of 45 minutes
// with one photo; a changed minute, photo, name or time is found by `countersign verify`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "core/event/envelope.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

inline constexpr std::int64_t packet_format = 1;
/// So many entries of a log at most; a longer one is refused.
inline constexpr std::size_t packet_entries_max = 200'000;
/// A file that is larger is not read.
inline constexpr std::size_t packet_bytes_max = 400'000'000;
/// Of attached files, which stand in the page twice: a phone has to hold all of it. The largest are left out, and named as left out.
inline constexpr std::size_t packet_files_bytes_max = 40'000'000;

/// An entry of the log, in its place: the n-th has the number n.
struct PacketEntry {
    Digest digest;
    Instant received_at;
    std::string bytes = {};  ///< empty: it is none of this packet's business
};

struct SealedPacket {
    Language language = Language::en;
    StreamId stream;
    WorkRecordId record;
    std::vector<PacketEntry> log;              ///< from the first one on, up to the last that belongs in the packet
    std::map<std::string, std::string> files;  ///< what was attached, by the SHA-256 in hexadecimal digits

    /// The chain value behind the last entry.
    Digest head() const;
    /// The entries that are shown, in their order, with their places.
    Result<std::vector<StoredEvent>, Failure> events() const;
};

/// Collects a packet from a stream that is read from its start.
class PacketBuilder {
public:
    /// `visit`: that the record is about; empty when it is about none.
    PacketBuilder(StreamId stream, WorkRecordId record, VisitId visit);

    /// The next entry of the stream, whatever it is about.
    void add(std::string bytes, const Placement& placement);
    /// The SHA-256 of attached files that belong in the packet; the caller puts their bytes into `files`, where it has them.
    std::vector<Digest> wanted_files() const;
    /// Refused where the record is not verified, or the log that was given does not hold.
    Result<SealedPacket, Refusal> finish(Language language, std::map<std::string, std::string> files);

private:
    StreamId stream_;
    WorkRecordId record_;
    VisitId visit_;
    Digest chain_;
    bool broken_ = false;
    std::vector<PacketEntry> log_;
    std::map<std::size_t, StoredEvent> kept_;  ///< by the place in log_
};

/// The file. Pre: `catalogue` is of the packet's language.
std::string write_packet(const SealedPacket& packet, const Catalogue& catalogue);
/// Failure "failure.packet" when it is none, was cut off, or holds something else.
Result<SealedPacket, Failure> read_packet(std::string_view file);
/// Whether the file says of itself that it is one.
bool is_packet(std::string_view begin_of_file);

}  // namespace countersign
