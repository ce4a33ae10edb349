// Writing a subject's rows: the projections that lists are read from.
#pragma once

#include "core/domain/subject_state.hpp"
#include "core/projection/rows.hpp"
#include "core/storage/database.hpp"

namespace countersign {

/// Replaces the rows of one subject; monostate removes them. Throws DatabaseError inside the adapter.
/// `clock`: for a ticket, of the agreement's version that it was promised by; null where this device has none.
void write_rows(Database& database, const Subject& subject, const SubjectState& state, const AgreementClock* clock);

}  // namespace countersign
