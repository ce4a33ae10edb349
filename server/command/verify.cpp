// `countersign verify`: proves that no event of any log was changed, removed, added or moved since it was taken in.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/store/sqlite_attachment_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/verify/verification.hpp"

namespace countersign {

namespace {

constexpr int exit_unreadable = 2;

constexpr const char* help = R"(Usage: countersign verify --data DIR

Follows the hash chain of every stream in the database and checks the signature of every event whose device has registered a key. Prints how
many events each stream has, how many of them devices signed, and its head. Whoever wrote a head down earlier can
compare it. Then reads every attachment and names each that is missing, damaged or not sent yet. Exit code 0: every chain and signature holds,
and so does every attachment that was sent; 1: one does not, and its first place is named; 2: the database cannot be read.
The database is only read, never changed: a copy on read-only storage will do, and an older one is verified as it is. A server that is running
may keep running; do not start one meanwhile.
)";

int unreadable(const std::string& message) {
    fmt::print(stderr, "{}\n", message);
    return exit_unreadable;
}

const char* words_of(CheckedAttachment::State state) {
    switch (state) {
        case CheckedAttachment::State::sound:
            return "is sound";
        case CheckedAttachment::State::not_sent_yet:
            return "was not sent by its device yet";
        case CheckedAttachment::State::missing:
            return "is MISSING: the log says that the server had it";
        case CheckedAttachment::State::damaged:
            return "is DAMAGED: its bytes are not those that the log names";
    }
    return "";
}

int verify_attachments(StoreDatabase& database) {
    auto checked = SqliteAttachmentStore(database).check_all();
    if (!checked) return unreadable("The database cannot be read: " + checked.error().describe() + " [" + checked.error().key + "]");
    std::size_t lost = 0;
    for (const CheckedAttachment& one : *checked) {
        if (one.state == CheckedAttachment::State::sound) continue;
        if (one.state != CheckedAttachment::State::not_sent_yet) ++lost;
        fmt::print("attachment {} ({}, {} bytes, SHA-256 {}) of {} in stream {} {}\n", one.id.value, one.content.name, one.content.bytes,
                   to_hex(one.content.sha256), one.content.about.text(), one.stream.value, words_of(one.state));
    }
    if (lost > 0) {
        fmt::print("DAMAGED: {} of {} attachments are missing or damaged.\n", lost, checked->size());
        return exit_failed;
    }
    if (!checked->empty()) fmt::print("Attachments: {}, all that were sent are what the log names.\n", checked->size());
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--data"}});
    if (!options) return wrong_usage("verify", options.error());
    const std::string data = options->value_or("--data", "");
    if (data.empty()) return wrong_usage("verify", "--data DIR is required.");
    const std::string path = database_path(data);
    if (!std::filesystem::is_regular_file(path)) return unreadable("There is no database " + path + ".");
    if (std::filesystem::file_size(path) == 0) return unreadable("The database " + path + " is empty.");
    auto database = StoreDatabase::open_to_read(path);
    if (!database) return unreadable("The database cannot be read: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore store(**database);
    auto streams = verify_store(store);
    if (!streams) return unreadable("The database cannot be read: " + streams.error().describe() + " [" + streams.error().key + "]");

    std::int64_t events = 0;
    std::size_t broken = 0;
    std::int64_t forged = 0;
    for (const VerifiedStream& stream : *streams) {
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
        fmt::print("BROKEN: {} of {} streams.\n", broken, streams->size());
        return exit_failed;
    }
    if (forged > 0) {
        fmt::print("FORGED: every chain holds, but {} events are not signed by the device that they name.\n", forged);
        return exit_failed;
    }
    fmt::print("Every chain holds: {} streams, {} events.\n", streams->size(), events);
    return verify_attachments(**database);
}

}  // namespace

const CliCommand verify_command{"verify", "proves that no log was changed", help, run};

}  // namespace countersign
