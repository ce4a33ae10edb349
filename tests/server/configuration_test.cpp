// Settings from the file, the environment and the command line: who wins, what is wrong and how it is said, and the committed example.
#include "server/config/configuration.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>

#include "server/config/serve_settings.hpp"
#include "server_process.hpp"
#include "temporary_directory.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct WrittenFile {
    TemporaryDirectory directory;
    std::string path = directory.file("countersign.conf");

    explicit WrittenFile(const std::string& content) {
        std::ofstream(path, std::ios::binary) << content;
        ::chmod(path.c_str(), 0600);
    }
};

std::vector<std::string> problems_of_file(const std::string& content) {
    const WrittenFile file(content);
    auto problems = read_configuration({{"--config", file.path, "--data", "/d"}, {}}).problems;
    // The tests name lines; the folder is another each time.
    for (std::string& problem : problems) {
        if (problem.rfind(file.path, 0) == 0) problem.erase(0, file.path.size() + 2);
    }
    return problems;
}

}  // namespace

TEST_CASE("the command line wins over the environment, that over the file, that over the default") {
    const WrittenFile file(
        "\xEF\xBB\xBF# comment\r\n\r\nlisten = 127.0.0.1:1\r\nbase=/file/\n  session_days =  7 \nlog_format = json\nlog_requests = yes\n");
    const Configuration configuration =
        read_configuration({{"--config", file.path, "--data", "/d", "--listen=127.0.0.1:3", "--log-requests=no"},
                            {{"COUNTERSIGN_LISTEN", "127.0.0.1:2"}, {"COUNTERSIGN_BASE", "/env/"}, {"PATH", "/bin"}}});
    CHECK(configuration.problems == std::vector<std::string>{});
    CHECK(configuration.warnings == std::vector<std::string>{});
    CHECK(configuration.text("listen") == "127.0.0.1:3");
    CHECK(configuration.value("listen").origin == "--listen");
    CHECK(configuration.text("base") == "/env/");
    CHECK(configuration.value("base").origin == "COUNTERSIGN_BASE");
    CHECK(configuration.number("session_days") == 7);
    CHECK(configuration.value("session_days").origin == file.path + ", line 5");
    CHECK(configuration.number("body_max_kb") == 8'000);
    CHECK(configuration.value("body_max_kb").origin == "default");
    CHECK_FALSE(configuration.yes("log_requests"));
    CHECK(describe(configuration).find("base = /env/  (COUNTERSIGN_BASE)\n") != std::string::npos);
    CHECK(serving_settings(configuration).log_format == LogFormat::json);
    const Configuration by_environment = read_configuration({{}, {{"COUNTERSIGN_CONFIG", file.path}, {"COUNTERSIGN_DATA", "/d"}}});
    CHECK(by_environment.problems.empty());
    CHECK(by_environment.text("listen") == "127.0.0.1:1");
}

TEST_CASE("what is wrong is named with its line, its key and what to do, all of it at once") {
    CHECK(problems_of_file("lisen = 127.0.0.1:1\n\nsession_days = many\nbase\nbase = /a b/\nsession_days = 5\nlog_format = xml\n") ==
          std::vector<std::string>{"line 1: there is no setting 'lisen'. Did you mean listen?",
                                   "line 3: session_days needs a whole number from 1 to 3650, not 'many'.",
                                   "line 4: there is no '='. Write KEY = VALUE, and # before what is only a comment.",
                                   "line 5: base needs a path such as /portal/, not '/a b/'.",
                                   "line 6: session_days was set in line 3 already. Keep one of them.",
                                   "line 7: log_format needs text or json, not 'xml'."});
    CHECK(problems_of_file("quite_something_else = 1\n") ==
          std::vector<std::string>{
              "line 1: there is no setting 'quite_something_else'. countersign serve --print-config lists all settings."});
    CHECK(problems_of_file("trusted_proxy = 127.0.0.1, localhost\n").at(0) ==
          "line 1: trusted_proxy needs IP addresses or networks such as 10.0.0.0/8, separated by commas, not '127.0.0.1, localhost'.");
    CHECK(problems_of_file("listen =\nmetrics_listen =\n").size() == 1);
    CHECK(problems_of_file("connections_max = 10\nconnections_per_address_max = 11\n").at(0) ==
          "line 2: connections_per_address_max (11) is larger than connections_max (10). Lower the first or raise the second.");
    CHECK(problems_of_file("metrics_listen = 127.0.0.1:8080\n").size() == 1);
    CHECK(read_configuration({{}, {}}).problems.at(0).rfind("data is required", 0) == 0);
    CHECK(read_configuration({{"--data", "/d", "--config", "/no/such/file"}, {}}).problems.at(0) ==
          "The configuration file /no/such/file cannot be read. Check its name and who may read it.");
    CHECK(read_configuration({{"--data", "/d", "--verbose"}, {}}).problems ==
          std::vector<std::string>{"The option --verbose is not known."});
    CHECK(read_configuration({{"--data", "/d"}, {{"COUNTERSIGN_BODY_MAX_KB", "5"}}})
              .problems.at(0)
              .rfind("COUNTERSIGN_BODY_MAX_KB: body_max_kb needs", 0) == 0);
    const auto warnings =
        read_configuration({{"--data", "/d"}, {{"COUNTERSIGN_SESION_DAYS", "5"}, {"COUNTERSIGN_SERVICE_HOST", "x"}}}).warnings;
    CHECK(warnings.at(1) == "The environment has COUNTERSIGN_SESION_DAYS, which is no setting. Did you mean COUNTERSIGN_SESSION_DAYS?");
}

TEST_CASE("secrets come from files that nobody else can read, and are never shown") {
    const std::string secret = "0123456789abcdef-secret";
    const WrittenFile file(secret + "\n");
    const auto read = [&] { return read_configuration({{"--data", "/d", "--metrics-token-file", file.path}, {}}); };
    CHECK(read().problems.empty());
    CHECK(read().secret("metrics_token_file") == secret);
    CHECK(describe(read()).find(secret) == std::string::npos);
    ::chmod(file.path.c_str(), 0644);
    CHECK(read().problems.at(0).find("chmod 600") != std::string::npos);
    ::chmod(file.path.c_str(), 0600);
    std::ofstream(file.path) << "short\n";
    CHECK(read().problems.at(0).find("fewer than 16 characters") != std::string::npos);
    std::ofstream(file.path) << "";
    CHECK(read().problems.at(0).find("is empty") != std::string::npos);
    CHECK(read().problems.at(0).find(secret) == std::string::npos);
}

TEST_CASE("every setting is reached in each of the three ways, and its default is allowed") {
    std::set<std::string> names;
    for (const Setting& setting : all_settings()) {
        CAPTURE(setting.name);
        CHECK(names.insert(setting.name).second);
        CHECK(std::string(setting.description).back() == '.');
        const std::string name = setting.name;
        const std::string value = name == "data" ? "/elsewhere" : setting.fallback;
        const std::vector<std::string> data = name == "data" ? std::vector<std::string>{} : std::vector<std::string>{"--data", "/d"};
        const auto with = [&](std::vector<std::string> more, std::map<std::string, std::string> environment) {
            more.insert(more.end(), data.begin(), data.end());
            return read_configuration({more, std::move(environment)});
        };
        const WrittenFile file(name + " = " + value + "\n");
        for (const Configuration& configuration :
             {with({setting.option() + "=" + value}, {}), with({}, {{setting.environment(), value}}), with({"--config", file.path}, {})}) {
            CHECK(configuration.problems == std::vector<std::string>{});
            CHECK(configuration.text(name) == value);
            CHECK(configuration.value(name).origin != "default");
        }
    }
}

TEST_CASE("what the server is built with by default is what the settings say") {
    const ServingSettings settings = serving_settings(read_configuration({{"--data", "/d"}, {}}));
    const ServingSettings built_in;
    CHECK(settings.host == built_in.host);
    CHECK(settings.port == built_in.port);
    CHECK(settings.application.body_bytes_max == built_in.application.body_bytes_max);
    CHECK(settings.application.batch_events_max == built_in.application.batch_events_max);
    CHECK(settings.application.proxy.trusted == built_in.application.proxy.trusted);
    CHECK(settings.sign_in.lifetime == built_in.sign_in.lifetime);
    CHECK(settings.limits.body_bytes_max == built_in.limits.body_bytes_max);
    CHECK(settings.limits.head.head_bytes_max == built_in.limits.head.head_bytes_max);
    CHECK(settings.limits.head.target_bytes_max == built_in.limits.head.target_bytes_max);
    CHECK(settings.limits.head.header_count_max == built_in.limits.head.header_count_max);
    CHECK(settings.limits.connections.total_max == built_in.limits.connections.total_max);
    CHECK(settings.limits.connections.per_address_max == built_in.limits.connections.per_address_max);
    CHECK(settings.limits.connections.shared == built_in.limits.connections.shared);
    CHECK(settings.limits.requests_at_once_max == built_in.limits.requests_at_once_max);
    CHECK(settings.limits.requests_per_connection_max == built_in.limits.requests_per_connection_max);
    CHECK(settings.limits.head_time == built_in.limits.head_time);
    CHECK(settings.limits.body_time == built_in.limits.body_time);
    CHECK(settings.limits.silence == built_in.limits.silence);
    CHECK(settings.limits.turn_time == built_in.limits.turn_time);
    CHECK(settings.limits.keep_alive == built_in.limits.keep_alive);
    CHECK(settings.stop_time == built_in.stop_time);
    CHECK(settings.front.address_rate.per_second == built_in.front.address_rate.per_second);
    CHECK(settings.front.address_rate.at_once == built_in.front.address_rate.at_once);
    CHECK(settings.front.session_rate.per_second == built_in.front.session_rate.per_second);
    CHECK(settings.front.session_rate.at_once == built_in.front.session_rate.at_once);
    CHECK_FALSE(settings.front.metrics);
}

TEST_CASE("the committed example is what --print-config prints, and is a sound configuration as it is and with every line in use") {
    std::ifstream file("server/deploy/countersign.conf", std::ios::binary);
    const std::string committed{std::istreambuf_iterator<char>(file), {}};
    CHECK(committed == example_configuration());
    const Ended printed = run_program({"serve", "--print-config"});
    CHECK(printed.status == 0);
    CHECK(printed.out == committed);
    CHECK(read_configuration({{"--config", "server/deploy/countersign.conf"}, {}}).problems.empty());
    std::string all = committed;
    for (auto at = all.find("\n#"); at != std::string::npos; at = all.find("\n#", at + 1)) {
        if (all[at + 2] != ' ' && all[at + 2] != '#') all.erase(at + 1, 1);
    }
    const WrittenFile used(all);
    const Configuration configuration = read_configuration({{"--config", used.path}, {}});
    CHECK(configuration.problems == std::vector<std::string>{});
    for (const Setting& setting : all_settings()) CHECK(configuration.value(setting.name).origin.find(", line ") != std::string::npos);
}

TEST_CASE("--check-config prints what is in force and ends with 0, or says what is wrong and ends with 2; nothing is made") {
    const TemporaryDirectory directory;
    const std::string data = directory.file("data");
    const Ended sound = run_program({"serve", "--check-config", "--data", data}, {"COUNTERSIGN_SESSION_DAYS=9"});
    CHECK(sound.status == 0);
    CHECK(sound.out.find("session_days = 9  (COUNTERSIGN_SESSION_DAYS)\n") != std::string::npos);
    CHECK(sound.out.find("data = " + data + "  (--data)\n") != std::string::npos);
    const Ended wrong = run_program({"serve", "--check-config", "--data", data, "--session-days", "0", "--base", "x y"});
    CHECK(wrong.status == 2);
    CHECK(wrong.err.find("--session-days: session_days needs a whole number from 1 to 3650, not '0'.\n") != std::string::npos);
    CHECK(wrong.err.find("--base: base needs") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(data));
}
