// `countersign verify`: proves that no event of any log was changed, removed, added or moved since it was taken in: of a server's database,
// of an organisation's file, of a sealed packet.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>

#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/command/verify_files.hpp"
#include "server/store/sqlite_attachment_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/verify/verification.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign verify (--data DIR | FILE) [--against OLDER_FILE]

With --data: follows the hash chain of every stream in a server's database and checks the signature of every event whose device has registered
a key. Prints how many events each stream has, how many of them devices signed, and its head. Then reads every attachment and names each that
is missing, damaged or not sent yet. The database is only read, never changed: a copy on read-only storage will do, and an older one is
verified as it is. A server that is running may keep running; do not start one meanwhile.

FILE is what somebody was given: the file of an organisation (countersign export, or from the portal), whose tables are made anew from its log
and compared, or the sealed packet of a visit. Nothing else is needed, neither a server nor its database.

--against holds an organisation's file that was taken earlier against the log: whoever rewrote history in between, chains and all, is found.

Exit code 0: everything holds; 1: something does not, and the first places are named; 2: it cannot be read; 3: the log holds, but the page
or the documents say that another version of the program made them, so only that version can compare them.
)";

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

Result<std::optional<Digest>, Failure> chain_at(EventStore& store, const StreamId& stream, std::int64_t seq) {
    auto page = store.read_after(stream, seq - 1, {.events_max = 1});
    if (!page) return Error{page.error()};
    if (page->empty()) return std::optional<Digest>{};
    return std::optional(page->front().event.placement.chain);
}

int verify_data(const std::string& data, const std::string& older) {
    const std::string path = database_path(data);
    if (!std::filesystem::is_regular_file(path)) return unreadable("There is no database " + path + ".");
    if (std::filesystem::file_size(path) == 0) return unreadable("The database " + path + " is empty.");
    auto database = StoreDatabase::open_to_read(path);
    if (!database) return unreadable("The database cannot be read: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteEventStore store(**database);
    auto streams = verify_store(store);
    if (!streams) return unreadable("The database cannot be read: " + streams.error().describe() + " [" + streams.error().key + "]");

    if (const int code = print_streams(*streams); code != exit_done) return code;
    if (!older.empty()) {
        const int same = hold_against(older, [&](const StreamId& stream, std::int64_t seq) { return chain_at(store, stream, seq); });
        if (same != exit_done) return same;
    }
    return verify_attachments(**database);
}

int run(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {.with_value = {"--data", "--against"}, .operands_max = 1});
    if (!options) return wrong_usage("verify", options.error());
    const std::string data = options->value_or("--data", ""), older = options->value_or("--against", "");
    if (data.empty() == options->operands().empty()) return wrong_usage("verify", "Name either --data DIR or a FILE.");
    return data.empty() ? verify_file(options->operands().front(), older) : verify_data(data, older);
}

}  // namespace

const CliCommand verify_command{"verify", "proves that no log was changed", help, run};

}  // namespace countersign
