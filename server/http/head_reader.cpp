// Collecting the head until its empty line.
#include "server/http/head_reader.hpp"

#include <algorithm>
#include <array>

namespace countersign {

namespace {
constexpr std::string_view head_end = "\r\n\r\n";

// A lone line feed ends a line for some programs: nobody waits for the rest of such a head.
bool has_bare_line_feed(std::string_view text) {
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (at == 0 || text[at - 1] != '\r') return true;
    }
    return false;
}

Problem too_slow() { return {408, "failure.http.too_slow", "The request came too slowly.", {}}; }
}  // namespace

void HeadReader::forget_used() {
    buffer_.erase(0, used_);
    used_ = 0;
}

std::ptrdiff_t HeadReader::receive_more() {
    std::array<char, 16'384> piece;
    const std::ptrdiff_t count = source_.receive(piece.data(), piece.size());
    if (count > 0) buffer_.append(piece.data(), static_cast<std::size_t>(count));
    return count;
}

bool HeadReader::wait() {
    forget_used();
    return !buffer_.empty() || receive_more() > 0;
}

Result<RequestHead, HeadReader::NoHead> HeadReader::read_head() {
    // Empty lines before a request are what some clients send behind a body.
    const auto skip_empty_lines = [&] {
        while (buffer_.size() >= 2 && buffer_[0] == '\r' && buffer_[1] == '\n') buffer_.erase(0, 2);
    };
    forget_used();
    std::size_t searched = 0;
    while (true) {
        if (searched == 0) skip_empty_lines();
        const auto end = buffer_.find(head_end, searched);
        const std::size_t size = end == std::string::npos ? buffer_.size() : end + head_end.size();
        if (has_bare_line_feed(std::string_view(buffer_).substr(0, std::min(size, limits_.head_bytes_max)))) {
            return Error{NoHead{Problem{400, "failure.http.head_malformed", "A line does not end with CR LF.", {}}}};
        }
        if (size > limits_.head_bytes_max) {
            const bool target = buffer_.find("\r\n") > limits_.target_bytes_max;
            const std::string bytes_max = std::to_string(target ? limits_.target_bytes_max : limits_.head_bytes_max);
            if (target)
                return Error{
                    NoHead{Problem{414, "failure.http.target_too_long", "Ask with a shorter address.", {{"bytes_max", bytes_max}}}}};
            return Error{NoHead{Problem{431, "failure.http.head_too_large", "Send smaller headers.", {{"bytes_max", bytes_max}}}}};
        }
        if (end != std::string::npos) {
            auto head = parse_request_head(std::string_view(buffer_).substr(0, size), limits_);
            buffer_.erase(0, size);
            if (!head) return Error{NoHead{head.error()}};
            return std::move(*head);
        }
        searched = buffer_.size() < head_end.size() ? 0 : buffer_.size() - head_end.size() + 1;
        const std::ptrdiff_t count = receive_more();
        if (count > 0) continue;
        if (count == ByteSource::too_late) return Error{NoHead{too_slow()}};
        return Error{NoHead{}};
    }
}

std::ptrdiff_t HeadReader::read(char* bytes, std::size_t size) {
    if (used_ == buffer_.size()) {
        forget_used();
        if (const std::ptrdiff_t count = receive_more(); count <= 0) return count;
    }
    const std::size_t count = std::min(size, buffer_.size() - used_);
    std::copy_n(buffer_.data() + used_, count, bytes);
    used_ += count;
    return static_cast<std::ptrdiff_t>(count);
}

}  // namespace countersign
