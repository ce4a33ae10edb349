// Organisation: a client company with its sites, its contact persons, the provider's people who serve it, and its assets (requirements.md
// A1, C1). A contact person can do only what the agreement names them for. Example: Grażyna may verify work, Tomasz may order an emergency
// visit; a verification signed by Tomasz is admitted as a fact but flagged, and does not count.
#pragma once

#include <map>
#include <variant>

#include "core/domain/fact.hpp"

namespace countersign {

struct Site {
    SiteId id;
    std::string name;
    std::string address;
};

/// A person of the client who is named in the agreement, and what for (rules.md 29).
struct Contact {
    UserId user;
    std::string name;
    std::string position;
    std::string email;
    std::string phone;
    bool may_verify_work = false;
    bool may_order_emergency_visit = false;
    bool may_sign_agreement = false;
    bool withdrawn = false;
};

struct StaffMember {
    UserId user;
    std::string name;
    Role role = Role::technician;
    std::string phone;
    bool permanent = false;  ///< the client's permanently assigned technician
};

struct Asset {
    AssetId id;
    SiteId site;
    std::string name;   ///< as on its label: "REJ-02"
    std::string kind;   ///< "computer", "laptop", "server"
    std::string place;  ///< "Front desk 2, Ms Halina"
};

// Events

struct OrganisationRegistered {
    static constexpr const char* type = "organisation_registered";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_organisation;
    std::string name, address, tax_number, country, time_zone, language;
    std::string provider_name, provider_address, provider_tax_number;
    Json to_json() const;
    static OrganisationRegistered from_json(FieldReader& fields);
};

struct SiteAdded {
    static constexpr const char* type = "site_added";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_organisation;
    Site site;
    Json to_json() const;
    static SiteAdded from_json(FieldReader& fields);
};

struct ContactNamed {
    static constexpr const char* type = "contact_named";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_organisation;
    Contact contact;
    Json to_json() const;
    static ContactNamed from_json(FieldReader& fields);
};

struct ContactWithdrawn {
    static constexpr const char* type = "contact_withdrawn";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_organisation;
    UserId user;
    Json to_json() const;
    static ContactWithdrawn from_json(FieldReader& fields);
};

struct StaffAssigned {
    static constexpr const char* type = "staff_assigned";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_organisation;
    StaffMember member;
    Json to_json() const;
    static StaffAssigned from_json(FieldReader& fields);
};

struct AssetRegistered {
    static constexpr const char* type = "asset_registered";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_organisation;
    Asset asset;
    Json to_json() const;
    static AssetRegistered from_json(FieldReader& fields);
};

/// What a reporter may know of their own company, so that they can report: written by the server into each reporter's own stream, anew
/// whenever it changed. No people, no assets, no addresses: reporters never receive the stream in which those lie.
struct OrganisationIntroduced {
    static constexpr const char* type = "organisation_introduced";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    std::string name, time_zone, provider_name;
    std::map<SiteId, std::string> sites;  ///< by their names
    Json to_json() const;
    static OrganisationIntroduced from_json(FieldReader& fields);
};

using OrganisationEvent =
    std::variant<OrganisationRegistered, SiteAdded, ContactNamed, ContactWithdrawn, StaffAssigned, AssetRegistered, OrganisationIntroduced>;

struct Organisation {
    static constexpr const char* subject_kind = "organisation";
    OrganisationId id;
    bool registered = false;
    bool introduced = false;  ///< known only from introductions: a reporter's device
    std::string name, address, tax_number, country, time_zone = "Europe/Warsaw", language = "en";
    std::string provider_name, provider_address, provider_tax_number;
    std::map<SiteId, Site> sites;
    std::map<UserId, Contact> contacts;
    std::map<UserId, StaffMember> staff;
    std::map<AssetId, Asset> assets;
    std::vector<Flag> flags;

    /// The contact person if named and not withdrawn.
    const Contact* contact(const UserId& user) const;
    /// A person's name for display, from contacts or staff; empty when unknown.
    std::string person_name(const UserId& user) const;
    const Site* site(const SiteId& id) const;
    const Asset* asset(const AssetId& id) const;
};

/// Precondition: the organisation is registered.
OrganisationIntroduced introduction_of(const Organisation& organisation);

Admission admit(const Organisation& state, const OrganisationEvent& event, const Context& context);
void apply(Organisation& state, const OrganisationEvent& event, const StoredEvent& stored);

// Commands: an organisation is described by whoever manages it, so each command carries exactly what its event says.

struct RegisterOrganisation {
    OrganisationRegistered details;
};
struct AddSite {
    Site site;
};
struct NameContact {
    Contact contact;
};
struct WithdrawContact {
    UserId user;
};
struct AssignStaff {
    StaffMember member;
};
struct RegisterAsset {
    Asset asset;
};

using OrganisationCommand = std::variant<RegisterOrganisation, AddSite, NameContact, WithdrawContact, AssignStaff, RegisterAsset>;

Result<std::vector<OrganisationEvent>, Refusal> decide(const Organisation& state, const OrganisationCommand& command,
                                                       const Context& context);

}  // namespace countersign
