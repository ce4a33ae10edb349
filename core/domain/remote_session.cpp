// Remote session: rules and folding.
#include "core/domain/remote_session.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {

namespace {

constexpr std::size_t name_bytes_max = 500;

Admission admit_session(const RemoteSession& state, const RemoteSessionRecorded& body, const Context& context) {
    if (state.content) return refuse("refusal.remote_session.already_recorded");
    if (body.ended_at < body.started_at) return refuse("refusal.remote_session.ends_before_start");
    if (body.worked.count < 0 || body.worked > connected_minutes(body.started_at, body.ended_at)) {
        return refuse("refusal.remote_session.worked_longer");
    }
    if (auto name = require_text(body.operator_name, "refusal.remote_session.operator_missing", name_bytes_max); !name) return name;
    if (auto device = require_text(body.device, "refusal.remote_session.device_missing", name_bytes_max); !device) return device;
    if (auto tool = require_text(body.tool, "refusal.remote_session.tool_missing", name_bytes_max); !tool) return tool;
    if (context.organisation == nullptr) return {};
    if (!body.asset.empty() && context.organisation->asset(body.asset) == nullptr) return refuse("refusal.remote_session.device_unknown");
    if (!body.site.empty() && context.organisation->site(body.site) == nullptr) return refuse("refusal.visit.site_unknown");
    return {};
}

Admission admit_task(const RemoteSession& state, const RemoteTaskRecorded& body) {
    if (!state.content) return refuse("refusal.remote_session.unknown");
    if (auto task = require_text(body.task, "refusal.remote_session.task_missing"); !task) return task;
    if (body.started_at < state.content->started_at || body.started_at > state.content->ended_at) {
        return refuse("refusal.remote_session.task_outside");
    }
    return {};
}

}  // namespace

std::size_t RemoteSession::failed_tasks() const {
    return static_cast<std::size_t>(
        std::count_if(tasks.begin(), tasks.end(), [](const RemoteTask& task) { return task.content.exit_code.value_or(0) != 0; }));
}

Minutes connected_minutes(Instant started_at, Instant ended_at) {
    if (ended_at <= started_at) return {0};
    return {((ended_at - started_at).count + 59'999) / 60'000};
}

Admission admit(const RemoteSession& state, const RemoteSessionEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const RemoteSessionRecorded& body) { return admit_session(state, body, context); },
                          [&](const RemoteTaskRecorded& body) { return admit_task(state, body); },
                          [&](const RemoteSessionNoted& body) -> Admission {
                              if (!state.content) return refuse("refusal.remote_session.unknown");
                              return require_text(body.text, "refusal.remote_session.note_empty");
                          },
                      },
                      event);
}

void apply(RemoteSession& state, const RemoteSessionEvent& event, const StoredEvent& stored) {
    const Envelope& envelope = stored.envelope;
    state.id = {envelope.subject.id};
    if (const auto stream = parse_stream(envelope.stream)) state.organisation = stream->organisation;
    if (!stored.confirmed()) state.pending = true;
    const auto received_at = stored.placement ? std::optional(stored.placement->received_at) : std::nullopt;
    HistoryEntry entry{envelope.id, envelope.type, envelope.actor, envelope.occurred_at, received_at, {}};
    std::visit(Overloaded{
                   [&](const RemoteSessionRecorded& body) {
                       entry.text = body.description;
                       // The first recording stands; another one is in the history and flagged.
                       if (state.content) return;
                       state.content = body;
                       state.recorded_by = envelope.id;
                       state.digest = sha256(stored.bytes);
                   },
                   [&](const RemoteTaskRecorded& body) {
                       const auto later = std::upper_bound(
                           state.tasks.begin(), state.tasks.end(), body.started_at,
                           [](Instant started_at, const RemoteTask& task) { return started_at < task.content.started_at; });
                       state.tasks.insert(later, {envelope.id, body});
                       entry.text = body.task;
                   },
                   [&](const RemoteSessionNoted& body) {
                       state.notes.push_back({envelope.id, envelope.actor, envelope.occurred_at, body.text});
                       entry.text = body.text;
                   },
               },
               event);
    state.history.push_back(std::move(entry));
}

namespace {

// Held against the session that is being recorded with them.
Result<std::vector<RemoteSessionEvent>, Refusal> session_events(const RemoteSession& state, const RecordRemoteSession& command,
                                                                const Context& context) {
    if (auto admission = admit_session(state, command.session, context); !admission) return Error{admission.error()};
    RemoteSession recorded;
    recorded.content = command.session;
    std::vector<RemoteSessionEvent> events{command.session};
    for (const RemoteTaskRecorded& task : command.tasks) {
        if (auto admission = admit_task(recorded, task); !admission) return Error{admission.error()};
        events.emplace_back(task);
    }
    return events;
}

}  // namespace

Result<std::vector<RemoteSessionEvent>, Refusal> decide(const RemoteSession& state, const RemoteSessionCommand& command,
                                                        const Context& context) {
    if (const auto* session = std::get_if<RecordRemoteSession>(&command)) return session_events(state, *session, context);
    const RemoteSessionEvent event = RemoteSessionNoted{std::get<NoteOnRemoteSession>(command).text};
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

}  // namespace countersign
