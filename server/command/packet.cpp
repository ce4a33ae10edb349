// `countersign packet`: one verified work record as a file that anybody reads and verifies without us.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "core/domain/work_record.hpp"
#include "core/i18n/built_in.hpp"
#include "server/command/chosen_organisation.hpp"
#include "server/command/command.hpp"
#include "server/export/packet_of_store.hpp"
#include "server/store/sqlite_attachment_store.hpp"
#include "server/store/sqlite_event_store.hpp"

namespace countersign {

namespace {

constexpr const char* help =
    R"(Usage: countersign packet --data DIR (--organisation ID | --organisation-name NAME) (--record ID | --visit ID)
                          --output FILE [--language en|pl|cs|da]

Writes a verified work record as a sealed packet: a page that any browser opens, with the report, checks, times, photos and signatures, and in it
the entries of the log as their devices wrote and signed them, with the proof of their place in the log. What it proves and what it does not
stands in it. countersign verify FILE checks it, anywhere and without a server.

  --record  the work record's id; --visit: that of the visit that it is about
Exit code 0: written; 1: the record is not verified, or the log does not hold; 2: an option is wrong.
)";

const WorkRecord* chosen_record(const OrganisationBook& book, const Options& options) {
    for (const WorkRecord& record : book.records) {
        const WorkRevision* revision = record.latest();
        const bool by_record = record.id.value == options.value_or("--record", "-");
        const bool by_visit = revision != nullptr && revision->content.visit.value == options.value_or("--visit", "-");
        if (by_record || by_visit) return &record;
    }
    return nullptr;
}

int write_packet_of(const WorkRecord& record, const Options& options, Language language) {
    auto database = StoreDatabase::open(database_path(options.value_or("--data", "")));
    if (!database) return failed("The database cannot be used: " + database.error().describe());
    SqliteEventStore events(**database);
    SqliteAttachmentStore attachments(**database);
    const auto catalogue = Catalogue::load(language, built_in_catalogue_json(language), built_in_catalogue_json(Language::en));
    if (!catalogue) return failed(catalogue.error().describe());
    const VisitId visit = record.latest() == nullptr ? VisitId{} : record.latest()->content.visit;
    const auto packet = packet_of(events, attachments, {record.stream, record.id, visit, language});
    if (!packet) {
        const auto* refusal = std::get_if<Refusal>(&packet.error());
        return failed(refusal != nullptr ? catalogue->tr(*refusal) : std::get<Failure>(packet.error()).describe());
    }
    const std::string output = options.value_or("--output", "");
    std::ofstream file(output, std::ios::binary);
    file << write_packet(*packet, *catalogue);
    file.close();
    if (!file) return failed("Cannot write " + output + ".");
    fmt::print("Written: {} entries of the log, {} files.\n", packet->log.size(), packet->files.size());
    return exit_done;
}

int run(const std::vector<std::string>& arguments) {
    const auto options = Options::parse(
        arguments, {.with_value = {"--data", "--organisation", "--organisation-name", "--record", "--visit", "--output", "--language"}});
    if (!options) return wrong_usage("packet", options.error());
    if (const auto problem = organisation_problem(*options)) return wrong_usage("packet", *problem);
    if (options->given("--record") == options->given("--visit"))
        return wrong_usage("packet", "Name the record with --record or with --visit.");
    if (options->value_or("--output", "").empty()) return wrong_usage("packet", "--output FILE is required.");
    const auto language = language_from_code(options->value_or("--language", "en"));
    if (!language) return wrong_usage("packet", "--language must be en, pl, cs or da.");
    if (std::filesystem::exists(options->value_or("--output", "")))
        return failed(options->value_or("--output", "") + " is there already, and nothing is overwritten.");
    const auto book = chosen_book(options->value_or("--data", ""), *options);
    if (!book) return failed(book.error());
    const WorkRecord* record = chosen_record(*book, *options);
    return record == nullptr ? failed("There is no such work record.") : write_packet_of(*record, *options, *language);
}

}  // namespace

const CliCommand packet_command{"packet", "a verified work record as a sealed file that anybody verifies", help, run};

}  // namespace countersign
