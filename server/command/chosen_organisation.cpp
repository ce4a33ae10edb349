// Finding the organisation that is meant.
#include "server/command/chosen_organisation.hpp"

#include "server/report/organisation_log.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/system/ids.hpp"

namespace countersign {

Result<std::optional<OrganisationId>, std::string> chosen_organisation(const Options& options, const std::string& default_name,
                                                                       const ImportTarget& target) {
    if (options.given("--organisation")) {
        const OrganisationId id{options.value_or("--organisation", "")};
        auto exists = organisation_exists(id, target);
        if (!exists) return Error{exists.error().describe()};
        if (!*exists) return Error{"There is no organisation " + id.value + " in this database."};
        return std::optional(id);
    }
    const std::string name = options.value_or("--organisation-name", default_name);
    auto named = organisations_named(name, target);
    if (!named) return Error{named.error().describe()};
    if (named->size() > 1) {
        std::string ids;
        for (const OrganisationId& id : *named) ids += "\n  " + id.value;
        return Error{"Several organisations are called " + name + "; choose one with --organisation:" + ids};
    }
    if (named->empty()) return std::optional<OrganisationId>{};
    return std::optional(named->front());
}

std::optional<std::string> organisation_problem(const Options& options) {
    if (options.value_or("--data", "").empty()) return "--data DIR is required.";
    if (options.given("--organisation") == options.given("--organisation-name")) {
        return "Name the client with --organisation or with --organisation-name.";
    }
    return std::nullopt;
}

Result<OrganisationBook, std::string> chosen_book(const std::string& data_directory, const Options& options, std::optional<Instant> as_of) {
    auto database = StoreDatabase::open(database_path(data_directory));
    if (!database) return Error{"The database cannot be used: " + database.error().describe() + " [" + database.error().key + "]"};
    SqliteEventStore store(**database);
    const Clock clock = system_time;
    SystemIds ids(clock);
    const auto organisation = chosen_organisation(options, "", {store, ids, clock});
    if (!organisation) return Error{organisation.error()};
    if (!*organisation) return Error{"No organisation is called " + options.value_or("--organisation-name", "") + "."};
    auto book = book_of_organisation(store, **organisation, as_of);
    if (!book) return Error{"The log cannot be read: " + book.error().describe()};
    return std::move(*book);
}

}  // namespace countersign
