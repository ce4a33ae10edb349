// RunningServer: the whole server on a port of its own, with a clock that tests turn, and a small client to talk to it over real HTTP.
#pragma once

#include <thread>

#include "scene.hpp"
#include "server/http/application.hpp"
#include "server/http/http_server.hpp"
#include "server/store/sqlite_attachment_store.hpp"

namespace countersign::testing {

struct Answer {
    int status = 0;  ///< 0: no answer came
    std::multimap<std::string, std::string> headers;
    std::string body;

    std::string header(const std::string& name) const;
    Json json() const;
    std::string key() const { return json().value("key", ""); }
};

using HeaderList = std::multimap<std::string, std::string>;

Answer http(int port, const std::string& method, const std::string& target, const HeaderList& headers = {}, const std::string& body = {});
/// Sends bytes as they are and reads until the server closes or `seconds` pass.
std::string raw_http(int port, const std::string& bytes, int seconds = 5);

struct RunningServerOptions {
    HttpLimits limits = {};
    ApplicationSettings application = {};
    StoreOptions store = {0, Database::Durability::unsynced};
    SignInSettings sign_in = {};
};

class RunningServer : public Scene {
public:
    explicit RunningServer(RunningServerOptions options = {});
    ~RunningServer();

    Answer call(const std::string& method, const std::string& target, const HeaderList& headers = {}, const std::string& body = {}) const {
        return http(port, method, target, headers, body);
    }
    Answer post_json(const std::string& target, const std::string& body, HeaderList headers = {}) const;
    Answer post_sync(const std::string& body, const HeaderList& headers = {}) const { return post_message("/api/v1/sync", body, headers); }
    /// Of the sync's media type.
    Answer post_message(const std::string& target, const std::string& body, HeaderList headers = {}) const;
    Answer sign_in(const std::string& login, const std::string& password, HeaderList headers = {}) const;
    /// Signs in and answers the Cookie header for further requests.
    HeaderList cookie_of(const std::string& login);

    PasswordHasher hasher{PasswordCost::minimal};
    AccessControl access;
    std::vector<Failure> failures;  ///< what the server logged
    NewsBoard news;
    SqliteAttachmentStore attachments{*database};
    ExportDesk exports{events, attachments, directory.path()};
    Application application;
    HttpServer server;
    int port = 0;
    std::thread thread;
};

inline constexpr const char* right_password = "correct horse";

}  // namespace countersign::testing
