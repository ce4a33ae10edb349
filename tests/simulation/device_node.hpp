// DeviceNode: a person's device: the real replica and engine on a simulated disk, a clock of its own, and what it called saved.
#pragma once

#include <functional>

#include "core/storage/replica.hpp"
#include "core/sync/engine.hpp"
#include "sim_disk.hpp"

namespace countersign::simulation {

/// A request on its way; `number` tells an answer that was overtaken.
struct Question {
    std::size_t device = 0;
    int number = 0;
    std::string text;
};

class DeviceNode {
public:
    DeviceNode(std::size_t index, Identity identity, Milliseconds skew);

    void start(Instant now);
    /// Ends hard, whatever it was doing.
    void crash(Chance& chance);
    bool runs() const { return replica_ != nullptr; }
    void take_backup();
    bool has_backup() const { return !backup_.empty(); }
    /// Killed, and set up again from the backup: what it saved since and never sent is lost, rightly.
    void restore_backup(Instant now);

    /// The device's own clock.
    Instant clock(Instant now) const { return now + skew_; }
    /// What a person does; the deed may be refused, or fail with the disk.
    void act(const std::function<Result<void, Trouble>(Replica&)>& deed);
    void set_online(bool online, Instant now);
    bool online() const { return engine_.online(); }

    /// A request to send now, if there is one.
    std::optional<Question> tick(Instant now);
    void take_answer(int number, const std::optional<std::string>& text, Instant now, Chance& chance);

    Replica& replica() { return *replica_; }
    SimDisk& disk() { return disk_; }
    const Actor& actor() const { return identity_.actor; }
    const SyncEngine& engine() const { return engine_; }
    const std::string& name() const { return name_; }
    bool gone_wrong() const { return disk_.failed(); }

    /// Throws Broken where something that was called saved is neither here nor refused nor with the server.
    void check_saved(const std::function<bool(const EventId&)>& with_server);
    /// Throws Broken where it holds an event of a stream that its person may not read, or a contradiction was found.
    void check_holdings();

private:
    std::map<EventId, bool> held_ids();
    void note_saved();

    std::size_t index_;
    std::string name_;
    Identity identity_;
    Milliseconds skew_;
    SimDisk disk_;
    SyncEngine engine_;
    std::unique_ptr<Replica> replica_;
    std::map<std::string, Bytes> backup_;
    std::map<EventId, bool> saved_;
    std::map<StreamId, std::int64_t> asked_from_;
    int newest_ = 0;
    std::optional<Instant> asked_at_;
};

}  // namespace countersign::simulation
