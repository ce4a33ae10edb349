// Software update: a new version is planned with the client, installed, and its users are told what changed (requirements.md C3; S1: "we
// call, agree on a date and install the new version; we also teach the changes").
//
// The rule: a plan names when and by whom; a contact person who may verify work agrees to exactly that plan, and a changed plan must be
// agreed to anew. Installing without an agreed plan is recorded with the reason. It is finished when it is on every computer that it was
// found for and the users have been briefed.
// Worked example: version 2025.4 found for REJ-01 and REJ-02, planned for Friday 16:00, agreed on Wednesday; moved to Monday: open again,
// agreed again. Installed on REJ-01 on Monday, on REJ-02 on Tuesday: installed from Tuesday; briefed on Wednesday: finished.
#pragma once

#include <set>
#include <variant>

#include "core/domain/folding.hpp"

namespace countersign {

using SoftwareUpdateId = Id<struct SoftwareUpdateTag>;

struct UpdateFound {
    static constexpr const char* type = "update_found";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string product, from_version, to_version;
    std::string changes;          ///< what is new, for the client
    std::vector<AssetId> assets;  ///< where it is to be installed; empty: at one place that needs no name
    Json to_json() const;
    static UpdateFound from_json(FieldReader& fields);
};

struct UpdatePlanned {
    static constexpr const char* type = "update_planned";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    Instant starts_at, ends_at;
    UserId technician;
    std::string effect;  ///< what users will notice: "the programme is closed for an hour"
    Json to_json() const;
    static UpdatePlanned from_json(FieldReader& fields);
};

struct UpdateAgreed {
    static constexpr const char* type = "update_agreed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::confirm_care;
    EventId plan;
    bool agreed = true;  ///< false: another time, or not at all; the remark says which
    std::string remark, contact_name;
    Json to_json() const;
    static UpdateAgreed from_json(FieldReader& fields);
};

struct UpdateInstalled {
    static constexpr const char* type = "update_installed";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    AssetId asset;  ///< empty where the update names none
    Instant at;
    std::string remark;
    std::string why_not_agreed;  ///< where no plan was agreed: "gap that is being exploited"
    Json to_json() const;
    static UpdateInstalled from_json(FieldReader& fields);
};

struct UsersBriefed {
    static constexpr const char* type = "users_briefed";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    Instant at;
    std::string whom;  ///< "reception, 4 people"
    std::string what;
    Json to_json() const;
    static UsersBriefed from_json(FieldReader& fields);
};

struct UpdateDropped {
    static constexpr const char* type = "update_dropped";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string reason;
    Json to_json() const;
    static UpdateDropped from_json(FieldReader& fields);
};

using SoftwareUpdateEvent = std::variant<UpdateFound, UpdatePlanned, UpdateAgreed, UpdateInstalled, UsersBriefed, UpdateDropped>;

enum class UpdateStanding : std::uint8_t { found, planned, agreed, installed, finished, dropped };

struct SoftwareUpdate {
    static constexpr const char* subject_kind = "software_update";
    SoftwareUpdateId id;
    StreamId stream;
    OrganisationId organisation;
    bool found = false;
    bool dropped = false;
    UpdateFound content;
    EventId plan_event;  ///< empty while nothing is planned
    UpdatePlanned plan;
    std::optional<UpdateAgreed> answer;  ///< the client's, to the present plan
    std::set<AssetId> installed_on;
    std::optional<Instant> installed_at;  ///< the last time
    std::vector<UsersBriefed> briefings;
    std::string drop_reason;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    bool agreed() const { return answer && answer->agreed; }
    bool installed_everywhere() const;
    UpdateStanding standing() const;
};

Admission admit(const SoftwareUpdate& state, const SoftwareUpdateEvent& event, const Context& context);
void apply(SoftwareUpdate& state, const SoftwareUpdateEvent& event, const StoredEvent& stored);

struct RecordUpdateFound {
    UpdateFound details;
};
struct PlanUpdate {
    UpdatePlanned details;
};
/// To the present plan.
struct AgreeToUpdate {
    bool agreed = true;
    std::string remark = {};
};
struct RecordUpdateInstalled {
    UpdateInstalled details;
};
struct RecordBriefing {
    UsersBriefed details;
};
struct DropUpdate {
    UpdateDropped details;
};
using SoftwareUpdateCommand = std::variant<RecordUpdateFound, PlanUpdate, AgreeToUpdate, RecordUpdateInstalled, RecordBriefing, DropUpdate>;

Result<std::vector<SoftwareUpdateEvent>, Refusal> decide(const SoftwareUpdate& state, const SoftwareUpdateCommand& command,
                                                         const Context& context);

}  // namespace countersign
