// Asking the file system and the database.
#include "server/operations/store_gauges.hpp"

#include <filesystem>

namespace countersign {

namespace {

double bytes_of(const std::string& path) {
    std::error_code not_there;
    const auto size = std::filesystem::file_size(path, not_there);
    return not_there ? 0 : static_cast<double>(size);
}

}  // namespace

void add_store_gauges(Metrics& metrics, StoreDatabase& database, const std::string& path) {
    metrics.add_gauge("countersign_database_bytes", "The database file.", [path] { return bytes_of(path); });
    metrics.add_gauge("countersign_database_log_bytes", "Its write-ahead log.", [path] { return bytes_of(path + "-wal"); });
    metrics.add_gauge("countersign_streams", "Streams, each a hash-chained log.", [&database] {
        const auto count = database.read([](Database& reader) {
            auto query = reader.prepare("SELECT count(*) FROM stream");
            query.step();
            return query.integer(0);
        });
        return count ? static_cast<double>(*count) : -1;
    });
}

}  // namespace countersign
