// Application: every request of the portal, from its path to its answer. Knows HTTP's words but no socket, so tests can ask it directly.
//   server/http/route.hpp      what can be asked, by whom: the API, and GET /healthz for whoever watches the server, also outside the base
//   path GET anything else          the portal's files
#pragma once

#include "server/http/call.hpp"
#include "server/http/static_files.hpp"
#include "server/system/clock.hpp"

namespace countersign {

struct ApplicationSettings {
    ProxySettings proxy;
    std::string web_directory;
    std::size_t body_bytes_max = 8'000'000;       ///< after unpacking
    std::size_t batch_events_max = 1'000;         ///< in one sync
    std::chrono::milliseconds news_wait{25'000};  ///< the longest that a device waits for news
    AttachmentLimits attachments;
};

struct Route;
struct RouteMatch;

class Application {
public:
    struct Parts {
        EventStore& events;
        AccessControl& access;
        SyncService& sync;
        NewsBoard& news;
        AttachmentStore& attachments;
        ExportDesk& exports;
        Clock clock;
        FailureLog log;
    };
    Application(Parts parts, ApplicationSettings settings);

    HttpResponse handle(const HttpRequest& request);

private:
    HttpResponse dispatch(Call& call);
    HttpResponse answer_route(const RouteMatch& match, Call& call);
    /// What to answer instead, for somebody who may not ask this.
    std::optional<HttpResponse> refuse_entry(const Route& route, Call& call);

    Api api_;
    Clock clock_;
    ApplicationSettings settings_;
    StaticFiles files_;
};

}  // namespace countersign
