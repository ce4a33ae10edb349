// The device's tables: the log and the cursors, which are kept for ever, and the projections, which are made from the log and can be thrown
// away.
#pragma once

#include "core/storage/database.hpp"

namespace countersign {

/// Version of the log's tables; migrations only go forward. A file with a higher number was written by a newer program and is not touched.
inline constexpr int replica_schema_version = 3;
/// Version of the projections' shape and meaning: another number throws them away and rebuilds them from the log.
inline constexpr int projection_version = 7;

/// Makes or upgrades the tables. Failure "failure.database_newer" when the file is from a newer program.
/// Answers whether the projections must be rebuilt.
Result<bool, Failure> prepare_schema(Database& database);

/// Empties the projections. Until `mark_projections_whole` every opening of the file asks for a rebuild, so that one that was cut off by a
/// reload begins again instead of leaving lists incomplete.
void drop_projections(Database& database);
void mark_projections_whole(Database& database);

}  // namespace countersign
