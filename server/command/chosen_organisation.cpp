// Finding the organisation that is meant.
#include "server/command/chosen_organisation.hpp"

namespace countersign {

Result<std::optional<OrganisationId>, std::string> chosen_organisation(const Options& options, const std::string& default_name,
                                                                       const ImportTarget& target) {
    if (options.given("--organisation")) {
        const OrganisationId id{options.value_or("--organisation", "")};
        auto exists = organisation_exists(id, target);
        if (!exists) return Error{exists.error().describe()};
        if (!*exists) return Error{"There is no organisation " + id.value + " in this database."};
        return std::optional(id);
    }
    const std::string name = options.value_or("--organisation-name", default_name);
    auto named = organisations_named(name, target);
    if (!named) return Error{named.error().describe()};
    if (named->size() > 1) {
        std::string ids;
        for (const OrganisationId& id : *named) ids += "\n  " + id.value;
        return Error{"Several organisations are called " + name + "; choose one with --organisation:" + ids};
    }
    if (named->empty()) return std::optional<OrganisationId>{};
    return std::optional(named->front());
}

}  // namespace countersign
