// Organisation: the JSON form of its events.
#include "core/domain/organisation.hpp"

namespace countersign {

Json OrganisationRegistered::to_json() const {
    return {{"name", name},
            {"address", address},
            {"tax_number", tax_number},
            {"country", country},
            {"time_zone", time_zone},
            {"language", language},
            {"provider", {{"name", provider_name}, {"address", provider_address}, {"tax_number", provider_tax_number}}}};
}

OrganisationRegistered OrganisationRegistered::from_json(FieldReader& fields) {
    OrganisationRegistered body;
    body.name = fields.text("name");
    body.address = fields.text_or("address", "");
    body.tax_number = fields.text_or("tax_number", "");
    body.country = fields.text_or("country", "");
    body.time_zone = fields.text("time_zone", 100);
    body.language = fields.text_or("language", "en", 20);
    FieldReader provider(fields.object("provider"));
    body.provider_name = provider.text_or("name", "");
    body.provider_address = provider.text_or("address", "");
    body.provider_tax_number = provider.text_or("tax_number", "");
    if (provider.problem()) fields.reject("provider", *provider.problem());
    return body;
}

Json SiteAdded::to_json() const { return {{"site", site.id.value}, {"name", site.name}, {"address", site.address}}; }

SiteAdded SiteAdded::from_json(FieldReader& fields) {
    return {{fields.id<SiteId>("site"), fields.text("name"), fields.text_or("address", "")}};
}

Json ContactNamed::to_json() const {
    return {{"user", contact.user.value},
            {"name", contact.name},
            {"position", contact.position},
            {"email", contact.email},
            {"phone", contact.phone},
            {"may_verify_work", contact.may_verify_work},
            {"may_order_emergency_visit", contact.may_order_emergency_visit},
            {"may_sign_agreement", contact.may_sign_agreement}};
}

ContactNamed ContactNamed::from_json(FieldReader& fields) {
    Contact contact;
    contact.user = fields.id<UserId>("user");
    contact.name = fields.text("name");
    contact.position = fields.text_or("position", "");
    contact.email = fields.text_or("email", "");
    contact.phone = fields.text_or("phone", "");
    contact.may_verify_work = fields.boolean_or("may_verify_work", false);
    contact.may_order_emergency_visit = fields.boolean_or("may_order_emergency_visit", false);
    contact.may_sign_agreement = fields.boolean_or("may_sign_agreement", false);
    return {contact};
}

Json ContactWithdrawn::to_json() const { return {{"user", user.value}}; }

ContactWithdrawn ContactWithdrawn::from_json(FieldReader& fields) { return {fields.id<UserId>("user")}; }

Json StaffAssigned::to_json() const {
    return {{"user", member.user.value},
            {"name", member.name},
            {"role", role_name(member.role)},
            {"phone", member.phone},
            {"permanent", member.permanent}};
}

StaffAssigned StaffAssigned::from_json(FieldReader& fields) {
    StaffMember member;
    member.user = fields.id<UserId>("user");
    member.name = fields.text("name");
    const auto role = parse_role(fields.text("role", 50));
    if (!role) fields.reject("role", "unknown role");
    member.role = role.value_or(Role::technician);
    member.phone = fields.text_or("phone", "");
    member.permanent = fields.boolean_or("permanent", false);
    return {member};
}

Json OrganisationIntroduced::to_json() const {
    Json site_list = Json::array();
    for (const auto& [id, site_name] : sites) site_list.push_back({{"site", id.value}, {"name", site_name}});
    return {{"name", name}, {"time_zone", time_zone}, {"provider", {{"name", provider_name}}}, {"sites", std::move(site_list)}};
}

OrganisationIntroduced OrganisationIntroduced::from_json(FieldReader& fields) {
    OrganisationIntroduced body;
    body.name = fields.text("name");
    body.time_zone = fields.text("time_zone", 100);
    FieldReader provider(fields.object("provider"));
    body.provider_name = provider.text_or("name", "");
    if (provider.problem()) fields.reject("provider", *provider.problem());
    for (const Json& entry : fields.array("sites")) {
        FieldReader site(entry);
        const auto id = site.id<SiteId>("site");
        body.sites[id] = site.text("name");
        if (site.problem()) fields.reject("sites", *site.problem());
    }
    return body;
}

Json AssetRegistered::to_json() const {
    return {{"asset", asset.id.value}, {"site", asset.site.value}, {"name", asset.name}, {"kind", asset.kind}, {"place", asset.place}};
}

AssetRegistered AssetRegistered::from_json(FieldReader& fields) {
    return {{fields.id<AssetId>("asset"), fields.id<SiteId>("site"), fields.text("name"), fields.text_or("kind", "computer", 50),
             fields.text_or("place", "")}};
}

}  // namespace countersign
