// The checks of files, in words.
#include "server/command/verify_files.hpp"

#include <fmt/core.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/domain/timestamp.hpp"
#include "core/i18n/built_in.hpp"
#include "core/packet/packet_check.hpp"
#include "server/command/options.hpp"
#include "server/export/organisation_file_check.hpp"

namespace countersign {

int unreadable(const std::string& message) {
    fmt::print(stderr, "{}\n", message);
    return exit_unreadable;
}

int print_streams(const std::vector<VerifiedStream>& streams) {
    std::int64_t events = 0, forged = 0;
    std::size_t broken = 0;
    for (const VerifiedStream& stream : streams) {
        events += stream.events;
        forged += stream.forged_events;
        if (stream.forged_events > 0) {
            fmt::print("stream {}: {} events are not signed by the device that they name; the first is {}\n", stream.stream.value,
                       stream.forged_events, stream.first_forged);
        }
        if (stream.problem) {
            ++broken;
            fmt::print("stream {}: {}\n", stream.stream.value, *stream.problem);
        } else {
            fmt::print("stream {}: {} events, {} signed by devices, {} not, head {}\n", stream.stream.value, stream.events,
                       stream.signed_events, stream.unsigned_events, to_hex(stream.head));
        }
    }
    if (broken > 0) {
        fmt::print("BROKEN: {} of {} streams.\n", broken, streams.size());
        return exit_failed;
    }
    if (forged > 0) {
        fmt::print("FORGED: every chain holds, but {} events are not signed by the device that they name.\n", forged);
        return exit_failed;
    }
    fmt::print("Every chain holds: {} streams, {} events.\n", streams.size(), events);
    return exit_done;
}

namespace {

int verify_organisation_file(const std::string& path) {
    const auto checked = check_organisation_file(path);
    if (!checked) return unreadable("The file cannot be read: " + checked.error().describe() + " [" + checked.error().key + "]");
    fmt::print("File of {}, last entry {}\n", checked->organisation, checked->last_entry_at);
    const int streams = print_streams(checked->streams);
    for (const std::string& note : checked->notes) fmt::print("Note: {}\n", note);
    for (const std::string& problem : checked->problems) fmt::print("{}\n", problem);
    if (!checked->sound() || streams != exit_done) {
        fmt::print("CHANGED: the file is not what was exported.\n");
        return exit_failed;
    }
    if (checked->texts_not_compared) {
        fmt::print("NOT COMPARED: the log and the tables hold; its documents say that another version made them, and may say anything.\n");
        return exit_not_compared;
    }
    fmt::print("{} attached files are what the log names. {} tables are what the log adds up to.\n", checked->attachments, checked->tables);
    return exit_done;
}

bool begins_like_packet(const std::string& path) {
    std::array<char, 64> begin{};
    std::ifstream file(path, std::ios::binary);
    file.read(begin.data(), begin.size());
    return is_packet({begin.data(), static_cast<std::size_t>(file.gcount())});
}

class Catalogues {
public:
    const Catalogue& of(Language language) {
        auto found = loaded_.find(language);
        if (found == loaded_.end()) {
            auto catalogue = Catalogue::load(language, built_in_catalogue_json(language), built_in_catalogue_json(Language::en));
            found = loaded_.emplace(language, std::move(*catalogue)).first;
        }
        return found->second;
    }

private:
    std::map<Language, Catalogue> loaded_;
};

// What is proved, in words: whoever reads it needs nothing of the page.
void print_packet(const CheckedPacket& checked) {
    const PacketStory& story = checked.story;
    const TimeZone& zone = story.zone();
    fmt::print("Sealed packet of {}\n", story.organisation.name);
    if (const WorkRevision* revision = story.record.latest()) {
        const WorkRecorded& work = revision->content;
        fmt::print("Work record {}, revision {}, SHA-256 {}\n", story.record.id.value, work.revision, to_hex(revision->digest));
        fmt::print("  {}: {}, {} to {}, {} min\n", work.site_name, story.person(work.technician), to_timestamp(work.started_at, zone),
                   to_timestamp(work.ended_at, zone), work.worked.count);
    }
    if (const VerificationEntry* entry = story.record.verification()) {
        fmt::print("  {} by {} at {}\n", decision_name(entry->content.decision), entry->content.contact_name,
                   to_timestamp(entry->verified_at, zone));
    }
    std::map<std::string, std::string> keys;
    for (const PacketStory::Entry& entry : story.entries) {
        if (entry.authorship == Authorship::signed_by_key && entry.key) keys[to_hex(*entry.key)] = story.person(entry.event.envelope.actor);
    }
    for (const auto& [key, person] : keys) fmt::print("  key {} of a device of {}\n", key, person);
    fmt::print("{} of {} entries of the stream {}, {} signed by devices, {} not; {} files; head {}\n", story.entries.size(),
               checked.packet.log.size(), checked.packet.stream.value, checked.entries_signed, checked.entries_unsigned, checked.files,
               to_hex(checked.packet.head()));
}

int verify_packet(const std::string& path, const std::string& older) {
    if (std::filesystem::file_size(path) > packet_bytes_max) return unreadable("The packet cannot be read: it is larger than any packet.");
    std::ifstream file(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    Catalogues catalogues;
    const auto checked = check_packet(bytes, [&](Language language) -> const Catalogue& { return catalogues.of(language); });
    if (!checked) {
        fmt::print("CHANGED: the packet does not hold: {}\n", checked.error().cause);
        return exit_failed;
    }
    print_packet(*checked);
    for (const std::string& note : checked->notes) fmt::print("Note: {}\n", note);
    for (const std::string& problem : checked->problems) fmt::print("{}\n", problem);
    if (!checked->sound()) {
        fmt::print("CHANGED: the packet is not what was sealed.\n");
        return exit_failed;
    }
    const int held = checked->page_compared ? exit_done : exit_not_compared;
    fmt::print("{}\n", checked->page_compared ? "The packet holds, and its page says what its entries say."
                                              : "NOT COMPARED: the entries hold; the page may say anything.");
    if (older.empty()) return held;
    // Somebody else's copy of the log says what this one cannot say of itself: that the server wrote it so at the time.
    const auto known = chain_in_organisation_file(older, checked->packet.stream, static_cast<std::int64_t>(checked->packet.log.size()));
    if (!known) return unreadable("The file to hold it against cannot be read: " + known.error().describe());
    if (!*known) return unreadable(older + " ends before the packet does, so it says nothing about it.");
    if (**known != checked->packet.head()) {
        fmt::print("REWRITTEN: entry {} has another chain value in {}.\n", checked->packet.log.size(), older);
        return exit_failed;
    }
    fmt::print("Its place in the log is the one that {} holds.\n", older);
    return held;
}

}  // namespace

int hold_against(const std::string& older, const ChainAt& newer) {
    const auto before = check_organisation_file(older);
    if (!before) return unreadable("The older file cannot be read: " + before.error().describe() + " [" + before.error().key + "]");
    if (!before->sound()) return unreadable("The older file does not hold itself: " + before->problems.front());
    std::size_t rewritten = 0;
    for (const VerifiedStream& stream : before->streams) {
        const auto now = newer(stream.stream, stream.events);
        if (!now) return unreadable("The log cannot be read: " + now.error().describe());
        if (*now && **now == stream.head) continue;
        ++rewritten;
        const char* what = *now ? "has another chain value there: an entry up to it was changed, removed or added"
                                : "ends before that: entries were removed";
        fmt::print("stream {}: the older file ends with event {}, and this log {}\n", stream.stream.value, stream.events, what);
    }
    if (rewritten > 0) {
        fmt::print("REWRITTEN: {} of {} streams are not what {} holds.\n", rewritten, before->streams.size(), older);
        return exit_failed;
    }
    fmt::print("Everything that {} holds is here, unchanged and in its place.\n", older);
    return exit_done;
}

int verify_file(const std::string& path, const std::string& older) {
    if (!std::filesystem::is_regular_file(path)) return unreadable("There is no file " + path + ".");
    if (begins_like_packet(path)) return verify_packet(path, older);
    if (!is_organisation_file(path)) return unreadable(path + " is neither the file of an organisation nor a sealed packet.");
    if (const int code = verify_organisation_file(path); code != exit_done || older.empty()) return code;
    return hold_against(older, [&](const StreamId& stream, std::int64_t seq) { return chain_in_organisation_file(path, stream, seq); });
}

}  // namespace countersign
