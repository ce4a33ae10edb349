// DeviceStore: the port for the devices that people sync with: when each was last heard of, and which are to be wiped.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

struct DeviceContact {
    UserId user;
    DeviceId device;
    std::string client;              ///< the browser's own description of itself
    std::int64_t cursors_total = 0;  ///< how many entries it says it holds
};

struct Device {
    DeviceId id;
    std::string client;
    Instant first_contact_at;
    Instant last_contact_at;
    std::int64_t cursors_total = 0;
    std::optional<Instant> wipe_asked_at;  ///< from then on it gets nothing any more
    std::optional<Instant> wiped_at;       ///< when it was told
};

class DeviceStore {
public:
    virtual ~DeviceStore() = default;
    /// Keeps the contact; answers whether the device is to be wiped.
    virtual Result<bool, Failure> contact(const DeviceContact& contact, Instant now) = 0;
    /// Without keeping anything.
    virtual Result<bool, Failure> is_to_be_wiped(const UserId& user, const DeviceId& device) = 0;
    virtual Result<void, Failure> mark_wiped(const UserId& user, const DeviceId& device, Instant now) = 0;
    /// The one last heard of first.
    virtual Result<std::vector<Device>, Failure> list(const UserId& user) = 0;
    /// False when that person has no such device.
    virtual Result<bool, Failure> ask_to_wipe(const UserId& user, const DeviceId& device, Instant now) = 0;
    /// False when there is no such device, it was not to be wiped, or it was told already.
    virtual Result<bool, Failure> take_wipe_back(const UserId& user, const DeviceId& device) = 0;
};

}  // namespace countersign
