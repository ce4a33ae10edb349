// LogImport: takes the events of an imported log in through the server's own intake: admission, order, chain and numbers as for any device.
// Importing the same log again adds nothing. An event whose id is known with other bytes (the row moved to another line, or was read with
// another zone) is the same row all the same and counts as already there.
#pragma once

#include <functional>

#include "core/domain/organisation.hpp"
#include "server/import/servicenow_csv.hpp"
#include "server/store/event_store.hpp"
#include "server/system/clock.hpp"

namespace countersign {

/// Who an import's events are by; no account has this id.
const Actor& import_actor();

struct ImportTarget {
    EventStore& store;
    IdSource& ids;
    const Clock& clock;
};

struct LogImportSummary {
    std::int64_t subjects_added = 0;  ///< tickets, remote sessions
    std::int64_t updates_added = 0;   ///< what happened to them
    std::int64_t already_there = 0;
    std::int64_t read_differently = 0;    ///< of those already there
    std::vector<ImportProblem> problems;  ///< events that the intake refused or flagged
    std::int64_t refused = 0;
    std::int64_t events() const { return subjects_added + updates_added + already_there + refused; }
};

/// `progress` is called with the updates done so far. What was committed before a Failure stays; another import completes it.
Result<LogImportSummary, Failure> import_log(const ServiceNowLog& log, const OrganisationId& organisation, const ImportTarget& target,
                                             const std::function<void(std::int64_t)>& progress = {});

/// The same for events that were made of any other log, in the order in which they are to be taken in.
Result<LogImportSummary, Failure> import_events(const std::vector<ImportedEvent>& events, const OrganisationId& organisation,
                                                const ImportTarget& target);

/// The organisations of that name.
Result<std::vector<OrganisationId>, Failure> organisations_named(const std::string& name, const ImportTarget& target);
Result<bool, Failure> organisation_exists(const OrganisationId& id, const ImportTarget& target);
/// Nothing when there is none of that id.
Result<std::optional<Organisation>, Failure> find_organisation(const OrganisationId& id, const ImportTarget& target);
Result<OrganisationId, Failure> register_organisation(const std::string& name, const TimeZone& zone, const ImportTarget& target);

}  // namespace countersign
