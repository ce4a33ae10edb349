// Asset card: what is known of one computer or device beyond its name and place, and which software is on it (requirements.md C1). The
// register itself (which assets there are, and at which site) is the organisation's.
//
// The rule: the details that were entered last hold; of each software the version that was seen last, by the day it was seen. A device of
// somebody who works elsewhere says who, and over which VPN it comes in. A retired asset stays readable and counts no more.
// Worked example: REJ-01, warranty until 31 March 2026: under warranty on that day, not on 1 April. mMedica 2025.3 seen on 1 June, 2025.4
// on 10 June; an older note of 5 June that arrives later changes nothing.
#pragma once

#include <map>
#include <variant>

#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

/// Whose subject is a SoftwareProduct.
using SoftwareProductId = Id<struct SoftwareProductTag>;

struct AssetDetails {
    std::string vendor, model, serial;
    std::string operating_system;
    std::string network;        ///< its address and name in the network
    std::string remote_worker;  ///< who works with it elsewhere; empty where it stays at its site
    std::string vpn;            ///< over which it comes in; empty for none
    std::optional<LocalDate> warranty_until = {};
    bool operator==(const AssetDetails&) const = default;
};

struct AssetDescribed {
    static constexpr const char* type = "asset_described";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    AssetId asset;  ///< the same as the subject
    AssetDetails details;
    Json to_json() const;
    static AssetDescribed from_json(FieldReader& fields);
};

struct SoftwareSeen {
    static constexpr const char* type = "software_seen";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    SoftwareProductId product;
    std::string installed_version;
    LocalDate on;
    Json to_json() const;
    static SoftwareSeen from_json(FieldReader& fields);
};

struct SoftwareRemoved {
    static constexpr const char* type = "software_removed";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    SoftwareProductId product;
    LocalDate on;
    Json to_json() const;
    static SoftwareRemoved from_json(FieldReader& fields);
};

struct AssetRetired {
    static constexpr const char* type = "asset_retired";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    LocalDate on;
    std::string reason;  ///< and what became of its data
    Json to_json() const;
    static AssetRetired from_json(FieldReader& fields);
};

using AssetCardEvent = std::variant<AssetDescribed, SoftwareSeen, SoftwareRemoved, AssetRetired>;

struct InstalledSoftware {
    std::string version;  ///< empty once it was removed
    LocalDate seen_on;
};

enum class Warranty : std::uint8_t { unknown, running, over };

struct AssetCard {
    static constexpr const char* subject_kind = "asset_card";
    AssetId id;
    StreamId stream;
    OrganisationId organisation;
    bool described = false;
    AssetDetails details;
    std::map<SoftwareProductId, InstalledSoftware> software;  ///< what was removed too
    std::optional<LocalDate> retired_on;
    std::string retire_reason;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// Null where the software is not on it, or the asset is retired.
    const InstalledSoftware* installed(const SoftwareProductId& product) const;
    Warranty warranty(LocalDate today) const;
};

Admission admit(const AssetCard& state, const AssetCardEvent& event, const Context& context);
void apply(AssetCard& state, const AssetCardEvent& event, const StoredEvent& stored);

struct DescribeAsset {
    AssetDescribed details;
};
struct RecordSoftwareSeen {
    SoftwareProductId product;
    std::string installed_version;
};
struct RecordSoftwareRemoved {
    SoftwareProductId product;
};
struct RetireAsset {
    std::string reason;
};
using AssetCardCommand = std::variant<DescribeAsset, RecordSoftwareSeen, RecordSoftwareRemoved, RetireAsset>;

Result<std::vector<AssetCardEvent>, Refusal> decide(const AssetCard& state, const AssetCardCommand& command, const Context& context);

}  // namespace countersign
