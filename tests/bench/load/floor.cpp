// Frames of length and bytes, one transaction for each request, committed durably on both sides.
#include "floor.hpp"

#include <httplib.h>

#include "core/storage/database.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "tests/server/temporary_directory.hpp"

namespace countersign::load {

namespace {

constexpr std::size_t records_per_push = 500;
constexpr std::size_t bytes_per_pull = 1'000'000;

class PlainTable {
public:
    explicit PlainTable(const std::string& path) {
        auto opened = Database::open(path);
        if (!opened) stop(opened.error().describe());
        database_ = std::move(*opened);
        database_->execute("CREATE TABLE record(position INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
    }
    void insert(const std::vector<std::string_view>& records) {
        database_->transaction([&] {
            for (const std::string_view record : records) {
                auto insertion = database_->prepare("INSERT INTO record(bytes) VALUES(?1)");
                insertion.bind_blob(1, record).run();
            }
        });
    }
    static void add_frame(std::string& page, std::string_view record) {
        const auto length = static_cast<std::uint32_t>(record.size());
        page.append(reinterpret_cast<const char*>(&length), sizeof(length));
        page += record;
    }
    static std::vector<std::string_view> frames_of(std::string_view page) {
        std::vector<std::string_view> records;
        while (page.size() >= sizeof(std::uint32_t)) {
            std::uint32_t length = 0;
            std::copy_n(page.data(), sizeof(length), reinterpret_cast<char*>(&length));
            records.push_back(page.substr(sizeof(length), length));
            page.remove_prefix(sizeof(length) + length);
        }
        return records;
    }

private:
    std::unique_ptr<Database> database_;
};

}  // namespace

std::vector<std::string> records_of(const std::string& directory, std::size_t count) {
    auto database = StoreDatabase::open(database_path(directory));
    if (!database) stop(database.error().describe());
    SqliteEventStore store(**database);
    const auto entries = store.read_after(shared_stream(test::Story{}.clinic), 0, {count, 1'000'000'000});
    if (!entries) stop(entries.error().describe());
    std::vector<std::string> records;
    for (const LogEntry& entry : *entries) records.push_back(entry.event.bytes);
    return records;
}

double floor_of_push(const std::vector<std::string>& records) {
    const testing::TemporaryDirectory here, there;
    PlainTable outbox(here.file("outbox.sqlite"));
    outbox.insert({records.begin(), records.end()});
    const auto server = ServerProcess::bare([&]() -> HttpHandler {
        auto table = std::make_shared<PlainTable>(there.file("store.sqlite"));
        return [table](const HttpRequest& request) {
            table->insert(PlainTable::frames_of(request.body));
            return HttpResponse{200, {}, "{}"};
        };
    });
    httplib::Client http("127.0.0.1", server.port());
    http.set_keep_alive(true);
    http.set_tcp_nodelay(true);
    const double start = seconds_now();
    for (std::size_t first = 0; first < records.size(); first += records_per_push) {
        std::string page;
        for (std::size_t i = first; i < std::min(records.size(), first + records_per_push); ++i) PlainTable::add_frame(page, records[i]);
        const auto answer = http.Post("/", page, "application/octet-stream");
        if (!answer || answer->status != 200) stop("the floor's server does not answer");
    }
    return seconds_now() - start;
}

double floor_of_pull(const std::vector<std::string>& records) {
    const testing::TemporaryDirectory here, there;
    PlainTable device(here.file("device.sqlite"));
    {
        PlainTable store(there.file("store.sqlite"));
        store.insert({records.begin(), records.end()});
    }
    const auto server = ServerProcess::bare([&]() -> HttpHandler {
        auto database = Database::open(there.file("store.sqlite"));
        if (!database) stop(database.error().describe());
        auto shared = std::shared_ptr<Database>(std::move(*database));
        return [shared](const HttpRequest& request) {
            const std::int64_t after = std::stoll(request.body);
            HttpResponse response{200};
            auto query = shared->prepare("SELECT bytes FROM record WHERE position > ?1 ORDER BY position");
            query.bind(1, after);
            while (response.body.size() < bytes_per_pull && query.step()) PlainTable::add_frame(response.body, query.blob(0));
            return response;
        };
    });
    httplib::Client http("127.0.0.1", server.port());
    http.set_keep_alive(true);
    http.set_tcp_nodelay(true);
    const double start = seconds_now();
    for (std::size_t held = 0; held < records.size();) {
        const auto answer = http.Post("/", std::to_string(held), "text/plain");
        if (!answer || answer->status != 200) stop("the floor's server does not answer");
        const auto page = PlainTable::frames_of(answer->body);
        if (page.empty()) stop("the floor's server has nothing more");
        device.insert(page);
        held += page.size();
    }
    return seconds_now() - start;
}

}  // namespace countersign::load
