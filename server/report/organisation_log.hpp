// OrganisationLog: one organisation's whole log out of the store, for what is worked out over all of it (requirements.md R1, H5).
#pragma once

#include "core/projection/organisation_book.hpp"
#include "server/store/event_store.hpp"

namespace countersign {

/// From every stream of the organisation that the provider's management reads; each stream in its order. `as_of`: as the log stood then
/// (core/projection/log_as_of.hpp); else all of it.
Result<OrganisationBook, Failure> book_of_organisation(EventStore& store, const OrganisationId& organisation,
                                                       std::optional<Instant> as_of = std::nullopt);

}  // namespace countersign
