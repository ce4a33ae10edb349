// DemoWorld: the stage on which the demo's stories are played. Every step is a command that a person gives at some time; it goes through
// the same decide and the same admission as theirs, so demo data can hold nothing that people could not have entered.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/local_time.hpp"
#include "core/domain/time_zone.hpp"
#include "server/demo/seeded_ids.hpp"
#include "server/sync/intake.hpp"

namespace countersign {

struct DemoPerson {
    Actor actor;
    DeviceId device;
    std::string login = {};  ///< empty: has no account in the demo
    std::string position = {};
    std::string email = {};
    std::string phone = {};
};

class DemoWorld {
public:
    DemoWorld(EventWriter& writer, Instant now, std::uint64_t seed);

    Instant now() const { return now_; }
    /// Inside a step: the day that it is, in Poznań.
    LocalDate today() const { return to_local(*zone_, playing_).date; }
    /// A day counted from today on the wall in Poznań, at an hour there: day(1, "8:00") is tomorrow morning.
    Instant day(int offset, const char* time) const;
    /// As day(), but moved off a weekend: later days to Monday, earlier ones to Friday.
    Instant working_day(int offset, const char* time) const;
    /// A fixed moment, the same whenever the demo is made.
    Instant fixed(LocalDate date, const char* time) const;

    DemoPerson person(std::string name, Role role, std::string login = {});
    std::string id();

    /// Plans a step; nothing happens before run(). Steps of one moment keep their order.
    void at(Instant when, std::function<void()> step);
    /// Plays all planned steps in the order of their time.
    void run();

    /// Inside a step: the person gives the command. Answers the id of the last event that came of it.
    EventId act(const DemoPerson& person, const OrganisationId& organisation, const Subject& subject, const Command& command);
    const SubjectState& state_of(const Subject& subject) { return intake_.state_of(subject); }

    /// The first step that the rules did not allow; the demo's stories are wrong then.
    const std::optional<std::string>& problem() const { return problem_; }

private:
    struct Step {
        Instant when;
        std::function<void()> play;
    };
    Instant local(LocalDate date, const char* time) const;
    void send(const DemoPerson& person, const StreamId& stream, const Subject& subject, const Body& body);

    Instant now_;
    Instant playing_;
    const TimeZone* zone_;
    SeededIds ids_;
    Intake intake_;
    std::vector<Step> steps_;
    EventId last_event_;
    std::optional<std::string> problem_;
};

}  // namespace countersign
