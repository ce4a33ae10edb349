// Setting: one thing that can be set about `countersign serve`. From this one list are made: the reader of the configuration file, of the
// environment and of the command line, the checks, and the commented example (server/deploy/countersign.conf).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace countersign {

enum class SettingKind {
    text,
    number,       ///< a whole number from `least` to `most`
    yes_no,       ///< on the command line its mere name means yes
    choice,       ///< one of `choices`
    listen,       ///< HOST:PORT, or nothing where the default is nothing
    base_path,    ///< such as /portal/
    addresses,    ///< IP addresses, separated by commas
    roles,        ///< of people, separated by commas
    secret_file,  ///< a file whose first line is a secret
};

struct Setting {
    const char* section;
    const char* name;  ///< in the file: snake_case
    SettingKind kind;
    const char* fallback;
    const char* description;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::vector<std::string> choices = {};

    std::string option() const;       ///< "--session-days"
    std::string environment() const;  ///< "COUNTERSIGN_SESSION_DAYS"
    /// "from 1 to 3650", "text or json"; empty where there is nothing to say.
    std::string allowed() const;
};

const std::vector<Setting>& all_settings();
const Setting* find_setting(const std::string& name);
/// The known name that looks most like it; empty when none does.
std::string nearest_setting(const std::string& name);

}  // namespace countersign
