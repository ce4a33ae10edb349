// Queries: what the screens ask of the projections. Every list is asked for in pages, so that a hundred thousand tickets cost no more than
// a screenful.
#pragma once

#include "core/projection/rows.hpp"
#include "core/storage/database.hpp"

namespace countersign {

enum class TicketFilter { open, waiting, to_accept, closed, all };

struct TicketQuery {
    std::string text = {};  ///< as typed; compared without case and diacritics, every word must occur
    TicketFilter filter = TicketFilter::open;
    OrganisationId organisation = {};  ///< empty: all
    UserId technician = {};            ///< empty: all
    std::optional<Priority> priority = std::nullopt;

    bool operator==(const TicketQuery&) const = default;
};

/// What a long list needs of every ticket to count and group them; the rows themselves are read for what is visible.
struct TicketKey {
    std::int64_t key = 0;
    TicketState state = TicketState::fresh;
    std::optional<Instant> due_at;  ///< of open ones
    bool stands_still = false;      ///< what is due next waits, and is not broken
};

/// One row of another system's log that a ticket was imported from.
struct ImportedRow {
    EventId event;
    TicketUpdateImported update;
};

struct OrganisationRow {
    OrganisationId id;
    std::string name;
    std::string time_zone;
};

/// The tickets that fit, next deadline first, then those without one, then closed ones, newest first.
std::vector<TicketKey> find_tickets(Database& database, const TicketQuery& query);
/// The row of a key that was found; nothing when it is gone since.
std::optional<TicketRow> ticket_row(Database& database, std::int64_t key);
std::vector<TicketRow> tickets_of_visit(Database& database, const VisitId& visit);
/// In the order of the log.
std::vector<ImportedRow> imported_rows(Database& database, const TicketId& ticket);
/// Own events that wait to be sent, oldest first.
std::vector<StoredEvent> unsent_events(Database& database, std::size_t count_max);
std::int64_t count_tickets(Database& database, const TicketQuery& query);

/// Visits that touch the period, by start.
std::vector<VisitRow> visits_between(Database& database, Instant from, Instant to);
std::vector<VisitRow> visits_on_site(Database& database);
std::vector<WorkRecordRow> work_records(Database& database, std::optional<RecordStanding> standing, std::size_t count_max);
std::optional<WorkRecordRow> work_record_of_visit(Database& database, const VisitId& visit);
/// Remote sessions that touch the period, the latest first.
std::vector<RemoteSessionRow> remote_sessions_between(Database& database, Instant from, Instant to);
std::vector<OrganisationRow> organisations(Database& database);

/// In the order in which they were added.
std::vector<AttachmentRow> attachments_of(Database& database, const Subject& about);
std::optional<AttachmentRow> attachment_row(Database& database, const AttachmentId& id);
/// What drafts hold whose names end so.
std::vector<std::string> drafts_named(Database& database, std::string_view suffix);
/// Those of the technician's visits that touch the period, and of the open tickets that they have in hand.
std::vector<AttachmentRow> attachments_of_work(Database& database, const UserId& technician, Instant from, Instant to);

}  // namespace countersign
