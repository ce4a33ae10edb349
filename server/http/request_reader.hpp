// RequestReader: one request after another out of a stream of bytes, within limits. It knows no socket: tests and fuzzers feed it from
// memory.
#pragma once

#include <string>
#include <variant>

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

class RequestReader {
public:
    RequestReader(ByteSource& source, const HeadLimits& limits) : source_(source), limits_(limits) {}

    /// Waits until a request begins; false when none comes.
    bool wait();
    /// Why there is no head: the connection ended, or the head is refused.
    struct NoHead {
        std::optional<Problem> problem;
    };
    Result<RequestHead, NoHead> read_head();

    enum class BodyEnd { complete, too_large, broken, too_late };
    struct Body {
        std::string bytes;
        BodyEnd end = BodyEnd::complete;
    };
    /// No byte beyond `bytes_max` is kept; where it ends badly the rest is still unread.
    Body read_body(const RequestHead& head, std::size_t bytes_max);

private:
    bool receive_more(BodyEnd& end);
    BodyEnd read_exactly(std::size_t count, std::string& into);
    BodyEnd read_chunks(std::size_t bytes_max, std::string& into);
    std::variant<std::string, BodyEnd> read_line();

    ByteSource& source_;
    HeadLimits limits_;
    std::string buffer_;  ///< came, but is not used yet: the next request may be in it already
};

}  // namespace countersign
