// Logs in memory, driven by commands, for tests of the rules.
#pragma once

#include <doctest/doctest.h>

#include "core/domain/agreement.hpp"
#include "core/domain/organisation.hpp"
#include "tests/support/story.hpp"

namespace countersign::test {

// One subject's log in memory, driven by commands; every event counts as confirmed.
class Log {
public:
    Log(const Story& story, std::string kind, std::uint8_t number)
        : story_(story), subject_{std::move(kind), fixed_id(number)}, ids_(number) {}

    Result<void, Refusal> run(const Actor& actor, const Command& command, Instant now) {
        const Context context{now, actor, organisation, agreement};
        auto bodies = decide(state(), command, context);
        if (!bodies) return Error{bodies.error()};
        for (const Body& body : *bodies) add(actor, body, now);
        return {};
    }

    /// By the author's clock, and by the server's.
    struct Times {
        Instant made_at, received_at;
    };

    void add(const Actor& actor, const Body& body, Instant now) { add(actor, body, {now, now}); }
    void add(const Actor& actor, const Body& body, const Times& times) { events.push_back(written(actor, body, times)); }

    StoredEvent written(const Actor& actor, const Body& body, const Times& times) {
        const auto kind = describe(body);
        auto event = write_event({{ids_.next()},
                                  stream_id({stream_kind_of(body), story_.clinic, {}}),
                                  subject_,
                                  kind->type,
                                  kind->version,
                                  actor.user,
                                  {fixed_id(90)},
                                  times.made_at,
                                  kind->json});
        event.placement = Placement{static_cast<std::int64_t>(events.size()) + 1, times.received_at, {}};
        return event;
    }

    SubjectState state() const {
        auto folded = fold(subject_, events);
        REQUIRE(folded.ok());
        return *folded;
    }
    template <typename State>
    State as() const {
        return state().template get<State>();
    }

    std::vector<StoredEvent> events;
    const Organisation* organisation = nullptr;
    const Agreement* agreement = nullptr;

private:
    const Story& story_;
    Subject subject_;
    CountingIds ids_;
};

struct World {
    Story story;
    Organisation organisation;
    Agreement agreement;

    World() {
        Log clinic(story, Organisation::subject_kind, 1);
        Log terms(story, Agreement::subject_kind, 5);
        for (const auto& [subject, command] : story.beginnings()) {
            Log& log = subject.kind == Organisation::subject_kind ? clinic : terms;
            REQUIRE(log.run(story.manager, command, morning).ok());
        }
        organisation = clinic.as<Organisation>();
        agreement = terms.as<Agreement>();
    }

    Log log(const char* kind, std::uint8_t number) {
        Log made(story, kind, number);
        made.organisation = &organisation;
        made.agreement = &agreement;
        return made;
    }
};

inline std::string refusal(const Result<void, Refusal>& result) { return result.ok() ? "" : result.error().key; }

}  // namespace countersign::test
