// Remote sessions: requirements.md V6, rules.md 34.
#include "core/domain/remote_session.hpp"

#include <doctest/doctest.h>

#include "core/domain/admission.hpp"
#include "core/domain/organisation.hpp"
#include "tests/support/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

RemoteSessionRecorded session(const Story& story) {
    RemoteSessionRecorded body;
    body.started_at = at_minute(60);
    body.ended_at = at_minute(77) + Milliseconds{30'000};
    body.technician = story.technician.user;
    body.operator_name = story.technician.name;
    body.asset = story.second_computer;
    body.device = "REJ-02";
    body.site = story.reception;
    body.ticket = {fixed_id(30)};
    body.tool = "RustDesk 1.3";
    body.worked = {18};
    body.description = "Sterownik drukarki";
    body.transcript = sha256("log");
    return body;
}

RemoteTaskRecorded task(std::int64_t minute, const char* name, std::optional<std::int32_t> exit_code) {
    return {name, at_minute(minute), exit_code, {}};
}

struct Desk {
    Desk() {
        organisation.id = story.clinic;
        organisation.registered = true;
        organisation.sites[story.reception] = {story.reception, "Rejestracja", ""};
        organisation.assets[story.second_computer] = {story.second_computer, story.reception, "REJ-02", "computer", ""};
        log.organisation = &organisation;
    }
    std::string run(const Actor& actor, const RemoteSessionCommand& command) { return refusal_of(log.run(actor, command, at_minute(90))); }
    Verdict judge(const RemoteSessionEvent& event) const {
        const Body body{event};
        const auto stored = stored_event(story.technician, {RemoteSession::subject_kind, fixed_id(60)}, body, at_minute(95));
        return admit_event(log.state(), stored, body, {at_minute(95), story.technician, &organisation, nullptr});
    }

    Story story;
    Organisation organisation;
    SubjectLog log{RemoteSession::subject_kind, 60};
};

}  // namespace

TEST_CASE("a session is recorded with what was run, in the order of time, and its failures are counted") {
    Desk desk;
    const RecordRemoteSession command{session(desk.story),
                                      {task(70, "driver.msi /quiet", 1603), task(61, "sfc /scannow", 0), task(75, "Test wydruku", {})}};
    REQUIRE(desk.run(desk.story.technician, command) == "");
    const auto recorded = desk.log.as<RemoteSession>();
    CHECK(recorded.worked() == Minutes{18});
    CHECK(RemoteSession::work_kind == WorkKind::remote);
    REQUIRE(recorded.tasks.size() == 3);
    CHECK(recorded.tasks[0].content.task == "sfc /scannow");
    CHECK(recorded.tasks[2].content.task == "Test wydruku");
    CHECK(recorded.failed_tasks() == 1);
    CHECK(recorded.digest == sha256(desk.log.events.front().bytes));
    CHECK(recorded.recorded_by == desk.log.events.front().envelope.id);
    CHECK(desk.run(desk.story.contact, NoteOnRemoteSession{"x"}) == "refusal.not_permitted");
}

TEST_CASE("what does not hang together is refused, and nothing of it is recorded") {
    Desk desk;
    const auto refused = [&](const auto& change) {
        RecordRemoteSession command{session(desk.story), {task(61, "sfc /scannow", 0)}};
        change(command);
        return desk.run(desk.story.technician, command);
    };
    CHECK(refused([](auto& c) { std::swap(c.session.started_at, c.session.ended_at); }) == "refusal.remote_session.ends_before_start");
    CHECK(refused([](auto& c) { c.session.worked = {19}; }) == "refusal.remote_session.worked_longer");
    CHECK(refused([](auto& c) { c.session.worked = {-1}; }) == "refusal.remote_session.worked_longer");
    CHECK(refused([](auto& c) { c.session.operator_name = " "; }) == "refusal.remote_session.operator_missing");
    CHECK(refused([](auto& c) { c.session.device = ""; }) == "refusal.remote_session.device_missing");
    CHECK(refused([](auto& c) { c.session.tool = ""; }) == "refusal.remote_session.tool_missing");
    CHECK(refused([](auto& c) { c.session.asset = {fixed_id(99)}; }) == "refusal.remote_session.device_unknown");
    CHECK(refused([](auto& c) { c.session.site = {fixed_id(99)}; }) == "refusal.visit.site_unknown");
    CHECK(refused([](auto& c) { c.tasks[0].task = ""; }) == "refusal.remote_session.task_missing");
    CHECK(refused([](auto& c) { c.tasks[0].started_at = at_minute(59); }) == "refusal.remote_session.task_outside");
    CHECK(refused([](auto& c) { c.tasks[0].started_at = at_minute(78); }) == "refusal.remote_session.task_outside");
    CHECK(desk.run(desk.story.technician, NoteOnRemoteSession{"x"}) == "refusal.remote_session.unknown");
    CHECK(desk.log.events.empty());
}

TEST_CASE("every started minute of a connection counts, and none of an empty one") {
    CHECK(connected_minutes(at_minute(0), at_minute(0)) == Minutes{0});
    CHECK(connected_minutes(at_minute(0), at_minute(0) + Milliseconds{1}) == Minutes{1});
    CHECK(connected_minutes(at_minute(0), at_minute(17)) == Minutes{17});
    CHECK(connected_minutes(at_minute(0), at_minute(17) + Milliseconds{30'000}) == Minutes{18});
}

TEST_CASE("rule 34: a recorded session is never changed; a second recording is flagged, and a note stands beside it") {
    Desk desk;
    REQUIRE(desk.run(desk.story.technician, RecordRemoteSession{session(desk.story)}) == "");
    const auto before = desk.log.as<RemoteSession>();
    RemoteSessionRecorded other = session(desk.story);
    other.worked = {1};
    other.device = "REJ-01";
    CHECK(desk.run(desk.story.technician, RecordRemoteSession{other}) == "refusal.remote_session.already_recorded");
    CHECK(desk.judge(other).fate == Fate::flagged);
    CHECK(desk.judge(other).reason.key == "refusal.remote_session.already_recorded");
    desk.log.add(desk.story.technician, RemoteSessionEvent{other}, at_minute(95));
    REQUIRE(desk.run(desk.story.technician, NoteOnRemoteSession{"Urządzenie to REJ-01"}) == "");
    CHECK(desk.run(desk.story.technician, NoteOnRemoteSession{" "}) == "refusal.remote_session.note_empty");
    const auto after = desk.log.as<RemoteSession>();
    CHECK(after.content->to_json() == before.content->to_json());
    CHECK(after.digest == before.digest);
    CHECK(after.recorded_by == before.recorded_by);
    REQUIRE(after.notes.size() == 1);
    CHECK(after.notes[0].text == "Urządzenie to REJ-01");
    CHECK(after.history.size() == 3);
}

TEST_CASE("a task that comes by itself is a fact: outside its session it is kept and flagged") {
    Desk desk;
    CHECK(desk.judge(task(61, "x", 0)).reason.key == "refusal.remote_session.unknown");
    REQUIRE(desk.run(desk.story.technician, RecordRemoteSession{session(desk.story)}) == "");
    CHECK(desk.judge(task(61, "x", 0)).fate == Fate::accepted);
    CHECK(desk.judge(task(78, "x", 0)).fate == Fate::flagged);
    CHECK(desk.judge(task(78, "x", 0)).reason.key == "refusal.remote_session.task_outside");
}

TEST_CASE("sessions and tasks are written and read without loss, and a malformed one names its field") {
    const Story story;
    const Json json = session(story).to_json();
    FieldReader fields(json);
    CHECK(RemoteSessionRecorded::from_json(fields).to_json() == json);
    CHECK_FALSE(fields.problem().has_value());
    RemoteTaskRecorded done = task(61, "sfc", 0);
    done.output = sha256("ok");
    const Json task_json = done.to_json();
    FieldReader task_fields(task_json);
    CHECK(RemoteTaskRecorded::from_json(task_fields).to_json() == task_json);
    Json code = task_json;
    code["exit_code"] = 3'221'225'477LL;  // 0xC0000005, as Windows writes it
    FieldReader windows(code);
    CHECK(RemoteTaskRecorded::from_json(windows).exit_code == -1'073'741'819);
    CHECK_FALSE(windows.problem().has_value());
    code["exit_code"] = 4'294'967'296LL;
    FieldReader too_large(code);
    (void)RemoteTaskRecorded::from_json(too_large);
    CHECK(too_large.problem()->find("exit_code: ") == 0);
    Json broken = json;
    broken["transcript_sha256"] = "12";
    FieldReader wrong(broken);
    (void)RemoteSessionRecorded::from_json(wrong);
    CHECK(wrong.problem()->find("transcript_sha256: ") == 0);
}
