// The list of settings, and looking things up in it.
#include "server/config/setting.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>

#include "core/domain/attachment.hpp"
#include "core/sync/message.hpp"

namespace countersign {

namespace {

using Kind = SettingKind;

// Smaller, and there would be entries that can never be sent.
constexpr std::int64_t body_kilobytes_least = one_event_request_bytes / 1'000 + 1;

// What separates two words from a wrong letter: the edits that lead from one to the other.
std::size_t distance(const std::string& left, const std::string& right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

const std::vector<Setting>& all_settings() {
    static const std::vector<Setting> settings{
        {"Where things are", "data", Kind::text, "", "The folder of the database; made when it is not there. Required."},
        {"Where things are", "listen", Kind::listen, "127.0.0.1:8080",
         "Where the server listens, for plain HTTP: put a reverse proxy with TLS in front. Port 0 takes any free one."},
        {"Where things are", "base", Kind::base_path, "/",
         "The path under which the portal is reached. A trusted proxy can say it with X-Forwarded-Prefix instead."},
        {"Where things are", "web", Kind::text, "",
         "The folder of the built portal; without it ../web beside the program's folder, then build/web."},
        {"Where things are", "trusted_proxy", Kind::addresses, "127.0.0.1, ::1",
         "Addresses and networks (10.0.0.0/8) of proxies, whose X-Forwarded-... headers and X-Request-Id are believed. From all others "
         "they are ignored."},

        {"Sessions", "session_days", Kind::number, "30", "A session that is not used ends after so many days.", 1, 3'650},

        {"Sessions", "require_second_step", Kind::roles, "",
         "People of these roles must set up codes of an authenticator app before they may do anything else."},

        {"Log, on standard error",
         "log_format",
         Kind::choice,
         "text",
         "text for people, or json: one object for each line.",
         0,
         0,
         {"text", "json"}},
        {"Log, on standard error",
         "log_level",
         Kind::choice,
         "info",
         "The least that is written.",
         0,
         0,
         {"debug", "info", "warning", "error"}},
        {"Log, on standard error", "log_requests", Kind::yes_no, "no", "One line for each request, without what was asked or answered."},

        {"Watching", "metrics_listen", Kind::listen, "",
         "An address of its own for /metrics, in Prometheus' format; without it, and without a token, there are no metrics."},
        {"Watching", "metrics_token_file", Kind::secret_file, "",
         "A file with the bearer token that /metrics asks for; without metrics_listen it is then answered at the portal's own address. At "
         "least 16 "
         "characters; nobody else may be allowed to read the file."},

        {"Limits of size", "body_max_kb", Kind::number, "8000", "The largest request after unpacking; on the wire a quarter of it.",
         body_kilobytes_least, 1'000'000},
        {"Limits of size", "batch_max_events", Kind::number, "1000", "The most events in one sync. Devices send at most 500.", 500,
         100'000},
        {"Limits of size", "attachment_max_kb", Kind::number, "25000", "The largest attachment. Photos are made smaller than 1 000 first.",
         1, attachment_bytes_max / 1'000},
        {"Limits of size", "attachment_quota_mb", Kind::number, "10000",
         "All attachments of one organisation together; more are answered 507, and devices keep what they could not send.", 1,
         1'000'000'000},
        {"Limits of size", "header_max_kb", Kind::number, "32", "The request line and all headers together.", 4, 1'024},
        {"Limits of size", "header_max_count", Kind::number, "100", "The most headers in one request.", 20, 10'000},
        {"Limits of size", "url_max_bytes", Kind::number, "8192", "The longest address, with its query.", 1'024, 65'536},
        {"Limits of size", "data_max_mb", Kind::number, "0",
         "The database, attachments with it, grows no larger than this; then devices are told that the server is full. 0: as large as the "
         "disk allows.",
         0, 1'000'000'000},

        {"Limits of connections", "connections_max", Kind::number, "2500",
         "The most connections at once; more are answered 503. A device that waits for news keeps one, and has a second one while it "
         "syncs.",
         8, 100'000},
        {"Limits of connections", "connections_per_address_max", Kind::number, "256",
         "The most of one address (of one /64 with IPv6); more are answered 429. Not for trusted proxies.", 1, 100'000},
        {"Limits of connections", "requests_at_once_max", Kind::number, "64",
         "The most requests that are worked on at once; others wait for their turn.", 1, 10'000},
        {"Limits of connections", "requests_per_connection_max", Kind::number, "1000", "After so many requests a connection is closed.", 1,
         1'000'000},

        {"Limits of time", "head_seconds", Kind::number, "10", "For a request's headers, from the first byte to the last; else 408.", 1,
         600},
        {"Limits of time", "body_seconds", Kind::number, "60", "The same for its body, and for reading the answer.", 1, 3'600},
        {"Limits of time", "silence_seconds", Kind::number, "10", "Without a single byte in the middle of a request.", 1, 600},
        {"Limits of time", "turn_seconds", Kind::number, "10", "Waiting for one's turn to be worked on; else 503.", 1, 600},
        {"Limits of time", "keep_alive_seconds", Kind::number, "5", "Between two requests on one connection.", 1, 600},
        {"Limits of time", "news_wait_seconds", Kind::number, "25",
         "A device that waits for news is answered after so long when there are none. Proxies must keep a silent request open for longer.",
         1, 50},
        {"Limits of time", "stop_seconds", Kind::number, "5",
         "From the signal to stop until the program has ended, whoever is still connected.", 2, 300},

        {"Limits of rate", "rate_per_address", Kind::number, "100",
         "Requests per second of one client address (of one /64 with IPv6); more are answered 429 with Retry-After. 0: no limit.", 0,
         1'000'000},
        {"Limits of rate", "burst_per_address", Kind::number, "500", "So many of them may come at once.", 1, 1'000'000},
        {"Limits of rate", "rate_per_session", Kind::number, "50", "Requests per second of one session. 0: no limit.", 0, 1'000'000},
        {"Limits of rate", "burst_per_session", Kind::number, "400", "So many of them may come at once.", 1, 1'000'000},
    };
    return settings;
}

std::string Setting::option() const {
    std::string text = "--" + std::string(name);
    std::replace(text.begin(), text.end(), '_', '-');
    return text;
}

std::string Setting::environment() const {
    std::string text = "COUNTERSIGN_" + std::string(name);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string Setting::allowed() const {
    switch (kind) {
        case Kind::number:
            return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        case Kind::yes_no:
            return "yes or no";
        case Kind::choice: {
            std::string text;
            for (std::size_t i = 0; i < choices.size(); ++i) text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
            return text;
        }
        case Kind::listen:
            return "HOST:PORT such as 127.0.0.1:8080 or [::1]:8080";
        case Kind::base_path:
            return "a path such as /portal/";
        case Kind::addresses:
            return "IP addresses or networks such as 10.0.0.0/8, separated by commas";
        case Kind::roles:
            return "roles such as administrator, separated by commas";
        case Kind::text:
        case Kind::secret_file:
            break;
    }
    return {};
}

const Setting* find_setting(const std::string& name) {
    for (const Setting& setting : all_settings()) {
        if (name == setting.name) return &setting;
    }
    return nullptr;
}

std::string nearest_setting(const std::string& name) {
    std::string nearest;
    std::size_t least = std::max<std::size_t>(name.size() / 3, 2) + 1;
    for (const Setting& setting : all_settings()) {
        const std::size_t edits = distance(name, setting.name);
        if (edits < least) {
            least = edits;
            nearest = setting.name;
        }
    }
    return nearest;
}

}  // namespace countersign
