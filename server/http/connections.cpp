// Counting connections by address, and ending them.
#include "server/http/connections.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace countersign {

std::string address_group(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
        std::array<char, INET_ADDRSTRLEN> text{};
        return inet_ntop(AF_INET, bytes.data() + mapped.size(), text.data(), text.size());
    }
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> text{};
    return std::string(inet_ntop(AF_INET6, bytes.data(), text.data(), text.size())) + "/64";
}

Connections::Admission Connections::admit(int descriptor, const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (connections_.size() >= limits_.total_max) return Admission::too_many;
    const auto& shared = limits_.shared_addresses;
    const std::string group = address_group(address);
    const bool counted =
        std::find(shared.begin(), shared.end(), group) == shared.end() && std::find(shared.begin(), shared.end(), address) == shared.end();
    if (counted) {
        std::size_t& of_this = of_address_[group];
        if (of_this >= limits_.per_address_max) return Admission::too_many_of_address;
        ++of_this;
    }
    connections_[descriptor] = {counted ? group : std::string{}, true};
    return Admission::admitted;
}

void Connections::leave(int descriptor) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(descriptor);
    if (found == connections_.end()) return;
    if (const auto of_this = of_address_.find(found->second.address); of_this != of_address_.end() && --of_this->second == 0) {
        of_address_.erase(of_this);
    }
    connections_.erase(found);
    if (connections_.empty()) emptied_.notify_all();
}

bool Connections::set_waiting(int descriptor, bool waiting) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(descriptor);
    if (found != connections_.end()) found->second.waiting = waiting;
    return !(waiting && stopping_);
}

bool Connections::stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

std::size_t Connections::count() const {
    const std::lock_guard lock(mutex_);
    return connections_.size();
}

void Connections::begin_stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& [descriptor, connection] : connections_) {
        if (connection.waiting) ::shutdown(descriptor, SHUT_RD);
    }
}

bool Connections::wait_until_empty(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return emptied_.wait_for(lock, time, [&] { return connections_.empty(); });
}

void Connections::cut_off() {
    const std::lock_guard lock(mutex_);
    for (const auto& [descriptor, connection] : connections_) ::shutdown(descriptor, SHUT_RDWR);
}

}  // namespace countersign
