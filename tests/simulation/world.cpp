// The days of the simulated world, and the judgement at their end.
#include "world.hpp"

#include <algorithm>

#include "broken.hpp"

namespace countersign::simulation {

namespace {

constexpr int steps = 60;
constexpr int steps_to_settle = 3'000;

std::string rows_of(Database& database, const char* table) {
    std::string rows;
    const auto read = database.guarded([&] {
        std::vector<std::string> columns;
        {
            auto names = database.prepare(std::string("SELECT name FROM pragma_table_info('") + table + "') ORDER BY cid");
            while (names.step()) columns.push_back(names.text(0));
        }
        auto query = database.prepare(std::string("SELECT * FROM ") + table + " ORDER BY id");
        while (query.step()) {
            for (std::size_t i = 0; i < columns.size(); ++i) rows += columns[i] + "=" + query.text(static_cast<int>(i)) + "|";
            rows += "\n";
        }
    });
    require(read.ok(), "rows can be read");
    return rows;
}

constexpr std::array tables{"organisation_row", "agreement_row", "ticket_row", "visit_row", "work_record_row", "remote_session_row"};

// The first line in which they differ.
std::string difference(const std::string& a, const std::string& b) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) {
        if (a[i] == '\n') start = i + 1;
    }
    return a.substr(start, a.find('\n', start) - start) + " <> " + b.substr(start, b.find('\n', start) - start);
}

}  // namespace

Figures& Figures::operator+=(const Figures& other) {
    accepted += other.accepted;
    server_crashes += other.server_crashes;
    device_crashes += other.device_crashes;
    restores += other.restores;
    messages += other.messages;
    lost += other.lost;
    return *this;
}

World::World(std::uint64_t seed) : chance_(seed), ids_(seed * 2 + 1), server_(seed * 2 + 2) {
    ids_.set_time(now_);
    // A technician has a tablet and a phone.
    const std::vector<Actor> people{story_.manager, story_.technician,    story_.technician,
                                    story_.contact, story_.other_contact, story_.reporter};
    const std::vector<Milliseconds> skews{Milliseconds{0},
                                          Milliseconds{0},
                                          Milliseconds{-40'000},
                                          Milliseconds{7'000},
                                          Minutes{60 * 24 * 3}.milliseconds(),
                                          Milliseconds{-Minutes{60 * 30}.milliseconds().count}};
    for (std::size_t i = 0; i < people.size(); ++i) {
        const Identity identity{people[i], people[i].name, {test::fixed_id(static_cast<std::uint8_t>(100 + i))}};
        devices_.push_back(std::make_unique<DeviceNode>(i, identity, i == 0 ? Milliseconds{0} : chance_.one_of(skews)));
    }
}

Figures World::run() {
    begin();
    for (int i = 0; i < steps; ++i) step();
    heal();
    for (int i = 0; i < steps_to_settle && !settled(); ++i) {
        now_ = now_ + Milliseconds{2'000};
        deliver();
        tick_devices();
    }
    require(settled(), "everything that was recorded reaches everybody who may read it");
    server_.check_what_was_told();
    for (const auto& device : devices_) {
        device->check_saved([&](const EventId& id) { return server_.has_accepted(id); });
        device->check_holdings();
    }
    check_replicas();
    figures_.accepted = server_.accepted();
    return figures_;
}

void World::begin() {
    server_.start();
    for (const auto& device : devices_) device->start(now_);
    for (const auto& [subject, command] : story_.beginnings()) {
        devices_[0]->act([&](Replica& replica) { return replica.execute(subject, story_.clinic, command, now_, ids_); });
    }
}

void World::step() {
    now_ = now_ + Milliseconds{chance_.between(200, chance_.percent(10) ? 1'800'000 : 9'000)};
    if (chance_.percent(25)) trouble();
    revive_server();
    for (const auto& device : devices_) {
        if (!device->runs() || device->gone_wrong()) revive(*device);
        if (!device->runs() || !chance_.percent(45)) continue;
        told(device->name() + " acts");
        do_something(*device, story_, now_, ids_, chance_);
    }
    tick_devices();
    deliver();
}

void World::trouble() {
    DeviceNode& device = *chance_.one_of(devices_);
    switch (chance_.below(9)) {
        case 0:
            told("the server will lose its power");
            server_.disk().fail_after(chance_.between(1, 60));
            break;
        case 1:
            told(device.name() + " will lose its power");
            device.disk().fail_after(chance_.between(1, 40));
            break;
        case 2:
            device.set_online(!device.online(), now_);
            told(device.name() + (device.online() ? " is online" : " is offline"));
            break;
        case 3:
            told(device.name() + " fills up");
            device.disk().limit(device.disk().bytes_used() + chance_.below(9'000));
            break;
        case 4:
            device.disk().limit(0);
            break;
        case 5:
            if (device.gone_wrong()) break;
            told(device.name() + " is backed up");
            device.take_backup();
            device.start(now_);
            break;
        case 6:
            if (!device.has_backup()) break;
            told(device.name() + " is set up from its backup");
            ++figures_.restores;
            device.restore_backup(now_);
            break;
        case 7:
            server_skew_ = Milliseconds{chance_.percent(50) ? 0 : chance_.between(-600'000, 600'000)};
            told("the server's clock is set");
            break;
        default:
            told("the server is cut off");
            server_.disk().fail_after(1);
            break;
    }
}

void World::tick_devices() {
    for (const auto& device : devices_) {
        auto question = device->tick(now_);
        if (!question) continue;
        std::string text = question->text;
        send({now_, true, std::move(*question), std::move(text)});
    }
}

void World::send(Message message) {
    ++figures_.messages;
    if (healed_) {
        on_the_way_.push_back(std::move(message));
        return;
    }
    const auto lost = [&] { return chance_.percent(12); };
    const int copies = chance_.percent(8) ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
        if (lost()) {
            ++figures_.lost;
            continue;
        }
        Message copy = message;
        copy.due = now_ + Milliseconds{chance_.between(5, chance_.percent(10) ? 90'000 : 900)};
        if (chance_.percent(4)) copy.text->resize(static_cast<std::size_t>(chance_.below(copy.text->size() + 1)));
        on_the_way_.push_back(std::move(copy));
    }
}

void World::deliver() {
    std::vector<Message> due;
    const auto late = std::stable_partition(on_the_way_.begin(), on_the_way_.end(), [&](const Message& one) { return one.due <= now_; });
    std::move(on_the_way_.begin(), late, std::back_inserter(due));
    on_the_way_.erase(on_the_way_.begin(), late);
    std::stable_sort(due.begin(), due.end(), [](const Message& a, const Message& b) { return a.due < b.due; });
    for (const Message& message : due) {
        DeviceNode& device = *devices_[message.question.device];
        if (message.to_server) {
            if (device.online() || healed_) answer(message);
        } else if (device.online()) {
            device.take_answer(message.question.number, message.text, now_, chance_);
            if (device.runs() && !device.gone_wrong()) device.check_holdings();
        }
    }
}

void World::answer(const Message& message) {
    auto text = server_.answer(*message.text, devices_[message.question.device]->actor(), now_ + server_skew_);
    // A server that died says nothing; the proxy before it says that.
    if (!text && chance_.percent(50)) return;
    if (!text) {
        devices_[message.question.device]->take_answer(message.question.number, std::nullopt, now_, chance_);
        return;
    }
    send({now_, false, message.question, std::move(text)});
}

void World::revive(DeviceNode& device) {
    if (device.runs() || device.gone_wrong()) {
        told(device.name() + " lost its power");
        ++figures_.device_crashes;
        device.crash(chance_);
    }
    device.start(now_);
}

void World::revive_server() {
    if (server_.runs() && !server_.disk().failed()) return;
    told("the server lost its power");
    ++figures_.server_crashes;
    server_.crash(chance_);
    server_.start();
    if (server_.runs()) server_.check_what_was_told();
}

void World::heal() {
    told("everything heals");
    healed_ = true;
    server_.disk().fail_after(0);
    revive_server();
    for (const auto& device : devices_) {
        device->disk().fail_after(0);
        device->disk().limit(0);
        if (!device->runs() || device->gone_wrong()) revive(*device);
        device->set_online(true, now_);
    }
}

bool World::settled() {
    const auto heads = server_.heads();
    for (const auto& device : devices_) {
        if (device->replica().outbox_size() > 0) return false;
        std::map<StreamId, std::int64_t> held;
        for (const StreamHolding& holding : device->replica().streams()) held[holding.stream] = holding.seq;
        for (const auto& [stream, head] : heads) {
            const auto name = parse_stream(stream);
            if (name && access(device->actor(), *name) != Access::none && held[stream] != head.seq) return false;
        }
    }
    return true;
}

void World::check_replicas() {
    for (const auto& device : devices_) {
        // A device that was never there: what it makes of the same streams is the truth.
        auto database = Database::open(":memory:");
        require(database.ok(), "a database in memory opens");
        auto fresh = Replica::open(std::move(*database));
        require(fresh.ok() && (*fresh)->set_identity(*device->replica().identity()).ok(), "a fresh replica opens");
        SyncAnswer whole;
        for (const auto& [stream, head] : server_.heads()) {
            const auto name = parse_stream(stream);
            if (!name || access(device->actor(), *name) == Access::none) continue;
            StreamNews& news = whole.streams[stream];
            news.events = server_.events_after(stream, 0);
            news.head = head.seq;
            news.chain = head.chain;
            const auto own = device->replica().log_page(stream, 0, 1'000'000);
            require(own.size() == news.events.size(), device->name() + " holds every event of " + stream.value);
            for (std::size_t i = 0; i < own.size(); ++i) {
                const PlacedBytes& theirs = news.events[own.size() - 1 - i];
                require(own[i].bytes == theirs.bytes && own[i].placement == theirs.placement,
                        "a stream is the same bytes everywhere: " + stream.value);
            }
        }
        require((*fresh)->receive(whole, {}).ok(), "a fresh replica takes everything in");
        for (const char* table : tables) {
            const std::string here = rows_of(device->replica().database(), table), there = rows_of((*fresh)->database(), table);
            require(here == there, device->name() + " shows what a fresh rebuild shows: " + table + ": " + difference(here, there));
        }
    }
}

}  // namespace countersign::simulation
