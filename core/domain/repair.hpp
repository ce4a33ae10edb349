// Repair: a client's device that is away to be repaired, and the replacement devices lent meanwhile (requirements.md C4; rules.md 35; S4:
// "when the repair takes longer than 72 h we lend a replacement device").
//
// The rule: the clock to the replacement starts when the device is handed over, with the target of the agreement in force then, and stands
// while a replacement is out; it stops when the device is back. A replacement taken back too early lets it run on: the time it was out is a
// pause (rules.md 12). What is said to have happened before the hand-over happened when it was said. Neither the repair nor its ticket can
// be closed while the device is away or a replacement is out. Worked example: 72 real hours, laptop handed over on Monday 10:00: a
// replacement is owed on Thursday 10:00. Lent on Wednesday 10:00 (48 h used) and taken back on Friday 10:00 with the laptop still away: 24
// h are left, owed on Saturday 10:00.
#pragma once

#include <variant>

#include "core/domain/agreement_clock.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using RepairId = Id<struct RepairTag>;

enum class RepairOutcome : std::uint8_t { repaired, exchanged, not_repairable };
inline constexpr std::array<std::string_view, 3> repair_outcome_names{"repaired", "exchanged", "not_repairable"};

struct DeviceHandedOver {
    static constexpr const char* type = "device_handed_over";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    AssetId asset;     ///< empty where it is in no register
    std::string name;  ///< as on its label: "REJ-02"
    SiteId site;
    TicketId ticket;  ///< empty where no ticket asked for it
    std::string fault;
    std::string handed_over_by;  ///< the client's person
    std::string taken_by;
    Instant at;
    AgreementId agreement;
    Target replacement;  ///< what was promised on that day (requirements.md N9)
    Json to_json() const;
    static DeviceHandedOver from_json(FieldReader& fields);
};

struct DeviceSentToService {
    static constexpr const char* type = "device_sent_to_service";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string service;    ///< who repairs it
    std::string reference;  ///< their number for it
    bool under_warranty = false;
    std::optional<LocalDate> promised_on = {};
    Instant at;
    Json to_json() const;
    static DeviceSentToService from_json(FieldReader& fields);
};

struct RepairServiceChased {
    static constexpr const char* type = "repair_service_chased";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string answer;                         ///< what they said, or that nobody answered
    std::optional<LocalDate> promised_on = {};  ///< a new date, where they gave one
    Instant at;
    Json to_json() const;
    static RepairServiceChased from_json(FieldReader& fields);
};

struct ReplacementLent {
    static constexpr const char* type = "replacement_lent";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    AssetId device;
    std::string name;    ///< as on its label: "ZAST-04"
    std::string holder;  ///< the client's person who has it
    Instant at;
    Json to_json() const;
    static ReplacementLent from_json(FieldReader& fields);
};

struct ReplacementTakenBack {
    static constexpr const char* type = "replacement_taken_back";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    AssetId device;
    std::string condition;
    Instant at;
    Json to_json() const;
    static ReplacementTakenBack from_json(FieldReader& fields);
};

struct DeviceReturned {
    static constexpr const char* type = "device_returned";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    RepairOutcome outcome = RepairOutcome::repaired;
    std::string received_by;  ///< the client's person
    std::string remark;
    Instant at;
    Json to_json() const;
    static DeviceReturned from_json(FieldReader& fields);
};

struct RepairClosed {
    static constexpr const char* type = "repair_closed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string remark;
    Json to_json() const;
    static RepairClosed from_json(FieldReader& fields);
};

/// Written by the server behind a hand-over whose device promised something else than the agreement does; what is judged by.
struct RepairPromised {
    static constexpr const char* type = "repair_promised";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    AgreementId agreement;
    Target replacement;
    Json to_json() const;
    static RepairPromised from_json(FieldReader& fields);
};

using RepairEvent = std::variant<DeviceHandedOver, DeviceSentToService, RepairServiceChased, ReplacementLent, ReplacementTakenBack,
                                 DeviceReturned, RepairClosed, RepairPromised>;

struct Loan {
    EventId event;
    AssetId device;
    std::string name, holder;
    Instant from;
    std::optional<Instant> to = {};
    std::string condition = {};  ///< on its return
    bool counts = true;          ///< false: out, but the way it was recorded proves nothing for the promise
};

struct Repair {
    static constexpr const char* subject_kind = "repair";
    RepairId id;
    StreamId stream;
    OrganisationId organisation;
    bool handed_over = false;
    bool closed = false;
    DeviceHandedOver device;
    std::vector<DeviceSentToService> services;  ///< the last one has it
    std::vector<RepairServiceChased> chased;
    std::vector<Loan> loans;
    std::optional<DeviceReturned> returned;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    bool device_away() const { return handed_over && !returned; }
    /// The first replacement that has not come back.
    const Loan* loan_out() const;
    /// Who has the client's device now: whoever took it, the service, or the client's person again.
    std::string custodian() const;
    /// The last date the service named.
    std::optional<LocalDate> promised_on() const;
};

/// `time` must outlive the clock; ClockState::none where the agreement promised no replacement.
SlaClock replacement_clock(const Repair& repair, const WorkingTime& time, Instant now);
/// The promised time is over, the device away and no replacement out.
bool replacement_owed(const Repair& repair, const WorkingTime& time, Instant now);

/// Whether its repairs let a ticket be closed; `repairs` may hold those of other tickets.
Admission may_close_ticket(const TicketId& ticket, const std::vector<const Repair*>& repairs);

Admission admit(const Repair& state, const RepairEvent& event, const Context& context);
void apply(Repair& state, const RepairEvent& event, const StoredEvent& stored);
/// A loan that broke an expectation is out all the same, and keeps no promise.
void apply(Repair& state, const Flag& flag);

/// What the agreement in force at the hand-over promises, where the device wrote something else; `made_at` of the event.
std::optional<RepairPromised> owed_replacement(const DeviceHandedOver& body, Instant made_at, const Context& context);

/// The promise in `details` is not the caller's to fill: it follows from the agreement.
struct HandOverDevice {
    DeviceHandedOver details;
    const AgreementClock* agreement = nullptr;  ///< the version in force; nothing is promised without one
};
struct SendDeviceToService {
    DeviceSentToService details;
};
struct ChaseRepairService {
    RepairServiceChased details;
};
struct LendReplacement {
    ReplacementLent details;
};
struct TakeBackReplacement {
    ReplacementTakenBack details;
};
struct ReturnDevice {
    DeviceReturned details;
};
struct CloseRepair {
    std::string remark = {};
};
using RepairCommand =
    std::variant<HandOverDevice, SendDeviceToService, ChaseRepairService, LendReplacement, TakeBackReplacement, ReturnDevice, CloseRepair>;

Result<std::vector<RepairEvent>, Refusal> decide(const Repair& state, const RepairCommand& command, const Context& context);

}  // namespace countersign
