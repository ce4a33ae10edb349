// Looking at percent signs and segments.
#include "server/http/path_check.hpp"

namespace countersign {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::optional<std::string> path_trick(std::string_view path) {
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '\\') return "a backslash";
        if (path[i] != '%') continue;
        const int high = i + 2 < path.size() ? hex_value(path[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(path[i + 2]) : -1;
        if (low < 0) return "a percent sign without two hexadecimal digits";
        const int byte = high * 16 + low;
        if (byte < 0x20 || byte == 0x7F) return "an encoded control byte";
        // Encoded once more, a percent sign hides whatever follows it.
        if (byte == '/' || byte == '\\' || byte == '.' || byte == '%') return "an encoded slash, dot or percent sign";
        i += 2;
    }
    if (path.find("//") != std::string_view::npos) return "two slashes";
    for (std::string_view rest = path; !rest.empty();) {
        const auto slash = rest.find('/');
        const std::string_view segment = rest.substr(0, slash);
        if (segment == "." || segment == ".." || segment.substr(0, 2) == ".;" || segment.substr(0, 3) == "..;") return "a dotted segment";
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    return std::nullopt;
}

}  // namespace countersign
