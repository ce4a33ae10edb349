// Reading the three sources, the weakest first, and checking what came of it.
#include "server/config/configuration.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

#include "core/domain/permission.hpp"
#include "server/command/options.hpp"
#include "server/http/proxy.hpp"
#include "server/system/address.hpp"

extern char** environ;

namespace countersign {

namespace {

constexpr std::string_view environment_prefix = "COUNTERSIGN_";
constexpr std::size_t secret_bytes_least = 16;
constexpr std::size_t file_bytes_max = 1'000'000;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::vector<std::string> split_list(const std::string& text) {
    std::vector<std::string> entries;
    std::istringstream stream(text);
    for (std::string entry; std::getline(stream, entry, ',');) {
        if (entry = trimmed(entry); !entry.empty()) entries.push_back(entry);
    }
    return entries;
}

bool is_role_of_people(const std::string& name) {
    const auto role = parse_role(name);
    return role && *role != Role::server;
}

bool fits(const Setting& setting, const std::string& text) {
    switch (setting.kind) {
        case SettingKind::number: {
            const auto number = whole_number(text);
            return number && *number >= setting.least && *number <= setting.most;
        }
        case SettingKind::yes_no:
            return text == "yes" || text == "no";
        case SettingKind::choice:
            return std::find(setting.choices.begin(), setting.choices.end(), text) != setting.choices.end();
        case SettingKind::listen:
            return (text.empty() && *setting.fallback == '\0') || read_listen_address(text).port >= 0;
        case SettingKind::base_path:
            return normal_base_path(text).has_value();
        case SettingKind::addresses:
            return AddressList::parse(split_list(text)).has_value();
        case SettingKind::roles: {
            const auto entries = split_list(text);
            return std::all_of(entries.begin(), entries.end(), is_role_of_people);
        }
        case SettingKind::text:
        case SettingKind::secret_file:
            break;
    }
    return text.find('\0') == std::string::npos;
}

std::string did_you_mean(const std::string& name, std::string (*form)(const Setting&)) {
    const Setting* nearest = find_setting(nearest_setting(name));
    return nearest == nullptr ? std::string(" countersign serve --print-config lists all settings.")
                              : " Did you mean " + form(*nearest) + "?";
}

}  // namespace

struct ConfigurationReader {
    Configuration result = {};

    void set(const Setting& setting, const std::string& text, const std::string& origin) {
        if (!fits(setting, text)) {
            result.problems.push_back(origin + ": " + setting.name + " needs " + setting.allowed() + ", not '" + text + "'.");
            return;
        }
        result.values_[setting.name] = {text, origin};
    }

    void read_defaults() {
        for (const Setting& setting : all_settings()) result.values_[setting.name] = {setting.fallback, "default"};
    }

    void read_file(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        std::string content(std::istreambuf_iterator<char>(file), {});
        if (!file || content.size() > file_bytes_max) {
            result.problems.push_back("The configuration file " + path + " cannot be read. Check its name and who may read it.");
            return;
        }
        // Some editors put an invisible mark before the first line.
        if (content.substr(0, 3) == "\xEF\xBB\xBF") content.erase(0, 3);
        std::istringstream lines(content);
        std::map<std::string, int> seen;
        int number = 0;
        for (std::string line; std::getline(lines, line);) {
            const std::string place = path + ", line " + std::to_string(++number);
            line = trimmed(line);
            if (line.empty() || line.front() == '#') continue;
            const auto equals = line.find('=');
            if (equals == std::string::npos) {
                result.problems.push_back(place + ": there is no '='. Write KEY = VALUE, and # before what is only a comment.");
                continue;
            }
            const std::string name = trimmed(line.substr(0, equals));
            const Setting* setting = find_setting(name);
            if (setting == nullptr) {
                result.problems.push_back(place + ": there is no setting '" + name + "'." +
                                          did_you_mean(name, [](const Setting& near) { return std::string(near.name); }));
            } else if (const auto [first, fresh] = seen.emplace(name, number); !fresh) {
                result.problems.push_back(place + ": " + name + " was set in line " + std::to_string(first->second) +
                                          " already. Keep one of them.");
            } else {
                set(*setting, trimmed(line.substr(equals + 1)), place);
            }
        }
    }

    void read_environment(const std::map<std::string, std::string>& environment) {
        for (const auto& [name, text] : environment) {
            if (name.substr(0, environment_prefix.size()) != environment_prefix || name == "COUNTERSIGN_CONFIG") continue;
            const auto& all = all_settings();
            const auto found = std::find_if(all.begin(), all.end(), [&](const Setting& setting) { return setting.environment() == name; });
            if (found != all.end()) {
                set(*found, text, name);
                continue;
            }
            // Container systems put names of their own there, so this cannot be an error.
            std::string key = name.substr(environment_prefix.size());
            std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            result.warnings.push_back("The environment has " + name + ", which is no setting." +
                                      did_you_mean(key, [](const Setting& near) { return near.environment(); }));
        }
    }

    void read_options(const Options& options) {
        for (const Setting& setting : all_settings()) {
            const auto given = options.values(setting.option());
            if (given.empty()) continue;
            std::string text = given.back();
            if (setting.kind == SettingKind::addresses || setting.kind == SettingKind::roles) {
                text.clear();
                for (const std::string& entry : given) text += (text.empty() ? "" : ", ") + entry;
            }
            set(setting, text, setting.option());
        }
    }

    void read_secrets() {
        for (const Setting& setting : all_settings()) {
            const auto& [path, origin] = result.values_.at(setting.name);
            if (setting.kind != SettingKind::secret_file || path.empty()) continue;
            const std::string place = origin + ": " + setting.name + ": the file " + path;
            struct stat status {};
            std::ifstream file(path, std::ios::binary);
            std::string secret;
            if (!file || ::stat(path.c_str(), &status) != 0 || !std::getline(file, secret)) {
                result.problems.push_back(place + " cannot be read, or is empty.");
            } else if ((status.st_mode & S_IROTH) != 0) {
                result.problems.push_back(place + " can be read by everybody on this machine: chmod 600 it, and change the secret.");
            } else if (secret = trimmed(secret); secret.size() < secret_bytes_least) {
                result.problems.push_back(place + " holds fewer than " + std::to_string(secret_bytes_least) +
                                          " characters. For a good one: openssl rand -hex 32");
            } else {
                result.secrets_[setting.name] = std::move(secret);
            }
        }
    }

    void check_together() {
        if (result.text("data").empty()) {
            result.problems.push_back(
                "data is required: the folder of the database. Give --data DIR, COUNTERSIGN_DATA or data = DIR in the file.");
        }
        const auto must_not_exceed = [&](const char* smaller, const char* larger) {
            if (result.number(smaller) <= result.number(larger)) return;
            result.problems.push_back(result.value(smaller).origin + ": " + smaller + " (" + result.text(smaller) + ") is larger than " +
                                      larger + " (" + result.text(larger) + "). Lower the first or raise the second.");
        };
        // Someone who sets a small total means it for each address too.
        if (result.value("connections_per_address_max").origin == "default") {
            auto& each = result.values_.at("connections_per_address_max").text;
            each = std::to_string(std::min(result.number("connections_per_address_max"), result.number("connections_max")));
        }
        must_not_exceed("connections_per_address_max", "connections_max");
        if (result.text("metrics_listen") == result.text("listen") && read_listen_address(result.text("listen")).port != 0) {
            result.problems.push_back(
                "metrics_listen and listen are the same address. Leave metrics_listen out and set metrics_token_file.");
        }
        const std::string host = read_listen_address(result.text("metrics_listen")).host;
        const bool local = host.empty() || host == "::1" || host == "localhost" || host.substr(0, 4) == "127.";
        if (!local && result.text("metrics_token_file").empty()) {
            result.warnings.push_back(
                "metrics_listen is no address of this machine alone, and there is no metrics_token_file: whoever reaches it "
                "reads the metrics.");
        }
    }
};

std::int64_t Configuration::number(const std::string& name) const { return whole_number(text(name)).value_or(0); }

std::vector<std::string> Configuration::list(const std::string& name) const { return split_list(text(name)); }

const std::string& Configuration::secret(const std::string& name) const {
    static const std::string none;
    const auto found = secrets_.find(name);
    return found == secrets_.end() ? none : found->second;
}

Configuration read_configuration(const ConfigurationSources& sources) {
    ConfigurationReader reader;
    reader.read_defaults();
    OptionNames names{{"--config"}};
    std::vector<std::string> arguments = sources.arguments;
    for (const Setting& setting : all_settings()) {
        names.with_value.push_back(setting.option());
        if (setting.kind != SettingKind::yes_no) continue;
        std::replace(arguments.begin(), arguments.end(), setting.option(), setting.option() + "=yes");
    }
    auto options = Options::parse(arguments, names);
    if (!options) {
        reader.result.problems.push_back(options.error());
        return std::move(reader.result);
    }
    const auto named = sources.environment.find("COUNTERSIGN_CONFIG");
    const std::string file = options->value_or("--config", named == sources.environment.end() ? "" : named->second);
    if (!file.empty()) reader.read_file(file);
    reader.read_environment(sources.environment);
    reader.read_options(*options);
    reader.read_secrets();
    reader.check_together();
    return std::move(reader.result);
}

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (const auto equals = text.find('='); equals != std::string::npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return variables;
}

ListenAddress read_listen_address(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return {};
    const auto port = whole_number(text.substr(colon + 1));
    if (!port || *port < 0 || *port > 65'535) return {};
    std::string host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    return {host, static_cast<int>(*port)};
}

}  // namespace countersign
