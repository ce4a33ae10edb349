// Starting processes and talking to sockets.
#include "server_process.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

extern char** environ;

namespace countersign::testing {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{20};

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

pid_t start(std::vector<std::string> words, std::vector<std::string> environment, const std::string& out, const std::string& err) {
    words.insert(words.begin(), program_path());
    for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
    const auto pointers = [](std::vector<std::string>& texts) {
        std::vector<char*> list;
        for (std::string& text : texts) list.push_back(text.data());
        list.push_back(nullptr);
        return list;
    };
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    pid_t process = -1;
    const int code = posix_spawn(&process, program_path().c_str(), &actions, nullptr, pointers(words).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(code == 0);
    return process;
}

int status_of(int raw) { return WIFEXITED(raw) ? WEXITSTATUS(raw) : -WTERMSIG(raw); }

// As short as it is, it is not this time that decides.
void look_again_soon() { ::poll(nullptr, 0, 5); }

}  // namespace

bool wait_until(const std::function<bool()>& holds) {
    const auto until = Clock::now() + std::chrono::minutes(1);
    while (!holds() && Clock::now() < until) look_again_soon();
    return holds();
}

std::string program_path() {
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return (folder / "countersign").string();
}

Ended run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
    const TemporaryDirectory files;
    const auto began = Clock::now();
    const pid_t process = start(arguments, environment, files.file("out"), files.file("err"));
    int raw = 0;
    REQUIRE(::waitpid(process, &raw, 0) == process);
    return {status_of(raw), std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began), content_of(files.file("out")),
            content_of(files.file("err"))};
}

ServerProcess::ServerProcess(const std::string& data, std::vector<std::string> options) {
    const auto given = [&](const char* name) { return std::find(options.begin(), options.end(), name) != options.end(); };
    std::vector<std::string> words{"serve", "--data", data};
    if (!given("--listen")) words.insert(words.end(), {"--listen", "127.0.0.1:0"});
    if (!given("--web")) words.insert(words.end(), {"--web", files_.path() + "/no-portal"});
    words.insert(words.end(), options.begin(), options.end());
    process_ = start(words, {}, files_.file("out"), files_.file("err"));
    const auto until = Clock::now() + patience;
    const std::string before = "Countersign is ready: http://127.0.0.1:";
    while (port == 0 && Clock::now() < until) {
        const std::string out = content_of(files_.file("out"));
        if (const auto at = out.find(before); at != std::string::npos && out.back() == '\n')
            port = std::stoi(out.substr(at + before.size()));
        int raw = 0;
        if (port == 0 && ::waitpid(process_, &raw, WNOHANG) == process_) {
            process_ = -1;
            break;
        }
        look_again_soon();
    }
    CAPTURE(log());
    REQUIRE(port != 0);
}

ServerProcess::~ServerProcess() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void ServerProcess::signal(int number) const { ::kill(process_, number); }

Ended ServerProcess::wait() {
    const auto began = Clock::now();
    int raw = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(process_, &raw, WNOHANG)) == 0 && Clock::now() < began + patience) look_again_soon();
    REQUIRE(ended == process_);
    process_ = -1;
    return {status_of(raw), std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began), content_of(files_.file("out")),
            log()};
}

Ended ServerProcess::stop() {
    signal(SIGTERM);
    return wait();
}

std::string ServerProcess::log() const { return content_of(files_.file("err")); }

void ServerProcess::wait_for_log(const std::string& text) const {
    const auto until = Clock::now() + patience;
    while (log().find(text) == std::string::npos && Clock::now() < until) look_again_soon();
    CAPTURE(log());
    REQUIRE(log().find(text) != std::string::npos);
}

RawConnection::RawConnection(int port, const std::string& from) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    REQUIRE(inet_pton(AF_INET, from.c_str(), &address.sin_addr) == 1);
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    const timeval limit{patience.count(), 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

RawConnection::~RawConnection() { ::close(socket_); }

bool RawConnection::send(const std::string& bytes) const {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

bool RawConnection::receive() {
    std::array<char, 16'384> chunk;
    const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(count));
    return count > 0;
}

std::string RawConnection::rest() {
    while (receive()) {
    }
    return std::exchange(buffer_, {});
}

std::string RawConnection::answer() {
    while (true) {
        const auto end = buffer_.find("\r\n\r\n");
        if (end != std::string::npos) {
            const Answer head = parse_answer(buffer_.substr(0, end + 4));
            const std::string length = head.header("Content-Length");
            const std::size_t size = end + 4 + (length.empty() ? 0 : std::stoul(length));
            if (buffer_.size() >= size) {
                std::string whole = buffer_.substr(0, size);
                buffer_.erase(0, size);
                return whole;
            }
        }
        if (!receive()) return {};
    }
}

bool RawConnection::readable(std::chrono::milliseconds time) const {
    pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
}

Answer parse_answer(const std::string& text) {
    Answer answer;
    const auto end = text.find("\r\n\r\n");
    if (text.substr(0, 9) != "HTTP/1.1 " || end == std::string::npos) return answer;
    answer.status = std::stoi(text.substr(9, 3));
    for (auto at = text.find("\r\n") + 2; at < end + 2;) {
        const auto line_end = text.find("\r\n", at);
        const auto colon = text.find(": ", at);
        answer.headers.emplace(text.substr(at, colon - at), text.substr(colon + 2, line_end - colon - 2));
        at = line_end + 2;
    }
    answer.body = text.substr(end + 4);
    return answer;
}

HeaderList signed_in(int port, const std::string& login) {
    const Answer answer = http(port, "POST", "/api/v1/session", {{"Content-Type", "application/json"}},
                               write_json({{"login", login}, {"password", right_password}}));
    REQUIRE(answer.status == 200);
    const std::string cookie = answer.header("Set-Cookie");
    return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
}

SceneWithAccounts::SceneWithAccounts() {
    PasswordHasher hasher(PasswordCost::minimal);
    for (const auto& [login, actor] : {std::pair{"technician", technician}, std::pair{"contact", contact}}) {
        REQUIRE(accounts.add({actor, login, hasher.hash(right_password)}).ok());
    }
}

}  // namespace countersign::testing
