// Database: SQLite behind a few calls that never throw past a caller who asked for a Result. Used by the device's replica and the server's
// store.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "core/storage/data_key.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace countersign {

/// Thrown inside adapters only; `Database::guarded` turns it into a Failure at their border.
struct DatabaseError {
    Failure failure;
};

/// A prepared statement that is reset when it goes out of use. Columns and parameters are counted from 0 and 1, as in SQLite.
class Statement {
public:
    Statement(sqlite3* connection, sqlite3_stmt* prepared) : connection_(connection), prepared_(prepared) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept : connection_(other.connection_), prepared_(std::exchange(other.prepared_, nullptr)) {}
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view text);
    Statement& bind(int index, const std::optional<std::int64_t>& value);
    Statement& bind_blob(int index, std::string_view bytes);

    /// True while there is a row.
    bool step();
    /// For statements that answer no rows.
    void run();

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optional_integer(int column) const;
    std::string text(int column) const;
    std::string blob(int column) const;

private:
    sqlite3* connection_;
    sqlite3_stmt* prepared_;
};

class Database {
public:
    enum class Durability {
        full,      ///< what was committed survives a power cut
        unsynced,  ///< for tests and benchmarks only
    };

    /// Opens or makes the file at `path` (":memory:" too) with the VFS of that name, or SQLite's default one.
    /// Failure "failure.database_open" or "failure.database_corrupt".
    static Result<std::unique_ptr<Database>, Failure> open(const std::string& path, const char* vfs = nullptr,
                                                           Durability durability = Durability::full);
    /// The same for a file that is encrypted, page by page and with its logs, under `key` (ChaCha20-Poly1305 of SQLite3 Multiple Ciphers).
    /// A file that is not encrypted yet is encrypted where it lies, with everything in it; cut off in between, it is as it was, and the
    /// next opening does it again. Failure "failure.database_key" when the file is another key's or nothing that can be read: it stays as
    /// it is.
    static Result<std::unique_ptr<Database>, Failure> open_encrypted(const std::string& path, const DataKey& key, const char* vfs = nullptr,
                                                                     Durability durability = Durability::full);
    enum class Beside {
        nothing,          ///< nobody has the file open
        write_ahead_log,  ///< somebody has, or was cut off: the log is read with it
    };
    /// Opens a file that must stay as it is, evidence for instance: nothing is written, neither to it nor to its log.
    static Result<std::unique_ptr<Database>, Failure> open_to_read(const std::string& path, Beside beside);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Statements are kept prepared: pass string constants.
    Statement prepare(std::string_view sql);
    void execute(const char* sql);
    /// Rows changed by the last statement.
    std::int64_t changes() const;

    /// Runs `work` in one transaction, committed when it returns, rolled back when it throws. Nested calls join the outer one.
    void transaction(const std::function<void()>& work);

    /// From now on closing changes nothing in the files: no checkpoint, the log stays. So it is, too, until something was committed.
    void leave_as_it_is();

    /// The border of an adapter: runs `work` and turns DatabaseError into its Failure.
    template <typename Work>
    auto guarded(Work work) -> Result<decltype(work()), Failure> {
        try {
            if constexpr (std::is_void_v<decltype(work())>) {
                work();
                return {};
            } else {
                return work();
            }
        } catch (DatabaseError& error) {
            last_failure_ = error.failure;
            return Error{std::move(error.failure)};
        }
    }

    /// The latest failure that nobody asked for yet, so that a list that could not be read is never just shown empty.
    std::optional<Failure> take_last_failure() { return std::exchange(last_failure_, std::nullopt); }

private:
    explicit Database(sqlite3* connection);
    static Result<std::unique_ptr<Database>, Failure> connect(const std::string& path, const char* vfs);
    void read_schema();
    void settle(Durability durability);
    void use_key(const DataKey& key);
    void encrypt(const DataKey& key);
    void cut_tail();
    struct Cache;
    sqlite3* connection_;
    std::unique_ptr<Cache> cache_;
    bool in_transaction_ = false;
    bool left_as_it_is_ = true;
    bool given_up_ = false;
    std::optional<Failure> last_failure_;
};

}  // namespace countersign
