// Reading and writing the invitation tables.
#include "server/store/sqlite_invitation_store.hpp"

#include <array>

#include "server/store/account_rows.hpp"

namespace countersign {

namespace {

constexpr std::array<const char*, 2> kind_names{"new_account", "new_password"};
const char* name_of(Invitation::Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

const std::string select_invitation = "SELECT id, kind, user, login, name, role, invited_by, created_at, expires_at FROM invitation ";

Invitation invitation_of(Database& database, const Statement& row) {
    Invitation invitation;
    invitation.id = row.text(0);
    invitation.kind =
        row.text(1) == name_of(Invitation::Kind::new_password) ? Invitation::Kind::new_password : Invitation::Kind::new_account;
    invitation.actor.user = {row.text(2)};
    invitation.login = row.text(3);
    invitation.actor.name = row.text(4);
    invitation.actor.role = role_of_row(row.text(5), invitation.login);
    invitation.invited_by = {row.text(6)};
    invitation.created_at = {row.integer(7)};
    invitation.expires_at = {row.integer(8)};
    auto query = database.prepare("SELECT organisation FROM invitation_organisation WHERE invitation = ?1 ORDER BY organisation");
    query.bind(1, invitation.id);
    while (query.step()) invitation.actor.organisations.push_back({query.text(0)});
    return invitation;
}

std::optional<Invitation> find_open(Database& database, const Digest& token, Instant now) {
    auto query = database.prepare(select_invitation + "WHERE token_digest = ?1 AND expires_at > ?2");
    if (!query.bind_blob(1, raw(token)).bind(2, now.utc_ms).step()) return std::nullopt;
    return invitation_of(database, query);
}

bool login_is_taken(Database& database, const std::string& login) {
    return database.prepare("SELECT 1 FROM account WHERE login = ?1").bind(1, login).step();
}

bool login_is_invited(Database& database, const std::string& login) {
    return database.prepare("SELECT 1 FROM invitation WHERE login = ?1 AND kind = 'new_account'").bind(1, login).step();
}

}  // namespace

Result<InvitationStore::Added, Failure> SqliteInvitationStore::add(const Invitation& invitation, const Digest& token) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM invitation WHERE expires_at <= ?1").bind(1, invitation.created_at.utc_ms).run();
        if (invitation.kind == Invitation::Kind::new_account) {
            if (login_is_taken(database, invitation.login)) return Added::login_taken;
            if (login_is_invited(database, invitation.login)) return Added::login_invited;
        } else {
            database.prepare("DELETE FROM invitation WHERE user = ?1").bind(1, invitation.actor.user.value).run();
        }
        database
            .prepare(
                "INSERT INTO invitation(id, token_digest, kind, user, login, name, role, invited_by, created_at, expires_at) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
            .bind(1, invitation.id)
            .bind_blob(2, raw(token))
            .bind(3, name_of(invitation.kind))
            .bind(4, invitation.actor.user.value)
            .bind(5, invitation.login)
            .bind(6, invitation.actor.name)
            .bind(7, role_name(invitation.actor.role))
            .bind(8, invitation.invited_by.value)
            .bind(9, invitation.created_at.utc_ms)
            .bind(10, invitation.expires_at.utc_ms)
            .run();
        for (const OrganisationId& organisation : invitation.actor.organisations) {
            database.prepare("INSERT INTO invitation_organisation(invitation, organisation) VALUES(?1, ?2) ON CONFLICT DO NOTHING")
                .bind(1, invitation.id)
                .bind(2, organisation.value)
                .run();
        }
        return Added::done;
    });
}

Result<std::optional<Invitation>, Failure> SqliteInvitationStore::find(const Digest& token, Instant now) {
    return database_.read([&](Database& database) { return find_open(database, token, now); });
}

Result<std::vector<Invitation>, Failure> SqliteInvitationStore::list(Instant now) {
    return database_.read([&](Database& database) {
        auto query = database.prepare(select_invitation + "WHERE expires_at > ?1 ORDER BY created_at DESC, id");
        query.bind(1, now.utc_ms);
        std::vector<Invitation> invitations;
        while (query.step()) invitations.push_back(invitation_of(database, query));
        return invitations;
    });
}

Result<bool, Failure> SqliteInvitationStore::remove(const std::string& id) {
    return database_.write([&](Database& database) {
        database.prepare("DELETE FROM invitation WHERE id = ?1").bind(1, id).run();
        return database.changes() > 0;
    });
}

Result<std::optional<Account>, Failure> SqliteInvitationStore::accept(const Digest& token, const std::string& password_hash, Instant now) {
    return database_.write([&](Database& database) -> std::optional<Account> {
        const auto invitation = find_open(database, token, now);
        if (!invitation) return std::nullopt;
        const UserId& user = invitation->actor.user;
        if (invitation->kind == Invitation::Kind::new_account) {
            if (!insert_account(database, {invitation->actor, invitation->login, password_hash})) return std::nullopt;
        } else {
            const auto account = find_account(database, user);
            // Somebody may have left since.
            if (!account || account->deactivated_at) return std::nullopt;
            set_password_hash(database, user, password_hash);
            end_all_sessions(database, user);
        }
        database.prepare("DELETE FROM invitation WHERE id = ?1").bind(1, invitation->id).run();
        return find_account(database, user);
    });
}

}  // namespace countersign
