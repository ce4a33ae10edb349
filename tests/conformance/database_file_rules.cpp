// The rules themselves. Each uses a file of its own, so that they can run in any order and again.
#include "tests/conformance/database_file_rules.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>

namespace countersign::conformance {
namespace {

/// A connection that throws with SQLite's words when anything goes wrong.
class Connection {
public:
    Connection(const DatabasePlace& place, const std::string& path) {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
        const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, place.vfs.empty() ? nullptr : place.vfs.c_str());
        if (code != SQLITE_OK) {
            const std::string text = std::string("open: ") + sqlite3_errmsg(handle_);
            sqlite3_close(handle_);
            throw std::runtime_error(text);
        }
        run("PRAGMA locking_mode=EXCLUSIVE");
        run("PRAGMA synchronous=FULL");
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { sqlite3_close(handle_); }

    void run(const std::string& sql) {
        char* message = nullptr;
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
        const std::string text = sql.substr(0, 80) + ": " + (message != nullptr ? message : "no message");
        sqlite3_free(message);
        throw std::runtime_error(text);
    }

    bool fails(const std::string& sql) { return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK; }

    /// The first column of the first row as text.
    std::string text(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_));
        }
        std::string result;
        const int code = sqlite3_step(statement);
        if (code == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
            result.assign(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        }
        sqlite3_finalize(statement);
        if (code != SQLITE_ROW && code != SQLITE_DONE) throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_));
        return result;
    }

    std::int64_t number(const std::string& sql) { return std::stoll(text(sql)); }

private:
    sqlite3* handle_ = nullptr;
};

void expect_equal(const std::string& what, const std::string& expected, const std::string& actual) {
    if (expected != actual) throw std::runtime_error(what + ": expected '" + expected + "', got '" + actual + "'");
}

void expect(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}

void expect_sound(Connection& database) { expect_equal("integrity", "ok", database.text("PRAGMA integrity_check")); }

/// `count` rows of about `bytes` each, the same on every run.
std::string insert_rows(int count, int bytes) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
           ") INSERT INTO record(id, body) SELECT i, printf('%0" + std::to_string(bytes) + "d', i) FROM n";
}

constexpr const char* make_table = "CREATE TABLE IF NOT EXISTS record(id INTEGER PRIMARY KEY, body TEXT); DELETE FROM record";

void keeps_rows(const DatabasePlace& place, const std::string& path) {
    {
        Connection database(place, path);
        database.run(make_table);
        database.run(insert_rows(1000, 100));
        expect_equal("rows", "1000", database.text("SELECT count(*) FROM record"));
    }
    if (!place.survives_closing) return;
    Connection database(place, path);
    expect_equal("rows after reopening", "1000", database.text("SELECT count(*) FROM record"));
    expect_equal("last row", std::string(96, '0') + "1000", database.text("SELECT body FROM record WHERE id = 1000"));
    expect_sound(database);
}

void rolls_back_in_every_journal_mode(const DatabasePlace& place, const std::string& path) {
    for (const std::string mode : {"DELETE", "TRUNCATE", "PERSIST", "MEMORY", "WAL", "DELETE"}) {
        if (mode == "WAL" && !place.write_ahead_log) continue;
        const std::string where = "journal mode " + mode + ": ";
        {
            Connection database(place, path);
            const std::string got = database.text("PRAGMA journal_mode=" + mode);
            if (place.write_ahead_log) expect_equal(where + "taken", mode == "WAL" ? "wal" : got, got);
            database.run(make_table);
            database.run(insert_rows(500, 200));
            database.run("BEGIN; UPDATE record SET body = 'changed'; DELETE FROM record WHERE id % 2 = 0; ROLLBACK");
            expect_equal(where + "rows", "500", database.text("SELECT count(*) FROM record WHERE body <> 'changed'"));
            database.run("BEGIN; DELETE FROM record WHERE id > 400; COMMIT");
        }
        if (!place.survives_closing) continue;
        Connection database(place, path);
        expect_equal(where + "rows after reopening", "400", database.text("SELECT count(*) FROM record"));
        expect_sound(database);
    }
}

void rolls_back_a_failed_statement(const DatabasePlace& place, const std::string& path) {
    Connection database(place, path);
    database.run(make_table);
    database.run(insert_rows(3000, 300));
    database.run("BEGIN; INSERT INTO record(id, body) VALUES(10000, 'kept')");
    // Touches all pages before it fails on the last row: the statement's own journal must put them back.
    expect(database.fails("UPDATE record SET body = 'changed', id = CASE WHEN id = 10000 THEN 1 ELSE id END"), "a duplicate id was taken");
    database.run("COMMIT");
    expect_equal("changed rows", "0", database.text("SELECT count(*) FROM record WHERE body = 'changed'"));
    expect_equal("rows", "3001", database.text("SELECT count(*) FROM record"));
    expect_sound(database);
}

void nests_savepoints(const DatabasePlace& place, const std::string& path) {
    Connection database(place, path);
    database.run(make_table);
    database.run("SAVEPOINT outer_one; INSERT INTO record VALUES(1, 'outer'); SAVEPOINT inner_one");
    database.run(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO record SELECT i, hex(zeroblob(150)) "
        "FROM n");
    database.run("ROLLBACK TO inner_one; INSERT INTO record VALUES(2, 'second'); RELEASE outer_one");
    expect_equal("rows", "1,2", database.text("SELECT group_concat(id) FROM record"));
    expect_sound(database);
}

void moves_the_log_into_the_database(const DatabasePlace& place, const std::string& path) {
    if (!place.write_ahead_log) return;
    {
        Connection database(place, path);
        expect_equal("journal mode", "wal", database.text("PRAGMA journal_mode=WAL"));
        database.run("PRAGMA wal_autocheckpoint=0");
        database.run(make_table);
        for (int turn = 1; turn <= 50; ++turn) database.run("INSERT INTO record(body) VALUES(hex(zeroblob(5000)))");
        const std::int64_t pages = database.number("PRAGMA page_count");
        expect_equal("busy after checkpoint", "0", database.text("PRAGMA wal_checkpoint(TRUNCATE)"));
        expect(pages > 100, "too few pages to mean anything");
        expect_sound(database);
    }
    Connection database(place, path);
    expect_equal("rows", "50", database.text("SELECT count(*) FROM record"));
    expect_equal("still a log", "wal", database.text("PRAGMA journal_mode"));
}

void holds_big_values(const DatabasePlace& place, const std::string& path) {
    const char* sum = "SELECT length(body) || ':' || hex(substr(body, 1, 3)) || hex(substr(body, -3)) FROM record WHERE id = 1";
    std::string before;
    {
        Connection database(place, path);
        database.run(make_table);
        database.run("INSERT INTO record VALUES(1, CAST(randomblob(6000000) AS BLOB))");
        before = database.text(sum);
        expect(before.rfind("6000000:", 0) == 0, "length: " + before);
        expect_equal("again", before, database.text(sum));
        if (!place.survives_closing) return;
    }
    Connection database(place, path);
    expect_equal("after reopening", before, database.text(sum));
    expect_sound(database);
}

void gets_smaller(const DatabasePlace& place, const std::string& path) {
    std::int64_t smaller = 0;
    {
        Connection database(place, path);
        database.run(make_table);
        database.run(insert_rows(5000, 500));
        const std::int64_t full = database.number("PRAGMA page_count");
        database.run("DELETE FROM record WHERE id > 100");
        expect(database.number("PRAGMA page_count") == full, "deleting alone changed the size");
        database.run("VACUUM");
        smaller = database.number("PRAGMA page_count");
        if (place.truncates_on_disk) expect(smaller * 10 < full, "VACUUM left " + std::to_string(smaller) + " pages");
        expect_sound(database);
    }
    if (!place.survives_closing) return;
    Connection database(place, path);
    expect(database.number("PRAGMA page_count") == smaller, "another size after reopening");
    expect_equal("rows", "100", database.text("SELECT count(*) FROM record"));
}

void stays_sound_under_random_changes(const DatabasePlace& place, const std::string& path) {
    constexpr std::uint32_t seed = 20240611;
    std::uint32_t state = seed;
    const auto next = [&state](std::uint32_t below) {
        state = state * 1664525U + 1013904223U;
        return std::to_string((state >> 8) % below);
    };
    Connection database(place, path);
    if (place.write_ahead_log) database.text("PRAGMA journal_mode=WAL");
    database.run(make_table);
    database.run("CREATE INDEX IF NOT EXISTS record_by_body ON record(body)");
    for (int turn = 0; turn < 600; ++turn) {
        const std::string id = next(200);
        switch (std::stoi(next(4))) {
            case 0:
                database.run("DELETE FROM record WHERE id = " + id);
                break;
            case 1:
                database.run("BEGIN; UPDATE record SET body = body || 'x' WHERE id < " + id + "; ROLLBACK");
                break;
            default:
                database.run("INSERT OR REPLACE INTO record VALUES(" + id + ", hex(zeroblob(" + next(4000) + ")))");
        }
    }
    expect_sound(database);
    if (place.survives_closing) {
        const std::string sum = database.text("SELECT count(*) || ':' || total(length(body)) FROM record");
        database.run("VACUUM");
        expect_equal("sum after VACUUM (seed " + std::to_string(seed) + ")", sum,
                     database.text("SELECT count(*) || ':' || total(length(body)) FROM record"));
    }
}

void takes_any_name(const DatabasePlace& place, const std::string& path) {
    Connection database(place, path);
    database.run(make_table);
    database.run("INSERT INTO record VALUES(1, 'zażółć gęślą jaźń')");
    expect_equal("text", "zażółć gęślą jaźń", database.text("SELECT body FROM record"));
}

void knows_time_and_chance(const DatabasePlace& place, const std::string& path) {
    Connection database(place, path);
    expect(database.number("SELECT strftime('%Y', 'now')") >= 2024, "the clock stands before 2024");
    expect(database.text("SELECT hex(randomblob(16))") != database.text("SELECT hex(randomblob(16))"), "the same bytes twice");
}

}  // namespace

const std::vector<Rule>& database_file_rules() {
    static const std::vector<Rule> rules = {
        {"keeps what was committed", "rows.db", keeps_rows},
        {"rolls back in every journal mode", "modes.db", rolls_back_in_every_journal_mode},
        {"rolls back a statement that fails halfway", "statement.db", rolls_back_a_failed_statement},
        {"nests savepoints", "savepoints.db", nests_savepoints},
        {"moves the write-ahead log into the database", "log.db", moves_the_log_into_the_database},
        {"holds values of several megabytes", "big.db", holds_big_values},
        {"gets smaller with VACUUM", "vacuum.db", gets_smaller},
        {"stays sound under random changes", "random.db", stays_sound_under_random_changes},
        {"takes names with letters outside ASCII", "zażółć gęślą jaźń.db", takes_any_name},
        {"knows the time and makes random bytes", "time.db", knows_time_and_chance},
    };
    return rules;
}

std::string broken(const Rule& rule, const DatabasePlace& place) {
    try {
        rule.check(place, place.folder + rule.file);
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace countersign::conformance
