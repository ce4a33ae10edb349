// StoreDatabase: the server's SQLite file, shared by threads: one writes at a time, the others read what was committed (WAL).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/storage/database.hpp"

namespace countersign {

struct StoreOptions {
    std::int64_t bytes_max = 0;  ///< the file grows no larger than this; 0: as large as the disk allows
    Database::Durability durability = Database::Durability::full;
};

class StoreDatabase {
public:
    /// Opens or makes the file and brings its tables up to date.
    /// Failure "failure.database_open", "failure.database_corrupt" or "failure.database_newer".
    static Result<std::unique_ptr<StoreDatabase>, Failure> open(const std::string& path, const StoreOptions& options = {});

    /// Opens a file that must not change, not even to a newer schema; `write` then fails. One thread reads at a time, and all it reads
    /// belongs to one moment. Failure "failure.database_open", "failure.database_corrupt" or "failure.database_newer".
    static Result<std::unique_ptr<StoreDatabase>, Failure> open_to_read(const std::string& path);

    /// Runs `work(Database&)` in one transaction. When it fails, nothing of it remains.
    template <typename Work>
    auto write(Work work) -> Result<decltype(work(std::declval<Database&>())), Failure> {
        using Value = decltype(work(std::declval<Database&>()));
        const std::lock_guard lock(writing_);
        return writer_->guarded([&]() -> Value {
            if constexpr (std::is_void_v<Value>) {
                writer_->transaction([&] { work(*writer_); });
            } else {
                std::optional<Value> value;
                writer_->transaction([&] { value.emplace(work(*writer_)); });
                return std::move(*value);
            }
        });
    }

    /// Runs `work(Database&)` on a connection of its own; it sees what was committed when it began.
    template <typename Work>
    auto read(Work work) -> Result<decltype(work(std::declval<Database&>())), Failure> {
        auto reader = borrow();
        if (!reader) return Error{reader.error()};
        auto result = (*reader)->guarded([&] { return work(**reader); });
        give_back(std::move(*reader));
        return result;
    }

private:
    using Connect = Result<std::unique_ptr<Database>, Failure> (*)(const std::string& path);
    StoreDatabase(std::string path, std::unique_ptr<Database> writer, Connect connect)
        : path_(std::move(path)), connect_(connect), writer_(std::move(writer)) {}
    Result<std::unique_ptr<Database>, Failure> borrow();
    void give_back(std::unique_ptr<Database> reader);

    std::string path_;
    Connect connect_;
    std::mutex writing_;
    std::unique_ptr<Database> writer_;
    std::mutex lending_;
    std::vector<std::unique_ptr<Database>> readers_;
};

/// The file inside the data directory.
std::string database_path(const std::string& data_directory);

}  // namespace countersign
