// SqliteDeviceStore: devices in the server's SQLite file.
#pragma once

#include "server/store/device_store.hpp"
#include "server/store/store_database.hpp"

namespace countersign {

class SqliteDeviceStore : public DeviceStore {
public:
    explicit SqliteDeviceStore(StoreDatabase& database) : database_(database) {}
    Result<bool, Failure> contact(const DeviceContact& contact, Instant now) override;
    Result<bool, Failure> is_to_be_wiped(const UserId& user, const DeviceId& device) override;
    Result<void, Failure> mark_wiped(const UserId& user, const DeviceId& device, Instant now) override;
    Result<std::vector<Device>, Failure> list(const UserId& user) override;
    Result<bool, Failure> ask_to_wipe(const UserId& user, const DeviceId& device, Instant now) override;
    Result<bool, Failure> take_wipe_back(const UserId& user, const DeviceId& device) override;

private:
    StoreDatabase& database_;
};

}  // namespace countersign
