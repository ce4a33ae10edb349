// A small wasm module for the browser's storage tests: SQLite over the OPFS pool, driven from storage_test_worker.js by SQL text.
#include <emscripten.h>
#include <sodium/crypto_pwhash.h>
#include <sqlite3.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "core/storage/database.hpp"
#include "tests/conformance/database_file_rules.hpp"
#include "web/storage/opfs_vfs.hpp"

namespace {

sqlite3* database = nullptr;
std::string answer;

const char* answer_with(const nlohmann::json& value) {
    answer = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return answer.c_str();
}

const char* answer_with_state(int code) {
    const countersign::StorageProblem problem = countersign::last_storage_problem();
    return answer_with({{"code", code},
                        {"message", database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code)},
                        {"problem", {{"key", problem.key}, {"detail", problem.detail}}}});
}

int add_row(void* rows, int count, char** values, char**) {
    nlohmann::json row = nlohmann::json::array();
    for (int column = 0; column < count; ++column) {
        row.push_back(values[column] == nullptr ? nlohmann::json() : nlohmann::json(values[column]));
    }
    static_cast<nlohmann::json*>(rows)->push_back(row);
    return 0;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* storage_open(const char* path, const char* vfs) {
    countersign::register_opfs_vfs();
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(path, &database, flags, vfs[0] == '\0' ? nullptr : vfs);
    const char* result = answer_with_state(code);
    if (code != SQLITE_OK) {
        sqlite3_close(database);
        database = nullptr;
    } else {
        sqlite3_extended_result_codes(database, 1);
    }
    return result;
}

EMSCRIPTEN_KEEPALIVE const char* storage_close() {
    const int code = sqlite3_close(database);
    if (code == SQLITE_OK) database = nullptr;
    return answer_with_state(code);
}

EMSCRIPTEN_KEEPALIVE const char* storage_run(const char* sql) {
    nlohmann::json rows = nlohmann::json::array();
    const int code = sqlite3_exec(database, sql, add_row, &rows, nullptr);
    if (code != SQLITE_OK) return answer_with_state(code);
    return answer_with({{"code", code}, {"rows", rows}});
}

/// Opens a database as the portal does, which encrypts one that is not yet, and closes it again. `key`: 32 letters. Answers the failure.
EMSCRIPTEN_KEEPALIVE const char* storage_encrypt(const char* path, const char* key) {
    countersign::register_opfs_vfs();
    const auto opened = countersign::Database::open_encrypted(path, *countersign::DataKey::of(key), countersign::opfs_vfs_name);
    if (opened) return answer_with({{"key", ""}, {"detail", ""}});
    return answer_with({{"key", opened.error().key}, {"detail", opened.error().describe()}});
}

/// As web/app/main.cpp makes a key of a PIN, for measuring.
EMSCRIPTEN_KEEPALIVE int storage_pin_key(int operations, int memory_bytes) {
    std::array<unsigned char, countersign::DataKey::size> key{};
    const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    return crypto_pwhash(key.data(), key.size(), "274951", 6, salt.data(), static_cast<unsigned long long>(operations),
                         static_cast<std::size_t>(memory_bytes), crypto_pwhash_ALG_ARGON2ID13);
}

/// One transaction per row; returns how many were committed.
EMSCRIPTEN_KEEPALIVE int storage_insert_rows(int count) {
    sqlite3_stmt* statement = nullptr;
    const char* sql = "INSERT INTO record(body) VALUES('arrived at the office, three computers checked, one fan replaced')";
    int done = 0;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK) return 0;
    while (done < count && sqlite3_step(statement) == SQLITE_DONE) {
        sqlite3_reset(statement);
        ++done;
    }
    sqlite3_finalize(statement);
    return done;
}

EMSCRIPTEN_KEEPALIVE const char* storage_counters() {
    const countersign::StorageCounters counters = countersign::storage_counters();
    return answer_with({{"bytes_read", counters.bytes_read},
                        {"bytes_written", counters.bytes_written},
                        {"writes", counters.writes},
                        {"flushes", counters.flushes}});
}

EMSCRIPTEN_KEEPALIVE const char* storage_rules() {
    nlohmann::json sentences = nlohmann::json::array();
    for (const auto& rule : countersign::conformance::database_file_rules()) sentences.push_back(rule.sentence);
    return answer_with(sentences);
}

EMSCRIPTEN_KEEPALIVE const char* storage_broken_rule(int index, const char* vfs) {
    countersign::register_opfs_vfs();
    const auto& rule = countersign::conformance::database_file_rules().at(static_cast<size_t>(index));
    return answer_with(countersign::conformance::broken(rule, {.vfs = vfs, .folder = "/"}));
}
}
