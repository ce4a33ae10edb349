// TimedSocket: a connection that waits for its peer only so long: for each byte, and for all of a request or an answer together.
#pragma once

#include <chrono>
#include <string_view>

#include "server/http/head_reader.hpp"

namespace countersign {

using SteadyClock = std::chrono::steady_clock;

class TimedSocket : public ByteSource {
public:
    /// Takes the descriptor over and closes it.
    explicit TimedSocket(int descriptor);
    ~TimedSocket() override;
    TimedSocket(const TimedSocket&) = delete;
    TimedSocket& operator=(const TimedSocket&) = delete;

    /// From now on: `whole` for everything until the next call, `silence` without any progress.
    void allow(std::chrono::milliseconds whole, std::chrono::milliseconds silence);
    std::ptrdiff_t receive(char* bytes, std::size_t size) override;
    int descriptor() const { return descriptor_; }
    /// False when the peer is gone or takes too long.
    bool send(std::string_view bytes);
    /// Says that nothing more comes, and reads on for a while: closing with unread bytes resets the connection, and the answer may be lost
    /// with it.
    void linger(std::size_t bytes_max, std::chrono::milliseconds time);

private:
    bool ready(short events) const;
    int descriptor_;
    SteadyClock::time_point until_{};
    std::chrono::milliseconds silence_{0};
};

}  // namespace countersign
