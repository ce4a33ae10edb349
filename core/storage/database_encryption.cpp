// Opening a database under a key, and encrypting one of an earlier program.
//
// Whether a file is encrypted is not written down anywhere: a note beside it could disagree with it after a crash. The file is read with
// the key; when that fails it is read without, and only when that succeeds is it one to encrypt. It is encrypted under a rollback journal,
// which SQLite plays back when the power fails in between: then the file is as it was.
#include <sodium/utils.h>
#include <sqlite3.h>

#include <string>

#include "core/storage/database.hpp"

namespace countersign {

namespace {

// "raw:" and the key: nothing is derived from it (SQLite3 Multiple Ciphers, "Key handling").
class RawKey {
public:
    explicit RawKey(const DataKey& key) : text_("raw:") {
        text_.reserve(text_.size() + DataKey::size);
        text_.append(key.bytes());
    }
    RawKey(const RawKey&) = delete;
    RawKey& operator=(const RawKey&) = delete;
    ~RawKey() { sodium_memzero(text_.data(), text_.size()); }

    const void* data() const { return text_.data(); }
    int size() const { return static_cast<int>(text_.size()); }

private:
    std::string text_;
};

// The VFS that encrypts, in front of the one asked for. In front of the default one SQLite3 Multiple Ciphers has put it already.
Result<std::string, Failure> encrypting_vfs(const char* vfs) {
    if (vfs == nullptr) return std::string();
    std::string name = std::string("multipleciphers-") + vfs;
    if (sqlite3_vfs_find(name.c_str()) == nullptr) {
        const int code = sqlite3mc_vfs_create(vfs, 0);
        if (code != SQLITE_OK) return Error{Failure{"failure.database_open", "prepare encryption for", vfs, sqlite3_errstr(code)}};
    }
    return name;
}

}  // namespace

void Database::use_key(const DataKey& key) {
    const RawKey raw(key);
    if (sqlite3_key_v2(connection_, "main", raw.data(), raw.size()) == SQLITE_OK) return;
    throw DatabaseError{{"failure.database", "use the data key", "", sqlite3_errmsg(connection_)}};
}

void Database::encrypt(const DataKey& key) {
    // Takes the log into the file and deletes it: nothing unencrypted stays beside the file. Not done while anybody else has it open.
    {
        Statement mode = prepare("PRAGMA journal_mode=DELETE");
        if (!mode.step() || mode.text(0) != "delete") {
            throw DatabaseError{{"failure.database_busy", "encrypt the database", "", "its log cannot be closed"}};
        }
    }  // encrypting wants no statement under way
    // EXTRA: the journal is gone from the folder for certain before the first page is written under the key.
    execute("PRAGMA synchronous=EXTRA");
    const RawKey raw(key);
    if (sqlite3_rekey_v2(connection_, "main", raw.data(), raw.size()) == SQLITE_OK) return;
    throw DatabaseError{{(sqlite3_extended_errcode(connection_) & 0xFF) == SQLITE_FULL ? "failure.storage_full" : "failure.storage_failed",
                         "encrypt the database", "", sqlite3_errmsg(connection_)}};
}

void Database::cut_tail() {
    // In this mode a file is only between being encrypted and being settled: afterwards it has its log, and so its size may differ.
    const auto in_journal_mode = [&] {
        Statement mode = prepare("PRAGMA journal_mode");
        return mode.step() && mode.text(0) == "delete";
    };
    read_schema();
    if (!in_journal_mode()) return;
    transaction([&] {
        Statement pages = prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        if (!pages.step()) return;
        sqlite3_file* file = nullptr;
        sqlite3_int64 bytes = 0;
        int code = sqlite3_file_control(connection_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
        if (code == SQLITE_OK) code = file->pMethods->xFileSize(file, &bytes);
        if (code == SQLITE_OK && bytes > pages.integer(0)) code = file->pMethods->xTruncate(file, pages.integer(0));
        if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
        if (code != SQLITE_OK) {
            throw DatabaseError{{"failure.storage_failed", "cut what was not encrypted off the database", "", sqlite3_errstr(code)}};
        }
    });
}

Result<std::unique_ptr<Database>, Failure> Database::open_encrypted(const std::string& path, const DataKey& key, const char* vfs,
                                                                    Durability durability) {
    auto name = encrypting_vfs(vfs);
    if (!name) return Error{name.error()};
    const char* encrypting = name->empty() ? nullptr : name->c_str();
    const auto open_with_key = [&]() -> Result<std::unique_ptr<Database>, Failure> {
        auto database = connect(path, encrypting);
        if (!database) return database;
        auto ready = (*database)->guarded([&] {
            (*database)->use_key(key);
            (*database)->cut_tail();
            (*database)->settle(durability);
        });
        if (!ready) return Error{ready.error()};
        return database;
    };
    auto with_key = open_with_key();
    if (with_key || with_key.error().key != "failure.database_corrupt") return with_key;
    {
        auto plain = connect(path, encrypting);
        if (!plain) return plain;
        auto readable = (*plain)->guarded([&] { (*plain)->read_schema(); });
        if (!readable) {
            if (readable.error().key != "failure.database_corrupt") return Error{readable.error()};
            return Error{Failure{"failure.database_key", "open the database", path, with_key.error().cause}};
        }
        auto encrypted = (*plain)->guarded([&] { (*plain)->encrypt(key); });
        if (!encrypted) return Error{encrypted.error()};
    }
    return open_with_key();
}

}  // namespace countersign
