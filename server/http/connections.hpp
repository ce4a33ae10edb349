// Connections: who is connected, how many at most, and what each is about; so that stopping ends those that wait at once and leaves the
// others the time to finish.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "server/system/address.hpp"

namespace countersign {

struct ConnectionLimits {
    std::size_t total_max = 2'500;
    std::size_t per_address_max = 256;  ///< a large office behind one address: two for each open portal
    /// A proxy's connections are those of all its clients: the limit for one address is not for these.
    AddressList shared = AddressList::loopback();
};

class Connections {
public:
    explicit Connections(ConnectionLimits limits) : limits_(std::move(limits)) {}

    enum class Admission { admitted, too_many, too_many_of_address };
    Admission admit(int descriptor, const std::string& address);
    void leave(int descriptor);

    /// Waiting for a request, or not. False when the server stops and the connection, which waits, has to end.
    bool set_waiting(int descriptor, bool waiting);
    bool stopping() const;
    std::size_t count() const;

    /// Ends those that wait.
    void begin_stop();
    /// Whether nobody is left.
    bool wait_until_empty(std::chrono::milliseconds time);
    /// Ends those that are left, in the middle of whatever they do.
    void cut_off();

private:
    struct Connection {
        std::string address;
        bool waiting = true;
    };
    ConnectionLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    std::map<int, Connection> connections_;
    std::map<std::string, std::size_t> of_address_;
    bool stopping_ = false;
};

}  // namespace countersign
