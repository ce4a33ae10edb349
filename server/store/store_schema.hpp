// The tables of the server's database and the steps that led to them. Steps are only ever added: a file of any older version is brought up
// to date, one of a newer version is refused.
#pragma once

#include <vector>

#include "core/storage/database.hpp"

namespace countersign {

/// The version that this program writes: the number of steps.
std::int64_t store_schema_version();

/// Failure "failure.database_newer" when the file was written by a newer program.
Result<void, Failure> check_store_version(Database& database);

/// Failure "failure.database_newer" too. All steps that are missing are one transaction: after a failure the file is what it was.
Result<void, Failure> migrate_store(Database& database);

/// The same with other steps, for tests of what happens when one fails.
Result<void, Failure> migrate_by(Database& database, const std::vector<const char*>& migrations);

}  // namespace countersign
