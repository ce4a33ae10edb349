// Reading and writing the account and session tables.
#include "server/store/sqlite_account_store.hpp"

namespace countersign {

namespace {

// Columns from `first`: user, login, name, role, password_hash.
Account account_of(const Statement& row, int first = 0) {
    Account account;
    account.actor.user = {row.text(first)};
    account.login = row.text(first + 1);
    account.actor.name = row.text(first + 2);
    const auto role = parse_role(row.text(first + 3));
    if (!role) throw DatabaseError{{"failure.database_corrupt", "read account", account.login, "unknown role " + row.text(first + 3)}};
    account.actor.role = *role;
    account.password_hash = row.text(first + 4);
    return account;
}

void read_organisations(Database& database, Account& account) {
    auto query = database.prepare("SELECT organisation FROM account_organisation WHERE user = ?1 ORDER BY organisation");
    query.bind(1, account.actor.user.value);
    while (query.step()) account.actor.organisations.push_back({query.text(0)});
}

}  // namespace

Result<bool, Failure> SqliteAccountStore::add(const Account& account) {
    return database_.write([&](Database& database) {
        const std::string& user = account.actor.user.value;
        database.prepare("INSERT INTO account(user, login, name, role, password_hash) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")
            .bind(1, user)
            .bind(2, account.login)
            .bind(3, account.actor.name)
            .bind(4, role_name(account.actor.role))
            .bind(5, account.password_hash)
            .run();
        if (database.changes() == 0) return false;
        for (const OrganisationId& organisation : account.actor.organisations) {
            database.prepare("INSERT INTO account_organisation(user, organisation) VALUES(?1, ?2)")
                .bind(1, user)
                .bind(2, organisation.value)
                .run();
        }
        return true;
    });
}

Result<bool, Failure> SqliteAccountStore::set_password(const std::string& login, const std::string& password_hash) {
    return database_.write([&](Database& database) {
        database.prepare("UPDATE account SET password_hash = ?2 WHERE login = ?1").bind(1, login).bind(2, password_hash).run();
        const bool found = database.changes() > 0;
        database.prepare("DELETE FROM session WHERE user = (SELECT user FROM account WHERE login = ?1)").bind(1, login).run();
        return found;
    });
}

Result<std::optional<Account>, Failure> SqliteAccountStore::find(const std::string& login) {
    return database_.read([&](Database& database) -> std::optional<Account> {
        auto query = database.prepare("SELECT user, login, name, role, password_hash FROM account WHERE login = ?1");
        if (!query.bind(1, login).step()) return std::nullopt;
        Account account = account_of(query);
        read_organisations(database, account);
        return account;
    });
}

Result<std::vector<Account>, Failure> SqliteAccountStore::list() {
    return database_.read([&](Database& database) {
        auto query = database.prepare("SELECT user, login, name, role, password_hash FROM account ORDER BY login");
        std::vector<Account> accounts;
        while (query.step()) {
            accounts.push_back(account_of(query));
            read_organisations(database, accounts.back());
        }
        return accounts;
    });
}

Result<void, Failure> SqliteAccountStore::add_session(const Session& session) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM session WHERE expires_at <= ?1").bind(1, session.created_at.utc_ms).run();
        database.prepare("INSERT INTO session(token_digest, user, created_at, expires_at) VALUES(?1, ?2, ?3, ?4)")
            .bind_blob(1, raw(session.token_digest))
            .bind(2, session.user.value)
            .bind(3, session.created_at.utc_ms)
            .bind(4, session.expires_at.utc_ms)
            .run();
    });
}

Result<std::optional<SignedIn>, Failure> SqliteAccountStore::find_session(const Digest& token_digest, Instant now) {
    return database_.read([&](Database& database) -> std::optional<SignedIn> {
        auto query = database.prepare(
            "SELECT user, login, name, role, password_hash, created_at, expires_at FROM session JOIN account USING(user) "
            "WHERE token_digest = ?1 AND expires_at > ?2");
        if (!query.bind_blob(1, raw(token_digest)).bind(2, now.utc_ms).step()) return std::nullopt;
        SignedIn signed_in{account_of(query), {token_digest, {query.text(0)}, {query.integer(5)}, {query.integer(6)}}};
        read_organisations(database, signed_in.account);
        return signed_in;
    });
}

Result<void, Failure> SqliteAccountStore::extend_session(const Digest& token_digest, Instant expires_at) {
    return database_.write([&](Database& database) {
        database.prepare("UPDATE session SET expires_at = ?2 WHERE token_digest = ?1")
            .bind_blob(1, raw(token_digest))
            .bind(2, expires_at.utc_ms)
            .run();
    });
}

Result<void, Failure> SqliteAccountStore::end_session(const Digest& token_digest) {
    return database_.write(
        [&](Database& database) { database.prepare("DELETE FROM session WHERE token_digest = ?1").bind_blob(1, raw(token_digest)).run(); });
}

}  // namespace countersign
