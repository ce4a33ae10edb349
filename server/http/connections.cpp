// Counting connections by address, and ending them.
#include "server/http/connections.hpp"

#include <sys/socket.h>

namespace countersign {

Connections::Admission Connections::admit(int descriptor, const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (connections_.size() >= limits_.total_max) return Admission::too_many;
    const std::string group = address_group(address);
    const bool counted = !limits_.shared.contains(address);
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
