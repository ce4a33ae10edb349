// Collecting the head until its empty line, then the body by its length or its chunks.
#include "server/http/request_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign {

namespace {
constexpr std::string_view head_end = "\r\n\r\n";
// A chunk's length and its extensions, of which none is understood.
constexpr std::size_t chunk_line_bytes_max = 256;

// A lone line feed ends a line for some programs: nobody waits for the rest of such a head.
bool has_bare_line_feed(std::string_view text) {
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (at == 0 || text[at - 1] != '\r') return true;
    }
    return false;
}

Problem too_slow() { return {408, "failure.http.too_slow", "The request came too slowly.", {}}; }
}  // namespace

bool RequestReader::receive_more(BodyEnd& end) {
    std::array<char, 16'384> chunk;
    const std::ptrdiff_t count = source_.receive(chunk.data(), chunk.size());
    if (count <= 0) {
        end = count == ByteSource::closed ? BodyEnd::broken : BodyEnd::too_late;
        return false;
    }
    buffer_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

bool RequestReader::wait() {
    BodyEnd ignored_as_nothing_was_asked = BodyEnd::complete;
    return !buffer_.empty() || receive_more(ignored_as_nothing_was_asked);
}

Result<RequestHead, RequestReader::NoHead> RequestReader::read_head() {
    // Empty lines before a request are what some clients send behind a body.
    const auto skip_empty_lines = [&] {
        while (buffer_.size() >= 2 && buffer_[0] == '\r' && buffer_[1] == '\n') buffer_.erase(0, 2);
    };
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
        BodyEnd reason = BodyEnd::complete;
        if (receive_more(reason)) continue;
        if (reason == BodyEnd::too_late) return Error{NoHead{too_slow()}};
        return Error{NoHead{}};
    }
}

RequestReader::BodyEnd RequestReader::read_exactly(std::size_t count, std::string& into) {
    while (count > 0) {
        BodyEnd end = BodyEnd::complete;
        if (buffer_.empty() && !receive_more(end)) return end;
        const std::size_t taken = std::min(count, buffer_.size());
        into.append(buffer_, 0, taken);
        buffer_.erase(0, taken);
        count -= taken;
    }
    return BodyEnd::complete;
}

std::variant<std::string, RequestReader::BodyEnd> RequestReader::read_line() {
    while (true) {
        const auto end = buffer_.find("\r\n");
        if (end != std::string::npos && end <= chunk_line_bytes_max) {
            std::string line = buffer_.substr(0, end);
            buffer_.erase(0, end + 2);
            return line;
        }
        if (buffer_.size() > chunk_line_bytes_max) return BodyEnd::broken;
        BodyEnd reason = BodyEnd::complete;
        if (!receive_more(reason)) return reason;
    }
}

RequestReader::BodyEnd RequestReader::read_chunks(std::size_t bytes_max, std::string& into) {
    while (true) {
        auto line = read_line();
        if (const auto* end = std::get_if<BodyEnd>(&line)) return *end;
        const std::string& text = std::get<std::string>(line);
        const std::string_view digits = std::string_view(text).substr(0, text.find(';'));
        std::uint64_t size = 0;
        const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
        if (problem != std::errc() || rest != digits.data() + digits.size()) return BodyEnd::broken;
        if (size == 0) break;
        if (size > bytes_max - into.size()) return BodyEnd::too_large;
        if (const BodyEnd end = read_exactly(size, into); end != BodyEnd::complete) return end;
        std::string after;
        if (const BodyEnd end = read_exactly(2, after); end != BodyEnd::complete) return end;
        if (after != "\r\n") return BodyEnd::broken;
    }
    // Headers behind the body: passed over, but not without end.
    for (std::size_t count = 0; count <= limits_.header_count_max; ++count) {
        auto line = read_line();
        if (const auto* end = std::get_if<BodyEnd>(&line)) return *end;
        if (std::get<std::string>(line).empty()) return BodyEnd::complete;
    }
    return BodyEnd::broken;
}

RequestReader::Body RequestReader::read_body(const RequestHead& head, std::size_t bytes_max) {
    Body body;
    if (head.chunked) {
        body.end = read_chunks(bytes_max, body.bytes);
    } else if (head.content_length.value_or(0) > bytes_max) {
        body.end = BodyEnd::too_large;
    } else {
        body.end = read_exactly(static_cast<std::size_t>(head.content_length.value_or(0)), body.bytes);
    }
    return body;
}

}  // namespace countersign
