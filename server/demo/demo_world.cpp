// Playing steps in the order of time.
#include "server/demo/demo_world.hpp"

#include <algorithm>

#include "core/event/codec.hpp"

namespace countersign {

namespace {

// When the stage is set: people and things get the same ids whenever the demo is made.
constexpr LocalDate founding_day{2024, 1, 15};

// An event reaches the server a little after it was made.
constexpr Milliseconds way_to_the_server{2'400};

}  // namespace

DemoWorld::DemoWorld(EventWriter& writer, Instant now, std::uint64_t seed)
    : now_(now), zone_(find_time_zone("Europe/Warsaw").value()), ids_(seed), intake_(writer, ids_) {
    playing_ = local(founding_day, "9:00");
    ids_.set_time(playing_);
}

Instant DemoWorld::local(LocalDate date, const char* time) const {
    return from_local(*zone_, {date, parse_local_time(time).value_or(LocalTime{})}).chosen();
}

Instant DemoWorld::fixed(LocalDate date, const char* time) const { return local(date, time); }

Instant DemoWorld::day(int offset, const char* time) const { return local(add_days(to_local(*zone_, now_).date, offset), time); }

Instant DemoWorld::working_day(int offset, const char* time) const {
    LocalDate date = add_days(to_local(*zone_, now_).date, offset);
    const int direction = offset < 0 ? -1 : 1;
    while (weekday(date) == Weekday::saturday || weekday(date) == Weekday::sunday) date = add_days(date, direction);
    return local(date, time);
}

DemoPerson DemoWorld::person(std::string name, Role role, std::string login) {
    return {{{id()}, role, std::move(name), {}}, {id()}, std::move(login)};
}

std::string DemoWorld::id() { return ids_.next(); }

void DemoWorld::at(Instant when, std::function<void()> step) { steps_.push_back({when, std::move(step)}); }

void DemoWorld::run() {
    std::stable_sort(steps_.begin(), steps_.end(), [](const Step& left, const Step& right) { return left.when < right.when; });
    for (const Step& step : steps_) {
        // What would lie in the future has not happened yet.
        if (step.when > now_) break;
        playing_ = step.when;
        ids_.set_time(playing_);
        step.play();
    }
    steps_.clear();
}

EventId DemoWorld::act(const DemoPerson& person, const OrganisationId& organisation, const Subject& subject, const Command& command) {
    const Context context{playing_, person.actor, intake_.organisation(organisation), intake_.agreement_in_force(organisation, playing_)};
    auto bodies = decide(intake_.state_of(subject), command, context);
    if (!bodies) {
        if (!problem_) problem_ = person.actor.name + " on " + subject.text() + ": " + bodies.error().key;
        return {};
    }
    for (const Body& body : *bodies) {
        StreamName stream{stream_kind_of(body), organisation, {}};
        if (person.actor.role == Role::reporter) stream = {StreamKind::reporter, organisation, person.actor.user};
        send(person, stream_id(stream), subject, body);
    }
    return last_event_;
}

void DemoWorld::send(const DemoPerson& person, const StreamId& stream, const Subject& subject, const Body& body) {
    const auto kind = describe(body);
    last_event_ = {id()};
    const StoredEvent event =
        write_event({last_event_, stream, subject, kind->type, kind->version, person.actor.user, person.device, playing_, kind->json});
    const FateOfEvent fate = intake_.take_in(event.bytes, 0, person.actor, std::min(playing_ + way_to_the_server, now_));
    if (fate.fate != EventFate::accepted && !problem_) {
        problem_ = person.actor.name + ", " + kind->type + " on " + subject.text() + ": " + fate.reason.key;
    }
}

}  // namespace countersign
