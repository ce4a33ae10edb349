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
    Result<std::vector<Account>, Failure> list() override;
    Result<void, Failure> add_session(const Session& session) override;
    Result<std::optional<SignedIn>, Failure> find_session(const Digest& token_digest, Instant now) override;
    Result<void, Failure> extend_session(const Digest& token_digest, Instant expires_at) override;
    Result<void, Failure> end_session(const Digest& token_digest) override;

private:
    StoreDatabase& database_;
};

}  // namespace countersign
