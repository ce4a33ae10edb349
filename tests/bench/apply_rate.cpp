// How fast events add up: folding tickets, a device receiving them, and the list by due time over 100,000 tickets. Each is printed as a
// rate and as a multiple of a floor measured in the same run (only parsing the same JSON), since machines differ and ratios hardly do.
// With --smoke few tickets. The same source runs natively and, as wasm, under Node (tests/bench/apply_rate_wasm.mjs).
#include <fmt/core.h>

#include <chrono>
#include <functional>

#include "core/event/chain.hpp"
#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr int updates_per_ticket = 6;
constexpr std::size_t page = 2'000;
constexpr int queries = 20;

struct Extent {
    int tickets_folded;
    int tickets_listed;
};
constexpr Extent full{2'000, 100'000};
constexpr Extent smoke{200, 2'000};

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void print(const char* what, double count, double seconds, double floor_seconds_each) {
    fmt::print("{:<46} {:>10.0f}/s {:>8.2f} x floor\n", what, count / seconds, seconds / count / floor_seconds_each);
}

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

// A stream of tickets as a server would have placed it.
class StreamMaker {
public:
    explicit StreamMaker(const StreamId& stream) : stream_(stream), chain_(chain_start(stream)) {}

    void add(const Subject& subject, const Body& body, Instant at) {
        const auto kind = describe(body);
        StoredEvent event =
            write_event({{ids_.next()}, stream_, subject, kind->type, kind->version, story_.manager.user, {fixed_id(50)}, at, kind->json});
        ++seq_;
        chain_ = chain_next(chain_, event.bytes, seq_, morning);
        events.push_back({std::move(event.bytes), {seq_, morning, chain_}});
    }

    void add_ticket(int number, int updates) {
        const Subject subject{Ticket::subject_kind, ids_.next()};
        TicketOpened opened;
        opened.title = fmt::format("Category {} · Subcategory {}", number % 60, number % 250);
        opened.description = fmt::format("caller_id: Caller {}", number % 5'000);
        opened.channel = Channel::import;
        opened.external_number = fmt::format("INC{:07}", number);
        opened.priority = static_cast<Priority>(1 + number % 4);
        opened.promise = {story_.agreement, at_minute(number % 9'973), at_minute(number % 9'973 + 480)};
        add(subject, TicketEvent{opened}, at_minute(-number % 100'000));
        for (int i = 0; i < updates; ++i) {
            TicketUpdateImported update{"benchmark", i, at_minute(i), TicketState::in_progress, opened.priority, "Group 56", {}};
            for (int field = 0; field < 36; ++field) update.fields[fmt::format("column_{}", field)] = "Resolver 149";
            add(subject, TicketEvent{update}, at_minute(i));
        }
    }

    std::vector<PlacedBytes> events;

private:
    StreamId stream_;
    Digest chain_;
    Story story_;
    CountingIds ids_{70};
    std::int64_t seq_ = 0;
};

double receive_all(Replica& replica, const StreamId& stream, const std::vector<PlacedBytes>& events) {
    return seconds_of([&] {
        for (std::size_t start = 0; start < events.size(); start += page) {
            SyncAnswer answer;
            answer.server_time = morning;
            StreamNews& news = answer.streams[stream];
            news.head = static_cast<std::int64_t>(events.size());
            const std::size_t end = std::min(events.size(), start + page);
            for (std::size_t i = start; i < end; ++i) news.events.push_back(events[i]);
            news.chain = events[end - 1].placement.chain;
            if (auto received = replica.receive(answer, {}); !received) stop(received.error().describe());
        }
    });
}

std::unique_ptr<Replica> device() {
    auto database = Database::open(":memory:");
    if (!database) stop(database.error().describe());
    auto replica = Replica::open(std::move(*database));
    if (!replica) stop(replica.error().describe());
    if (auto set = (*replica)->set_identity({Story{}.technician, "login", {fixed_id(60)}}); !set) stop(set.error().describe());
    return std::move(*replica);
}

double parse_all(const std::vector<PlacedBytes>& events) {
    std::size_t objects = 0;
    const double seconds = seconds_of([&] {
        for (const PlacedBytes& event : events) objects += parse_json(event.bytes)->size();
    });
    if (objects == 0) stop("nothing was parsed");
    return seconds;
}

double fold_all(const std::vector<PlacedBytes>& events, std::size_t tickets) {
    std::map<Subject, SubjectState> states;
    const double seconds = seconds_of([&] {
        for (const PlacedBytes& placed : events) {
            auto event = read_event(placed.bytes);
            event->placement = placed.placement;
            auto state = states.try_emplace(event->envelope.subject, start_state(event->envelope.subject.kind)).first;
            apply(state->second, *read_body(event->envelope), *event);
        }
    });
    if (states.size() != tickets) stop("tickets are missing");
    return seconds;
}

}  // namespace

int main(int argument_count, char** arguments) {
    const bool small = argument_count > 1 && std::string_view(arguments[1]) == "--smoke";
    const Extent extent = small ? smoke : full;
    const StreamId stream = shared_stream(Story{}.clinic);
    StreamMaker histories(stream);
    for (int number = 0; number < extent.tickets_folded; ++number) histories.add_ticket(number, updates_per_ticket);
    const auto count = static_cast<double>(histories.events.size());
    const double floor = parse_all(histories.events) / count;
    fmt::print("{:<46} {:>10.0f}/s {:>8.2f} x floor\n", "floor: parsing an event's JSON", 1 / floor, 1.0);
    const auto folded = static_cast<std::size_t>(extent.tickets_folded);
    print("reading and folding events of tickets", count, fold_all(histories.events, folded), floor);
    print("a device receiving them (SQLite in memory)", count, receive_all(*device(), stream, histories.events), floor);

    StreamMaker many(stream);
    for (int number = 0; number < extent.tickets_listed; ++number) many.add_ticket(number, 0);
    const auto replica = device();
    print(fmt::format("a device receiving {} tickets", extent.tickets_listed).c_str(), extent.tickets_listed,
          receive_all(*replica, stream, many.events), parse_all(many.events) / extent.tickets_listed);
    const std::string last_number = fmt::format("inc{:07}", extent.tickets_listed - 1);
    std::size_t found = 0;
    const double listing = seconds_of([&] {
        for (int i = 0; i < queries; ++i) found += find_tickets(replica->database(), {}).size();
    });
    const double searching = seconds_of([&] {
        for (int i = 0; i < queries; ++i) found += find_tickets(replica->database(), {.text = last_number}).size();
    });
    if (found != static_cast<std::size_t>(queries) * (static_cast<std::size_t>(extent.tickets_listed) + 1))
        stop("tickets are missing in the list");
    fmt::print("{} tickets by due time: {:.1f} ms = parsing {:.0f} events; found by number: {:.1f} ms = parsing {:.0f} events\n",
               extent.tickets_listed, 1'000 * listing / queries, listing / queries / floor, 1'000 * searching / queries,
               searching / queries / floor);
    return 0;
}
