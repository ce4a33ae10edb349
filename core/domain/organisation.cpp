// Organisation: rules and folding.
#include "core/domain/organisation.hpp"

#include "core/base/overloaded.hpp"

namespace countersign {

const Contact* Organisation::contact(const UserId& user) const {
    const auto found = contacts.find(user);
    return found == contacts.end() || found->second.withdrawn ? nullptr : &found->second;
}

std::string Organisation::person_name(const UserId& user) const {
    if (const auto found = contacts.find(user); found != contacts.end()) return found->second.name;
    if (const auto found = staff.find(user); found != staff.end()) return found->second.name;
    return {};
}

const Site* Organisation::site(const SiteId& site_id) const {
    const auto found = sites.find(site_id);
    return found == sites.end() ? nullptr : &found->second;
}

const Asset* Organisation::asset(const AssetId& asset_id) const {
    const auto found = assets.find(asset_id);
    return found == assets.end() ? nullptr : &found->second;
}

OrganisationIntroduced introduction_of(const Organisation& organisation) {
    OrganisationIntroduced body{organisation.name, organisation.time_zone, organisation.provider_name, {}};
    for (const auto& [id, site] : organisation.sites) body.sites[id] = site.name;
    return body;
}

namespace {
void introduce(Organisation& state, const OrganisationIntroduced& body) {
    // Staff and contact persons receive the reporters' streams too; they know more than this.
    if (state.registered && !state.introduced) return;
    state.registered = true;
    state.introduced = true;
    state.name = body.name;
    state.time_zone = body.time_zone;
    state.provider_name = body.provider_name;
    state.sites.clear();
    for (const auto& [id, name] : body.sites) state.sites[id] = {id, name, {}};
}
}  // namespace

Admission admit(const Organisation& state, const OrganisationEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const OrganisationRegistered& body) -> Admission {
                              return require_text(body.name, "refusal.organisation.name_missing", 500);
                          },
                          [&](const SiteAdded& body) -> Admission {
                              if (!state.registered) return refuse("refusal.organisation.not_registered");
                              return require_text(body.site.name, "refusal.organisation.site_name_missing", 500);
                          },
                          [&](const ContactNamed& body) -> Admission {
                              if (!state.registered) return refuse("refusal.organisation.not_registered");
                              // Nobody verifies their own work.
                              if (state.staff.count(body.contact.user) != 0) return refuse("refusal.organisation.contact_is_staff");
                              return require_text(body.contact.name, "refusal.organisation.person_name_missing", 500);
                          },
                          [&](const ContactWithdrawn& body) -> Admission {
                              if (state.contact(body.user) == nullptr) return refuse("refusal.organisation.contact_unknown");
                              return {};
                          },
                          [&](const StaffAssigned& body) -> Admission {
                              if (!state.registered) return refuse("refusal.organisation.not_registered");
                              if (!is_staff(body.member.role)) return refuse("refusal.organisation.not_staff");
                              if (state.contact(body.member.user) != nullptr) return refuse("refusal.organisation.contact_is_staff");
                              return require_text(body.member.name, "refusal.organisation.person_name_missing", 500);
                          },
                          [&](const AssetRegistered& body) -> Admission {
                              if (state.site(body.asset.site) == nullptr) return refuse("refusal.organisation.site_unknown");
                              return require_text(body.asset.name, "refusal.organisation.asset_name_missing", 200);
                          },
                          [&](const OrganisationIntroduced& body) -> Admission {
                              return require_text(body.name, "refusal.organisation.name_missing", 500);
                          },
                      },
                      event);
}

void apply(Organisation& state, const OrganisationEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    std::visit(Overloaded{
                   [&](const OrganisationRegistered& body) {
                       state.registered = true;
                       state.introduced = false;
                       state.name = body.name;
                       state.address = body.address;
                       state.tax_number = body.tax_number;
                       state.country = body.country;
                       state.time_zone = body.time_zone;
                       state.language = body.language;
                       state.provider_name = body.provider_name;
                       state.provider_address = body.provider_address;
                       state.provider_tax_number = body.provider_tax_number;
                   },
                   [&](const SiteAdded& body) { state.sites[body.site.id] = body.site; },
                   [&](const ContactNamed& body) { state.contacts[body.contact.user] = body.contact; },
                   [&](const ContactWithdrawn& body) {
                       const auto found = state.contacts.find(body.user);
                       if (found != state.contacts.end()) found->second.withdrawn = true;
                   },
                   [&](const StaffAssigned& body) { state.staff[body.member.user] = body.member; },
                   [&](const AssetRegistered& body) { state.assets[body.asset.id] = body.asset; },
                   [&](const OrganisationIntroduced& body) { introduce(state, body); },
               },
               event);
}

Result<std::vector<OrganisationEvent>, Refusal> decide(const Organisation& state, const OrganisationCommand& command,
                                                       const Context& context) {
    const OrganisationEvent event = std::visit(Overloaded{
                                                   [](const RegisterOrganisation& c) -> OrganisationEvent { return c.details; },
                                                   [](const AddSite& c) -> OrganisationEvent { return SiteAdded{c.site}; },
                                                   [](const NameContact& c) -> OrganisationEvent { return ContactNamed{c.contact}; },
                                                   [](const WithdrawContact& c) -> OrganisationEvent { return ContactWithdrawn{c.user}; },
                                                   [](const AssignStaff& c) -> OrganisationEvent { return StaffAssigned{c.member}; },
                                                   [](const RegisterAsset& c) -> OrganisationEvent { return AssetRegistered{c.asset}; },
                                               },
                                               command);
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

}  // namespace countersign
