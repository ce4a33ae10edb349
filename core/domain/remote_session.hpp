// Remote session: somebody of the provider worked on a device of the client over a connection (requirements.md V6, T6; rules.md 34).
//
// The rule: it has a start, an end, an operator, a device, a tool and what was run, each task with its exit state, and belongs to the same
// documentation as visits. It is a fact that nobody can change: a second recording of it is kept, flagged and counts for nothing; what was
// written wrong is put right in a note that stands beside it. Tasks may come one by one, as a log tells them, but only within the session.
// The minutes worked are at most those of the connection, every started one counted; they are charged as remote work (charging.hpp).
// Worked example: Łukasz on REJ-02 from 09:00:00 to 09:17:30: 18 minutes; "sfc /scannow" ended with 0, the driver's installation with 1603.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/domain/charging.hpp"
#include "core/domain/fact.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

struct RemoteSessionRecorded {
    static constexpr const char* type = "remote_session_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::record_work;
    Instant started_at, ended_at;
    UserId technician;          ///< empty when the operator has no account, as in an imported log
    std::string operator_name;  ///< never empty: the record must be readable without us
    AssetId asset;              ///< may be empty
    std::string device;         ///< its name as on its label, or in the log
    SiteId site;
    TicketId ticket;
    std::string tool;                       ///< the program that made the connection
    Minutes worked;                         ///< at most the connection's
    std::string description;                ///< what it was for
    std::optional<Digest> transcript = {};  ///< SHA-256 of the recording or log file, which is kept elsewhere
    std::string source = {};                ///< of an import: the format; empty when entered by hand
    std::string external_id = {};           ///< its name in that log
    bool free_of_charge = false;            ///< under warranty, or the provider's own fault (rules.md 26)
    Json to_json() const;
    static RemoteSessionRecorded from_json(FieldReader& fields);
};

/// A script or a task that was run during the session.
struct RemoteTaskRecorded {
    static constexpr const char* type = "remote_task_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::record_work;
    std::string task;  ///< the command as it was run, or what was done by hand
    Instant started_at;
    std::optional<std::int32_t> exit_code = {};  ///< nothing for what was done by hand
    std::optional<Digest> output = {};           ///< SHA-256 of what it printed
    Json to_json() const;
    static RemoteTaskRecorded from_json(FieldReader& fields);
};

/// The only way to put right what was recorded.
struct RemoteSessionNoted {
    static constexpr const char* type = "remote_session_noted";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::record_work;
    std::string text;
    Json to_json() const;
    static RemoteSessionNoted from_json(FieldReader& fields);
};

using RemoteSessionEvent = std::variant<RemoteSessionRecorded, RemoteTaskRecorded, RemoteSessionNoted>;

struct RemoteTask {
    EventId event;
    RemoteTaskRecorded content;
};

struct RemoteSessionNote {
    EventId event;
    UserId author;
    Instant noted_at;
    std::string text;
};

struct RemoteSession {
    static constexpr const char* subject_kind = "remote_session";
    static constexpr WorkKind work_kind = WorkKind::remote;
    RemoteSessionId id;
    StreamId stream;
    OrganisationId organisation;
    EventId recorded_by;  ///< the event that recorded it
    std::optional<RemoteSessionRecorded> content;
    Digest digest;                  ///< SHA-256 of that event's bytes
    std::vector<RemoteTask> tasks;  ///< by their start
    std::vector<RemoteSessionNote> notes;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    Minutes worked() const { return content ? content->worked : Minutes{}; }
    std::size_t failed_tasks() const;
};

/// Every started minute of a connection.
Minutes connected_minutes(Instant started_at, Instant ended_at);

Admission admit(const RemoteSession& state, const RemoteSessionEvent& event, const Context& context);
void apply(RemoteSession& state, const RemoteSessionEvent& event, const StoredEvent& stored);

/// A whole session, entered when it is over.
struct RecordRemoteSession {
    RemoteSessionRecorded session;
    std::vector<RemoteTaskRecorded> tasks = {};
};
struct NoteOnRemoteSession {
    std::string text;
};
using RemoteSessionCommand = std::variant<RecordRemoteSession, NoteOnRemoteSession>;

Result<std::vector<RemoteSessionEvent>, Refusal> decide(const RemoteSession& state, const RemoteSessionCommand& command,
                                                        const Context& context);

}  // namespace countersign
