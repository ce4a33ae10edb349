// The rules for places of SQLite files, run against memory and (natively) files. The browser's OPFS: tests/browser/storage.
#include "tests/conformance/database_file_rules.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>

namespace countersign::conformance {
namespace {

void check_all(const DatabasePlace& place) {
    for (const Rule& rule : database_file_rules()) {
        CAPTURE(rule.sentence);
        CHECK_EQ(broken(rule, place), "");
    }
}

}  // namespace

TEST_CASE("memory keeps the rules for database files") {
    check_all({.vfs = "memdb", .folder = "/", .write_ahead_log = false, .survives_closing = false, .truncates_on_disk = false});
}

#ifndef __EMSCRIPTEN__
TEST_CASE("native files keep the rules for database files") {
    std::string folder = (std::filesystem::temp_directory_path() / "countersign-conformance-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    check_all({.vfs = "", .folder = folder + "/"});
    std::filesystem::remove_all(folder);
}
#endif

}  // namespace countersign::conformance
