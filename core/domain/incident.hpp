// Incident: something went wrong with security or operation, what was communicated about it, and what was learned (requirements.md C5; S2
// "an effective plan for handling breaches that includes communication strategies").
//
// The rule: what happened, and each time somebody was told, are facts with their own times. An incident is closed with what was learned,
// and not before the client was told. Worked example: mailbox misused since 6:00, noticed at 8:10, management told by telephone at 8:40:
// 30 minutes after it was noticed; closed the next day with "two factors for all mailboxes".
#pragma once

#include <variant>

#include "core/domain/folding.hpp"

namespace countersign {

using IncidentId = Id<struct IncidentTag>;

struct IncidentRecorded {
    static constexpr const char* type = "incident_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string title, description;
    Instant began_at;  ///< as far as it is known
    Instant noticed_at;
    bool personal_data = false;  ///< the client must consider telling their authority (art. 33 GDPR: within 72 h)
    TicketId ticket;
    Json to_json() const;
    static IncidentRecorded from_json(FieldReader& fields);
};

struct IncidentCommunicated {
    static constexpr const char* type = "incident_communicated";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    Instant at;
    bool to_client = true;  ///< else to a supplier, an authority, others
    std::string whom, how, what;
    Json to_json() const;
    static IncidentCommunicated from_json(FieldReader& fields);
};

struct IncidentClosed {
    static constexpr const char* type = "incident_closed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    Instant ended_at;
    std::string cause, lessons;
    Json to_json() const;
    static IncidentClosed from_json(FieldReader& fields);
};

using IncidentEvent = std::variant<IncidentRecorded, IncidentCommunicated, IncidentClosed>;

struct Incident {
    static constexpr const char* subject_kind = "incident";
    IncidentId id;
    StreamId stream;
    OrganisationId organisation;
    bool recorded = false;
    IncidentRecorded content;
    std::vector<IncidentCommunicated> communicated;  ///< by their times
    std::optional<IncidentClosed> closed;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// From noticing it until the client was first told; nothing while they were not.
    std::optional<Milliseconds> told_client_after() const;
};

Admission admit(const Incident& state, const IncidentEvent& event, const Context& context);
void apply(Incident& state, const IncidentEvent& event, const StoredEvent& stored);

struct RecordIncident {
    IncidentRecorded details;
};
struct RecordCommunication {
    IncidentCommunicated details;
};
struct CloseIncident {
    IncidentClosed details;
};
using IncidentCommand = std::variant<RecordIncident, RecordCommunication, CloseIncident>;

Result<std::vector<IncidentEvent>, Refusal> decide(const Incident& state, const IncidentCommand& command, const Context& context);

}  // namespace countersign
