// The portal's paths, written.
#include "web/screens/paths.hpp"

namespace countersign::screens {

namespace {

bool needs_no_escape(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (needs_no_escape(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0xFU];
    }
    return encoded;
}

}  // namespace

std::string path_to(const TicketId& ticket) { return "/tickets/" + ticket.value; }

std::string path_to(const VisitId& visit) { return "/visits/" + visit.value; }

std::string path_to(const WorkRecordId& record) { return "/records/" + record.value; }

std::string with_query(std::string_view path, const std::vector<std::pair<std::string_view, std::string>>& values) {
    std::string all(path);
    char before = '?';
    for (const auto& [name, value] : values) {
        if (value.empty()) continue;
        all += before;
        all += name;
        all += '=' + percent_encoded(value);
        before = '&';
    }
    return all;
}

}  // namespace countersign::screens
