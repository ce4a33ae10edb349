// SQLite behind Database and Statement.
#include "core/storage/database.hpp"

#include <sqlite3.h>

#include <cctype>
#include <map>

namespace countersign {

namespace {

Failure failure_of(sqlite3* connection, std::string operation, std::string object = {}) {
    const int code = sqlite3_extended_errcode(connection);
    std::string key = "failure.database";
    switch (code & 0xFF) {
        case SQLITE_FULL:
            key = "failure.storage_full";
            break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            key = "failure.database_corrupt";
            break;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            key = "failure.database_busy";
            break;
        case SQLITE_CANTOPEN:
            key = "failure.database_open";
            break;
        case SQLITE_IOERR:
            key = "failure.storage_failed";
            break;
        default:
            break;
    }
    return {key, std::move(operation), std::move(object), std::string(sqlite3_errmsg(connection)) + " (" + std::to_string(code) + ")"};
}

void set_checkpoint_on_close(sqlite3* connection, bool on) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

[[noreturn]] void fail(sqlite3* connection, std::string operation, std::string object = {}) {
    throw DatabaseError{failure_of(connection, std::move(operation), std::move(object))};
}

}  // namespace

struct Database::Cache {
    struct Prepared {
        sqlite3_stmt* statement = nullptr;
    };
    std::map<std::string, Prepared, std::less<>> statements;
};

Statement::~Statement() {
    if (prepared_ == nullptr) return;
    sqlite3_reset(prepared_);
    sqlite3_clear_bindings(prepared_);
}

Statement& Statement::bind(int index, std::int64_t value) {
    if (sqlite3_bind_int64(prepared_, index, value) != SQLITE_OK) fail(connection_, "bind a number");
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    if (sqlite3_bind_text64(prepared_, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK) {
        fail(connection_, "bind a text");
    }
    return *this;
}

Statement& Statement::bind(int index, const std::optional<std::int64_t>& value) {
    if (value) return bind(index, *value);
    if (sqlite3_bind_null(prepared_, index) != SQLITE_OK) fail(connection_, "bind nothing");
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
    if (sqlite3_bind_blob64(prepared_, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT) != SQLITE_OK) fail(connection_, "bind bytes");
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(prepared_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(connection_, "run", sqlite3_sql(prepared_));
}

void Statement::run() {
    while (step()) {
    }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(prepared_, column); }

std::optional<std::int64_t> Statement::optional_integer(int column) const {
    if (sqlite3_column_type(prepared_, column) == SQLITE_NULL) return std::nullopt;
    return integer(column);
}

std::string Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(prepared_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))};
}

std::string Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))};
}

Database::Database(sqlite3* connection) : connection_(connection), cache_(std::make_unique<Cache>()) {}

Database::~Database() {
    for (auto& [sql, prepared] : cache_->statements) sqlite3_finalize(prepared.statement);
    sqlite3_close_v2(connection_);
}

Result<std::unique_ptr<Database>, Failure> Database::connect(const std::string& path, const char* vfs) {
    sqlite3* connection = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(path.c_str(), &connection, flags, vfs) != SQLITE_OK) {
        Failure failure = failure_of(connection, "open the database", path);
        sqlite3_close_v2(connection);
        return Error{std::move(failure)};
    }
    std::unique_ptr<Database> database(new Database(connection));
    // A file that turns out to be damaged, or a newer program's, is not even tidied up.
    set_checkpoint_on_close(connection, false);
    sqlite3_busy_timeout(connection, 5000);
    return database;
}

// Finds out a file that is no database, or another key's.
void Database::read_schema() {
#ifdef __EMSCRIPTEN__
    // One connection owns the file; without shared memory WAL needs the exclusive mode.
    execute("PRAGMA locking_mode=EXCLUSIVE");
#endif
    prepare("SELECT count(*) FROM sqlite_schema").step();
}

void Database::settle(Durability durability) {
    // Of a new file; one that is there keeps its pages. Entries are a kilobyte or more: of SQLite's own 4 KB pages a third stayed empty,
    // and each was written and read by itself.
    execute("PRAGMA page_size=16384");
    read_schema();
    execute("PRAGMA journal_mode=WAL");
    execute(durability == Durability::full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
    execute("PRAGMA foreign_keys=ON");
    // 32 MiB: subjects have random ids, and with SQLite's own 2 MB a first sync reads the same pages again and again.
    execute("PRAGMA cache_size=-32768");
}

Result<std::unique_ptr<Database>, Failure> Database::open(const std::string& path, const char* vfs, Durability durability) {
    auto database = connect(path, vfs);
    if (!database) return database;
    auto ready = (*database)->guarded([&] { (*database)->settle(durability); });
    if (!ready) return Error{ready.error()};
    return database;
}

namespace {
// RFC 3986: every byte that means something in a URI, escaped.
std::string file_uri(const std::string& path, const char* parameters) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = std::isalnum(byte) != 0 || std::string_view("/._-~").find(c) != std::string_view::npos;
        if (plain) {
            uri += c;
        } else {
            uri += '%';
            uri += digits[byte >> 4];
            uri += digits[byte & 0xF];
        }
    }
    return uri + "?" + parameters;
}
}  // namespace

Result<std::unique_ptr<Database>, Failure> Database::open_to_read(const std::string& path, Beside beside) {
    // SQLite makes files beside a database in WAL mode even for reading, unless it is told that nobody changes it; it then overlooks a log.
    sqlite3* connection = nullptr;
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    const std::string uri = file_uri(path, beside == Beside::nothing ? "immutable=1" : "mode=ro");
    if (sqlite3_open_v2(uri.c_str(), &connection, flags, nullptr) != SQLITE_OK) {
        Failure failure = failure_of(connection, "open the database", path);
        sqlite3_close_v2(connection);
        return Error{std::move(failure)};
    }
    std::unique_ptr<Database> database(new Database(connection));
    auto ready = database->guarded([&] {
        sqlite3_busy_timeout(connection, 5000);
        database->prepare("SELECT count(*) FROM sqlite_schema").step();
    });
    if (!ready) return Error{ready.error()};
    return database;
}

Statement Database::prepare(std::string_view sql) {
    auto found = cache_->statements.find(sql);
    if (found == cache_->statements.end()) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
            SQLITE_OK) {
            fail(connection_, "prepare", std::string(sql));
        }
        found = cache_->statements.emplace(std::string(sql), Cache::Prepared{statement}).first;
    }
    return {connection_, found->second.statement};
}

void Database::execute(const char* sql) {
    if (sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(connection_, "run", sql);
}

std::int64_t Database::changes() const { return sqlite3_changes64(connection_); }

void Database::transaction(const std::function<void()>& work) {
    if (in_transaction_) return work();
    execute("BEGIN IMMEDIATE");
    in_transaction_ = true;
    const auto roll_back = [&] {
        in_transaction_ = false;
        // SQLite has already rolled back by itself after some errors (disk full); a second rollback then has nothing to do.
        if (sqlite3_get_autocommit(connection_) == 0) execute("ROLLBACK");
    };
    try {
        work();
        execute("COMMIT");
    } catch (...) {
        roll_back();
        throw;
    }
    in_transaction_ = false;
    if (left_as_it_is_ && !given_up_) {
        left_as_it_is_ = false;
        set_checkpoint_on_close(connection_, true);
    }
}

void Database::leave_as_it_is() {
    given_up_ = true;
    set_checkpoint_on_close(connection_, false);
}

}  // namespace countersign
