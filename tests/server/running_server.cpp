// Starting the server, and the client.
#include "running_server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

namespace countersign::testing {

std::string Answer::header(const std::string& name) const {
    for (const auto& [key, value] : headers) {
        if (strcasecmp(key.c_str(), name.c_str()) == 0) return value;
    }
    return {};
}

Json Answer::json() const {
    auto document = parse_json(body);
    CAPTURE(body);
    REQUIRE(document.ok());
    return *document;
}

Answer http(int port, const std::string& method, const std::string& target, const HeaderList& headers, const std::string& body) {
    httplib::Client client("127.0.0.1", port);
    client.set_decompress(false);
    client.set_url_encode(false);
    client.set_read_timeout(20);
    httplib::Request request;
    request.method = method;
    request.path = target;
    request.body = body;
    for (const auto& [name, value] : headers) request.set_header(name, value);
    // Else the library asks for packed answers by itself.
    if (!request.has_header("Accept-Encoding")) request.set_header("Accept-Encoding", "identity");
    const auto result = client.send(request);
    Answer answer;
    if (!result) return answer;
    answer.status = result->status;
    answer.headers.insert(result->headers.begin(), result->headers.end());
    answer.body = result->body;
    return answer;
}

std::string raw_http(int port, const std::string& bytes, int seconds) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    const timeval patience{seconds, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) break;
        sent += static_cast<std::size_t>(count);
    }
    std::string answer;
    std::array<char, 4'096> chunk;
    for (ssize_t count = 0; (count = ::recv(socket, chunk.data(), chunk.size(), 0)) > 0;)
        answer.append(chunk.data(), static_cast<std::size_t>(count));
    ::close(socket);
    return answer;
}

RunningServer::RunningServer(RunningServerOptions options)
    : Scene(options.store),
      access({*database, events, hasher, ids}, ServerKey(std::string(32, 'k')), options.sign_in),
      application({events, access, service, news, attachments, exports, [this] { return now; },
                   [this](const Failure& failure) { failures.push_back(failure); }},
                  options.application),
      server(options.limits, [this](const HttpRequest& request) { return application.handle(request); }) {
    for (const auto& [login, actor] : {std::pair{"technician", technician}, std::pair{"contact", contact}, std::pair{"admin", admin}}) {
        auto added = accounts.add({actor, login, hasher.hash(right_password)});
        REQUIRE(added.ok());
    }
    events.observe([this](const std::set<StreamId>& streams) { news.announce(streams); });
    auto bound = server.bind("127.0.0.1", 0);
    REQUIRE(bound.ok());
    port = *bound;
    thread = std::thread([this] { server.run(); });
}

RunningServer::~RunningServer() {
    news.close();
    server.stop();
    thread.join();
}

Answer RunningServer::post_json(const std::string& target, const std::string& body, HeaderList headers) const {
    headers.emplace("Content-Type", "application/json");
    return call("POST", target, headers, body);
}

Answer RunningServer::post_message(const std::string& target, const std::string& body, HeaderList headers) const {
    headers.emplace("Content-Type", sync_media_type);
    return call("POST", target, headers, body);
}

Answer RunningServer::sign_in(const std::string& login, const std::string& password, HeaderList headers) const {
    return post_json("/api/v1/session", write_json({{"login", login}, {"password", password}}), std::move(headers));
}

HeaderList RunningServer::cookie_of(const std::string& login) {
    const Answer answer = sign_in(login, right_password);
    REQUIRE(answer.status == 200);
    const std::string cookie = answer.header("Set-Cookie");
    return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
}

}  // namespace countersign::testing
