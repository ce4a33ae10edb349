// The tables of the server's database and the steps that led to them. Steps are only ever added: a file of any older version is brought up
// to date, one of a newer version is refused.
#pragma once

#include "core/storage/database.hpp"

namespace countersign {

/// The version that this program writes: the number of steps.
std::int64_t store_schema_version();

/// Failure "failure.database_newer" when the file was written by a newer program.
Result<void, Failure> check_store_version(Database& database);

/// Failure "failure.database_newer" too.
Result<void, Failure> migrate_store(Database& database);

}  // namespace countersign
