// ServerProcess: the real program, started as a person starts it, and raw connections to it. For what a server inside the test cannot show:
// options, signals, the log, other processes beside it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "running_server.hpp"

namespace countersign::testing {

/// Waits for what no descriptor tells; false when it does not come within a minute.
bool wait_until(const std::function<bool()>& holds);

/// The program beside the test program.
std::string program_path();

struct Ended {
    int status = -1;  ///< exit code; negative: the signal that ended it
    std::chrono::milliseconds after{0};
    std::string out, err;
};
/// Runs the program to its end.
Ended run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});

class ServerProcess {
public:
    /// Waits until it serves. `--data`, a free port and an empty web folder are given, unless the options say otherwise.
    explicit ServerProcess(const std::string& data, std::vector<std::string> options = {});
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    void signal(int number) const;
    /// Waits until it has ended by itself.
    Ended wait();
    Ended stop();
    Answer call(const std::string& method, const std::string& target, const HeaderList& headers = {}, const std::string& body = {}) const {
        return http(port, method, target, headers, body);
    }
    /// What it has written to standard error until now.
    std::string log() const;
    /// Waits until the log holds that text.
    void wait_for_log(const std::string& text) const;

    int port = 0;

private:
    TemporaryDirectory files_;
    pid_t process_ = -1;
};

/// One connection whose bytes the test decides.
class RawConnection {
public:
    explicit RawConnection(int port, const std::string& from = "127.0.0.1");
    ~RawConnection();
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    /// False when the other side no longer takes anything.
    bool send(const std::string& bytes) const;
    /// Everything until the other side closes, at most 20 s long.
    std::string rest();
    /// One whole answer; the connection stays open. Empty when it ended before.
    std::string answer();
    /// Whether something can be read, or the end, within that time.
    bool readable(std::chrono::milliseconds time) const;

private:
    bool receive();
    int socket_ = -1;
    std::string buffer_;
};

/// The parts of an answer that came over a raw connection.
Answer parse_answer(const std::string& text);

/// A cookie for an account of the scene, made by signing in at that port.
HeaderList signed_in(int port, const std::string& login);

/// A scene whose accounts can sign in, for a server process on its folder.
class SceneWithAccounts : public Scene {
public:
    SceneWithAccounts();
};

}  // namespace countersign::testing
