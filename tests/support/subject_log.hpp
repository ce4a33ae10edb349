// One subject's log in memory, driven by commands; every event counts as confirmed.
#pragma once

#include <doctest/doctest.h>

#include "tests/support/story.hpp"

namespace countersign::test {

/// An event as its device wrote it, confirmed at the moment it was made.
inline StoredEvent stored_event(const Actor& actor, const Subject& subject, const Body& body, Instant now,
                                const std::string& id = fixed_id(200)) {
    const auto kind = describe(body);
    auto event =
        write_event({{id}, shared_stream({fixed_id(1)}), subject, kind->type, kind->version, actor.user, {fixed_id(90)}, now, kind->json});
    event.placement = Placement{1, now, {}};
    return event;
}

class SubjectLog {
public:
    SubjectLog(const char* kind, std::uint8_t number) : subject_{kind, fixed_id(number)} {}

    template <typename AnyCommand>
    Result<void, Refusal> run(const Actor& actor, const AnyCommand& command, Instant now) {
        auto bodies = decide(state(), Command{command}, {now, actor, organisation, agreement});
        if (!bodies) return Error{bodies.error()};
        for (const Body& body : *bodies) add(actor, body, now);
        return {};
    }

    void add(const Actor& actor, const Body& body, Instant now) {
        StoredEvent event = stored_event(actor, subject_, body, now, ids_.next());
        event.placement->seq = static_cast<std::int64_t>(events.size()) + 1;
        events.push_back(std::move(event));
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
    Subject subject_;
    CountingIds ids_;
};

inline std::string refusal_of(const Result<void, Refusal>& result) { return result.ok() ? "" : result.error().key; }

}  // namespace countersign::test
