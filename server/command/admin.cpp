// `countersign admin`: accounts, from the command line of the server.
#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>

#include "server/auth/password.hpp"
#include "server/auth/password_rule.hpp"
#include "server/command/admin_invitations.hpp"
#include "server/command/command.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/store/sqlite_second_factor_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr const char* help =
    R"(Usage: countersign admin invite --data DIR --login LOGIN --name NAME --role ROLE [--organisation ID]… [--url URL] [--days N]
       countersign admin invitations --data DIR
       countersign admin revoke-invitation --data DIR --id ID
       countersign admin password-link --data DIR --login LOGIN [--url URL]
       countersign admin create-user --data DIR --login LOGIN --name NAME --role ROLE [--organisation ID]…
       countersign admin set-password --data DIR --login LOGIN
       countersign admin reset-second-step --data DIR --login LOGIN
       countersign admin deactivate --data DIR --login LOGIN
       countersign admin reactivate --data DIR --login LOGIN
       countersign admin list-users --data DIR

invite prints a link with which the person sets a password of their own; that is also how the first administrator gets in:
  countersign admin invite --data DIR --login admin --name "Jana Nová" --role administrator --url https://portal.example.org/
password-link prints one for somebody who forgot theirs. Each link works once.
create-user and set-password read the password from standard input, one line. It has at least 10 bytes.
Setting a password, a new second step and deactivating end every session of that account.

  --role ROLE          technician, account_manager, administrator (provider's side); contact_person, management, reporter (client's side)
  --organisation ID    the organisation a client's person belongs to, or whose people an account manager may invite; may be repeated
  --user ID            the person's id where other records name it already; default: a new one
  --url URL            the portal's address, for a link that can be sent as it is
  --days N             how long an invitation can be used, 1 to 30, default 7
)";

// Typed or piped: it never stands on the command line, where others could read it. The error says what is wrong with it.
Result<std::string, std::string> read_password(const std::string& login, const std::string& name) {
    if (isatty(STDIN_FILENO) != 0) fmt::print(stderr, "Password (at least {} bytes): ", password_bytes_min);
    std::string password;
    const bool read = static_cast<bool>(std::getline(std::cin, password));
    if (!password.empty() && password.back() == '\r') password.pop_back();
    if (!read || password.size() < password_bytes_min || password.size() > password_bytes_max) {
        return Error{fmt::format("A password of {} to {} bytes is read from standard input.", password_bytes_min, password_bytes_max)};
    }
    if (check_new_password(password, login, name)) {
        return Error{std::string("This password is too easily guessed: it is common, repeats itself or is the person's own name.")};
    }
    return password;
}

int create_user(const Options& options, AccountStore& store) {
    Account account;
    account.login = options.value_or("--login", "");
    account.actor.name = options.value_or("--name", "");
    account.actor.user = {options.value_or("--user", SystemIds(system_time).next())};
    const auto role = parse_role(options.value_or("--role", ""));
    if (account.login.empty() || account.actor.name.empty()) return wrong_usage("admin", "--login and --name are required.");
    if (!role || *role == Role::server) return wrong_usage("admin", "--role is required, and is one of those that --help lists.");
    if (!is_uuid(account.actor.user.value)) return wrong_usage("admin", "--user needs a UUID in lower case.");
    account.actor.role = *role;
    for (const std::string& id : options.values("--organisation")) {
        if (!is_uuid(id)) return wrong_usage("admin", "--organisation needs a UUID in lower case, not '" + id + "'.");
        account.actor.organisations.push_back({id});
    }
    if (!is_staff(*role) && account.actor.organisations.empty()) {
        return wrong_usage("admin", "A client's person needs --organisation.");
    }
    const auto password = read_password(account.login, account.actor.name);
    if (!password) return wrong_usage("admin", password.error());
    account.password_hash = PasswordHasher().hash(*password);
    auto added = store.add(account);
    if (!added) return failed("The account was not made: " + added.error().describe());
    if (!*added) return failed("There is already an account '" + account.login + "' (or of that --user).");
    fmt::print("{} {}\n", account.actor.user.value, account.login);
    return exit_done;
}

int set_password(const Options& options, AccountStore& store) {
    const std::string login = options.value_or("--login", "");
    if (login.empty()) return wrong_usage("admin", "--login is required.");
    auto account = store.find(login);
    if (!account) return failed("The accounts cannot be read: " + account.error().describe());
    if (!account->has_value()) return failed("There is no account '" + login + "'.");
    const auto password = read_password(login, (*account)->actor.name);
    if (!password) return wrong_usage("admin", password.error());
    auto changed = store.set_password(login, PasswordHasher().hash(*password));
    if (!changed) return failed("The password was not changed: " + changed.error().describe());
    if (!*changed) return failed("There is no account '" + login + "'.");
    fmt::print("The password of '{}' was changed and its sessions were ended.\n", login);
    return exit_done;
}

int list_users(AccountStore& store) {
    auto accounts = store.list();
    if (!accounts) return failed("The accounts cannot be read: " + accounts.error().describe());
    for (const Account& account : *accounts) {
        std::string organisations;
        for (const OrganisationId& id : account.actor.organisations) organisations += " " + id.value;
        fmt::print("{}  {:<16} {:<16} {}{}{}\n", account.actor.user.value, account.login, role_name(account.actor.role), account.actor.name,
                   organisations, account.deactivated_at ? "  (deactivated)" : "");
    }
    return exit_done;
}

// What an administrator may do to an account from here, for when none can sign in.
int change_account(const std::string& action, const Options& options, StoreDatabase& database) {
    const std::string login = options.value_or("--login", "");
    if (login.empty()) return wrong_usage("admin", "--login is required.");
    SqliteAccountStore store(database);
    auto account = store.find(login);
    if (!account) return failed("The accounts cannot be read: " + account.error().describe());
    if (!account->has_value()) return failed("There is no account '" + login + "'.");
    const UserId& user = (*account)->actor.user;
    if (action == "reset-second-step") {
        auto ended = store.end_sessions_of(user, std::nullopt);
        auto removed = ended ? SqliteSecondFactorStore(database).remove(user) : ended;
        if (!removed) return failed("The second step was not reset: " + removed.error().describe());
        fmt::print("'{}' signs in with the password alone until a second step is set up again.\n", login);
        return exit_done;
    }
    auto changed = action == "deactivate" ? store.deactivate(user, system_time()) : store.reactivate(user);
    if (!changed) return failed("The account was not changed: " + changed.error().describe());
    if (*changed == AccountChange::last_administrator) {
        return failed("'" + login + "' is the last administrator. Invite another one first.");
    }
    fmt::print("'{}' {}.\n", login, action == "deactivate" ? "can no longer sign in, and its sessions were ended" : "can sign in again");
    return exit_done;
}

using Action = int (*)(const std::string& action, const Options& options, StoreDatabase& database);

const std::map<std::string, Action>& actions() {
    static const std::map<std::string, Action> all{
        {"invite", [](const std::string&, const Options& options, StoreDatabase& database) { return admin_invite(options, database); }},
        {"invitations", [](const std::string&, const Options&, StoreDatabase& database) { return admin_list_invitations(database); }},
        {"revoke-invitation",
         [](const std::string&, const Options& options, StoreDatabase& database) { return admin_revoke_invitation(options, database); }},
        {"password-link",
         [](const std::string&, const Options& options, StoreDatabase& database) { return admin_password_link(options, database); }},
        {"create-user",
         [](const std::string&, const Options& options, StoreDatabase& database) {
             SqliteAccountStore store(database);
             return create_user(options, store);
         }},
        {"set-password",
         [](const std::string&, const Options& options, StoreDatabase& database) {
             SqliteAccountStore store(database);
             return set_password(options, store);
         }},
        {"list-users",
         [](const std::string&, const Options&, StoreDatabase& database) {
             SqliteAccountStore store(database);
             return list_users(store);
         }},
        {"reset-second-step", change_account},
        {"deactivate", change_account},
        {"reactivate", change_account}};
    return all;
}

int run(const std::vector<std::string>& arguments) {
    auto options = Options::parse(
        arguments, {{"--data", "--login", "--name", "--role", "--organisation", "--user", "--url", "--days", "--id"}, {}, 1});
    if (!options) return wrong_usage("admin", options.error());
    const std::string action = options->operands().empty() ? "" : options->operands()[0];
    const auto found = actions().find(action);
    if (found == actions().end()) return wrong_usage("admin", "An action such as invite, invitations or list-users is expected.");
    const std::string data = options->value_or("--data", "");
    if (data.empty()) return wrong_usage("admin", "--data DIR is required.");
    std::error_code made;
    if (action == "create-user" || action == "invite") std::filesystem::create_directories(data, made);
    if (!std::filesystem::is_directory(data)) return failed("There is no folder " + data + ".");
    auto database = StoreDatabase::open(database_path(data));
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    return found->second(action, *options, **database);
}

}  // namespace

const CliCommand admin_command{"admin", "invites people, lists and changes accounts", help, run};

}  // namespace countersign
