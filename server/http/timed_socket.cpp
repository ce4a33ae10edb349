// poll before each read and write.
#include "server/http/timed_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace countersign {

TimedSocket::TimedSocket(int descriptor) : descriptor_(descriptor) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK);
}

TimedSocket::~TimedSocket() { ::close(descriptor_); }

void TimedSocket::allow(std::chrono::milliseconds whole, std::chrono::milliseconds silence) {
    until_ = SteadyClock::now() + whole;
    silence_ = silence;
}

bool TimedSocket::ready(short events) const {
    const auto silent_until = std::min(until_, SteadyClock::now() + silence_);
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(silent_until - SteadyClock::now());
        if (left.count() <= 0) return false;
        pollfd waiting{descriptor_, events, 0};
        const int count = ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
        if (count > 0) return true;
        if (count < 0 && errno != EINTR) return true;  // what is wrong is said by the call that follows
    }
}

std::ptrdiff_t TimedSocket::receive(char* bytes, std::size_t size) {
    while (true) {
        if (!ready(POLLIN)) return too_late;
        const ssize_t count = ::recv(descriptor_, bytes, size, 0);
        if (count >= 0) return count;
        if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) return closed;
    }
}

bool TimedSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        if (!ready(POLLOUT)) return false;
        const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) {
            return false;
        }
    }
    return true;
}

void TimedSocket::linger(std::size_t bytes_max, std::chrono::milliseconds time) {
    ::shutdown(descriptor_, SHUT_WR);
    allow(time, time);
    std::array<char, 16'384> scratch;
    while (bytes_max > 0) {
        const std::ptrdiff_t count = receive(scratch.data(), std::min(scratch.size(), bytes_max));
        if (count <= 0) return;
        bytes_max -= static_cast<std::size_t>(count);
    }
}

}  // namespace countersign
