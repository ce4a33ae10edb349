// Portal: signing in, syncing, and the page's messages.
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
    asked_[id] = what;
    platform_.http(id, method, path, body);
    return id;
}

bool Portal::on_message(const Json& message) {
    const std::string type = message.value("t", std::string());
    if (type == "http") {
        on_http(message);
    } else if (type == "online") {
        engine_.set_online(message.value("online", true), now_);
    } else if (type == "visible") {
        engine_.set_visible(message.value("visible", true), now_);
        return false;  // the frame wants to know, too
    } else if (type == "navigate") {
        path_ = message.value("path", std::string("/"));
        clear_trouble();
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
    if (!replica_ || !signed_in() || !engine_.should_send(now_)) return;
    auto request = replica_->next_request(now_, request_bytes_max);
    if (!request) {
        sync_trouble_ = words(request.error());
        engine_.failed(now_, 0);
        return;
    }
    ask(Asked::sync, "POST", sync_path, write_sync_request(*request));
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
    ask(Asked::session, "POST", session_path, write_json({{"login", login}, {"password", password}}));
}

void Portal::sign_out() {
    ask(Asked::sign_out, "DELETE", session_path, "");
    engine_.signed_out();
    if (auto forgotten = replica_->forget_everything(); !forgotten) {
        trouble_ = words(forgotten.error());
        return;
    }
    session_ended_ = false;
    sync_trouble_.clear();
    clock_skew_.reset();
    sign_in_state_ = SignInState::idle;
    // The settings were this person's only as long as the device was; language and theme stay as they are shown now.
    keep_setting("language", std::string(language_code(language())));
    keep_setting("theme", theme_);
    go("/sign-in", true);
}

void Portal::on_http(const Json& message) {
    const int id = message.value("id", 0);
    const auto asked = asked_.find(id);
    if (asked == asked_.end()) return;
    const Asked what = asked->second;
    asked_.erase(asked);
    const int status = message.contains("status") && message["status"].is_number_integer() ? message["status"].get<int>() : 0;
    const std::string body = message.contains("body") && message["body"].is_string() ? message["body"].get<std::string>() : std::string();
    switch (what) {
        case Asked::session:
            return on_session_answer(status, body);
        case Asked::sync:
            return on_sync_answer(status, body);
        case Asked::sign_out:
            return;  // the device is empty already; a session that the server still keeps runs out by itself
    }
}

std::string Portal::problem_words(int status, const std::string& body) {
    if (status == 0) return tr("failure.no_connection");
    const auto document = parse_json(body);
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
    return tr("failure.server_answered", {{"status", status}});
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
    sign_in_state_ = SignInState::refused;
    if (fields.problem()) {
        sign_in_problem_ = tr("failure.server_answered", {{"status", 200}});
        return;
    }
    // Somebody else's unsent work must not be sent under this name, nor be lost.
    if (before && before->actor.user != identity.actor.user) {
        if (replica_->outbox_size() > 0) {
            sign_in_problem_ = tr("sign_in.device_holds_others_work",
                                  {{"name", before->actor.name}, {"count", static_cast<std::int64_t>(replica_->outbox_size())}});
            return;
        }
        if (auto forgotten = replica_->forget_everything(); !forgotten) {
            sign_in_problem_ = words(forgotten.error());
            return;
        }
    }
    if (auto kept = replica_->set_identity(identity); !kept) {
        sign_in_problem_ = words(kept.error());
        return;
    }
    sign_in_state_ = SignInState::idle;
    sign_in_problem_.clear();
    session_ended_ = false;
    engine_.signed_in(now_);
    if (path_ == "/sign-in") go("/", true);
}

void Portal::on_session_answer(int status, const std::string& body) {
    const auto document = parse_json(body);
    if (status == 200 && document) {
        FieldReader fields(*document);
        take_identity(fields);
        return;
    }
    sign_in_state_ = SignInState::refused;
    sign_in_problem_ = problem_words(status, body);
}

void Portal::on_sync_answer(int status, const std::string& body) {
    const std::int64_t jitter = platform_.random()[0] * 999 / 255;
    if (status == 401) {
        session_ended_ = true;
        engine_.signed_out();
        return;
    }
    if (status != 200) {
        sync_trouble_ = status == 0 ? std::string() : problem_words(status, body);
        engine_.failed(now_, jitter);
        return;
    }
    const auto answer = read_sync_answer(body);
    if (!answer) {
        sync_trouble_ = words(answer.error());
        engine_.failed(now_, jitter);
        return;
    }
    const auto received = replica_->receive(*answer);
    if (!received) {
        sync_trouble_ = words(received.error());
        engine_.failed(now_, jitter);
        return;
    }
    sync_trouble_.clear();
    clock_skew_ = now_ - answer->server_time;
    // Without progress there is no point in asking again at once, whatever is left.
    const bool progress = received->confirmed + received->arrived + received->refused > 0;
    engine_.succeeded(now_, progress && (received->more || replica_->outbox_size() > 0));
}

}  // namespace countersign::app
