// Portal: signing in, in one step or two, or with an invitation; and whose device this is.
#include <utility>

#include "web/app/portal.hpp"

namespace countersign::app {

namespace {
constexpr const char* session_path = "api/v1/session";
constexpr const char* code_path = "api/v1/session/code";
constexpr const char* accept_path = "api/v1/invitation/accept";
}  // namespace

void Portal::sign_in(const std::string& login, const std::string& password) {
    login_ = login;
    sign_in_problem_.clear();
    if (login.find_first_not_of(' ') == std::string::npos || password.empty()) {
        sign_in_state_ = SignInState::refused;
        sign_in_problem_ = tr("sign_in.fill_in_both");
        return;
    }
    ask_for_session(session_path, {{"login", login}, {"password", password}});
}

void Portal::send_code(const std::string& code) {
    sign_in_problem_.clear();
    if (code.find_first_not_of(' ') == std::string::npos) {
        sign_in_state_ = SignInState::refused;
        sign_in_problem_ = tr("sign_in.fill_in_code");
        return;
    }
    ask_for_session(code_path, {{"challenge", challenge_}, {"code", code}});
}

void Portal::accept_invitation(const std::string& token, const std::string& password) {
    sign_in_problem_.clear();
    if (account_.invitation()) login_ = account_.invitation()->login;
    ask_for_session(accept_path, {{"token", token}, {"password", password}});
}

void Portal::sign_in_anew() {
    const bool begun = sign_in_step_ == SignInStep::set_up;
    sign_in_step_ = SignInStep::password;
    sign_in_state_ = SignInState::idle;
    sign_in_problem_.clear();
    session_to_complete_ = Json();
    account_.forget();
    if (begun) end_session();
}

void Portal::second_step_is_set_up() {
    sign_in_step_ = SignInStep::password;
    const Json session = std::exchange(session_to_complete_, Json());
    FieldReader fields(session);
    take_identity(fields);
}

// One after the other with the request that ends a session, so that their cookies do not cross.
void Portal::ask_for_session(const std::string& path, const Json& body) {
    sign_in_state_ = SignInState::waiting;
    waiting_sign_in_ = {path, write_json(body)};
    if (!ending_session_) send_sign_in();
}

void Portal::send_sign_in() {
    if (waiting_sign_in_.first.empty()) return;
    const auto [path, body] = std::exchange(waiting_sign_in_, {});
    ask(Asked::session, "POST", path, body);
}

void Portal::take_identity(FieldReader& fields) {
    Identity identity;
    identity.login = fields.text_or("login", login_);
    identity.actor.user = fields.id<UserId>("user");
    identity.actor.name = fields.text("name");
    const auto role = parse_role(fields.text("role", 50));
    if (!role) fields.reject("role", "unknown role");
    identity.actor.role = role.value_or(Role::reporter);
    for (const Json& id : fields.array("organisations")) {
        if (id.is_string()) identity.actor.organisations.push_back({id.get<std::string>()});
    }
    const auto& before = replica_->identity();
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
    if (path_ == "/sign-in" || at_invitation()) go("/", true);
}

Result<void, Failure> Portal::make_device_of(Identity identity) {
    const auto& before = replica_->identity();
    // Whoever may see less than before keeps nothing of the rest; what they recorded goes out first, and is judged by the server.
    const bool other_scope =
        before && (before->actor.role != identity.actor.role || before->actor.organisations != identity.actor.organisations);
    if (!before || before->actor.user != identity.actor.user || (other_scope && replica_->own_work().empty())) {
        if (auto emptied = empty_device(); !emptied) return emptied;
    }
    // Emptied, it is another device: its key is gone, and a device has one key for ever.
    identity.device = replica_->identity() ? replica_->identity()->device : DeviceId{new_id()};
    if (auto set = replica_->set_identity(identity); !set) return set;
    return make_signing_key();
}

// A device that was set up before there were keys gets one at its next sign-in.
Result<void, Failure> Portal::make_signing_key() {
    if (replica_->signs()) return {};
    KeySeed seed{};
    for (std::size_t filled = 0; filled < seed.size();) {
        for (const std::uint8_t byte : platform_.random()) {
            if (filled < seed.size()) seed[filled++] = byte;
        }
    }
    return replica_->set_signing_seed(seed);
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
        return on_let_in(*document);
    }
    // Nobody knows whether the server has let them in.
    if (reply.status == 0 || reply.status == 200) keep_session_to_end(true);
    const std::string key = document && document->is_object() ? FieldReader(*document).text_or("key", {}) : std::string();
    if (key == "refusal.session.second_factor_needed") {
        FieldReader fields(*document);
        challenge_ = FieldReader(fields.object("params")).text_or("challenge", {});
        sign_in_step_ = SignInStep::code;
        sign_in_state_ = SignInState::idle;
        if (at_invitation()) go("/sign-in", true);
        return;
    }
    if (key == "refusal.session.challenge_over") sign_in_step_ = SignInStep::password;
    sign_in_state_ = SignInState::refused;
    sign_in_problem_ = problem_words(reply);
}

void Portal::on_let_in(const Json& session) {
    FieldReader fields(session);
    sign_in_step_ = SignInStep::password;
    if (fields.text_or("second_factor", {}) == "to_set_up") {
        session_to_complete_ = session;
        sign_in_step_ = SignInStep::set_up;
        sign_in_state_ = SignInState::idle;
        if (at_invitation()) go("/sign-in", true);
        return;
    }
    take_identity(fields);
}

}  // namespace countersign::app
