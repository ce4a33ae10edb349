// SqliteInvitationStore: invitations in the server's SQLite file.
#pragma once

#include "server/store/invitation_store.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class SqliteInvitationStore : public InvitationStore {
public:
    explicit SqliteInvitationStore(StoreDatabase& database) : database_(database) {}
    Result<Added, Failure> add(const Invitation& invitation, const Digest& token) override;
    Result<std::optional<Invitation>, Failure> find(const Digest& token, Instant now) override;
    Result<std::vector<Invitation>, Failure> list(Instant now) override;
    Result<bool, Failure> remove(const std::string& id) override;
    Result<std::optional<Account>, Failure> accept(const Digest& token, const std::string& password_hash, Instant now) override;

private:
    StoreDatabase& database_;
};

}  // namespace countersign
