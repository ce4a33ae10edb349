// The plain tables of an organisation's file, each made from the book and nothing else.
#pragma once

#include "core/i18n/language.hpp"
#include "core/projection/organisation_book.hpp"
#include "server/export/table_row.hpp"

namespace countersign {

struct FileSource {
    const std::vector<StoredEvent>& log;
    const OrganisationBook& book;
    const Language language;
    Instant as_of;  ///< when the last event was received: what is worked out is worked out as of then
    FileClock clock;

    std::string person(const UserId& id) const {
        const std::string name = book.organisation.person_name(id);
        return name.empty() ? id.value : name;
    }
};

void write_people_tables(Database& file, const FileSource& source);
void write_agreement_tables(Database& file, const FileSource& source);
void write_ticket_tables(Database& file, const FileSource& source);
void write_visit_tables(Database& file, const FileSource& source);
void write_record_tables(Database& file, const FileSource& source);
void write_hours_tables(Database& file, const FileSource& source);
void write_history_tables(Database& file, const FileSource& source);
/// Agreements in every language; reports and settlements in the file's.
void write_documents(Database& file, const FileSource& source);
/// What the file is and what stands in each table, in the file's language.
void write_readme(Database& file, const FileSource& source, const OrganisationId& organisation);

}  // namespace countersign
