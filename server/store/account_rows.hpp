// Rows of the account table, for the adapters that read or make accounts inside a transaction of their own.
#pragma once

#include "core/storage/database.hpp"
#include "server/store/account_store.hpp"

namespace countersign {

/// What `account_of` reads, in its order.
inline constexpr const char* account_columns = "user, login, name, role, password_hash, deactivated_at";
inline constexpr int account_column_count = 6;

/// Throws DatabaseError for a role that no version of the program knows.
Role role_of_row(const std::string& name, const std::string& whose);

/// Without its organisations.
Account account_of(const Statement& row);
void read_organisations(Database& database, Account& account);
std::optional<Account> find_account(Database& database, const UserId& user);
/// False when login or user is taken.
bool insert_account(Database& database, const Account& account);
void replace_organisations(Database& database, const UserId& user, const std::vector<OrganisationId>& organisations);
/// Also forgets the browsers in which the account was used.
void set_password_hash(Database& database, const UserId& user, const std::string& password_hash);
void end_all_sessions(Database& database, const UserId& user);

}  // namespace countersign
