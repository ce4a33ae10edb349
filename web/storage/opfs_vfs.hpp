// The browser's file system for SQLite: a sqlite3_vfs named "opfs" over the pool of OPFS files (opfs_pool.js), for one connection.
//
// Give the pool to the module before SQLite is used: `Module({ opfs: await openPool(base), … })`. Then
//
//   register_opfs_vfs();
//   sqlite3_open_v2("countersign.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, opfs_vfs_name);
//   PRAGMA locking_mode=EXCLUSIVE;   -- first: it keeps the index of the log in memory, there is no shared memory here
//   PRAGMA journal_mode=WAL;
//   PRAGMA synchronous=FULL;         -- a transaction that has returned has been flushed
//
// A database can be open once at a time (SQLITE_BUSY otherwise). A full disk or quota is SQLITE_FULL, and the transaction can be
// tried again later. After a failed read or flush every operation is SQLITE_IOERR until the database has been closed and opened again:
// nothing that rests on bytes of doubtful worth may be called saved.
#pragma once

#include <string>

namespace countersign {

inline constexpr const char* opfs_vfs_name = "opfs";

/// Starts SQLite with "opfs" as its default VFS. SQLite3 Multiple Ciphers puts its own VFS around it and makes that the default;
/// naming opfs_vfs_name when opening goes past it.
void register_opfs_vfs();

/// What the browser said last when something went wrong: a key of web/storage/storage_error.js and the browser's own words.
struct StorageProblem {
    std::string key;
    std::string detail;
};
StorageProblem last_storage_problem();

/// Since the pool was opened; for benchmarks and the status screen.
struct StorageCounters {
    double bytes_read = 0;
    double bytes_written = 0;
    double writes = 0;
    double flushes = 0;
};
StorageCounters storage_counters();

}  // namespace countersign
