// Organisation file: everything of one client as a SQLite file that is read without us (requirements.md N14, N2;
// core/domain/records_export).
//
// The rule: the file holds the log itself, byte for byte, the files that people attached, and beside it plain tables that the log adds up
// to, with a table that explains them. Whoever has the file can make the tables anew from the log and compare them: `countersign verify`
// does. The same log gives the same file, byte for byte; it says nothing about when it was taken. Worked example: the clinic with 38
// tickets takes its file home and opens it in any program for SQLite: 38 rows in "ticket", the agreement as a page in "document".
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/event/stream.hpp"
#include "core/i18n/language.hpp"
#include "core/storage/database.hpp"
#include "server/store/attachment_store.hpp"
#include "server/store/event_store.hpp"

namespace countersign {

/// "CSGN": by this in its header the file is known for what it is (SQLite's application_id).
inline constexpr std::int64_t organisation_file_mark = 0x4353474E;
/// Of the tables; a program compares only tables of the format that it writes.
inline constexpr std::int64_t organisation_file_format = 1;

struct OrganisationFileOrder {
    OrganisationId organisation;
    Language language = Language::en;
    std::function<bool(const StreamName&)> includes;  ///< which of the organisation's streams
};

struct OrganisationFileSummary {
    std::size_t streams = 0;
    std::int64_t events = 0;
    std::size_t attachments = 0;
    std::size_t attachments_missing = 0;  ///< not sent by their devices yet, or lost: the file's table says which
};

/// Writes to `path`, which must not be there, or be empty. Failure "failure.export.unknown" when the organisation has no stream that is
/// included; what was begun is the caller's to remove.
Result<OrganisationFileSummary, Failure> write_organisation_file(const std::string& path, EventStore& events, AttachmentStore& attachments,
                                                                 const OrganisationFileOrder& order);

// For the check of such a file (organisation_file_check.hpp), which makes the same tables once more.

/// All tables and views, empty. Throws DatabaseError, like the next.
void create_file_tables(Database& file);
/// Everything that follows from the log: all tables but log_stream, log_event and attachment_file.
void write_derived_tables(Database& file, const std::vector<StoredEvent>& log, const OrganisationId& organisation, Language language);
/// A row of log_event: what stands beside the bytes is read from them.
void write_log_event(Database& file, const StoredEvent& event);

}  // namespace countersign
