// World: one run of the whole system from one seed: many devices of all roles and one server, in one process and on one thread. Messages
// are lost, late, doubled, out of order and cut off; machines lose their power at any operation of their disks; disks fill up; clocks are
// wrong by days; devices are set up again from old backups. Then everything heals, and what the system promises must hold.
#pragma once

#include "deeds.hpp"
#include "server_node.hpp"

namespace countersign::simulation {

struct Figures {
    std::size_t accepted = 0, server_crashes = 0, device_crashes = 0, restores = 0, messages = 0, lost = 0;
    Figures& operator+=(const Figures& other);
};

class World {
public:
    explicit World(std::uint64_t seed);

    /// Throws Broken with the promise that does not hold.
    Figures run();
    /// What happened, one line for each thing, from now on.
    void trace(std::function<void(const std::string&)> tell) { tell_ = std::move(tell); }

private:
    struct Message {
        Instant due;
        bool to_server = true;
        Question question;
        std::optional<std::string> text;
    };

    void begin();
    void step();
    void trouble();
    void deliver();
    void tick_devices();
    void send(Message message);
    void answer(const Message& message);
    void revive(DeviceNode& device);
    void revive_server();
    void heal();
    bool settled();
    void check_replicas();
    void told(const std::string& what) {
        if (tell_) tell_(std::to_string(now_.utc_ms) + " " + what);
    }

    Chance chance_;
    test::Story story_;
    SeededIds ids_;
    ServerNode server_;
    std::vector<std::unique_ptr<DeviceNode>> devices_;
    std::vector<Message> on_the_way_;
    Instant now_ = test::morning;
    Milliseconds server_skew_{0};
    bool healed_ = false;
    Figures figures_;
    std::function<void(const std::string&)> tell_;
};

}  // namespace countersign::simulation
