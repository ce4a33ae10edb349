// Invitations and changes, with their rules.
#include "server/auth/people.hpp"

#include <algorithm>
#include <functional>

#include "server/auth/password_rule.hpp"
#include "server/auth/sign_in.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

constexpr std::size_t login_bytes_max = 200;

using Done = Result<std::monostate, Refusal>;

Error<Refusal> refuse(const char* key, std::map<std::string, std::string> params = {}) { return Error{Refusal{key, std::move(params)}}; }

// What could not be typed, or would look like another login.
bool is_sound(const std::string& text) {
    if (text.empty() || text.size() > login_bytes_max || text.front() == ' ' || text.back() == ' ') return false;
    return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

Result<Done, Failure> outcome_of(const Result<AccountChange, Failure>& change) {
    if (!change) return Error{change.error()};
    switch (*change) {
        case AccountChange::unknown:
            return Done(refuse("refusal.person.unknown"));
        case AccountChange::last_administrator:
            return Done(refuse("refusal.person.last_administrator"));
        case AccountChange::done:
            break;
    }
    return Done(std::monostate{});
}

}  // namespace

bool looks_after(const Actor& by, Role role, const std::vector<OrganisationId>& organisations) {
    if (by.role == Role::administrator) return true;
    if (by.role != Role::account_manager || is_staff(role) || organisations.empty()) return false;
    return std::all_of(organisations.begin(), organisations.end(), [&](const OrganisationId& id) {
        return std::find(by.organisations.begin(), by.organisations.end(), id) != by.organisations.end();
    });
}

Result<std::optional<Refusal>, Failure> People::check_place(Role role, const std::vector<OrganisationId>& organisations) {
    if (role == Role::server) return std::optional(Refusal{"refusal.person.role_unknown", {}});
    if (!is_staff(role) && organisations.empty()) return std::optional(Refusal{"refusal.person.organisation_missing", {}});
    if (organisations.empty()) return std::optional<Refusal>();
    auto heads = parts_.events.heads();
    if (!heads) return Error{heads.error()};
    for (const OrganisationId& id : organisations) {
        if (heads->count(shared_stream(id)) == 0) return std::optional(Refusal{"refusal.person.organisation_unknown", {}});
    }
    return std::optional<Refusal>();
}

InvitationMade People::made(Invitation invitation, const std::optional<Actor>& by, Instant now) {
    invitation.id = parts_.ids.next();
    invitation.created_at = now;
    if (by) invitation.invited_by = by->user;
    return {std::move(invitation), to_hex(random_bytes(32))};
}

People::Outcome<InvitationMade> People::invite(const InvitationWish& wish, const std::optional<Actor>& by, Instant now) {
    using Made = Result<InvitationMade, Refusal>;
    if (!is_sound(wish.login) || !is_sound(wish.name)) return Made(refuse("refusal.person.name_unsound"));
    if (by && !looks_after(*by, wish.role, wish.organisations)) return Made(refuse("refusal.person.not_yours"));
    if (wish.lifetime.count <= 0 || wish.lifetime > lifetime_max) return Made(refuse("refusal.invitation.lifetime"));
    auto problem = check_place(wish.role, wish.organisations);
    if (!problem) return Error{problem.error()};
    if (*problem) return Made(Error{std::move(**problem)});

    Invitation invitation;
    invitation.actor = {{parts_.ids.next()}, wish.role, wish.name, wish.organisations};
    invitation.login = wish.login;
    invitation.expires_at = now + wish.lifetime;
    InvitationMade result = made(std::move(invitation), by, now);
    auto added = parts_.invitations.add(result.invitation, digest_of_token("invitation", result.token));
    if (!added) return Error{added.error()};
    if (*added == InvitationStore::Added::login_taken) return Made(refuse("refusal.person.login_taken", {{"login", wish.login}}));
    if (*added == InvitationStore::Added::login_invited) return Made(refuse("refusal.person.login_invited", {{"login", wish.login}}));
    return Made(std::move(result));
}

People::Outcome<InvitationMade> People::make_password_link(const UserId& user, const std::optional<Actor>& by, Instant now) {
    using Made = Result<InvitationMade, Refusal>;
    // One's own password is changed with the current one: else a session left open would be enough to take an account over.
    if (by && by->user == user) return Made(refuse("refusal.person.not_oneself"));
    auto account = parts_.accounts.find_user(user);
    if (!account) return Error{account.error()};
    if (!account->has_value()) return Made(refuse("refusal.person.unknown"));
    if ((*account)->deactivated_at) return Made(refuse("refusal.person.deactivated"));
    Invitation invitation;
    invitation.kind = Invitation::Kind::new_password;
    invitation.actor = (*account)->actor;
    invitation.login = (*account)->login;
    invitation.expires_at = now + InvitationWish{}.lifetime;
    InvitationMade result = made(std::move(invitation), by, now);
    auto added = parts_.invitations.add(result.invitation, digest_of_token("invitation", result.token));
    if (!added) return Error{added.error()};
    return Made(std::move(result));
}

Result<std::vector<Invitation>, Failure> People::invitations(const std::optional<Actor>& by, Instant now) {
    auto all = parts_.invitations.list(now);
    if (!all) return all;
    if (by) std::erase_if(*all, [&](const Invitation& one) { return !looks_after(*by, one.actor.role, one.actor.organisations); });
    return all;
}

People::Outcome<std::monostate> People::revoke(const std::string& id, const std::optional<Actor>& by, Instant now) {
    auto seen = invitations(by, now);
    if (!seen) return Error{seen.error()};
    const bool there = std::any_of(seen->begin(), seen->end(), [&](const Invitation& one) { return one.id == id; });
    if (!there) return Done(refuse("refusal.invitation.unknown"));
    auto removed = parts_.invitations.remove(id);
    if (!removed) return Error{removed.error()};
    return Done(std::monostate{});
}

Result<std::vector<Account>, Failure> People::list(const Actor& by) {
    auto all = parts_.accounts.list();
    if (!all) return all;
    std::erase_if(*all, [&](const Account& one) { return !looks_after(by, one.actor.role, one.actor.organisations); });
    return all;
}

People::Outcome<std::monostate> People::change_role(const UserId& user, Role role, const std::vector<OrganisationId>& organisations) {
    auto problem = check_place(role, organisations);
    if (!problem) return Error{problem.error()};
    if (*problem) return Done(Error{std::move(**problem)});
    return outcome_of(parts_.accounts.change_role(user, role, organisations));
}

People::Outcome<std::monostate> People::deactivate(const UserId& user, Instant now) {
    return outcome_of(parts_.accounts.deactivate(user, now));
}

People::Outcome<std::monostate> People::reactivate(const UserId& user) { return outcome_of(parts_.accounts.reactivate(user)); }

People::Outcome<Invitation> People::look(const std::string& token, Instant now) {
    using Found = Result<Invitation, Refusal>;
    auto invitation = parts_.invitations.find(digest_of_token("invitation", token), now);
    if (!invitation) return Error{invitation.error()};
    if (!invitation->has_value()) return Found(refuse("refusal.invitation.over"));
    return Found(std::move(**invitation));
}

People::Outcome<Account> People::accept(const std::string& token, const std::string& password,
                                        const std::function<std::string(const std::string&)>& hash, Instant now) {
    using Accepted = Result<Account, Refusal>;
    auto found = look(token, now);
    if (!found) return Error{found.error()};
    if (!*found) return Accepted(Error{found->error()});
    const Invitation& invitation = **found;
    if (auto refusal = check_new_password(password, invitation.login, invitation.actor.name)) return Accepted(Error{std::move(*refusal)});
    auto account = parts_.invitations.accept(digest_of_token("invitation", token), hash(password), now);
    if (!account) return Error{account.error()};
    if (!account->has_value()) return Accepted(refuse("refusal.invitation.over"));
    return Accepted(std::move(**account));
}

}  // namespace countersign
