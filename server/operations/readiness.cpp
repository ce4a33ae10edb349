// Trying to write.
#include "server/operations/readiness.hpp"

#include "server/store/store_schema.hpp"

namespace countersign {

namespace {
Problem not_ready(std::string detail) { return {503, "failure.not_ready", std::move(detail), {}}; }
}  // namespace

std::optional<Problem> Readiness::problem() {
    if (stopping_) return not_ready("The server is stopping.");
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!tried_ || now - *tried_ >= std::chrono::seconds(1)) {
        last_ = try_database();
        tried_ = std::chrono::steady_clock::now();
    }
    return last_;
}

std::optional<Problem> Readiness::try_database() {
    bool other_schema = false;
    auto written = database_.write([&](Database& database) {
        auto query = database.prepare("PRAGMA user_version");
        query.step();
        const std::int64_t version = query.integer(0);
        other_schema = version != store_schema_version();
        // Writes the first page as it is: the least that proves that the disk takes it.
        if (!other_schema) database.execute(("PRAGMA user_version = " + std::to_string(version)).c_str());
    });
    if (!written) return not_ready("The database takes no writes (" + written.error().key + ").");
    if (other_schema) return not_ready("The database was brought to another version while this program ran: start the newer one.");
    return std::nullopt;
}

}  // namespace countersign
