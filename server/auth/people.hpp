// People: who may let whom in, and change or end what they may do. An administrator may invite anybody; an account manager the people of
// the clients they look after (the organisations of their own account). The invited person gets a link that works once, within a week
// unless said otherwise, and sets a password of their own: nobody else ever knows it, nor do administrators set one for them. A change of
// role or organisations, and leaving, end the person's sessions. An administrator always remains.
#pragma once

#include "server/store/event_store.hpp"
#include "server/store/invitation_store.hpp"

namespace countersign {

struct InvitationWish {
    std::string login;
    std::string name;
    Role role = Role::reporter;
    std::vector<OrganisationId> organisations = {};
    Milliseconds lifetime{7LL * 24 * 3'600'000};
};

/// The link's secret goes to whoever invites, once.
struct InvitationMade {
    Invitation invitation;
    std::string token;  ///< 64 hexadecimal digits
};

class People {
public:
    static constexpr Milliseconds lifetime_max{30LL * 24 * 3'600'000};

    struct Parts {
        AccountStore& accounts;
        InvitationStore& invitations;
        EventStore& events;
        IdSource& ids;
    };
    explicit People(const Parts& parts) : parts_(parts) {}

    template <typename Value>
    using Outcome = Result<Result<Value, Refusal>, Failure>;

    /// `by`: nobody on the server's command line, who may do what an administrator may. Refusals "refusal.person.…".
    Outcome<InvitationMade> invite(const InvitationWish& wish, const std::optional<Actor>& by, Instant now);
    /// A link with which somebody sets a new password.
    Outcome<InvitationMade> make_password_link(const UserId& user, const std::optional<Actor>& by, Instant now);
    /// Those that `by` may see and revoke.
    Result<std::vector<Invitation>, Failure> invitations(const std::optional<Actor>& by, Instant now);
    Outcome<std::monostate> revoke(const std::string& id, const std::optional<Actor>& by, Instant now);
    /// Those that `by` may see.
    Result<std::vector<Account>, Failure> list(const Actor& by);

    Outcome<std::monostate> change_role(const UserId& user, Role role, const std::vector<OrganisationId>& organisations);
    Outcome<std::monostate> deactivate(const UserId& user, Instant now);
    Outcome<std::monostate> reactivate(const UserId& user);

    /// What a link's token leads to, before and when it is used.
    Outcome<Invitation> look(const std::string& token, Instant now);
    /// `hash` is called only for a link that can be used and a password that fits; hashing costs a tenth of a second. Refusals
    /// "refusal.invitation.over" and those of password_rule.hpp.
    Outcome<Account> accept(const std::string& token, const std::string& password,
                            const std::function<std::string(const std::string&)>& hash, Instant now);

private:
    Result<std::optional<Refusal>, Failure> check_place(Role role, const std::vector<OrganisationId>& organisations);
    InvitationMade made(Invitation invitation, const std::optional<Actor>& by, Instant now);

    Parts parts_;
};

/// Whether `by` may let in, and see, somebody of that role and those organisations.
bool looks_after(const Actor& by, Role role, const std::vector<OrganisationId>& organisations);

}  // namespace countersign
