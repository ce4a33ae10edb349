// Finishing a visit: departure and work record are recorded together or not at all, so that no visit ends without something to sign.
#pragma once

#include <optional>
#include <string>

#include "web/app/portal.hpp"

namespace countersign::screens {

/// Ends the visit where it is still going on and writes the first revision of its work record. Nothing when it could not be done:
/// `portal.trouble()` says why.
std::optional<WorkRecordId> finish_visit(app::Portal& portal, const VisitId& visit, const std::string& summary);

/// Writes a new revision of a record that was sent back; it waits for a signature anew.
bool correct_work(app::Portal& portal, const WorkRecordId& record, const std::string& summary, const std::string& reason);

}  // namespace countersign::screens
