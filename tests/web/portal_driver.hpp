// Drives the whole portal without a browser, as a person with a screen reader would: by role and name.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/i18n/built_in.hpp"
#include "tests/support/story.hpp"
#include "web/app/app.hpp"

namespace countersign::test {

/// A page that answers nothing by itself: the device is offline until a test says otherwise.
class SilentPlatform final : public app::Platform {
public:
    void post(const Json& message) override { posted.push_back(message); }
    void post_text(const std::string& json) override { posted.push_back(Json::parse(json)); }
    std::string storage_problem() override { return "storage_failed: flush: InvalidStateError"; }
    void http(const app::HttpQuestion& question) override { requests.push_back(question); }
    void read_picture(const app::PictureQuestion& question) override { pictures.push_back(question); }
    void save_file(const std::string& name, const std::string& bytes) override { saved.emplace_back(name, bytes); }
    std::array<std::uint8_t, 10> random() override {
        ++count_;
        std::array<std::uint8_t, 10> bytes{};
        for (std::size_t i = 0; i < 4; ++i) bytes[9 - i] = static_cast<std::uint8_t>(count_ >> (8 * i));
        return bytes;
    }

    using Request = app::HttpQuestion;
    std::vector<Json> posted;
    std::vector<Request> requests;  ///< all that were ever sent
    std::vector<app::PictureQuestion> pictures;
    std::vector<std::pair<std::string, std::string>> saved;  ///< names and bytes

private:
    std::uint32_t count_ = 0;
};

class PortalDriver {
public:
    using Role = semantics::Role;

    /// `path`: where its database lies, so that a test can start it again.
    explicit PortalDriver(Instant now, int width = 1440, int height = 900, const std::string& path = ":memory:")
        : now_(now),
          app_(
              platform_, {[this] { return now_; }, [this] { return steady_; }}, [path] { return Database::open(path); }, nullptr) {
        for (const Language language : {Language::en, Language::pl, Language::cs, Language::da})
            app_.give_asset("i18n/" + std::string(language_code(language)) + ".json", std::string(built_in_catalogue_json(language)));
        app_.boot(write_json({{"t", "boot"}, {"width", width}, {"height", height}, {"dpr", 1}, {"language", "en"}, {"online", false}}));
    }

    app::Portal& portal() { return app_.portal(); }
    const SilentPlatform& platform() const { return platform_; }
    void give_texts(Language language, std::string json) {
        app_.give_asset("i18n/" + std::string(language_code(language)) + ".json", std::move(json));
    }
    /// As the worker hands them over, right before the message that names them.
    void give_bytes(const std::string& name, std::string bytes) { app_.give_asset("bytes/" + name, std::move(bytes)); }
    /// What somebody chose with the file input of that name.
    void choose_file(const std::string& chooser, const std::string& name, const std::string& bytes,
                     const std::string& type = "image/jpeg") {
        const bool picture = type.rfind("image/", 0) == 0;
        give_bytes("file", bytes);
        send({{"t", "file"},
              {"id", found(Role::File, chooser, {})->id},
              {"first", true},
              {"name", name},
              {"media_type", type},
              {"width", picture ? 20 : 0},
              {"height", picture ? 10 : 0}});
    }
    void wait(Milliseconds span) { now_ = now_ + span; }
    void go_online() { send({{"t", "online"}, {"online", true}}); }
    void go_offline() { send({{"t", "online"}, {"online", false}}); }
    void answer(int request, int status, const std::string& body = {}) {
        // As the worker does it: the body of a good answer comes as bytes where they are wanted.
        const bool as_bytes = status == 200 && !body.empty() &&
                              std::any_of(platform_.requests.begin(), platform_.requests.end(),
                                          [&](const auto& one) { return one.id == request && one.bytes_wanted; });
        if (as_bytes) give_bytes("http/" + std::to_string(request), body);
        send({{"t", "http"},
              {"id", request},
              {"status", status},
              {"body", as_bytes ? std::string() : body},
              {"headers", Json::object()},
              {"error", ""}});
    }
    /// The n-th request with that method and path that the portal sent, if it did.
    const SilentPlatform::Request* request(const std::string& method, const std::string& path, std::size_t number = 1) const {
        for (const SilentPlatform::Request& one : platform_.requests) {
            if (one.method == method && one.path == path && --number == 0) return &one;
        }
        return nullptr;
    }

    /// Whoever works from now on. Who was before is not asked: the device holds what it holds.
    void sign_in(const Actor& actor) {
        REQUIRE(portal().replica().set_identity({actor, "login", {fixed_id(30)}}).ok());
        show();
    }
    void record(const Subject& subject, const OrganisationId& organisation, const Command& command) {
        const bool done = portal().run(subject, organisation, command);
        CAPTURE(portal().trouble());
        REQUIRE(done);
    }
    void go(const std::string& path) { send({{"t", "navigate"}, {"path", path}}); }

    void send(const Json& message) {
        app_.on_message(write_json(message));
        show();
    }
    void send_without_drawing(const Json& message) { app_.on_message(write_json(message)); }
    bool wants_frame() const { return app_.host().wants_frame(steady_); }
    /// Frames until nothing moves any more.
    void show() {
        for (int i = 0; i < 5; ++i) {
            steady_ += 20;
            app_.host().request_frame();
            app_.frame(steady_);
        }
    }

    /// The first with that role whose name begins so, inside the group, dialog or region of that name where one is given.
    const semantics::Node* find(Role role, const std::string& name, const std::string& inside = {}) const {
        const semantics::Frame& frame = app_.host().tree().frame();
        std::set<semantics::NodeId> within;
        for (const semantics::Entry& entry : frame) {
            const bool starts = !inside.empty() && entry.node.name == inside && entry.node.role != Role::Button;
            if (starts || within.count(entry.parent) > 0) within.insert(entry.node.id);
            if (entry.node.role == role && entry.node.name.rfind(name, 0) == 0 && (inside.empty() || within.count(entry.node.id) > 0)) {
                return &entry.node;
            }
        }
        return nullptr;
    }
    bool sees(Role role, const std::string& name, const std::string& inside = {}) const { return find(role, name, inside) != nullptr; }
    /// The last message of that type that the page was sent; null when there was none.
    const Json* posted(const std::string& type) const {
        for (auto one = platform_.posted.rbegin(); one != platform_.posted.rend(); ++one) {
            if ((*one)["t"] == type) return &*one;
        }
        return nullptr;
    }
    /// Any text, name or description on the screen that holds these words.
    bool says(const std::string& words) const {
        const semantics::Frame& frame = app_.host().tree().frame();
        return std::any_of(frame.begin(), frame.end(), [&](const semantics::Entry& entry) {
            return entry.node.name.find(words) != std::string::npos || entry.node.description.find(words) != std::string::npos ||
                   entry.node.error.find(words) != std::string::npos;
        });
    }

    void press(Role role, const std::string& name, const std::string& inside = {}) {
        const semantics::Node* node = found(role, name, inside);
        focus(node->id);
        send({{"t", "activate"}, {"id", node->id}});
    }
    void choose(const std::string& radio, const std::string& inside) { press(Role::Radio, radio, inside); }
    /// Types and stays in the field.
    void type(const std::string& name, const std::string& text, const std::string& inside = {}) {
        const semantics::NodeId id = found(Role::Textbox, name, inside)->id;
        focus(id);
        send({{"t", "value"}, {"id", id}, {"text", text}});
    }
    void leave_field() { send({{"t", "blur"}, {"id", focused_}}); }
    std::string value_of(Role role, const std::string& name, const std::string& inside = {}) const {
        const semantics::Node* node = find(role, name, inside);
        return node == nullptr ? "(not there)" : node->value;
    }

    /// What would be a mistake on any screen: two items with one id, things to press that a screen reader does not hear of.
    void check_screen() const {
        for (const semantics::NodeId id : app_.host().tree().duplicates())
            FAIL_CHECK("two items with one id: ", app_.host().tree().find(id)->name);
        CHECK(app_.host().undeclared().empty());
        for (const semantics::Entry& entry : app_.host().tree().frame()) {
            CAPTURE(entry.node.name);
            // A text that is missing in the catalogue shows as its key.
            CHECK(entry.node.name.find("sign_off.") == std::string::npos);
            CHECK(entry.node.name.rfind("visit.", 0) == std::string::npos);
            CHECK(entry.node.name.rfind("work.", 0) == std::string::npos);
        }
    }

private:
    void focus(semantics::NodeId id) {
        focused_ = id;
        send({{"t", "focus"}, {"id", id}, {"ring", false}});
    }
    std::string names() const {
        std::string list;
        for (const semantics::Entry& entry : app_.host().tree().frame())
            list += std::string("\n  ") + semantics::role_name(entry.node.role) + " \"" + entry.node.name + "\"";
        return list;
    }
    const semantics::Node* found(Role role, const std::string& name, const std::string& inside) const {
        const semantics::Node* node = find(role, name, inside);
        INFO("looking for \"", name, "\" inside \"", inside, "\" at ", app_.portal().path(), " among:", names());
        REQUIRE(node != nullptr);
        CHECK_FALSE(node->disabled);
        return node;
    }

    SilentPlatform platform_;
    Instant now_;
    double steady_ = 1;
    mutable app::App app_;
    semantics::NodeId focused_ = 0;
};

}  // namespace countersign::test
