// Device: a real replica on a file, which speaks with the server over HTTP as the portal does.
#pragma once

#include <httplib.h>

#include "core/storage/replica.hpp"
#include "tests/server/temporary_directory.hpp"
#include "workplace.hpp"

namespace countersign::load {

struct Wire {
    std::int64_t sent = 0, received = 0, requests = 0;
};

class Device {
public:
    explicit Device(int port, std::uint8_t number);

    /// Opens tickets and comments on them, without the server.
    void record(std::size_t records);
    /// Until nothing is left to send or to fetch.
    void sync();
    void sync_once();
    std::int64_t events_held();
    /// Where the server put the last event that was sent.
    std::int64_t last_seq() const { return last_seq_; }
    const Wire& wire() const { return wire_; }
    std::size_t outbox() const { return replica_->outbox_size(); }

private:
    std::string post(const std::string& path, const std::string& body);

    test::Story story_;
    testing::TemporaryDirectory directory_;
    std::unique_ptr<Replica> replica_;
    httplib::Client http_;
    std::string cookie_;
    test::CountingIds ids_;
    Subject ticket_;
    std::size_t recorded_ = 0;
    bool more_ = false;
    std::int64_t last_seq_ = 0;
    Wire wire_;
};

}  // namespace countersign::load
