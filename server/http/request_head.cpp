// Reading the request line, then line after line of headers.
#include "server/http/request_head.hpp"

#include <strings.h>

#include <algorithm>
#include <array>

namespace countersign {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::array<std::string_view, 7> known_methods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

// Of these a second one could only contradict the first.
constexpr std::array<const char*, 14> single_headers{
    "Host",  "Content-Length", "Transfer-Encoding", "Content-Type",   "Content-Encoding", "Authorization",     "Expect",
    "Range", "Origin",         "If-Range",          "Sec-Fetch-Site", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"};

Error<Problem> malformed(std::string detail) { return Error{Problem{400, "failure.http.head_malformed", std::move(detail), {}}}; }

bool same_word(std::string_view left, std::string_view right) {
    return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || marks.find(c) != std::string_view::npos;
    });
}

// A control byte may end a line for the one program and not for the other.
bool has_control_bytes(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7F;
    });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Problem> read_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head, bool& old_version) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return malformed("The first line is not METHOD TARGET VERSION.").value;
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(method)) return malformed("The method is no word.").value;
    if (std::find(known_methods.begin(), known_methods.end(), method) == known_methods.end()) {
        return Problem{501, "failure.http.method_not_allowed", "This method is not known here.", {}};
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return Problem{505, "failure.http.version", "HTTP/1.1 and HTTP/1.0 are spoken here.", {}};
    }
    if (target.size() > limits.target_bytes_max) {
        return Problem{
            414, "failure.http.target_too_long", "Ask with a shorter address.", {{"bytes_max", std::to_string(limits.target_bytes_max)}}};
    }
    const bool plain = std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7F && c != '#'; });
    if (!plain || target.empty() || target.front() != '/') return malformed("The target is no path of visible ASCII.").value;
    head.method = method;
    head.target = target;
    old_version = version == "HTTP/1.0";
    return std::nullopt;
}

std::optional<Problem> read_header(std::string_view line, RequestHead& head) {
    if (line.front() == ' ' || line.front() == '\t') return malformed("A header goes on in a second line.").value;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return malformed("A header has no colon.").value;
    const std::string name(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!is_token(name)) return malformed("The name of a header is no word.").value;
    const auto [existing, fresh] = head.headers.emplace(name, value);
    if (fresh) return std::nullopt;
    for (const char* single : single_headers) {
        if (same_word(name, single)) return malformed(std::string(single) + " stands there twice.").value;
    }
    existing->second.append(same_word(name, "Cookie") ? "; " : ", ").append(value);
    return std::nullopt;
}

std::optional<Problem> read_framing(RequestHead& head, bool old_version) {
    const auto found = [&](const char* name) -> const std::string* {
        const auto header = head.headers.find(name);
        return header == head.headers.end() ? nullptr : &header->second;
    };
    const std::string* length = found("Content-Length");
    if (const std::string* coding = found("Transfer-Encoding")) {
        if (length != nullptr) return malformed("Content-Length and Transfer-Encoding contradict each other.").value;
        if (old_version || !same_word(*coding, "chunked")) return malformed("The only Transfer-Encoding understood is chunked.").value;
        head.chunked = true;
    }
    if (length != nullptr) {
        // 18 digits always fit into 64 bits.
        const bool number = !length->empty() && length->size() <= 18 && length->find_first_not_of("0123456789") == std::string::npos;
        if (!number) return malformed("Content-Length is no number.").value;
        head.content_length = std::stoull(*length);
    }
    const std::string* host = found("Host");
    if (host == nullptr && !old_version) return malformed("Host is missing.").value;
    if (host != nullptr) {
        constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:[]";
        if (host->find_first_not_of(allowed) != std::string::npos) return malformed("Host is no host name.").value;
    }
    if (const std::string* expected = found("Expect")) {
        if (!same_word(*expected, "100-continue"))
            return Problem{417, "failure.http.head_malformed", "Only 100-continue can be expected.", {}};
        head.continue_awaited = !old_version;
    }
    const std::string* connection = found("Connection");
    head.close_wanted = old_version || (connection != nullptr && same_word(*connection, "close"));
    return std::nullopt;
}

}  // namespace

Result<RequestHead, Problem> parse_request_head(std::string_view text, const HeadLimits& limits) {
    RequestHead head;
    bool first_line = true, old_version = false;
    std::size_t count = 0;
    while (true) {
        const auto end = text.find(line_end);
        if (end == std::string_view::npos) return malformed("A line does not end with CR LF.");
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end + line_end.size());
        if (line.empty() && !first_line) break;
        if (has_control_bytes(line)) return malformed("There is a control byte in the head.");
        std::optional<Problem> problem;
        if (first_line) {
            problem = read_request_line(line, limits, head, old_version);
        } else if (++count > limits.header_count_max) {
            problem =
                Problem{431, "failure.http.head_too_large", "Send fewer headers.", {{"bytes_max", std::to_string(limits.head_bytes_max)}}};
        } else {
            problem = read_header(line, head);
        }
        if (problem) return Error{std::move(*problem)};
        first_line = false;
    }
    if (!text.empty()) return malformed("There is more after the empty line.");
    if (auto problem = read_framing(head, old_version)) return Error{std::move(*problem)};
    return head;
}

}  // namespace countersign
