// Configuration: the value of every setting and where it comes from: command line before environment before file before default. Everything
// that is wrong is named, with its place and what to do; nothing unknown is passed over.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/config/setting.hpp"

namespace countersign {

class Configuration {
public:
    struct Value {
        std::string text;
        std::string origin;  ///< "default", "/etc/countersign.conf, line 3", "COUNTERSIGN_LISTEN", "--listen"
    };

    const Value& value(const std::string& name) const { return values_.at(name); }
    const std::string& text(const std::string& name) const { return value(name).text; }
    std::int64_t number(const std::string& name) const;
    bool yes(const std::string& name) const { return text(name) == "yes"; }
    std::vector<std::string> list(const std::string& name) const;
    /// The secret in the file that the setting names; empty when it names none.
    const std::string& secret(const std::string& name) const;

    /// What is wrong, each with its place. When there is any, the values are not to be used.
    std::vector<std::string> problems;
    /// What may be a mistake.
    std::vector<std::string> warnings;

private:
    friend struct ConfigurationReader;
    std::map<std::string, Value> values_;
    std::map<std::string, std::string> secrets_;
};

struct ConfigurationSources {
    std::vector<std::string> arguments = {};              ///< of `serve`, without --check-config and the like
    std::map<std::string, std::string> environment = {};  ///< all of it; only names that begin with COUNTERSIGN_ are looked at
};

Configuration read_configuration(const ConfigurationSources& sources);

/// The environment of this process.
std::map<std::string, std::string> process_environment();

/// HOST:PORT taken apart; port -1 where it is none.
struct ListenAddress {
    std::string host;
    int port = -1;
};
ListenAddress read_listen_address(const std::string& text);

/// Every setting with its value and where that comes from, one a line.
std::string describe(const Configuration& configuration);
/// The commented example of a configuration file.
std::string example_configuration();

}  // namespace countersign
