// The organisation that --organisation or --organisation-name names in a database.
#pragma once

#include "server/command/options.hpp"
#include "server/import/log_import.hpp"

namespace countersign {

/// Nothing when a name was given that no organisation has; the error says in words what else is wrong.
Result<std::optional<OrganisationId>, std::string> chosen_organisation(const Options& options, const std::string& default_name,
                                                                       const ImportTarget& target);

}  // namespace countersign
