// The organisation that --organisation or --organisation-name names in a database.
#pragma once

#include "core/projection/organisation_book.hpp"
#include "server/command/options.hpp"
#include "server/import/log_import.hpp"

namespace countersign {

/// Nothing when a name was given that no organisation has; the error says in words what else is wrong.
Result<std::optional<OrganisationId>, std::string> chosen_organisation(const Options& options, const std::string& default_name,
                                                                       const ImportTarget& target);

/// The book of the one that is named, as of `as_of` where it is given; the error says in words what is wrong.
Result<OrganisationBook, std::string> chosen_book(const std::string& data_directory, const Options& options,
                                                  std::optional<Instant> as_of = {});
/// What is wrong with --data, --organisation and --organisation-name, or nothing: exactly one client is to be named.
std::optional<std::string> organisation_problem(const Options& options);

}  // namespace countersign
