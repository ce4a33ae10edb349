// SqliteAccountStore: accounts and sessions in the same SQLite file as the logs.
#pragma once

#include "server/store/account_store.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class SqliteAccountStore : public AccountStore {
public:
    explicit SqliteAccountStore(StoreDatabase& database) : database_(database) {}
    Result<bool, Failure> add(const Account& account) override;
    Result<bool, Failure> set_password(const std::string& login, const std::string& password_hash) override;
    Result<std::optional<Account>, Failure> find(const std::string& login) override;
    Result<std::optional<Account>, Failure> find_user(const UserId& user) override;
    Result<std::vector<Account>, Failure> list() override;
    Result<AccountChange, Failure> change_role(const UserId& user, Role role, const std::vector<OrganisationId>& organisations) override;
    Result<AccountChange, Failure> deactivate(const UserId& user, Instant now) override;
    Result<AccountChange, Failure> reactivate(const UserId& user) override;

    Result<void, Failure> add_session(const Session& session) override;
    Result<std::optional<SignedIn>, Failure> find_session(const Digest& token_digest, Instant now) override;
    Result<void, Failure> touch_session(const Session& session) override;
    Result<void, Failure> end_session(const Digest& token_digest) override;
    Result<std::vector<Session>, Failure> sessions_of(const UserId& user, Instant now) override;
    Result<bool, Failure> end_session_of(const UserId& user, const std::string& session_id) override;
    Result<void, Failure> end_sessions_of(const UserId& user, const std::optional<Digest>& but) override;

    Result<bool, Failure> knows_browser(const Digest& browser, const UserId& user) override;
    Result<void, Failure> remember_browser(const std::optional<Digest>& before, const Digest& browser, const UserId& user,
                                           Instant now) override;

private:
    StoreDatabase& database_;
};

}  // namespace countersign
