// The devices of the simulated world. What is done with an answer is what web/app/portal_network.cpp does.
#include "device_node.hpp"

#include "broken.hpp"
#include "core/event/codec.hpp"

namespace countersign::simulation {

namespace {
constexpr Milliseconds patience{60'000};

// Ids lie in the log as bytes.
constexpr std::string_view ids_in_log =
    "SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21), "
    "placed "
    "FROM (SELECT lower(hex(id)) h, seq IS NOT NULL placed FROM event)";
}  // namespace

DeviceNode::DeviceNode(std::size_t index, Identity identity, Milliseconds skew)
    : index_(index), name_("device" + std::to_string(index)), identity_(std::move(identity)), skew_(skew), disk_(name_) {}

void DeviceNode::start(Instant now) {
    auto database = Database::open(disk_.path("countersign.db"));
    require(database.ok() || disk_.failed(), name_ + " opens its database after a power cut");
    if (!database) return;
    auto replica = Replica::open(std::move(*database));
    require(replica.ok() || disk_.failed(), name_ + " opens its replica after a power cut: " + (replica ? "" : replica.error().describe()));
    if (!replica) return;
    replica_ = std::move(*replica);
    while (replica_->subjects_to_rebuild() > 0) {
        const auto left = replica_->rebuild_some(50);
        if (!left) return;
    }
    if (!replica_->identity() && !replica_->set_identity(identity_)) return;
    KeySeed seed{};
    seed[0] = static_cast<std::uint8_t>(index_ + 1);
    if (!replica_->signs() && !replica_->set_signing_seed(seed)) return;
    engine_.signed_in(now);
    asked_at_.reset();
    newest_ += 1'000;  // answers to what was asked before the crash come too late
    check_saved([](const EventId&) { return true; });
}

void DeviceNode::crash(Chance& chance) {
    disk_.fail_after(1);
    disk_.may_change();
    replica_.reset();
    disk_.power_cut(chance);
}

void DeviceNode::take_backup() {
    // As a person would: with the program closed.
    replica_.reset();
    backup_ = disk_.backup();
}

void DeviceNode::restore_backup(Instant now) {
    replica_.reset();
    disk_.restore(backup_);
    saved_.clear();
    start(now);
    if (runs()) note_saved();
}

void DeviceNode::act(const std::function<Result<void, Trouble>(Replica&)>& deed) {
    if (deed(*replica_)) note_saved();
}

void DeviceNode::note_saved() {
    (void)replica_->database().guarded([&] {
        auto query = replica_->database().prepare(ids_in_log);
        while (query.step()) {
            if (query.integer(1) == 0) saved_[{query.text(0)}] = true;
        }
    });
}

void DeviceNode::set_online(bool online, Instant now) { engine_.set_online(online, now); }

std::optional<Question> DeviceNode::tick(Instant now) {
    if (!runs() || gone_wrong()) return std::nullopt;
    if (asked_at_ && now - *asked_at_ > patience) {
        asked_at_.reset();
        ++newest_;
        engine_.failed(now, 500);
    }
    if (!engine_.should_send(now)) return std::nullopt;
    const auto request = replica_->next_request(clock(now), 20'000);
    if (!request) {
        engine_.failed(now, 0);
        return std::nullopt;
    }
    asked_from_ = request->cursors;
    asked_at_ = now;
    return Question{index_, ++newest_, write_sync_request(*request)};
}

void DeviceNode::take_answer(int number, const std::optional<std::string>& text, Instant now, Chance& chance) {
    if (!runs() || gone_wrong() || number != newest_ || !asked_at_) return;
    asked_at_.reset();
    const auto jitter = static_cast<std::int64_t>(chance.below(1'000));
    if (!text) return engine_.failed(now, jitter);
    const auto answer = read_sync_answer(*text);
    if (!answer) return engine_.failed(now, jitter);
    const auto received = replica_->receive(*answer, asked_from_);
    if (!received) return engine_.failed(now, jitter);
    const bool progress = received->confirmed + received->arrived + received->refused > 0;
    engine_.succeeded(now, progress && (received->more || replica_->outbox_size() > 0));
}

std::map<EventId, bool> DeviceNode::held_ids() {
    std::map<EventId, bool> held;
    const auto read = replica_->database().guarded([&] {
        auto query = replica_->database().prepare(ids_in_log);
        while (query.step()) held[{query.text(0)}] = query.integer(1) != 0;
    });
    require(read.ok() || gone_wrong(), name_ + " reads its log");
    return held;
}

void DeviceNode::check_saved(const std::function<bool(const EventId&)>& with_server) {
    const auto held = held_ids();
    if (gone_wrong()) return;
    for (const auto& [id, saved] : saved_) {
        const auto found = held.find(id);
        require(found != held.end(), "what " + name_ + " called saved is there: " + id.value);
        require(!found->second || with_server(id), "what " + name_ + " holds as confirmed is with the server: " + id.value);
    }
}

void DeviceNode::check_holdings() {
    for (const StreamHolding& holding : replica_->streams()) {
        const auto name = parse_stream(holding.stream);
        require(name && access(actor(), *name) != Access::none, name_ + " holds no stream that its person may not read");
        require(holding.alarm.empty(), name_ + " sees no contradiction: " + holding.alarm);
    }
    const auto checked = replica_->database().guarded([&] {
        auto query = replica_->database().prepare("SELECT name FROM stream_name");
        while (query.step()) {
            const auto name = parse_stream({query.text(0)});
            require(name && access(actor(), *name) != Access::none, name_ + " holds no event that its person may not read");
        }
    });
    require(checked.ok(), name_ + " reads its streams");
}

}  // namespace countersign::simulation
