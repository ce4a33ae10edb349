// What encryption of a device's database costs: opening, saving one record at a time, many at once, reading them from the file and
// encrypting a database of an earlier program, each with and without a key in the same run and as their ratio. --smoke takes fewer records.
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string_view>

#include "core/storage/database.hpp"

using namespace countersign;

namespace {

constexpr std::size_t record_bytes = 900;  // as a sync's records are: 600 to 1,200

struct Extent {
    int saved;
    int at_once;
};
constexpr Extent full{300, 100'000};
constexpr Extent smoke{10, 1'000};

struct Seconds {
    double opening = 0;
    double saving = 0;
    double at_once = 0;
    double reading = 0;
};

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::unique_ptr<Database> open(const std::string& path, const DataKey* key) {
    auto database = key == nullptr ? Database::open(path) : Database::open_encrypted(path, *key);
    if (!database) stop(database.error().describe());
    return std::move(*database);
}

class Records {
public:
    void insert(Database& database) {
        std::string text(record_bytes, '\0');
        for (char& c : text) c = static_cast<char>('a' + generator_() % 26);
        // Subjects have random ids: so the pages that are written lie far from one another, as on a device.
        database.prepare("INSERT INTO record(id, text) VALUES(?, ?)")
            .bind(1, static_cast<std::int64_t>(generator_() >> 2))
            .bind(2, text)
            .run();
    }

private:
    std::mt19937_64 generator_{1};
};

Seconds measure(const std::string& path, const DataKey* key, const Extent& extent) {
    Seconds seconds;
    Records records;
    {
        auto database = open(path, key);
        database->transaction([&] { database->execute("CREATE TABLE record(id INTEGER PRIMARY KEY, text TEXT)"); });
        seconds.saving = seconds_of([&] {
            for (int i = 0; i < extent.saved; ++i) database->transaction([&] { records.insert(*database); });
        });
        seconds.at_once = seconds_of([&] {
            database->transaction([&] {
                for (int i = 0; i < extent.at_once; ++i) records.insert(*database);
            });
        });
    }
    std::unique_ptr<Database> database;
    seconds.opening = seconds_of([&] { database = open(path, key); });
    seconds.reading = seconds_of([&] {
        auto sum = database->prepare("SELECT sum(length(text)) FROM record");
        if (!sum.step() || sum.integer(0) != (extent.saved + extent.at_once) * static_cast<std::int64_t>(record_bytes)) {
            stop("records are missing");
        }
    });
    return seconds;
}

void print(const char* what, double plain, double encrypted, int count) {
    fmt::print("{:<44} {:>11.1f} µs {:>11.1f} µs {:>7.2f} x\n", what, 1e6 * plain / count, 1e6 * encrypted / count, encrypted / plain);
}

}  // namespace

int main(int argument_count, char** arguments) {
    const Extent extent = argument_count > 1 && std::string_view(arguments[1]) == "--smoke" ? smoke : full;
    std::string folder = (std::filesystem::temp_directory_path() / "countersign-encryption-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) stop("no folder for the databases can be made in " + folder);
    const auto key = DataKey::of(std::string(DataKey::size, 'k'));
    const Seconds plain = measure(folder + "/plain.db", nullptr, extent);
    const Seconds encrypted = measure(folder + "/encrypted.db", &*key, extent);
    const double encrypting = seconds_of([&] { open(folder + "/plain.db", &*key); });
    std::filesystem::remove_all(folder);

    const int all = extent.saved + extent.at_once;
    fmt::print("{:<44} {:>14} {:>14} {:>9}\n", fmt::format("records of {} bytes", record_bytes), "plain", "encrypted", "ratio");
    print("opening", plain.opening, encrypted.opening, 1);
    print("saving one record for certain", plain.saving, encrypted.saving, extent.saved);
    print(fmt::format("a record of {} saved at once", extent.at_once).c_str(), plain.at_once, encrypted.at_once, extent.at_once);
    print("reading a record from the file", plain.reading, encrypted.reading, all);
    fmt::print("encrypting a database of {} records where it lies: {:.2f} s\n", all, encrypting);
    return 0;
}
