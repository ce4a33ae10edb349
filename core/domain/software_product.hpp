// Software product: one software of a client, the version that is current, and the licences held for it (requirements.md C1; S4 "control of
// the legality of software", "control whether software is current").
//
// The rule: legal is the sum of the licences valid on the day; installed is counted from the asset cards; the shortfall is the difference
// and is never typed in. An installation is behind when its version is older than the current one, versions being compared number by
// number (2025.10 is newer than 2025.9).
// Worked example: 10 licences for ever and 5 until 31 December; installed on 12 computers: nothing is missing in December, 2 in January.
#pragma once

#include <variant>

#include "core/domain/asset_card.hpp"

namespace countersign {

struct ProductListed {
    static constexpr const char* type = "product_listed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string name, vendor;
    bool needs_licence = true;
    Json to_json() const;
    static ProductListed from_json(FieldReader& fields);
};

struct ProductVersionReleased {
    static constexpr const char* type = "product_version_released";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string current_version;
    LocalDate on;
    Json to_json() const;
    static ProductVersionReleased from_json(FieldReader& fields);
};

struct LicenceAcquired {
    static constexpr const char* type = "licence_acquired";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::int32_t count = 1;  ///< on so many computers
    LocalDate valid_from;
    std::optional<LocalDate> valid_until = {};  ///< its last day; nothing: for ever
    std::string proof;                          ///< invoice, certificate
    Json to_json() const;
    static LicenceAcquired from_json(FieldReader& fields);
};

struct LicenceEnded {
    static constexpr const char* type = "licence_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    EventId licence;  ///< the event that recorded it
    LocalDate on;     ///< from this day on it is not valid
    std::string reason;
    Json to_json() const;
    static LicenceEnded from_json(FieldReader& fields);
};

using SoftwareProductEvent = std::variant<ProductListed, ProductVersionReleased, LicenceAcquired, LicenceEnded>;

struct Licence {
    EventId event;
    LicenceAcquired content;
    std::optional<LocalDate> ended_on = {};

    bool valid_on(LocalDate date) const;
};

struct SoftwareProduct {
    static constexpr const char* subject_kind = "software_product";
    SoftwareProductId id;
    StreamId stream;
    OrganisationId organisation;
    bool listed = false;
    std::string name, vendor;
    bool needs_licence = true;
    std::optional<ProductVersionReleased> current;  ///< the last one by its day
    std::vector<Licence> licences;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    std::int64_t legal_on(LocalDate date) const;
};

struct LicenceCount {
    std::int64_t legal = 0, installed = 0;
    std::int64_t shortfall() const { return installed > legal ? installed - legal : 0; }
};

/// Zero legal and zero installed for a product that needs no licence. `cards`: the organisation's.
LicenceCount count_licences(const SoftwareProduct& product, const std::vector<const AssetCard*>& cards, LocalDate date);

/// Whether a version is older than another, number by number and then letter by letter.
bool is_older_version(std::string_view version, std::string_view other);

/// Where an older version than the current one is installed.
std::vector<AssetId> behind(const SoftwareProduct& product, const std::vector<const AssetCard*>& cards);

Admission admit(const SoftwareProduct& state, const SoftwareProductEvent& event, const Context& context);
void apply(SoftwareProduct& state, const SoftwareProductEvent& event, const StoredEvent& stored);

struct ListProduct {
    ProductListed details;
};
struct RecordProductVersion {
    ProductVersionReleased details;
};
struct RecordLicence {
    LicenceAcquired details;
};
struct EndLicence {
    LicenceEnded details;
};
using SoftwareProductCommand = std::variant<ListProduct, RecordProductVersion, RecordLicence, EndLicence>;

Result<std::vector<SoftwareProductEvent>, Refusal> decide(const SoftwareProduct& state, const SoftwareProductCommand& command,
                                                          const Context& context);

}  // namespace countersign
