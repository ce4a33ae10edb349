// Control: something in the background that is checked again and again and must leave evidence (requirements.md C2; S4 "management in the
// background"; S2 "backup and restore").
//
// The rule: a control is due a number of calendar months and days after the day it last passed (rules.md 28), the first time on the day
// that was set; when that day is over it is overdue. One that failed is due again from the day it failed. Where it asks for the client's
// word, a contact person who may verify work confirms the result or objects; an objection counts as a failure.
// Worked example: "restore tested" every 3 months, passed on 30 November 2025: due on 28 February 2026 (February has no 30th), overdue from
// 1 March. Entered late, a test of 12 January moves it to 12 April.
#pragma once

#include <array>
#include <variant>

#include "core/base/digest.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using ControlId = Id<struct ControlTag>;

enum class ControlKind : std::uint8_t {
    backup_ran,
    restore_tested,
    backup_content,  ///< the client confirmed that the backup holds what it should
    retention,       ///< copies go back as far as agreed
    antivirus,
    anti_spam,
    anti_spyware,
    system_updates,
    application_updates,
    licence_audit,
    security_assessment,
    policy_review,
    awareness_training,
};
inline constexpr std::array<std::string_view, 13> control_kind_names{
    "backup_ran",     "restore_tested",      "backup_content", "retention",           "antivirus",     "anti_spam",         "anti_spyware",
    "system_updates", "application_updates", "licence_audit",  "security_assessment", "policy_review", "awareness_training"};
/// Whether a kind asks for the client's word whatever is set.
constexpr bool is_clients_word(ControlKind kind) { return kind == ControlKind::backup_content; }

/// Counted in calendar days; the months first.
struct Interval {
    std::int32_t months = 0, days = 0;
    bool operator==(const Interval&) const = default;
    LocalDate after(LocalDate date) const { return add_days(add_months(date, months), days); }
};

struct ControlPlanned {
    static constexpr const char* type = "control_planned";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    ControlKind kind = ControlKind::backup_ran;
    AssetId asset;       ///< empty where it is about the site, or about everything
    SiteId site;         ///< empty where it is about everything
    std::string agreed;  ///< what must be found: "copies of the last 30 days"
    Interval every;
    LocalDate first_due;
    bool asks_client = false;
    Json to_json() const;
    static ControlPlanned from_json(FieldReader& fields);
};

struct ControlChanged {
    static constexpr const char* type = "control_changed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    Interval every;
    std::string agreed;
    std::string reason;
    Json to_json() const;
    static ControlChanged from_json(FieldReader& fields);
};

struct ControlCarriedOut {
    static constexpr const char* type = "control_carried_out";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    LocalDate on;
    bool passed = true;
    std::string evidence;             ///< what was seen: "restored 214 files to REJ-02, opened 3"
    std::vector<Digest> attachments;  ///< SHA-256 of files and pictures
    Json to_json() const;
    static ControlCarriedOut from_json(FieldReader& fields);
};

struct ControlConfirmed {
    static constexpr const char* type = "control_confirmed";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::confirm_care;
    EventId result;         ///< the event of the result that is confirmed
    bool as_agreed = true;  ///< false: the client objects
    std::string remark;
    std::string contact_name;
    Json to_json() const;
    static ControlConfirmed from_json(FieldReader& fields);
};

struct ControlEnded {
    static constexpr const char* type = "control_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string reason;
    Json to_json() const;
    static ControlEnded from_json(FieldReader& fields);
};

using ControlEvent = std::variant<ControlPlanned, ControlChanged, ControlCarriedOut, ControlConfirmed, ControlEnded>;

struct ControlResult {
    EventId event;
    ControlCarriedOut content;
    UserId by;
};

struct ControlWord {
    EventId event;
    ControlConfirmed content;
    UserId contact;
    Instant given_at;
};

enum class ControlStanding : std::uint8_t {
    ended,
    failed,       ///< the last result failed, or the client objected to it
    overdue,      ///< the day on which it was due is over
    unconfirmed,  ///< passed, and the client's word is missing
    current,
};

struct Control {
    static constexpr const char* subject_kind = "control";
    ControlId id;
    StreamId stream;
    OrganisationId organisation;
    bool planned = false;
    bool ended = false;
    ControlKind kind = ControlKind::backup_ran;
    AssetId asset;
    SiteId site;
    std::string agreed, end_reason;
    Interval every;
    LocalDate first_due;
    bool asks_client = false;
    std::vector<ControlResult> results;  ///< by the day of the control, entered in whatever order
    std::vector<ControlWord> words;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// The last one that counts; what broke an expectation, a day to come or a missing evidence, proves nothing.
    const ControlResult* latest() const;
    /// The client's last word on a result, as far as it counts.
    const ControlWord* word_on(const EventId& result) const;
    /// Passed, and the client has not objected.
    bool holds(const ControlResult& result) const;
    /// The day on which it must be done again; nothing once it has ended.
    std::optional<LocalDate> due_on() const;
    ControlStanding standing(LocalDate today) const;
};

Admission admit(const Control& state, const ControlEvent& event, const Context& context);
void apply(Control& state, const ControlEvent& event, const StoredEvent& stored);

struct PlanControl {
    ControlPlanned details;
};
struct ChangeControl {
    ControlChanged details;
};
struct CarryOutControl {
    bool passed = true;
    std::string evidence;
    std::vector<Digest> attachments = {};
    std::optional<LocalDate> on = {};  ///< today where nothing is said
};
/// The latest result.
struct ConfirmControl {
    bool as_agreed = true;
    std::string remark = {};
};
struct EndControl {
    std::string reason;
};
using ControlCommand = std::variant<PlanControl, ChangeControl, CarryOutControl, ConfirmControl, EndControl>;

Result<std::vector<ControlEvent>, Refusal> decide(const Control& state, const ControlCommand& command, const Context& context);

}  // namespace countersign
