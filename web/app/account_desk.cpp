// Asking, and reading what was answered.
#include "web/app/account_desk.hpp"

namespace countersign::app {

namespace {

ClientWords read_client(FieldReader& fields) {
    FieldReader client(fields.object("client"));
    return {client.text_or("browser", {}, 100), client.text_or("system", {}, 100)};
}

SessionRow read_session(const Json& json) {
    FieldReader fields(json);
    return {fields.text_or("id", {}),
            read_client(fields),
            fields.text_or("address", {}),
            {fields.integer_or("last_used_at", 0)},
            fields.boolean_or("current", false)};
}

DeviceRow read_device(const Json& json) {
    FieldReader fields(json);
    return {fields.text_or("id", {}),
            read_client(fields),
            {fields.integer_or("first_contact_at", 0)},
            {fields.integer_or("last_contact_at", 0)},
            fields.integer_or("entries", 0),
            fields.optional_instant("wipe_asked_at"),
            fields.optional_instant("wiped_at")};
}

}  // namespace

void AccountDesk::refuse(Matter matter, const Reply& reply) {
    problem_matter_ = matter;
    problem_ = portal_.problem_words(reply);
}

void AccountDesk::read(const std::string& path, const std::function<void(FieldReader&)>& take) {
    portal_.ask("GET", path, "", [this, take, person = person_](const Reply& reply) {
        if (person != person_) return;
        const auto document = parse_json(reply.body);
        if (reply.status == 200 && document) {
            FieldReader fields(*document);
            take(fields);
        }
        ++version_;
    });
}

void AccountDesk::send(Matter matter, const std::string& method, const std::string& path, const std::string& body,
                       const std::function<void(FieldReader&)>& take) {
    waiting_ = matter;
    problem_.clear();
    problem_matter_ = Matter::none;
    ++version_;
    portal_.ask(method, path, body, [this, matter, take, person = person_](const Reply& reply) {
        if (person != person_) return;
        if (waiting_ == matter) waiting_ = Matter::none;
        ++version_;
        if (reply.status != 200 && reply.status != 204) return refuse(matter, reply);
        const auto document = reply.status == 204 ? Result<Json, Failure>(Json::object()) : parse_json(reply.body);
        if (!document) return refuse(matter, {500, false, {}, {}});
        FieldReader fields(*document);
        done_ = matter;
        take(fields);
    });
}

void AccountDesk::act(Matter matter, const std::string& path, const Json& body, const std::function<void(FieldReader&)>& take) {
    send(matter, "POST", path, write_json(body), take);
}

void AccountDesk::refresh() {
    read("api/v1/second-factor", [this](FieldReader& fields) {
        second_step_ = {fields.boolean_or("on", false), fields.boolean_or("required", false), fields.integer_or("recovery_codes_left", 0)};
    });
    read("api/v1/sessions", [this](FieldReader& fields) {
        sessions_.emplace();
        for (const Json& json : fields.array("sessions")) sessions_->push_back(read_session(json));
    });
    read("api/v1/devices", [this](FieldReader& fields) {
        devices_.emplace();
        for (const Json& json : fields.array("devices")) devices_->push_back(read_device(json));
    });
}

void AccountDesk::change_password(const std::string& current, const std::string& wanted) {
    act(Matter::password, "api/v1/password", {{"current", current}, {"new", wanted}}, [this](FieldReader&) { refresh(); });
}

void AccountDesk::begin_second_step(const std::string& password) {
    act(Matter::second_step, "api/v1/second-factor/begin", {{"password", password}}, [this](FieldReader& fields) {
        done_ = Matter::none;
        secret_ = {fields.text("secret", 200), fields.text("uri", 1'000)};
    });
}

void AccountDesk::confirm_second_step(const std::string& code) {
    act(Matter::second_step, "api/v1/second-factor/confirm", {{"code", code}}, [this](FieldReader& fields) {
        secret_.reset();
        recovery_codes_ = fields.array("recovery_codes").get<std::vector<std::string>>();
        refresh();
    });
}

void AccountDesk::give_up_second_step() {
    secret_.reset();
    problem_.clear();
    ++version_;
}

void AccountDesk::remove_second_step(const std::string& password) {
    act(Matter::second_step, "api/v1/second-factor/remove", {{"password", password}}, [this](FieldReader&) { refresh(); });
}

void AccountDesk::renew_recovery_codes(const std::string& password) {
    act(Matter::recovery_codes, "api/v1/second-factor/recovery-codes", {{"password", password}}, [this](FieldReader& fields) {
        recovery_codes_ = fields.array("recovery_codes").get<std::vector<std::string>>();
        refresh();
    });
}

void AccountDesk::codes_were_read() {
    recovery_codes_.clear();
    ++version_;
}

void AccountDesk::end_session(const std::string& id) {
    send(Matter::sessions, "DELETE", "api/v1/sessions/" + id, "", [this](FieldReader&) { refresh(); });
}

void AccountDesk::end_other_sessions() {
    send(Matter::sessions, "POST", "api/v1/sessions/end-others", "", [this](FieldReader&) { refresh(); });
}

void AccountDesk::wipe_device(const std::string& id) {
    act(Matter::devices, "api/v1/devices/wipe", {{"device", id}}, [this](FieldReader&) { refresh(); });
}

void AccountDesk::keep_device(const std::string& id) {
    act(Matter::devices, "api/v1/devices/keep", {{"device", id}}, [this](FieldReader&) { refresh(); });
}

void AccountDesk::look_at_invitation(const std::string& token) {
    invitation_.reset();
    act(Matter::invitation, "api/v1/invitation/look", {{"token", token}}, [this](FieldReader& fields) {
        done_ = Matter::none;
        invitation_ = {fields.text_or("name", {}),
                       fields.text_or("login", {}),
                       parse_role(fields.text_or("role", {})).value_or(Role::reporter),
                       fields.text_or("kind", {}) == "new_password",
                       {fields.integer_or("expires_at", 0)}};
    });
}

void AccountDesk::forget() {
    ++person_;
    ++version_;
    second_step_.reset();
    sessions_.reset();
    devices_.reset();
    secret_.reset();
    recovery_codes_.clear();
    invitation_.reset();
    waiting_ = problem_matter_ = done_ = Matter::none;
    problem_.clear();
}

}  // namespace countersign::app
