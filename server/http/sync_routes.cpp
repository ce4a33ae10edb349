// POST api/v1/sync: core/sync/message.hpp. A device that is to be wiped is told so instead of getting news, and gets none ever after. What
// it sends is taken in first, so that no recorded work is lost with it; it goes on sending until it has nothing more, and then erases
// itself.
// POST api/v1/news: answered when the same request to sync would bring something, or after a bounded time.
#include "server/http/route.hpp"
#include "server/http/work_slots.hpp"

namespace countersign {

namespace {

// 410 with a key of its own and the device's id: nothing that a proxy or another server could answer by accident.
HttpResponse answer_wiped(const SyncRequest& request, std::size_t taken_in) {
    return answer_refusal({"refusal.device.wiped", {{"device", request.device.value}, {"taken_in", std::to_string(taken_in)}}});
}

HttpResponse part_with(const Api& api, const Call& call, const SyncRequest& request) {
    if (!request.events.empty()) {
        auto fates = api.sync.take_in(request.events, call.actor(), call.now);
        if (!fates) return api.fail(fates.error());
        return answer_wiped(request, fates->size());
    }
    if (auto marked = api.access.devices.mark_wiped(call.actor().user, request.device, call.now); !marked) return api.fail(marked.error());
    if (auto failure = end_session_before(api, call)) return api.fail(*failure);
    HttpResponse response = answer_wiped(request, 0);
    clear_session_cookie(call, response);
    return response;
}

// Nobody vouches for what it sends, so nothing is taken in, and nothing is noted: colleagues know a device's id from its entries, and must
// not be able to have it shown as wiped. But a lost device whose session has ended must not keep what it holds.
std::optional<HttpResponse> wipe_without_session(const Api& api, const SyncRequest& request) {
    auto to_be_wiped = api.access.devices.is_to_be_wiped(request.user, request.device);
    if (!to_be_wiped) return api.fail(to_be_wiped.error());
    if (!*to_be_wiped) return std::nullopt;
    return answer_wiped(request, 0);
}

HttpResponse answer_without_session(const Api& api, const Call& call) {
    if (const auto body = read_body(api, call, sync_media_type)) {
        if (const auto request = read_sync_request(*body)) {
            if (auto wiped = wipe_without_session(api, *request)) return std::move(*wiped);
        }
    }
    return answer_no_session(call);
}

std::int64_t sum_of_cursors(const SyncRequest& request) {
    std::int64_t sum = 0;
    for (const auto& [stream, seq] : request.cursors) sum += seq;
    return sum;
}

Result<SyncRequest, HttpResponse> request_in(const Api& api, const Call& call) {
    auto body = read_body(api, call, sync_media_type);
    if (!body) return Error{body.error()};
    auto request = read_sync_request(*body);
    if (!request) return Error{answer_problem({400, request.error().key, request.error().cause, {}})};
    return std::move(*request);
}

HttpResponse answer_other_user() {
    return answer_problem({401, "refusal.session.other_user", "The session is not of the user whose device this is.", {}});
}

HttpResponse sync(const Api& api, const Call& call) {
    auto request = request_in(api, call);
    if (!request) return request.error();
    if (request->events.size() > api.batch_events_max) {
        const std::string most = std::to_string(api.batch_events_max);
        return answer_problem({413, "failure.http.batch_too_large", "Send fewer events at once.", {{"count_max", most}}});
    }
    // A browser has one session, but the device behind it may hold somebody else's work.
    if (request->user != call.actor().user) {
        if (auto wiped = wipe_without_session(api, *request)) return std::move(*wiped);
        return answer_other_user();
    }
    api.news.end_wait_of(call.actor().user, request->device);
    auto to_be_wiped =
        api.access.devices.contact({call.actor().user, request->device, call.client().user_agent, sum_of_cursors(*request)}, call.now);
    if (!to_be_wiped) return api.fail(to_be_wiped.error());
    if (*to_be_wiped) return part_with(api, call, *request);
    auto answer = api.sync.handle(*request, call.actor(), call.now);
    if (!answer) return api.fail(answer.error());
    HttpResponse response{200, {}, write_sync_answer(*answer)};
    response.set("Content-Type", sync_media_type);
    response.set("Cache-Control", "no-store");
    return response;
}

// Whether the device has something to fetch, or to hear about itself, so that there is nothing to wait for. Failures are answered.
Result<bool, HttpResponse> should_sync_now(const Api& api, const Call& call, const SyncRequest& request) {
    auto to_be_wiped = api.access.devices.is_to_be_wiped(request.user, request.device);
    if (!to_be_wiped) return Error{api.fail(to_be_wiped.error())};
    if (*to_be_wiped) return true;
    auto has_news = api.sync.has_news(request, call.actor());
    if (!has_news) return Error{api.fail(has_news.error())};
    return *has_news;
}

// The answer says nothing but that the device should sync now: what is new, that it is to be wiped, or nothing at all the sync itself
// tells.
HttpResponse wait_for_news(const Api& api, const Call& call) {
    const auto end = std::chrono::steady_clock::now() + api.news_wait;
    auto request = request_in(api, call);
    if (!request) return request.error();
    if (!request->events.empty()) return answer_problem({400, "failure.sync_message", "Events are sent by a sync.", {}});
    if (request->user != call.actor().user) return answer_other_user();
    NewsBoard::Wait wait(api.news, call.actor(), request->device);
    for (;;) {
        auto now = should_sync_now(api, call, *request);
        if (!now) return now.error();
        if (*now) return answer_nothing();
        auto ending = NewsBoard::Ending::closed;
        {
            const WorkSlots::Pause pause;
            ending = wait.until(end);
        }
        if (ending != NewsBoard::Ending::look_again) return answer_nothing();
        auto session = api.access.sign_in.session(call.session_token(), call.client(), call.now);
        if (!session) return api.fail(session.error());
        if (!session->has_value()) return answer_no_session(call);
    }
}

}  // namespace

std::vector<Route> sync_routes() {
    return {{"POST", "api/v1/sync", Audience::signed_in, sync, answer_without_session, true},
            {"POST", "api/v1/news", Audience::signed_in, wait_for_news, nullptr, true}};
}

}  // namespace countersign
