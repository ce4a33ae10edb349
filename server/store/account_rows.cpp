// Reading and writing one account.
#include "server/store/account_rows.hpp"

namespace countersign {

Role role_of_row(const std::string& name, const std::string& whose) {
    const auto role = parse_role(name);
    if (!role) throw DatabaseError{{"failure.database_corrupt", "read account", whose, "unknown role " + name}};
    return *role;
}

Account account_of(const Statement& row) {
    Account account;
    account.actor.user = {row.text(0)};
    account.login = row.text(1);
    account.actor.name = row.text(2);
    account.actor.role = role_of_row(row.text(3), account.login);
    account.password_hash = row.text(4);
    if (const auto deactivated_at = row.optional_integer(5)) account.deactivated_at = Instant{*deactivated_at};
    return account;
}

void read_organisations(Database& database, Account& account) {
    auto query = database.prepare("SELECT organisation FROM account_organisation WHERE user = ?1 ORDER BY organisation");
    query.bind(1, account.actor.user.value);
    while (query.step()) account.actor.organisations.push_back({query.text(0)});
}

std::optional<Account> find_account(Database& database, const UserId& user) {
    auto query = database.prepare(std::string("SELECT ") + account_columns + " FROM account WHERE user = ?1");
    if (!query.bind(1, user.value).step()) return std::nullopt;
    Account account = account_of(query);
    read_organisations(database, account);
    return account;
}

bool insert_account(Database& database, const Account& account) {
    database.prepare("INSERT INTO account(user, login, name, role, password_hash) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")
        .bind(1, account.actor.user.value)
        .bind(2, account.login)
        .bind(3, account.actor.name)
        .bind(4, role_name(account.actor.role))
        .bind(5, account.password_hash)
        .run();
    if (database.changes() == 0) return false;
    replace_organisations(database, account.actor.user, account.actor.organisations);
    return true;
}

void replace_organisations(Database& database, const UserId& user, const std::vector<OrganisationId>& organisations) {
    database.prepare("DELETE FROM account_organisation WHERE user = ?1").bind(1, user.value).run();
    for (const OrganisationId& organisation : organisations) {
        database.prepare("INSERT INTO account_organisation(user, organisation) VALUES(?1, ?2) ON CONFLICT DO NOTHING")
            .bind(1, user.value)
            .bind(2, organisation.value)
            .run();
    }
}

void set_password_hash(Database& database, const UserId& user, const std::string& password_hash) {
    database.prepare("UPDATE account SET password_hash = ?2 WHERE user = ?1").bind(1, user.value).bind(2, password_hash).run();
    database.prepare("DELETE FROM known_browser WHERE user = ?1").bind(1, user.value).run();
}

void end_all_sessions(Database& database, const UserId& user) {
    database.prepare("DELETE FROM session WHERE user = ?1").bind(1, user.value).run();
}

}  // namespace countersign
