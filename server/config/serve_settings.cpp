// Setting by setting.
#include "server/config/serve_settings.hpp"

#include <algorithm>

#include "core/sync/message.hpp"

namespace countersign {

namespace {

std::chrono::milliseconds seconds(const Configuration& configuration, const char* name) {
    return std::chrono::milliseconds(configuration.number(name) * 1'000);
}

std::size_t count(const Configuration& configuration, const char* name) { return static_cast<std::size_t>(configuration.number(name)); }

// The configuration has checked that it is a list of addresses.
AddressList trusted_proxies(const Configuration& configuration) {
    return AddressList::parse(configuration.list("trusted_proxy")).value_or(AddressList{});
}

template <typename Choice>
Choice chosen(const Configuration& configuration, const char* name) {
    const auto& choices = find_setting(name)->choices;
    return static_cast<Choice>(std::find(choices.begin(), choices.end(), configuration.text(name)) - choices.begin());
}

HttpLimits http_limits(const Configuration& configuration) {
    HttpLimits limits;
    limits.body_bytes_max = std::max(count(configuration, "body_max_kb") * 1'000 / 4, one_event_request_bytes);
    limits.head.target_bytes_max = count(configuration, "url_max_bytes");
    limits.head.head_bytes_max = count(configuration, "header_max_kb") * 1'024;
    limits.head.header_count_max = count(configuration, "header_max_count");
    limits.connections.total_max = count(configuration, "connections_max");
    limits.connections.per_address_max = count(configuration, "connections_per_address_max");
    limits.connections.shared = trusted_proxies(configuration);
    limits.requests_at_once_max = count(configuration, "requests_at_once_max");
    limits.requests_per_connection_max = count(configuration, "requests_per_connection_max");
    limits.head_time = seconds(configuration, "head_seconds");
    limits.body_time = seconds(configuration, "body_seconds");
    limits.silence = seconds(configuration, "silence_seconds");
    limits.turn_time = seconds(configuration, "turn_seconds");
    limits.keep_alive = seconds(configuration, "keep_alive_seconds");
    return limits;
}

FrontSettings front_settings(const Configuration& configuration, const ProxySettings& proxy) {
    FrontSettings front;
    front.proxy = proxy;
    front.address_rate.per_second = configuration.number("rate_per_address");
    front.address_rate.at_once = configuration.number("burst_per_address");
    front.session_rate.per_second = configuration.number("rate_per_session");
    front.session_rate.at_once = configuration.number("burst_per_session");
    front.metrics_token = configuration.secret("metrics_token_file");
    front.metrics = !front.metrics_token.empty() && configuration.text("metrics_listen").empty();
    front.log_requests = configuration.yes("log_requests");
    return front;
}

}  // namespace

ServingSettings serving_settings(const Configuration& configuration) {
    ServingSettings settings;
    settings.data_directory = configuration.text("data");
    const ListenAddress listen = read_listen_address(configuration.text("listen"));
    settings.host = listen.host;
    settings.port = listen.port;
    settings.application.proxy.base_path = normal_base_path(configuration.text("base")).value_or("/");
    settings.application.proxy.trusted = trusted_proxies(configuration);
    settings.application.web_directory = configuration.text("web").empty() ? default_web_directory() : configuration.text("web");
    settings.application.body_bytes_max = count(configuration, "body_max_kb") * 1'000;
    settings.application.batch_events_max = count(configuration, "batch_max_events");
    settings.application.news_wait = seconds(configuration, "news_wait_seconds");
    settings.application.attachments = {configuration.number("attachment_max_kb") * 1'000,
                                        configuration.number("attachment_quota_mb") * 1'000'000};
    settings.sign_in.lifetime = {configuration.number("session_days") * 24 * 3'600'000};
    for (const std::string& name : configuration.list("require_second_step")) {
        if (const auto role = parse_role(name)) settings.sign_in.second_factor_required.insert(*role);
    }
    settings.store.bytes_max = configuration.number("data_max_mb") * 1'000'000;
    settings.limits = http_limits(configuration);
    settings.front = front_settings(configuration, settings.application.proxy);
    if (!configuration.text("metrics_listen").empty()) {
        const ListenAddress watching = read_listen_address(configuration.text("metrics_listen"));
        settings.metrics_host = watching.host;
        settings.metrics_port = watching.port;
    }
    settings.log_format = chosen<LogFormat>(configuration, "log_format");
    settings.log_level = chosen<LogLevel>(configuration, "log_level");
    settings.stop_time = seconds(configuration, "stop_seconds");
    return settings;
}

}  // namespace countersign
