// Links from the command line. The first administrator gets in this way: nobody is there yet who could invite them in the portal.
#include "server/command/admin_invitations.hpp"

#include <fmt/core.h>

#include "core/domain/timestamp.hpp"
#include "server/auth/people.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/store/sqlite_invitation_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr std::int64_t day_ms = 24LL * 3'600'000;

struct Office {
    explicit Office(StoreDatabase& database) : accounts(database), invitations(database), events(database) {}
    SqliteAccountStore accounts;
    SqliteInvitationStore invitations;
    SqliteEventStore events;
    SystemIds ids{system_time};
    People people{{accounts, invitations, events, ids}};
};

std::string why(const Refusal& refusal) {
    static const std::map<std::string, std::string> words{
        {"refusal.person.name_unsound", "Login and name need 1 to 200 bytes, without spaces at the ends and without control characters."},
        {"refusal.person.organisation_missing", "A client's person needs --organisation."},
        {"refusal.person.organisation_unknown", "No such organisation is registered. `countersign verify` lists the ids."},
        {"refusal.person.login_taken", "There is already an account with that login. For a new password: admin password-link."},
        {"refusal.person.login_invited", "That login is invited already. To send another link, revoke the invitation first."},
        {"refusal.person.unknown", "There is no such account."},
        {"refusal.person.deactivated", "The account is deactivated. Reactivate it first: admin reactivate."},
        {"refusal.invitation.unknown", "There is no such invitation (any more). `countersign admin invitations` lists them."}};
    const auto found = words.find(refusal.key);
    return found == words.end() ? refusal.key : found->second;
}

int print_link(const Options& options, const InvitationMade& made) {
    std::string url = options.value_or("--url", "");
    if (!url.empty() && url.back() != '/') url += '/';
    fmt::print("{}invitation#{}\n", url, made.token);
    fmt::print(stderr, "{} sets a password with this link. It works once, until {}. Whoever has it gets in: send it to nobody else.\n",
               made.invitation.actor.name, to_timestamp(made.invitation.expires_at));
    if (url.empty()) fmt::print(stderr, "Put the portal's address before it, or give it with --url.\n");
    return exit_done;
}

}  // namespace

int admin_invite(const Options& options, StoreDatabase& database) {
    InvitationWish wish;
    wish.login = options.value_or("--login", "");
    wish.name = options.value_or("--name", "");
    const auto role = parse_role(options.value_or("--role", ""));
    if (wish.login.empty() || wish.name.empty()) return wrong_usage("admin", "--login and --name are required.");
    if (!role || *role == Role::server) return wrong_usage("admin", "--role is required, and is one of those that --help lists.");
    wish.role = *role;
    for (const std::string& id : options.values("--organisation")) wish.organisations.push_back({id});
    const auto days = options.number("--days", 7, 1, People::lifetime_max.count / day_ms);
    if (!days) return wrong_usage("admin", "--days needs a number from 1 to 30.");
    wish.lifetime = {*days * day_ms};
    Office office(database);
    auto made = office.people.invite(wish, std::nullopt, system_time());
    if (!made) return failed("The invitation was not made: " + made.error().describe());
    if (!*made) return failed(why(made->error()));
    return print_link(options, **made);
}

int admin_password_link(const Options& options, StoreDatabase& database) {
    const std::string login = options.value_or("--login", "");
    if (login.empty()) return wrong_usage("admin", "--login is required.");
    Office office(database);
    auto account = office.accounts.find(login);
    if (!account) return failed("The accounts cannot be read: " + account.error().describe());
    if (!account->has_value()) return failed("There is no account '" + login + "'.");
    auto made = office.people.make_password_link((*account)->actor.user, std::nullopt, system_time());
    if (!made) return failed("The link was not made: " + made.error().describe());
    if (!*made) return failed(why(made->error()));
    return print_link(options, **made);
}

int admin_list_invitations(StoreDatabase& database) {
    Office office(database);
    auto invitations = office.people.invitations(std::nullopt, system_time());
    if (!invitations) return failed("The invitations cannot be read: " + invitations.error().describe());
    for (const Invitation& one : *invitations) {
        fmt::print("{}  {:<16} {:<16} {}  until {}{}\n", one.id, one.login, role_name(one.actor.role), one.actor.name,
                   to_timestamp(one.expires_at), one.kind == Invitation::Kind::new_password ? "  new password" : "");
    }
    return exit_done;
}

int admin_revoke_invitation(const Options& options, StoreDatabase& database) {
    const std::string id = options.value_or("--id", "");
    if (id.empty()) return wrong_usage("admin", "--id is required; `countersign admin invitations` lists them.");
    Office office(database);
    auto revoked = office.people.revoke(id, std::nullopt, system_time());
    if (!revoked) return failed("The invitation was not revoked: " + revoked.error().describe());
    if (!*revoked) return failed(why(revoked->error()));
    fmt::print("The link works no longer.\n");
    return exit_done;
}

}  // namespace countersign
