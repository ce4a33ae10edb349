// SqliteSecondFactorStore: sealed TOTP secrets and digests of recovery codes in the server's SQLite file.
#pragma once

#include "server/store/second_factor_store.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class SqliteSecondFactorStore : public SecondFactorStore {
public:
    explicit SqliteSecondFactorStore(StoreDatabase& database) : database_(database) {}
    Result<std::optional<SecondFactorRecord>, Failure> find(const UserId& user) override;
    Result<bool, Failure> begin(const UserId& user, const std::string& sealed_secret) override;
    Result<bool, Failure> confirm(const UserId& user, std::int64_t step, const std::vector<Digest>& recovery_codes) override;
    Result<bool, Failure> use_step(const UserId& user, std::int64_t step) override;
    Result<void, Failure> remove(const UserId& user) override;
    Result<void, Failure> replace_recovery_codes(const UserId& user, const std::vector<Digest>& codes) override;
    Result<bool, Failure> use_recovery_code(const UserId& user, const Digest& code) override;
    Result<std::int64_t, Failure> recovery_codes_left(const UserId& user) override;

private:
    StoreDatabase& database_;
};

}  // namespace countersign
