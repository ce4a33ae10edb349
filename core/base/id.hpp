// Id<Tag>: identifiers that cannot be mixed up, and the UUIDv7 (RFC 9562, 5.7) text that devices make for new ones.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/instant.hpp"

namespace countersign {

template <typename Tag>
struct Id {
    std::string value;
    bool operator==(const Id&) const = default;
    // Written out because libc++ 13 has no operator<=> for strings.
    std::strong_ordering operator<=>(const Id& other) const { return value.compare(other.value) <=> 0; }
    bool empty() const { return value.empty(); }
};

using EventId = Id<struct EventTag>;
using StreamId = Id<struct StreamTag>;
using DeviceId = Id<struct DeviceTag>;
using UserId = Id<struct UserTag>;
using OrganisationId = Id<struct OrganisationTag>;
using SiteId = Id<struct SiteTag>;
using AssetId = Id<struct AssetTag>;
using AgreementId = Id<struct AgreementTag>;
using TicketId = Id<struct TicketTag>;
using VisitId = Id<struct VisitTag>;
using WorkRecordId = Id<struct WorkRecordTag>;
using RemoteSessionId = Id<struct RemoteSessionTag>;

/// Makes ids for new things. The randomness is the caller's: the core has none of its own.
class IdSource {
public:
    virtual ~IdSource() = default;
    /// A fresh UUIDv7 in its 36 character form, later than every one given before.
    virtual std::string next() = 0;
};

/// The text form of a UUIDv7 from its time and ten random bytes. uuid_v7({0}, {}) is "00000000-0000-7000-8000-000000000000".
std::string uuid_v7(Instant time, const std::array<std::uint8_t, 10>& random);

/// Whether a text has the form of a UUID (any version): 8-4-4-4-12 lower-case hexadecimal digits.
bool is_uuid(std::string_view text);

}  // namespace countersign

template <typename Tag>
struct std::hash<countersign::Id<Tag>> {
    std::size_t operator()(const countersign::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value); }
};
