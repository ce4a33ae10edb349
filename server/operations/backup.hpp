// Backup and restore of a whole store. A backup is one SQLite file that holds what was committed at one moment, made while the server runs,
// and is only called finished when it was read back: its pages are sound and every chain holds. Whoever restores gets the same checks
// again.
#pragma once

#include <string>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

struct BackupSummary {
    std::int64_t bytes = 0;
    std::int64_t schema_version = 0;
    std::size_t streams = 0;
    std::int64_t events = 0;
    bool with_key = false;
    std::size_t attachments = 0;
    std::size_t attachments_lost = 0;  ///< missing or damaged already where they were copied from: `countersign verify` names them
};

/// Writes the database of `data_directory` to `file`, which must not be there. Another name beside it is used until it is verified.
Result<BackupSummary, Failure> back_up(const std::string& data_directory, const std::string& file);

/// Puts the database of a backup into `data_directory`, which must be empty or not there. The backup may be of an older version of the
/// program.
Result<BackupSummary, Failure> restore(const std::string& file, const std::string& data_directory);

}  // namespace countersign
