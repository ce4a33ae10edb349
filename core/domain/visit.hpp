// Visit: one technician at one site, planned or called for (requirements.md V1, V2, V3; rules.md 27 to 29). planned → on site → done; an
// emergency visit is ordered before it is planned; a regular visit that falls out on a holiday is skipped, and says so. Everything recorded
// on a visit is a fact; plans are guarded. A visit keeps the regular date beside the one it takes place on, and every earlier plan.
// Worked example: planned 8:00–11:00, arrival 8:05, three computers with five checks each, one fault noted, 45 minutes recorded,
// departure 10:50. Two tablets that both record an arrival give one visit with a flag, never two visits (rules.md 42).
#pragma once

#include <variant>

#include "core/domain/emergency_order.hpp"
#include "core/domain/fact.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

enum class VisitKind { maintenance, emergency };
std::string_view visit_kind_name(VisitKind kind);

enum class VisitState { planned, on_site, done, cancelled, ordered, skipped };
std::string_view visit_state_name(VisitState state);

enum class CheckResult { open, ok, fault, not_applicable };
std::string_view check_result_name(CheckResult result);

struct PlannedCheck {
    std::string id;        ///< stable within the visit: "backup"
    std::string title;     ///< in the client's language
    bool carried = false;  ///< left open on the visit before (rules.md 28)
};

struct PlannedAsset {
    AssetId asset;
    std::string name, kind, place;
    std::vector<PlannedCheck> checks;
};

struct VisitPlanned {
    static constexpr const char* type = "visit_planned";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_visit;
    VisitKind kind = VisitKind::maintenance;
    SiteId site;
    UserId technician;
    AgreementId agreement;
    Instant starts_at, ends_at;
    std::vector<PlannedAsset> checklist;
    std::optional<LocalDate> regular = {};  ///< the day by the agreement's rhythm, whichever day it takes place on
    std::string holiday = {};               ///< key of the reason why it was moved away from the regular day
    VisitId carried_from = {};              ///< the visit whose open checks it takes over
    Json to_json() const;
    static VisitPlanned from_json(FieldReader& fields);
};

/// A regular visit that does not take place, because its day is free and the agreement says so (rules.md 27).
struct VisitSkipped {
    static constexpr const char* type = "visit_skipped";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_visit;
    SiteId site;
    AgreementId agreement;
    LocalDate regular;
    Instant starts_at, ends_at;  ///< when it would have been
    std::string holiday;         ///< key of the reason
    Json to_json() const;
    static VisitSkipped from_json(FieldReader& fields);
};

/// Checks that the visit before left open, taken over by one that was planned already (rules.md 28).
struct VisitChecksCarried {
    static constexpr const char* type = "visit_checks_carried";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_visit;
    VisitId from;
    std::vector<PlannedAsset> checklist;  ///< only what was left open
    Json to_json() const;
    static VisitChecksCarried from_json(FieldReader& fields);
};

struct VisitMoved {
    static constexpr const char* type = "visit_moved";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_visit;
    Instant starts_at, ends_at;
    std::string reason;
    Json to_json() const;
    static VisitMoved from_json(FieldReader& fields);
};

struct VisitNumberGiven {
    static constexpr const char* type = "visit_number_given";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    std::int64_t number = 0;
    Json to_json() const;
    static VisitNumberGiven from_json(FieldReader& fields);
};

struct VisitStarted {
    static constexpr const char* type = "visit_started";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::carry_out_visit;
    Instant arrived_at;
    Json to_json() const;
    static VisitStarted from_json(FieldReader& fields);
};

struct CheckRecorded {
    static constexpr const char* type = "check_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::carry_out_visit;
    AssetId asset;
    std::string check;
    CheckResult result = CheckResult::open;  ///< open takes an earlier answer back
    std::string note;                        ///< the finding, where there is one
    Json to_json() const;
    static CheckRecorded from_json(FieldReader& fields);
};

struct VisitTimeRecorded {
    static constexpr const char* type = "visit_time_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::carry_out_visit;
    Minutes spent;
    std::string description;
    Json to_json() const;
    static VisitTimeRecorded from_json(FieldReader& fields);
};

struct VisitNoteRecorded {
    static constexpr const char* type = "visit_note_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::carry_out_visit;
    std::string text;
    Json to_json() const;
    static VisitNoteRecorded from_json(FieldReader& fields);
};

struct VisitEnded {
    static constexpr const char* type = "visit_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::carry_out_visit;
    Instant departed_at;
    Json to_json() const;
    static VisitEnded from_json(FieldReader& fields);
};

struct VisitCancelled {
    static constexpr const char* type = "visit_cancelled";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::plan_visit;
    std::string reason;
    Json to_json() const;
    static VisitCancelled from_json(FieldReader& fields);
};

using VisitEvent = std::variant<VisitPlanned, VisitNumberGiven, VisitStarted, CheckRecorded, VisitTimeRecorded, VisitNoteRecorded,
                                VisitEnded, VisitCancelled, VisitSkipped, VisitChecksCarried, VisitMoved, EmergencyVisitOrdered>;

/// A plan that no longer holds, and why.
struct EarlierPlan {
    EventId moved_by;
    Instant starts_at, ends_at;
    std::string reason;
};

struct CheckState {
    PlannedCheck planned;
    CheckResult result = CheckResult::open;
    std::string note;
};

struct AssetChecks {
    AssetId asset;
    std::string name, kind, place;
    std::vector<CheckState> checks;

    std::size_t answered() const;
};

struct TimeEntry {
    Minutes spent;
    std::string description;
    Instant recorded_at;
};

struct Visit {
    static constexpr const char* subject_kind = "visit";
    VisitId id;
    StreamId stream;
    OrganisationId organisation;
    bool planned = false;
    std::int64_t number = 0;
    VisitKind kind = VisitKind::maintenance;
    VisitState state = VisitState::planned;
    SiteId site;
    UserId technician;
    AgreementId agreement;
    Instant starts_at, ends_at;
    std::optional<Instant> arrived_at, departed_at;
    DeviceId started_on;
    std::optional<LocalDate> regular;
    std::string holiday;
    VisitId carried_from;
    std::vector<EarlierPlan> earlier_plans;  ///< the first one first
    std::optional<EmergencyVisitOrdered> order;
    std::vector<AssetChecks> checklist;
    std::vector<TimeEntry> time_entries;
    std::vector<std::string> notes;
    std::string cancel_reason;
    std::optional<Instant> cancelled_at;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// Whether it says what it is: planned, ordered or skipped.
    bool known() const { return planned || order.has_value() || state == VisitState::skipped; }
    Minutes recorded_time() const;
    std::size_t checks_total() const;
    std::size_t checks_answered() const;
    std::size_t faults() const;
};

Admission admit(const Visit& state, const VisitEvent& event, const Context& context);
void apply(Visit& state, const VisitEvent& event, const StoredEvent& stored);

/// The regular dates of an organisation's visits, for admission: each is planned or skipped once (Context::regular_visits).
class RegularVisits {
public:
    /// A cancelled visit leaves its date free.
    void add(const Visit& visit);
    bool taken_by_another(const VisitId& visit, const SiteId& site, LocalDate regular) const;

private:
    std::map<std::pair<SiteId, LocalDate>, std::vector<VisitId>> visits_;
};

struct PlanVisit {
    VisitKind kind = VisitKind::maintenance;
    SiteId site;
    UserId technician;
    Instant starts_at, ends_at;
    std::vector<PlannedAsset> checklist;
    std::optional<LocalDate> regular = {};
    std::string holiday = {};
    VisitId carried_from = {};
};
struct SkipVisit {
    SiteId site;
    LocalDate regular;
    Instant starts_at, ends_at;
    std::string holiday;
};
struct CarryChecks {
    VisitId from;
    std::vector<PlannedAsset> checklist;
};
struct MoveVisit {
    Instant starts_at, ends_at;
    std::string reason;
};
struct StartVisit {};
struct RecordCheck {
    AssetId asset;
    std::string check;
    CheckResult result = CheckResult::open;
    std::string note = {};
};
struct RecordVisitTime {
    Minutes spent;
    std::string description;
};
struct RecordVisitNote {
    std::string text;
};
struct EndVisit {};
struct CancelVisit {
    std::string reason;
};
using VisitCommand = std::variant<PlanVisit, StartVisit, RecordCheck, RecordVisitTime, RecordVisitNote, EndVisit, CancelVisit, SkipVisit,
                                  CarryChecks, MoveVisit, OrderEmergencyVisit>;

Result<std::vector<VisitEvent>, Refusal> decide(const Visit& state, const VisitCommand& command, const Context& context);

}  // namespace countersign
