// Portal: signing in, syncing, and the page's messages.
#include <array>
#include <cstdlib>

#include "web/app/portal.hpp"

namespace countersign::app {

namespace {
constexpr const char* session_path = "api/v1/session";
constexpr const char* sync_path = "api/v1/sync";
// A page of news is folded in one transaction and one frame; larger ones would make the screen stand still.
constexpr std::size_t request_bytes_max = 400'000;
}  // namespace

int Portal::ask(Asked what, const std::string& method, const std::string& path, const std::string& body) {
    const int id = next_request_++;
    asked_[id] = {what, person_, now_};
    const char* media_type = what == Asked::sync ? sync_media_type : "application/json";
    platform_.http({id, method, path, body, body.empty() ? "" : media_type});
    return id;
}

bool Portal::on_message(const Json& message) {
    const std::string type = message.value("t", std::string());
    if (type == "http") {
        on_http(message);
    } else if (type == "online") {
        engine_.set_online(message.value("online", true), now_);
        end_session_left_over();
    } else if (type == "visible") {
        engine_.set_visible(message.value("visible", true), now_);
        return false;  // the frame wants to know, too
    } else if (type == "navigate") {
        path_ = message.value("path", std::string("/"));
        clear_trouble();
    } else if (type == "update_ready") {
        update_ready_ = true;
    } else if (type == "persist") {
        if (message.contains("granted") && message["granted"].is_boolean()) persistent_ = message["granted"].get<bool>();
        if (message.contains("used") && message.contains("quota") && message["used"].is_number() && message["quota"].is_number()) {
            storage_bytes_ = {message["used"].get<std::int64_t>(), message["quota"].get<std::int64_t>()};
        }
    } else {
        return false;
    }
    return true;
}

void Portal::tick() {
    if (!replica_ || ending_session_ || !signed_in() || !engine_.should_send(now_)) return;
    auto request = replica_->next_request(now_, batch_bytes_max_ == 0 ? request_bytes_max : batch_bytes_max_);
    if (!request) {
        sync_trouble_ = words(request.error());
        engine_.failed(now_, 0);
        return;
    }
    sent_sync_ = std::move(*request);
    newest_sync_ = ask(Asked::sync, "POST", sync_path, write_sync_request(sent_sync_));
}

void Portal::sync_now() {
    session_ended_ = false;
    if (engine_.phase() == SyncEngine::Phase::signed_out) engine_.signed_in(now_);
    engine_.hurry(now_);
}

void Portal::sign_in(const std::string& login, const std::string& password) {
    login_ = login;
    sign_in_problem_.clear();
    if (login.find_first_not_of(' ') == std::string::npos || password.empty()) {
        sign_in_state_ = SignInState::refused;
        sign_in_problem_ = tr("sign_in.fill_in_both");
        return;
    }
    sign_in_state_ = SignInState::waiting;
    waiting_sign_in_ = write_json({{"login", login}, {"password", password}});
    if (!ending_session_) send_sign_in();
}

void Portal::send_sign_in() {
    if (waiting_sign_in_.empty()) return;
    ask(Asked::session, "POST", session_path, waiting_sign_in_);
    waiting_sign_in_.clear();
}

void Portal::keep_session_to_end(bool to_end) {
    if (to_end == session_to_end_) return;
    session_to_end_ = to_end;
    if (auto kept = replica_->remember(session_to_end_fact, to_end ? "1" : ""); !kept) trouble_ = words(kept.error());
}

// The session that the browser has is of no use to anybody here. What the network does not let through now is done at the next start.
void Portal::end_session() {
    keep_session_to_end(true);
    if (ending_session_) return;
    ending_session_ = true;
    ask(Asked::end_session, "DELETE", session_path, "");
}

void Portal::end_session_left_over() {
    if (session_to_end_ && engine_.online()) end_session();
}

void Portal::on_session_ended(const Reply& reply) {
    ending_session_ = false;
    if (reply.status >= 200 && reply.status < 300) keep_session_to_end(false);
    send_sign_in();
}

// Language and theme stay as they are: they belong to whoever sits in front of the device.
Result<void, Failure> Portal::empty_device() {
    const std::array<const char*, 2> settings{"setting/language", "setting/theme"};
    std::array<std::string, 2> kept;
    for (std::size_t i = 0; i < settings.size(); ++i) kept[i] = replica_->draft(settings[i]);
    if (auto forgotten = replica_->forget_everything(); !forgotten) return forgotten;
    ++person_;
    newest_sync_ = 0;
    engine_.forget();
    session_ended_ = false;
    sync_trouble_.clear();
    clock_skew_.reset();
    for (std::size_t i = 0; i < settings.size(); ++i) {
        if (kept[i].empty()) continue;
        if (auto again = replica_->keep_draft(settings[i], kept[i]); !again) return again;
    }
    return session_to_end_ ? replica_->remember(session_to_end_fact, "1") : Result<void, Failure>{};
}

void Portal::sign_out() {
    waiting_sign_in_.clear();
    end_session();
    if (auto emptied = empty_device(); !emptied) {
        engine_.signed_out();
        trouble_ = words(emptied.error());
        return;
    }
    sign_in_state_ = SignInState::idle;
    go("/sign-in", true);
}

std::string Portal::own_work_words() {
    const OwnWork work = replica_->own_work();
    std::string list;
    const auto add = [&](const char* key, std::size_t count) {
        if (count > 0) list += (list.empty() ? "" : ", ") + tr_n(key, static_cast<std::int64_t>(count));
    };
    add("device.kept_unsent", work.unsent);
    add("device.kept_attention", work.attention);
    add("device.kept_drafts", work.drafts);
    return list;
}

void Portal::on_http(const Json& message) {
    const int id = message.value("id", 0);
    const auto asked = asked_.find(id);
    if (asked == asked_.end()) return;
    const Request request = asked->second;
    asked_.erase(asked);
    Reply reply;
    if (message.contains("status") && message["status"].is_number_integer()) reply.status = message["status"].get<int>();
    if (message.contains("body") && message["body"].is_string()) reply.body = message["body"].get<std::string>();
    reply.too_late = message.contains("error") && message["error"] == "timeout";
    reply.asked_at = request.sent_at;
    switch (request.what) {
        case Asked::session:
            if (request.person == person_) return on_session_answer(reply);
            // Whoever asked for it has signed out since.
            if (reply.status == 200) end_session();
            return;
        case Asked::sync:
            // Only the newest: an answer that was overtaken would be held against what has come since.
            if (id == newest_sync_) on_sync_answer(reply);
            return;
        case Asked::end_session:
            return on_session_ended(reply);
    }
}

std::string Portal::problem_words(const Reply& reply) {
    if (reply.status == 0) return tr(reply.too_late ? "failure.no_answer" : "failure.no_connection");
    const auto document = parse_json(reply.body);
    if (document && document->is_object()) {
        FieldReader fields(*document);
        Refusal refusal{fields.text_or("key", {}), {}};
        for (const auto& [name, value] : fields.object("params").items()) {
            if (value.is_string()) refusal.params[name] = value.get<std::string>();
        }
        if (catalogue_.has(refusal.key)) return catalogue_.tr(refusal);
        const std::string detail = fields.text_or("detail", {});
        if (!detail.empty()) return detail;
    }
    return tr("failure.server_answered", {{"status", reply.status}});
}

void Portal::take_identity(FieldReader& fields) {
    Identity identity;
    identity.login = login_;
    identity.actor.user = fields.id<UserId>("user");
    identity.actor.name = fields.text("name");
    const auto role = parse_role(fields.text("role", 50));
    if (!role) fields.reject("role", "unknown role");
    identity.actor.role = role.value_or(Role::reporter);
    for (const Json& id : fields.array("organisations")) {
        if (id.is_string()) identity.actor.organisations.push_back({id.get<std::string>()});
    }
    const auto& before = replica_->identity();
    identity.device = before ? before->device : DeviceId{new_id()};
    if (fields.problem()) return refuse_sign_in(tr("failure.server_answered", {{"status", 200}}));
    if (before && before->actor.user != identity.actor.user) {
        // Somebody else's work must not be sent under this name, nor be lost.
        if (const std::string work = own_work_words(); !work.empty()) {
            return refuse_sign_in(tr("sign_in.device_holds_others_work", {{"name", before->actor.name}, {"what", work}}));
        }
    }
    if (auto made = make_device_of(identity); !made) return refuse_sign_in(words(made.error()));
    sign_in_state_ = SignInState::idle;
    sign_in_problem_.clear();
    session_ended_ = false;
    engine_.signed_in(now_);
    if (path_ == "/sign-in") go("/", true);
}

Result<void, Failure> Portal::make_device_of(const Identity& identity) {
    const auto& before = replica_->identity();
    if (!before || before->actor.user != identity.actor.user) {
        if (auto emptied = empty_device(); !emptied) return emptied;
    }
    return replica_->set_identity(identity);
}

// The server has let them in, but this device does not: the session must not stay behind in the browser.
void Portal::refuse_sign_in(std::string why) {
    sign_in_state_ = SignInState::refused;
    sign_in_problem_ = std::move(why);
    end_session();
}

void Portal::on_session_answer(const Reply& reply) {
    const auto document = parse_json(reply.body);
    if (reply.status == 200 && document) {
        // The browser has a new session, and the server ended the one it had before.
        keep_session_to_end(false);
        FieldReader fields(*document);
        take_identity(fields);
        return;
    }
    // Nobody knows whether the server has let them in.
    if (reply.status == 0 || reply.status == 200) keep_session_to_end(true);
    sign_in_state_ = SignInState::refused;
    sign_in_problem_ = problem_words(reply);
}

void Portal::on_sync_answer(const Reply& reply) {
    const int status = reply.status;
    const std::int64_t jitter = platform_.random()[0] * 999 / 255;
    if (status == 401) {
        session_ended_ = true;
        engine_.signed_out();
        return;
    }
    if (status == 413 && send_less()) return engine_.again(now_);
    if (status != 200) {
        sync_trouble_ = status == 0 ? std::string() : problem_words(reply);
        engine_.failed(now_, jitter);
        return;
    }
    const auto answer = read_sync_answer(reply.body);
    if (!answer) {
        sync_trouble_ = words(answer.error());
        engine_.failed(now_, jitter);
        return;
    }
    const auto received = replica_->receive(*answer, sent_sync_.cursors);
    if (!received) {
        sync_trouble_ = words(received.error());
        engine_.failed(now_, jitter);
        return;
    }
    sync_trouble_.clear();
    measure_clock(reply.asked_at, answer->server_time);
    // Without progress there is no point in asking again at once, whatever is left.
    const bool progress = received->confirmed + received->arrived + received->refused > 0;
    engine_.succeeded(now_, progress && (received->more || replica_->outbox_size() > 0));
}

// The server, or a proxy before it, takes no request of this size. Half of it may pass; an entry that does not pass alone never will, and
// must not hold up the others. False when there is nothing to leave out.
bool Portal::send_less() {
    if (sent_sync_.events.empty()) return false;
    std::size_t bytes = 0;
    for (const std::string& event : sent_sync_.events) bytes += event.size();
    if (sent_sync_.events.size() > 1) {
        batch_bytes_max_ = bytes / 2;
        return true;
    }
    const auto event = read_event(sent_sync_.events.front());
    if (!event) return false;
    SyncAnswer answer;
    answer.fates.push_back({event->envelope.id, EventFate::refused, 0, {"refusal.event_too_large", {{"bytes", std::to_string(bytes)}}}});
    batch_bytes_max_ = 0;
    return replica_->receive(answer, {}).ok();
}

// The server looked at its clock somewhere between question and answer: in the middle, as far as anybody knows.
void Portal::measure_clock(Instant asked_at, Instant server_time) {
    const Milliseconds skew = asked_at + Milliseconds{(now_ - asked_at).count / 2} - server_time;
    constexpr std::int64_t worth_keeping_ms = 1'000;
    if (clock_skew_ && std::abs(skew.count - clock_skew_->count) < worth_keeping_ms) return;
    clock_skew_ = skew;
    if (auto kept = replica_->remember(clock_skew_fact, std::to_string(skew.count)); !kept) trouble_ = words(kept.error());
}

}  // namespace countersign::app
