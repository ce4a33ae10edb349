// Outage: a promised service was down (requirements.md A3, R1). The availability of a month is worked out from outages: availability.hpp.
//
// The rule: the provider records what was down, where and since when, as a fact, also long afterwards and also when it was planned; planned
// or not, only a maintenance window of the agreement makes downtime not count. The client can contest what is recorded; until the account
// manager has decided it counts as it stands. The decision lets it stand, corrects its times, or takes it back because it was none, with a
// reason that the client sees. An objection to the decision is a new one. Worked example: mail down from 8:00, recorded as planned; ended
// at 9:30. The client contests: nobody had announced it, and it was back at 10:15 only. Corrected to 10:15 and not planned: 2 h 15 min.
#pragma once

#include <variant>

#include "core/domain/availability.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

struct OutageRecorded {
    static constexpr const char* type = "outage_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string service;  ///< its name in the agreement's catalogue
    SiteId site;          ///< empty: everywhere
    Instant from;
    std::optional<Instant> to = {};  ///< nothing while it lasts
    bool planned = false;
    std::string what;  ///< happened, in words
    TicketId ticket;
    Json to_json() const;
    static OutageRecorded from_json(FieldReader& fields);
};

struct OutageEnded {
    static constexpr const char* type = "outage_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    Instant to;
    Json to_json() const;
    static OutageEnded from_json(FieldReader& fields);
};

struct OutageContested {
    static constexpr const char* type = "outage_contested";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::contest;
    std::string reason;
    Json to_json() const;
    static OutageContested from_json(FieldReader& fields);
};

enum class OutageRuling : std::uint8_t {
    stands,
    corrected,  ///< the decision says how long it lasted and whether it was planned
    withdrawn,  ///< there was none
};
inline constexpr std::array<std::string_view, 3> outage_ruling_names{"stands", "corrected", "withdrawn"};

struct OutageDecided {
    static constexpr const char* type = "outage_decided";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::handle_complaint;
    OutageRuling ruling = OutageRuling::stands;
    std::string reason;  ///< the client sees it
    Instant from = {};   ///< these where it is corrected
    std::optional<Instant> to = {};
    bool planned = false;
    Json to_json() const;
    static OutageDecided from_json(FieldReader& fields);
};

using OutageEvent = std::variant<OutageRecorded, OutageEnded, OutageContested, OutageDecided>;

struct Outage {
    static constexpr const char* subject_kind = "outage";
    OutageId id;
    StreamId stream;
    OrganisationId organisation;
    bool recorded = false;
    OutageRecorded content;  ///< as it counts now: the history keeps what was written first
    bool withdrawn = false;
    bool contested = false;         ///< an objection waits for its decision
    std::string objection, answer;  ///< the latest, in words
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    bool lasts() const { return recorded && !withdrawn && !content.to; }
    /// What it adds to a month; nothing where it was none.
    std::optional<Downtime> downtime() const;
};

Admission admit(const Outage& state, const OutageEvent& event, const Context& context);
void apply(Outage& state, const OutageEvent& event, const StoredEvent& stored);

struct RecordOutage {
    OutageRecorded details;
};
struct EndOutage {
    Instant to;
};
struct ContestOutage {
    std::string reason;
};
struct DecideOutage {
    OutageDecided details;
};
using OutageCommand = std::variant<RecordOutage, EndOutage, ContestOutage, DecideOutage>;

Result<std::vector<OutageEvent>, Refusal> decide(const Outage& state, const OutageCommand& command, const Context& context);

}  // namespace countersign
