// The portal's paths.
#include "web/screens/screen.hpp"

namespace countersign::screens {

std::string Place::param(const std::string& name) const {
    const auto found = params.find(name);
    return found == params.end() ? std::string{} : found->second;
}

std::string Place::asked(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string{} : found->second;
}

const std::vector<Route>& routes() {
    static const std::vector<Route> all{
        {"/", Route::Frame::shell, make_today},
        {"/sign-in", Route::Frame::alone, make_sign_in},
        {"/invitation", Route::Frame::alone, make_invitation},
        {"/tickets", Route::Frame::shell, make_tickets},
        {"/tickets/new", Route::Frame::task, make_ticket_new},
        {"/tickets/:id", Route::Frame::shell, make_tickets},
        {"/visits", Route::Frame::shell, make_visits},
        {"/visits/:id", Route::Frame::task, make_visit},
        {"/verify", Route::Frame::shell, make_to_verify},
        {"/records/:id", Route::Frame::shell, make_work_record},
        {"/records/:id/sign", Route::Frame::task, make_sign_off},
        {"/log", Route::Frame::shell, make_log},
        {"/sync", Route::Frame::shell, make_sync},
        {"/settings", Route::Frame::shell, make_settings},
        {"/settings/security", Route::Frame::shell, make_security},
    };
    return all;
}

namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0; start < path.size();) {
        const std::size_t slash = path.find('/', start);
        const std::size_t end = slash == std::string_view::npos ? path.size() : slash;
        if (end > start) parts.push_back(path.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string url_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
        if (escape) {
            decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

std::map<std::string, std::string> query_of(std::string_view text) {
    std::map<std::string, std::string> query;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t ampersand = text.find('&', start);
        const std::string_view pair = text.substr(start, ampersand == std::string_view::npos ? ampersand : ampersand - start);
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos) query[url_decoded(pair.substr(0, equals))] = url_decoded(pair.substr(equals + 1));
        if (ampersand == std::string_view::npos) break;
        start = ampersand + 1;
    }
    return query;
}

}  // namespace

Match match_route(std::string_view whole) {
    const std::size_t hash = whole.find('#');
    const std::string_view path = whole.substr(0, hash);
    const std::size_t question = path.find('?');
    const auto parts = parts_of(path.substr(0, question));
    Match match;
    if (hash != std::string_view::npos) match.place.fragment = whole.substr(hash + 1);
    if (question != std::string_view::npos) match.place.query = query_of(path.substr(question + 1));
    for (const Route& route : routes()) {
        const auto pattern = parts_of(route.pattern);
        if (pattern.size() != parts.size()) continue;
        std::map<std::string, std::string> params;
        bool fits = true;
        for (std::size_t i = 0; i < parts.size() && fits; ++i) {
            if (pattern[i].front() == ':') {
                params[std::string(pattern[i].substr(1))] = url_decoded(parts[i]);
            } else {
                fits = pattern[i] == parts[i];
            }
        }
        if (!fits) continue;
        match.route = &route;
        match.place.params = std::move(params);
        return match;
    }
    return match;
}

}  // namespace countersign::screens
