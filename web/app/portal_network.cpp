// Portal: syncing, ending sessions, and the page's messages.
#include <array>
#include <cstdlib>

#include "web/app/portal.hpp"

namespace countersign::app {

namespace {
constexpr const char* session_path = "api/v1/session";
constexpr const char* sync_path = "api/v1/sync";
constexpr const char* news_path = "api/v1/news";
// A page of news is folded in one transaction and one frame; larger ones would make the screen stand still.
constexpr std::size_t request_bytes_max = 400'000;
}  // namespace

int Portal::ask(Asked what, const std::string& method, const std::string& path, const std::string& body) {
    const int id = next_request_++;
    asked_[id] = {what, person_, now_};
    const char* media_type = what == Asked::sync || what == Asked::news ? sync_media_type : "application/json";
    // Of a sync a megabyte may come back; as a text it would be escaped and read once more.
    platform_.http({id, method, path, body, body.empty() ? "" : media_type, {}, what == Asked::sync});
    return id;
}

void Portal::ask_bytes(HttpQuestion question, AccountDesk::Answered then) {
    question.id = next_request_++;
    asked_[question.id] = {Asked::account, person_, now_, std::move(then)};
    platform_.http(question);
}

std::string Portal::take_bytes(const std::string& name) {
    const auto found = bytes_.find(name);
    if (found == bytes_.end()) return {};
    std::string bytes = std::move(found->second);
    bytes_.erase(found);
    return bytes;
}

std::optional<Instant> Portal::wake_at() const {
    const auto sync = engine_.wake_at(), transfer = attachments_.wake_at();
    if (!sync || !transfer) return sync ? sync : transfer;
    return std::min(*sync, *transfer);
}

bool Portal::on_message(const Json& message) {
    const std::string type = message.value("t", std::string());
    if (type == "http") {
        on_http(message);
    } else if (type == "online") {
        engine_.set_online(message.value("online", true), now_);
        attachments_.set_online(engine_.online());
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
    sync_when_due();
    // Events first.
    attachments_.tick();
}

void Portal::sync_when_due() {
    if (!replica_ || ending_session_ || !signed_in()) return;
    // Whatever way an entry came into the outbox: it does not wait for news.
    if (engine_.phase() == SyncEngine::Phase::waiting && replica_->outbox_size() > 0) engine_.hurry(now_);
    if (!engine_.should_send(now_)) return wait_for_news();
    auto request = replica_->next_request(now_, batch_bytes_max_ == 0 ? request_bytes_max : batch_bytes_max_, handed_over_);
    if (!request) {
        sync_trouble_ = words(request.error());
        engine_.failed(now_, 0);
        return;
    }
    sent_sync_ = std::move(*request);
    newest_sync_ = ask(Asked::sync, "POST", sync_path, write_sync_request(sent_sync_));
}

void Portal::wait_for_news() {
    if (replica_->outbox_size() > 0 || !engine_.should_wait(now_)) return;
    auto request = replica_->next_request(now_, request_bytes_max, 0);
    if (!request) {
        sync_trouble_ = words(request.error());
        engine_.wait_failed(now_, 0);
        return;
    }
    newest_wait_ = ask(Asked::news, "POST", news_path, write_sync_request(*request));
}

// Whatever it says of this device or its session, the sync that follows says better. Anything else is not the answer of a server that knows
// waits: then we poll.
void Portal::on_news_answer(const Reply& reply) {
    const bool told = reply.status == 204 || reply.status == 401;
    if (told) return engine_.waited(now_);
    engine_.wait_failed(now_, platform_.random()[0] * 999 / 255);
}

void Portal::sync_now() {
    session_ended_ = false;
    if (engine_.phase() == SyncEngine::Phase::signed_out) engine_.signed_in(now_);
    engine_.hurry(now_);
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
    newest_wait_ = 0;
    handed_over_ = 0;
    account_.forget();
    attachments_.forget();
    engine_.forget();
    session_ended_ = false;
    sync_trouble_.clear();
    catch_up_.reset();
    clock_skew_.reset();
    for (std::size_t i = 0; i < settings.size(); ++i) {
        if (kept[i].empty()) continue;
        if (auto again = replica_->keep_draft(settings[i], kept[i]); !again) return again;
    }
    return session_to_end_ ? replica_->remember(session_to_end_fact, "1") : Result<void, Failure>{};
}

void Portal::sign_out() {
    waiting_sign_in_ = {};
    end_session();
    if (auto emptied = empty_device(); !emptied) {
        engine_.signed_out();
        trouble_ = words(emptied.error());
        return;
    }
    sign_in_state_ = SignInState::idle;
    sign_in_step_ = SignInStep::password;
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
    add("device.kept_files", work.files);
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
    reply.bytes = take_bytes("http/" + std::to_string(id));
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
        case Asked::news:
            // One that a sync has overtaken says nothing any more.
            if (id == newest_wait_) on_news_answer(reply);
            return;
        case Asked::end_session:
            return on_session_ended(reply);
        case Asked::account:
            if (request.then) request.then(reply);
            return;
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

void Portal::on_sync_answer(const Reply& reply) {
    const int status = reply.status;
    const std::int64_t jitter = this->jitter();
    if (status == 401) {
        session_ended_ = true;
        engine_.signed_out();
        return;
    }
    if (status == 410 && on_wiped(reply)) return;
    if (status == 413 && send_less()) return engine_.again(now_);
    if (status != 200) {
        sync_trouble_ = status == 0 ? std::string() : problem_words(reply);
        engine_.failed(now_, jitter);
        return;
    }
    const auto answer = read_sync_answer(reply.bytes);
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
    handed_over_ = 0;
    note_catch_up(*received);
    measure_clock(reply.asked_at, answer->server_time);
    // Without progress there is no point in asking again at once, whatever is left.
    const bool progress = received->confirmed + received->arrived + received->refused > 0;
    engine_.succeeded(now_, progress && (received->more || replica_->outbox_size() > 0));
}

void Portal::note_catch_up(const ReceiveSummary& received) {
    if (!received.more) return catch_up_.reset();
    if (!catch_up_) catch_up_ = CatchUp{0, 0, received.held, now_, now_};
    catch_up_->held = received.held;
    catch_up_->at_server = received.at_server;
    catch_up_->told_at = now_;
}

// The server gives this device nothing any more. What is recorded here is handed over first, then everything is taken off. Only an answer
// that names this very device counts: a proxy's page of the same number must erase nobody's work.
bool Portal::on_wiped(const Reply& reply) {
    const auto document = parse_json(reply.body);
    if (!document || !document->is_object()) return false;
    FieldReader fields(*document);
    FieldReader params(fields.object("params"));
    const bool meant = fields.text_or("key", {}) == "refusal.device.wiped" && params.text_or("device", {}) == sent_sync_.device.value;
    if (!meant) return false;
    if (!sent_sync_.events.empty() && params.text_or("taken_in", "0") != "0") {
        handed_over_ += sent_sync_.events.size();
        engine_.again(now_);
        return true;
    }
    end_session();
    if (auto emptied = empty_device(); !emptied) {
        engine_.signed_out();
        trouble_ = words(emptied.error());
        return true;
    }
    if (auto kept = replica_->remember(wiped_fact, "1"); !kept) trouble_ = words(kept.error());
    sign_in_state_ = SignInState::idle;
    sign_in_step_ = SignInStep::password;
    go("/sign-in", true);
    return true;
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
