// HeadReader: collects the head of one request after another out of a stream of bytes, within limits, and gives out what follows it. It
// knows no socket: tests and fuzzers feed it from memory.
#pragma once

#include <string>

#include "server/http/request_head.hpp"

namespace countersign {

/// Where bytes come from. How long it waits is its own business.
class ByteSource {
public:
    static constexpr std::ptrdiff_t closed = 0;
    static constexpr std::ptrdiff_t too_late = -1;
    virtual ~ByteSource() = default;
    /// How many bytes came, `closed` or `too_late`.
    virtual std::ptrdiff_t receive(char* bytes, std::size_t size) = 0;
};

class HeadReader {
public:
    HeadReader(ByteSource& source, const HeadLimits& limits) : source_(source), limits_(limits) {}

    /// Waits until a request begins; false when none comes.
    bool wait();
    /// Why there is no head: the connection ended, or the head is refused.
    struct NoHead {
        std::optional<Problem> problem;
    };
    Result<RequestHead, NoHead> read_head();

    /// What comes after the head: how many bytes, or as ByteSource::receive().
    std::ptrdiff_t read(char* bytes, std::size_t size);

private:
    void forget_used();
    std::ptrdiff_t receive_more();

    ByteSource& source_;
    HeadLimits limits_;
    std::string buffer_;    ///< what came; the next request may be in it already
    std::size_t used_ = 0;  ///< so much of its beginning was given out
};

}  // namespace countersign
