// Export: everything of one client as a file (server/export/organisation_file.hpp).
//   GET api/v1/organisations/:organisation/export?language=pl
// For a client one may not read, and for one that is not there, the answer is the same.
#include "core/domain/records_export.hpp"
#include "server/http/route.hpp"

namespace countersign {

namespace {

Problem unknown_organisation() {
    return {404, "failure.export.unknown", "There are no records of this organisation that you may take.", {}};
}

HttpResponse answer_export(const Api& api, const Call& call) {
    const OrganisationId organisation{call.param("organisation")};
    const std::string& target = call.request.target;
    const std::size_t query = target.find('?');
    const std::string asked = query == std::string::npos ? "" : target.substr(query + 1);
    const auto language = asked.empty()                      ? std::optional(Language::en)
                          : asked.rfind("language=", 0) == 0 ? language_from_code(asked.substr(9))
                                                             : std::nullopt;
    if (!language) return answer_problem({400, "failure.export.language", "?language= takes en, pl, cs or da.", {}});
    if (!is_uuid(organisation.value) || access(call.actor(), {StreamKind::shared, organisation, {}}) == Access::none) {
        return answer_problem(unknown_organisation());
    }
    auto file = api.exports.make({organisation, *language, [&](const StreamName& stream) { return is_exported(call.actor(), stream); }});
    if (!file && file.error().key == "failure.export.unknown") return answer_problem(unknown_organisation());
    if (!file && file.error().key == "failure.export.busy") {
        HttpResponse busy = answer_problem({503, "failure.export.busy", "Another file is just being made.", {}});
        busy.set("Retry-After", "60");
        return busy;
    }
    if (!file) return api.fail(file.error());
    HttpResponse response{200};
    response.file = std::move(*file);
    response.set("Content-Type", "application/vnd.sqlite3");
    response.set("Content-Disposition", "attachment; filename=\"countersign-" + organisation.value + ".sqlite\"");
    response.set("Cache-Control", "private, no-store");
    return response;
}

}  // namespace

std::vector<Route> export_routes() {
    return {{"GET", "api/v1/organisations/:organisation/export", Audience::record_takers, answer_export}};
}

}  // namespace countersign
