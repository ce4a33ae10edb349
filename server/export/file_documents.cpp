// The documents of an organisation's file: agreements in every language, reports and issued settlements in the file's.
#include "core/document/agreement_document.hpp"
#include "core/document/report_document.hpp"
#include "core/document/settlement_document.hpp"
#include "core/i18n/built_in.hpp"
#include "core/projection/settlement_of_period.hpp"
#include "server/export/file_tables.hpp"

namespace countersign {

namespace {

Catalogue catalogue_of(Language language) {
    auto catalogue = Catalogue::load(language, built_in_catalogue_json(language), built_in_catalogue_json(Language::en));
    if (!catalogue) throw DatabaseError{catalogue.error()};
    return std::move(*catalogue);
}

struct DocumentRow {
    const char* kind;
    std::string agreement, name;
    Language language;
};

void write_document(Database& file, const DocumentRow& row, const std::string& html) {
    add_row(file, "document", {row.kind, row.agreement, row.name, language_code(row.language), html});
}

std::map<std::string, std::string> names_in(const Organisation& client) {
    std::map<std::string, std::string> names;
    for (const auto& [id, site] : client.sites) names[id.value] = site.name;
    for (const auto& [id, person] : client.contacts) names[id.value] = person.name;
    for (const auto& [id, person] : client.staff) names[id.value] = person.name;
    return names;
}

void write_agreements(Database& file, const FileSource& source, const Catalogue& catalogue) {
    for (const Agreement& agreement : source.book.agreements) {
        const auto commercial = source.book.commercial.find(agreement.id);
        for (const AgreementVersion& version : agreement.versions) {
            AgreementToShow shown = to_show(version, commercial == source.book.commercial.end() ? nullptr : commercial->second.of(version));
            shown.names = names_in(source.book.organisation);
            write_document(file, {"agreement", agreement.id.value, "version " + std::to_string(version.number), catalogue.language()},
                           agreement_document(catalogue, shown));
        }
    }
}

// Every month in which the agreement applied, up to that of the last entry.
void write_reports(Database& file, const FileSource& source, const Catalogue& catalogue) {
    for (const Agreement& agreement : source.book.agreements) {
        const AgreementVersion* first = agreement.first_signed();
        if (first == nullptr) continue;
        const TimeZone& zone = source.book.zone_of(agreement);
        const auto over = agreement.over_at();
        LocalDate month = month_span(zone, to_local(zone, first->takes_effect).date).first;
        for (; month_span(zone, month).from <= source.as_of; month = add_months(month, 1)) {
            if (over && month_span(zone, month).from >= *over) break;
            write_document(file, {"report", agreement.id.value, to_iso_text(month).substr(0, 7), catalogue.language()},
                           report_document(catalogue, report_of(source.book, agreement, month, source.as_of)));
        }
    }
}

void write_settlements(Database& file, const FileSource& source, const Catalogue& catalogue) {
    for (const auto& [id, settlement] : source.book.settlements) {
        const Agreement* agreement = source.book.agreement(id);
        if (agreement == nullptr) continue;
        for (const IssuedSettlement* issued : settlement.standing()) {
            const SettlementIssued& content = issued->content;
            if (content.corrects) continue;
            const auto statement = issued_settlement(source.book, *agreement, content.from, content.to);
            if (!statement) continue;
            write_document(file, {"settlement", id.value, to_iso_text(content.from) + " " + to_iso_text(content.to), catalogue.language()},
                           settlement_document(catalogue, *statement));
        }
    }
}

constexpr const char* tables[] = {
    "about",       "person",      "site",        "asset",           "agreement",        "agreement_version",
    "document",    "ticket",      "ticket_time", "ticket_material", "ticket_exclusion", "visit",
    "visit_check", "work_record", "work_item",   "verification",    "remote_session",   "remote_task",
    "hours_line",  "settlement",  "credit",      "attachment",      "attachment_file",  "attachment_with_bytes",
    "history",     "entry",       "flag",        "log_stream",      "log_event"};

}  // namespace

void write_documents(Database& file, const FileSource& source) {
    for (const Language language : all_languages) write_agreements(file, source, catalogue_of(language));
    const Catalogue own = catalogue_of(source.language);
    write_reports(file, source, own);
    write_settlements(file, source, own);
}

void write_readme(Database& file, const FileSource& source, const OrganisationId& organisation) {
    const Catalogue catalogue = catalogue_of(source.language);
    std::int64_t position = 0;
    const auto say = [&](const char* name, std::string text) { add_row(file, "readme", {++position, name, std::move(text)}); };
    say("", std::string(catalogue.tr("export.what")));
    say("", std::string(catalogue.tr("export.how_to_check")));
    say("", std::string(catalogue.tr("export.what_is_not_here")));
    say("", std::string(catalogue.tr("export.columns")));
    for (const char* table : tables) say(table, std::string(catalogue.tr(std::string("export.table_") + table)));

    const Organisation& client = source.book.organisation;
    const auto tell = [&](const char* name, Cell value) { add_row(file, "about", {name, std::move(value)}); };
    tell("organisation", organisation.value);
    tell("name", client.name);
    tell("address", client.address);
    tell("tax_number", client.tax_number);
    tell("provider_name", client.provider_name);
    tell("provider_address", client.provider_address);
    tell("provider_tax_number", client.provider_tax_number);
    tell("time_zone", client.time_zone);
    tell("language", language_code(source.language));
    tell("last_entry_at", source.clock(source.as_of));
}

}  // namespace countersign
