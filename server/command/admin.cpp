// `countersign admin`: accounts, from the command line of the server.
#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "server/auth/password.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr const char* help = R"(Usage: countersign admin create-user --data DIR --login LOGIN --name NAME --role ROLE [--organisation ID]…
       countersign admin set-password --data DIR --login LOGIN
       countersign admin list-users --data DIR

create-user and set-password read the password from standard input, one line. It has at least 10 bytes.
Setting a password ends every session of that account.

  --role ROLE          technician, account_manager, administrator (provider's side); contact_person, management, reporter (client's side)
  --organisation ID    the organisation a client's person belongs to; may be repeated
  --user ID            the person's id where other records name it already; default: a new one
)";

// Typed or piped: it never stands on the command line, where others could read it.
std::optional<std::string> read_password() {
    if (isatty(STDIN_FILENO) != 0) fmt::print(stderr, "Password (at least {} bytes): ", password_bytes_min);
    std::string password;
    if (!std::getline(std::cin, password)) return std::nullopt;
    if (!password.empty() && password.back() == '\r') password.pop_back();
    if (password.size() < password_bytes_min || password.size() > password_bytes_max) return std::nullopt;
    return password;
}

std::string password_rule() {
    return fmt::format("A password of {} to {} bytes is read from standard input.", password_bytes_min, password_bytes_max);
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
    const auto password = read_password();
    if (!password) return wrong_usage("admin", password_rule());
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
    const auto password = read_password();
    if (!password) return wrong_usage("admin", password_rule());
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
        fmt::print("{}  {:<16} {:<16} {}{}\n", account.actor.user.value, account.login, role_name(account.actor.role), account.actor.name,
                   organisations);
    }
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    auto options = Options::parse(arguments, {{"--data", "--login", "--name", "--role", "--organisation", "--user"}, {}, 1});
    if (!options) return wrong_usage("admin", options.error());
    const std::string action = options->operands().empty() ? "" : options->operands()[0];
    if (action != "create-user" && action != "set-password" && action != "list-users") {
        return wrong_usage("admin", "create-user, set-password or list-users is expected.");
    }
    const std::string data = options->value_or("--data", "");
    if (data.empty()) return wrong_usage("admin", "--data DIR is required.");
    std::error_code made;
    if (action == "create-user") std::filesystem::create_directories(data, made);
    if (!std::filesystem::is_directory(data)) return failed("There is no folder " + data + ".");
    auto database = StoreDatabase::open(database_path(data));
    if (!database) return failed("The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]");
    SqliteAccountStore store(**database);
    if (action == "create-user") return create_user(*options, store);
    if (action == "set-password") return set_password(*options, store);
    return list_users(store);
}

}  // namespace

const CliCommand admin_command{"admin", "creates accounts, sets passwords, lists accounts", help, run};

}  // namespace countersign
