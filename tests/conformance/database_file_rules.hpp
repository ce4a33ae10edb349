// What every place that SQLite files can be kept in must do: one list of rules, run against memory, native files and the browser's OPFS.
#pragma once

#include <string>
#include <vector>

namespace countersign::conformance {

struct DatabasePlace {
    std::string vfs;                // sqlite3_vfs to open with; empty = the default one
    std::string folder;             // put before every file name
    bool write_ahead_log = true;    // false: this place has no WAL
    bool survives_closing = true;   // false: content is gone when the last connection closes
    bool truncates_on_disk = true;  // false: a file never gets shorter
};

struct Rule {
    const char* sentence;
    const char* file;
    void (*check)(const DatabasePlace& place, const std::string& path);  // throws std::runtime_error
};

const std::vector<Rule>& database_file_rules();

/// Empty when the place keeps the rule, otherwise what went wrong.
std::string broken(const Rule& rule, const DatabasePlace& place);

}  // namespace countersign::conformance
