// Application: every request of the portal, from its path to its answer. Knows HTTP's words but no socket, so tests can ask it directly.
//   POST, GET, DELETE /api/v1/session    sign in, who am I, sign out
//   POST /api/v1/sync                    core/sync/message.hpp
//   GET /healthz                         for whoever watches the server; also outside the base path
//   GET anything else                    the portal's files
#pragma once

#include "server/auth/sign_in.hpp"
#include "server/http/problem.hpp"
#include "server/http/proxy.hpp"
#include "server/http/static_files.hpp"
#include "server/sync/sync_service.hpp"
#include "server/system/clock.hpp"

namespace countersign {

struct ApplicationSettings {
    ProxySettings proxy;
    std::string web_directory;
    std::size_t body_bytes_max = 8'000'000;  ///< after unpacking
    std::size_t batch_events_max = 1'000;    ///< in one sync
};

/// Where failures are told in full; what the client gets to see is less.
using FailureLog = std::function<void(const Failure&)>;

class Application {
public:
    struct Parts {
        EventStore& events;
        SignIn& sign_in;
        SyncService& sync;
        Clock clock;
        FailureLog log;
    };
    Application(Parts parts, ApplicationSettings settings);

    HttpResponse handle(const HttpRequest& request);

private:
    struct Call;
    HttpResponse dispatch(const Call& call);
    HttpResponse answer_api(const Call& call, std::string_view path);
    HttpResponse answer_health();
    HttpResponse sign_in(const Call& call);
    HttpResponse show_session(const Call& call);
    HttpResponse sign_out(const Call& call);
    HttpResponse sync(const Call& call);
    HttpResponse fail(const Failure& failure);
    Result<Json, HttpResponse> read_json_body(const Call& call, std::size_t depth_max);
    Result<std::string, HttpResponse> read_body(const Call& call, const std::string& media_type);
    Result<SignIn::Current, HttpResponse> current_session(const Call& call);
    std::string cookie(const Call& call, const std::string& token, std::int64_t seconds) const;

    Parts parts_;
    ApplicationSettings settings_;
    StaticFiles files_;
};

}  // namespace countersign
