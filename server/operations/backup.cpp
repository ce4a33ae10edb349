// Copying page by page with SQLite's backup interface, reading back, and only then giving the copy its name.
#include "server/operations/backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "server/store/sqlite_attachment_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/store/store_schema.hpp"
#include "server/verify/verification.hpp"

namespace countersign {

namespace {

using Path = std::filesystem::path;

Error<Failure> failure(const char* key, std::string operation, std::string object, std::string cause) {
    return Error{Failure{key, std::move(operation), std::move(object), std::move(cause)}};
}

// A file under a name for the time being: the name is gone at the end, whatever became of the file.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::string path) : path_(std::move(path)) {}
    ~UnfinishedFile() {
        ::unlink(path_.c_str());
        for (const char* beside : {"-journal", "-wal", "-shm"}) ::unlink((path_ + beside).c_str());
    }
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    /// Fails where there is such a file: somebody else's work.
    bool make() const {
        const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (descriptor < 0) return false;
        ::close(descriptor);
        return true;
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

bool sync_to_disk(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

std::string folder_of(const std::string& file) {
    const std::string folder = Path(file).parent_path().string();
    return folder.empty() ? "." : folder;
}

// A name for the time until the copy is verified. Of this process, so that two backups at once do not meet.
std::string unfinished_name(const std::string& file) { return file + ".unfinished-" + std::to_string(::getpid()); }

// Gives a finished file its name without taking it from another: link fails where there is one, rename would replace it.
std::optional<Failure> give_name(UnfinishedFile& unfinished, const std::string& file) {
    if (::link(unfinished.path().c_str(), file.c_str()) != 0) {
        const bool taken = errno == EEXIST;
        return Failure{taken ? "failure.backup.exists" : "failure.backup.write", "write", file, std::strerror(errno)};
    }
    if (!sync_to_disk(file) || !sync_to_disk(folder_of(file))) {
        return Failure{"failure.backup.write", "write", file, std::strerror(errno)};
    }
    return std::nullopt;
}

struct Connection {
    sqlite3* handle = nullptr;
    ~Connection() { sqlite3_close_v2(handle); }
};

// All pages as they were at one moment. A log beside the source is read with it, and whoever writes there meanwhile goes on writing.
Result<void, Failure> copy_pages(const std::string& from, const std::string& to) {
    Connection source, target;
    const auto broken = [&](sqlite3* handle, const std::string& object) {
        return failure("failure.backup.write", "copy the database to", object,
                       handle == nullptr ? "no memory" : std::string(sqlite3_errmsg(handle)));
    };
    if (sqlite3_open_v2(from.c_str(), &source.handle, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) return broken(source.handle, from);
    if (sqlite3_open_v2(to.c_str(), &target.handle, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) return broken(target.handle, to);
    sqlite3_busy_timeout(source.handle, 10'000);
    sqlite3_backup* copying = sqlite3_backup_init(target.handle, "main", source.handle, "main");
    if (copying == nullptr) return broken(target.handle, to);
    int code = SQLITE_OK;
    // One step for all pages is one read transaction: nothing that is written meanwhile makes it begin anew.
    while ((code = sqlite3_backup_step(copying, -1)) == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(50);
    sqlite3_backup_finish(copying);
    if (code != SQLITE_DONE) return broken(target.handle, to);
    // One file without a log, so that it can be copied and read anywhere, also where nothing can be written.
    if (sqlite3_exec(target.handle, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK) return broken(target.handle, to);
    return {};
}

std::optional<std::string> first_damage(Database& database) {
    auto query = database.prepare("PRAGMA integrity_check(1)");
    if (!query.step()) return "the check of its pages gave no answer";
    const std::string answer = query.text(0);
    return answer == "ok" ? std::nullopt : std::optional(answer);
}

// Reads all of it: pages, indices and chains.
Result<BackupSummary, Failure> examine(const std::string& path) {
    const auto damaged = [&](std::string cause) { return failure("failure.backup.damaged", "verify", path, std::move(cause)); };
    auto pages = Database::open_to_read(path, Database::Beside::nothing);
    if (!pages) return Error{pages.error()};
    if (auto known = check_store_version(**pages); !known) return Error{known.error()};
    BackupSummary summary;
    auto damage = (*pages)->guarded([&] {
        auto version = (*pages)->prepare("PRAGMA user_version");
        version.step();
        summary.schema_version = version.integer(0);
        return first_damage(**pages);
    });
    if (!damage) return Error{damage.error()};
    if (*damage) return damaged(**damage);
    // A sound database, but of something else.
    if (summary.schema_version < 1) return damaged("it holds no tables of Countersign");

    auto store = StoreDatabase::open_to_read(path);
    if (!store) return Error{store.error()};
    SqliteEventStore events(**store);
    auto streams = verify_store(events);
    if (!streams) return Error{streams.error()};
    for (const VerifiedStream& stream : *streams) {
        if (stream.problem) return damaged("stream " + stream.stream.value + ": " + *stream.problem);
        summary.events += stream.events;
    }
    summary.streams = streams->size();
    auto attachments = SqliteAttachmentStore(**store).check_all();
    if (!attachments) return Error{attachments.error()};
    summary.attachments = attachments->size();
    // No reason to have no backup of all the rest.
    for (const CheckedAttachment& one : *attachments) {
        const bool lost = one.state == CheckedAttachment::State::missing || one.state == CheckedAttachment::State::damaged;
        if (lost) ++summary.attachments_lost;
    }
    std::error_code unknown_size;
    summary.bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, unknown_size));
    return summary;
}

// Small files only; the name is given last, as with the database.
std::optional<Failure> copy_small_file(const std::string& from, const std::string& to) {
    std::ifstream source(from, std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(source), {});
    UnfinishedFile unfinished(unfinished_name(to));
    if (!source || !unfinished.make()) return Failure{"failure.backup.write", "copy", from, std::strerror(errno)};
    std::ofstream target(unfinished.path(), std::ios::binary);
    target << content;
    target.close();
    if (!target || !sync_to_disk(unfinished.path())) return Failure{"failure.backup.write", "write", to, std::strerror(errno)};
    return give_name(unfinished, to);
}

struct Copy {
    std::string from, to;
    std::string key_from, key_to;
};

// Copies, examines and names: the database last, so that where there is one, everything is there. What fails leaves nothing behind.
Result<BackupSummary, Failure> copy_verified(const Copy& copy) {
    const auto& [from, to, key_from, key_to] = copy;
    UnfinishedFile unfinished(unfinished_name(to));
    if (!unfinished.make()) return failure("failure.backup.write", "write", unfinished.path(), std::strerror(errno));
    if (auto copied = copy_pages(from, unfinished.path()); !copied) return Error{copied.error()};
    if (!sync_to_disk(unfinished.path())) return failure("failure.backup.write", "write", unfinished.path(), std::strerror(errno));
    auto summary = examine(unfinished.path());
    if (!summary) return summary;
    summary->with_key = std::filesystem::is_regular_file(key_from);
    if (summary->with_key) {
        if (auto problem = copy_small_file(key_from, key_to)) return Error{std::move(*problem)};
    }
    if (auto problem = give_name(unfinished, to)) {
        if (summary->with_key) ::unlink(key_to.c_str());
        return Error{std::move(*problem)};
    }
    return summary;
}

std::string key_in(const std::string& data_directory) { return data_directory + "/countersign.key"; }
std::string key_beside(const std::string& backup) { return backup + ".key"; }

}  // namespace

Result<BackupSummary, Failure> back_up(const std::string& data_directory, const std::string& file) {
    const std::string source = database_path(data_directory);
    if (!std::filesystem::is_regular_file(source)) return failure("failure.database_open", "read", source, "there is no database");
    if (std::filesystem::exists(file))
        return failure("failure.backup.exists", "write", file, "it is there already, and nothing is overwritten");
    if (std::filesystem::exists(key_beside(file))) {
        return failure("failure.backup.exists", "write", key_beside(file), "it is there already, and nothing is overwritten");
    }
    return copy_verified({source, file, key_in(data_directory), key_beside(file)});
}

Result<BackupSummary, Failure> restore(const std::string& file, const std::string& data_directory) {
    if (!std::filesystem::is_regular_file(file)) return failure("failure.database_open", "read", file, "there is no such file");
    std::error_code problem;
    if (std::filesystem::exists(data_directory) && !std::filesystem::is_empty(data_directory, problem)) {
        return failure("failure.backup.exists", "restore to", data_directory, "the folder is not empty, and nothing is overwritten");
    }
    // Before anything is made: a backup that cannot be used leaves no trace.
    if (auto sound = examine(file); !sound) return sound;
    std::filesystem::create_directories(data_directory, problem);
    if (problem) return failure("failure.backup.write", "make the folder", data_directory, problem.message());
    return copy_verified({file, database_path(data_directory), key_beside(file), key_in(data_directory)});
}

}  // namespace countersign
