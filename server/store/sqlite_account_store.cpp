// Reading and writing the account, session and known_browser tables.
#include "server/store/sqlite_account_store.hpp"

#include "server/store/account_rows.hpp"

namespace countersign {

namespace {

// A browser that was not used for so long is a stranger again; its cookie ends by itself at about that time, too.
constexpr Milliseconds browser_known_for{400LL * 24 * 3'600'000};

const std::string select_account = std::string("SELECT ") + account_columns + " FROM account ";

// Nothing may leave the server without an administrator: nobody could invite one.
bool is_last_administrator(Database& database, const UserId& user) {
    auto query = database.prepare(
        "SELECT 1 FROM account WHERE user = ?1 AND role = 'administrator' AND deactivated_at IS NULL AND NOT EXISTS (SELECT 1 FROM account "
        "WHERE user <> ?1 AND role = 'administrator' AND deactivated_at IS NULL)");
    return query.bind(1, user.value).step();
}

Session session_of(const Statement& row, int first) {
    Session session;
    session.token_digest = digest_from_raw(row.blob(first)).value_or(Digest{});
    session.user = {row.text(first + 1)};
    session.created_at = {row.integer(first + 2)};
    session.expires_at = {row.integer(first + 3)};
    session.id = row.text(first + 4);
    session.client = row.text(first + 5);
    session.address = row.text(first + 6);
    session.last_used_at = {row.integer(first + 7)};
    return session;
}

}  // namespace

Result<bool, Failure> SqliteAccountStore::add(const Account& account) {
    return database_.write([&](Database& database) { return insert_account(database, account); });
}

Result<bool, Failure> SqliteAccountStore::set_password(const std::string& login, const std::string& password_hash) {
    return database_.write([&](Database& database) {
        auto query = database.prepare("SELECT user FROM account WHERE login = ?1");
        if (!query.bind(1, login).step()) return false;
        const UserId user{query.text(0)};
        set_password_hash(database, user, password_hash);
        end_all_sessions(database, user);
        return true;
    });
}

Result<std::optional<Account>, Failure> SqliteAccountStore::find(const std::string& login) {
    return database_.read([&](Database& database) -> std::optional<Account> {
        auto query = database.prepare(select_account + "WHERE login = ?1");
        if (!query.bind(1, login).step()) return std::nullopt;
        Account account = account_of(query);
        read_organisations(database, account);
        return account;
    });
}

Result<std::optional<Account>, Failure> SqliteAccountStore::find_user(const UserId& user) {
    return database_.read([&](Database& database) { return find_account(database, user); });
}

Result<std::vector<Account>, Failure> SqliteAccountStore::list() {
    return database_.read([&](Database& database) {
        auto query = database.prepare(select_account + "ORDER BY login");
        std::vector<Account> accounts;
        while (query.step()) {
            accounts.push_back(account_of(query));
            read_organisations(database, accounts.back());
        }
        return accounts;
    });
}

Result<AccountChange, Failure> SqliteAccountStore::change_role(const UserId& user, Role role,
                                                               const std::vector<OrganisationId>& organisations) {
    return database_.write([&](Database& database) {
        if (!find_account(database, user)) return AccountChange::unknown;
        if (role != Role::administrator && is_last_administrator(database, user)) return AccountChange::last_administrator;
        database.prepare("UPDATE account SET role = ?2 WHERE user = ?1").bind(1, user.value).bind(2, role_name(role)).run();
        replace_organisations(database, user, organisations);
        end_all_sessions(database, user);
        return AccountChange::done;
    });
}

Result<AccountChange, Failure> SqliteAccountStore::deactivate(const UserId& user, Instant now) {
    return database_.write([&](Database& database) {
        if (!find_account(database, user)) return AccountChange::unknown;
        if (is_last_administrator(database, user)) return AccountChange::last_administrator;
        database.prepare("UPDATE account SET deactivated_at = ?2 WHERE user = ?1 AND deactivated_at IS NULL")
            .bind(1, user.value)
            .bind(2, now.utc_ms)
            .run();
        end_all_sessions(database, user);
        return AccountChange::done;
    });
}

Result<AccountChange, Failure> SqliteAccountStore::reactivate(const UserId& user) {
    return database_.write([&](Database& database) {
        if (!find_account(database, user)) return AccountChange::unknown;
        database.prepare("UPDATE account SET deactivated_at = NULL WHERE user = ?1").bind(1, user.value).run();
        return AccountChange::done;
    });
}

Result<void, Failure> SqliteAccountStore::add_session(const Session& session) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM session WHERE expires_at <= ?1").bind(1, session.created_at.utc_ms).run();
        database
            .prepare(
                "INSERT INTO session(token_digest, user, created_at, expires_at, id, client, address, last_used_at) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?3)")
            .bind_blob(1, raw(session.token_digest))
            .bind(2, session.user.value)
            .bind(3, session.created_at.utc_ms)
            .bind(4, session.expires_at.utc_ms)
            .bind(5, session.id)
            .bind(6, session.client)
            .bind(7, session.address)
            .run();
    });
}

Result<std::optional<SignedIn>, Failure> SqliteAccountStore::find_session(const Digest& token_digest, Instant now) {
    return database_.read([&](Database& database) -> std::optional<SignedIn> {
        auto query = database.prepare(
            std::string("SELECT ") + account_columns +
            ", token_digest, user, created_at, expires_at, id, client, address, last_used_at FROM session JOIN account USING(user) "
            "WHERE token_digest = ?1 AND expires_at > ?2 AND deactivated_at IS NULL");
        if (!query.bind_blob(1, raw(token_digest)).bind(2, now.utc_ms).step()) return std::nullopt;
        SignedIn signed_in{account_of(query), session_of(query, account_column_count)};
        read_organisations(database, signed_in.account);
        return signed_in;
    });
}

Result<void, Failure> SqliteAccountStore::touch_session(const Session& session) {
    return database_.write([&](Database& database) {
        database.prepare("UPDATE session SET expires_at = ?2, last_used_at = ?3, address = ?4 WHERE token_digest = ?1")
            .bind_blob(1, raw(session.token_digest))
            .bind(2, session.expires_at.utc_ms)
            .bind(3, session.last_used_at.utc_ms)
            .bind(4, session.address)
            .run();
    });
}

Result<void, Failure> SqliteAccountStore::end_session(const Digest& token_digest) {
    return database_.write(
        [&](Database& database) { database.prepare("DELETE FROM session WHERE token_digest = ?1").bind_blob(1, raw(token_digest)).run(); });
}

Result<std::vector<Session>, Failure> SqliteAccountStore::sessions_of(const UserId& user, Instant now) {
    return database_.read([&](Database& database) {
        auto query = database.prepare(
            "SELECT token_digest, user, created_at, expires_at, id, client, address, last_used_at FROM session "
            "WHERE user = ?1 AND expires_at > ?2 ORDER BY created_at DESC, id");
        query.bind(1, user.value).bind(2, now.utc_ms);
        std::vector<Session> sessions;
        while (query.step()) sessions.push_back(session_of(query, 0));
        return sessions;
    });
}

Result<bool, Failure> SqliteAccountStore::end_session_of(const UserId& user, const std::string& session_id) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM session WHERE user = ?1 AND id = ?2").bind(1, user.value).bind(2, session_id).run();
        return database.changes() > 0;
    });
}

Result<void, Failure> SqliteAccountStore::end_sessions_of(const UserId& user, const std::optional<Digest>& but) {
    return database_.write([&](Database& database) {
        if (!but) return end_all_sessions(database, user);
        database.prepare("DELETE FROM session WHERE user = ?1 AND token_digest <> ?2").bind(1, user.value).bind_blob(2, raw(*but)).run();
    });
}

Result<bool, Failure> SqliteAccountStore::knows_browser(const Digest& browser, const UserId& user) {
    return database_.read([&](Database& database) {
        return database.prepare("SELECT 1 FROM known_browser WHERE token_digest = ?1 AND user = ?2")
            .bind_blob(1, raw(browser))
            .bind(2, user.value)
            .step();
    });
}

Result<void, Failure> SqliteAccountStore::remember_browser(const std::optional<Digest>& before, const Digest& browser, const UserId& user,
                                                           Instant now) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM known_browser WHERE last_used_at <= ?1").bind(1, (now - browser_known_for).utc_ms).run();
        if (before) {
            database.prepare("UPDATE known_browser SET token_digest = ?2 WHERE token_digest = ?1")
                .bind_blob(1, raw(*before))
                .bind_blob(2, raw(browser))
                .run();
        }
        database
            .prepare(
                "INSERT INTO known_browser(token_digest, user, last_used_at) VALUES(?1, ?2, ?3) "
                "ON CONFLICT DO UPDATE SET last_used_at = excluded.last_used_at")
            .bind_blob(1, raw(browser))
            .bind(2, user.value)
            .bind(3, now.utc_ms)
            .run();
    });
}

}  // namespace countersign
