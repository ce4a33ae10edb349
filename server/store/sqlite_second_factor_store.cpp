// Reading and writing the second_factor and recovery_code tables.
#include "server/store/sqlite_second_factor_store.hpp"

namespace countersign {

namespace {

void write_codes(Database& database, const UserId& user, const std::vector<Digest>& codes) {
    database.prepare("DELETE FROM recovery_code WHERE user = ?1").bind(1, user.value).run();
    for (const Digest& code : codes) {
        database.prepare("INSERT INTO recovery_code(user, code_digest) VALUES(?1, ?2)").bind(1, user.value).bind_blob(2, raw(code)).run();
    }
}

}  // namespace

Result<std::optional<SecondFactorRecord>, Failure> SqliteSecondFactorStore::find(const UserId& user) {
    return database_.read([&](Database& database) -> std::optional<SecondFactorRecord> {
        auto query = database.prepare("SELECT sealed_secret, confirmed FROM second_factor WHERE user = ?1");
        if (!query.bind(1, user.value).step()) return std::nullopt;
        return SecondFactorRecord{query.blob(0), query.integer(1) != 0};
    });
}

Result<bool, Failure> SqliteSecondFactorStore::begin(const UserId& user, const std::string& sealed_secret) {
    return database_.write([&](Database& database) {
        database
            .prepare(
                "INSERT INTO second_factor(user, sealed_secret, confirmed, last_step) VALUES(?1, ?2, 0, 0) "
                "ON CONFLICT(user) DO UPDATE SET sealed_secret = excluded.sealed_secret WHERE confirmed = 0")
            .bind(1, user.value)
            .bind_blob(2, sealed_secret)
            .run();
        return database.changes() > 0;
    });
}

Result<bool, Failure> SqliteSecondFactorStore::confirm(const UserId& user, std::int64_t step, const std::vector<Digest>& recovery_codes) {
    return database_.write([&](Database& database) {
        database.prepare("UPDATE second_factor SET confirmed = 1, last_step = ?2 WHERE user = ?1 AND confirmed = 0")
            .bind(1, user.value)
            .bind(2, step)
            .run();
        if (database.changes() == 0) return false;
        write_codes(database, user, recovery_codes);
        return true;
    });
}

Result<bool, Failure> SqliteSecondFactorStore::use_step(const UserId& user, std::int64_t step) {
    return database_.write([&](Database& database) {
        database.prepare("UPDATE second_factor SET last_step = ?2 WHERE user = ?1 AND confirmed = 1 AND last_step < ?2")
            .bind(1, user.value)
            .bind(2, step)
            .run();
        return database.changes() > 0;
    });
}

Result<void, Failure> SqliteSecondFactorStore::remove(const UserId& user) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM second_factor WHERE user = ?1").bind(1, user.value).run();
        write_codes(database, user, {});
    });
}

Result<void, Failure> SqliteSecondFactorStore::replace_recovery_codes(const UserId& user, const std::vector<Digest>& codes) {
    return database_.write([&](Database& database) { write_codes(database, user, codes); });
}

Result<bool, Failure> SqliteSecondFactorStore::use_recovery_code(const UserId& user, const Digest& code) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM recovery_code WHERE user = ?1 AND code_digest = ?2")
            .bind(1, user.value)
            .bind_blob(2, raw(code))
            .run();
        return database.changes() > 0;
    });
}

Result<std::int64_t, Failure> SqliteSecondFactorStore::recovery_codes_left(const UserId& user) {
    return database_.read([&](Database& database) {
        auto query = database.prepare("SELECT count(*) FROM recovery_code WHERE user = ?1");
        query.bind(1, user.value).step();
        return query.integer(0);
    });
}

}  // namespace countersign
