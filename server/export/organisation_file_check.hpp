// Checking an organisation's file: its log holds, its attached files are those that the log names, and its tables are what the log adds up
// to. Nothing is needed but the file and this program (requirements.md N2, N14).
#pragma once

#include <string>
#include <vector>

#include "server/verify/verification.hpp"

namespace countersign {

struct CheckedOrganisationFile {
    std::string organisation;  ///< its name and id
    std::string last_entry_at;
    std::vector<VerifiedStream> streams;
    std::size_t attachments = 0;      ///< whose bytes are in the file and sound
    std::size_t tables = 0;           ///< that were made anew and compared; 0 where the log itself does not hold
    bool texts_not_compared = false;  ///< documents differ, and the file says that another version of the program made them
    std::vector<std::string> problems;
    std::vector<std::string> notes;  ///< what is no fault, and should be known

    bool sound() const { return problems.empty(); }
};

/// Whether the file says of itself that it is one.
bool is_organisation_file(const std::string& path);

/// Failure when it cannot be read as a database at all.
Result<CheckedOrganisationFile, Failure> check_organisation_file(const std::string& path);

/// The chain value of a stream's event in the file; nothing when it has no such event. For holding an older file against a newer log.
Result<std::optional<Digest>, Failure> chain_in_organisation_file(const std::string& path, const StreamId& stream, std::int64_t seq);

}  // namespace countersign
