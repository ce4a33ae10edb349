// Visit: one technician at one site, planned or called for (requirements.md V1, V3). planned → on site → done; everything recorded on it is
// a fact. Worked example: planned 8:00–11:00, arrival 8:05, three computers with five checks each, one fault noted, 45 minutes recorded,
// departure 10:50. Two tablets that both record an arrival give one visit with a flag, never two visits (rules.md 42).
#pragma once

#include <variant>

#include "core/domain/fact.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

enum class VisitKind { maintenance, emergency };
std::string_view visit_kind_name(VisitKind kind);

enum class VisitState { planned, on_site, done, cancelled };
std::string_view visit_state_name(VisitState state);

enum class CheckResult { open, ok, fault, not_applicable };
std::string_view check_result_name(CheckResult result);

struct PlannedCheck {
    std::string id;     ///< stable within the visit: "backup"
    std::string title;  ///< in the client's language
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
    Json to_json() const;
    static VisitPlanned from_json(FieldReader& fields);
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
                                VisitEnded, VisitCancelled>;

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
    std::vector<AssetChecks> checklist;
    std::vector<TimeEntry> time_entries;
    std::vector<std::string> notes;
    std::string cancel_reason;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    Minutes recorded_time() const;
    std::size_t checks_total() const;
    std::size_t checks_answered() const;
    std::size_t faults() const;
};

Admission admit(const Visit& state, const VisitEvent& event, const Context& context);
void apply(Visit& state, const VisitEvent& event, const StoredEvent& stored);

struct PlanVisit {
    VisitKind kind = VisitKind::maintenance;
    SiteId site;
    UserId technician;
    Instant starts_at, ends_at;
    std::vector<PlannedAsset> checklist;
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
using VisitCommand = std::variant<PlanVisit, StartVisit, RecordCheck, RecordVisitTime, RecordVisitNote, EndVisit, CancelVisit>;

Result<std::vector<VisitEvent>, Refusal> decide(const Visit& state, const VisitCommand& command, const Context& context);

}  // namespace countersign
