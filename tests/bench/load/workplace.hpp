// Workplace: what the load program runs: a store with one client, its technician's account and a stated number of records, and the real
// server over it in a process of its own.
#pragma once

#include <string>

#include "server/http/http_server.hpp"
#include "tests/support/story.hpp"

namespace countersign::load {

inline constexpr const char* login = "technician";
inline constexpr const char* password = "correct horse battery";

/// Ends with the message where a program that measures cannot go on.
[[noreturn]] void stop(const std::string& why);
double seconds_now();

/// Makes the store in the folder: organisation, agreement, accounts, and `records` events of tickets.
void fill_store(const std::string& directory, std::size_t records);

/// A record of 600 to 1,200 bytes, as technicians write them: the number makes it unlike the others.
std::string comment_of(std::size_t number);

struct ProcessCost {
    double cpu_seconds = 0;
    std::int64_t peak_kilobytes = 0;
};

/// A child process that serves; killed at the end.
class ServerProcess {
public:
    /// The program as it is deployed, `serve` on a free port.
    static ServerProcess real(const std::string& data_directory);
    /// A bare HTTP server with a handler of our own, made in the child.
    static ServerProcess bare(const std::function<HttpHandler()>& make_handler);
    ServerProcess(ServerProcess&& other) noexcept : pid_(std::exchange(other.pid_, 0)), port_(other.port_) {}
    ~ServerProcess();

    int port() const { return port_; }
    ProcessCost cost() const;

private:
    ServerProcess(int pid, int port) : pid_(pid), port_(port) {}
    static ServerProcess start(const std::function<void(const std::function<void(int)>& ready)>& serve);
    int pid_;
    int port_;
};

}  // namespace countersign::load
