// Opening the server's file, and lending read connections.
#include "server/store/store_database.hpp"

#include <filesystem>

#include "server/store/store_schema.hpp"

namespace countersign {

namespace {
constexpr std::size_t idle_readers_max = 16;

Result<std::unique_ptr<Database>, Failure> connect_to_read(const std::string& path) {
    std::error_code cannot_be_seen;
    const bool log = std::filesystem::exists(path + "-wal", cannot_be_seen);
    return Database::open_to_read(path, log ? Database::Beside::write_ahead_log : Database::Beside::nothing);
}
}  // namespace

std::string database_path(const std::string& data_directory) { return data_directory + "/countersign.db"; }

Result<std::unique_ptr<StoreDatabase>, Failure> StoreDatabase::open(const std::string& path, const StoreOptions& options) {
    auto writer = Database::open(path, nullptr, options.durability);
    if (!writer) {
        writer.error().operation = "open the database";
        writer.error().object = path;
        return Error{writer.error()};
    }
    if (auto migrated = migrate_store(**writer); !migrated) {
        migrated.error().object = path;
        return Error{migrated.error()};
    }
    if (options.bytes_max > 0) {
        auto limited = (*writer)->guarded([&] {
            auto page_size = (*writer)->prepare("PRAGMA page_size");
            page_size.step();
            (*writer)->execute(("PRAGMA max_page_count = " + std::to_string(options.bytes_max / page_size.integer(0))).c_str());
        });
        if (!limited) return Error{limited.error()};
    }
    return std::unique_ptr<StoreDatabase>(
        new StoreDatabase(path, std::move(*writer), [](const std::string& file) { return Database::open(file); }));
}

Result<std::unique_ptr<StoreDatabase>, Failure> StoreDatabase::open_to_read(const std::string& path) {
    auto database = connect_to_read(path);
    if (!database) return Error{database.error()};
    if (auto known = check_store_version(**database); !known) {
        known.error().object = path;
        return Error{known.error()};
    }
    // The reader that is lent out stays in one transaction: all that is read belongs to one moment, whatever a running server adds
    // meanwhile.
    auto reader = connect_to_read(path);
    if (!reader) return Error{reader.error()};
    if (auto begun = (*reader)->guarded([&] { (*reader)->execute("BEGIN"); }); !begun) return Error{begun.error()};
    std::unique_ptr<StoreDatabase> store(new StoreDatabase(path, std::move(*database), &connect_to_read));
    store->give_back(std::move(*reader));
    return store;
}

Result<std::unique_ptr<Database>, Failure> StoreDatabase::borrow() {
    {
        const std::lock_guard lock(lending_);
        if (!readers_.empty()) {
            auto reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
    }
    return connect_(path_);
}

void StoreDatabase::give_back(std::unique_ptr<Database> reader) {
    const std::lock_guard lock(lending_);
    // Each keeps pages in memory: those of a rush are not kept for ever.
    if (readers_.size() >= idle_readers_max) return;
    readers_.push_back(std::move(reader));
}

}  // namespace countersign
