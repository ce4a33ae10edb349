// One subject's log in memory, driven by commands, beside the small company of tests/support/story.hpp. Every event passes through its
// bytes, so a field that JSON loses is missing in the state.
#pragma once

#include <doctest/doctest.h>

#include "core/domain/admission.hpp"
#include "core/domain/agreement.hpp"
#include "core/domain/organisation.hpp"
#include "tests/support/story.hpp"

namespace countersign::test {

/// The company with its people and computers, as every device knows them; of the agreement only which one it is.
struct Company {
    Story story;
    Actor management{{fixed_id(16)}, Role::management, "Ilona Mróz", {story.clinic}};
    Organisation organisation;
    Agreement agreement;

    Company() {
        agreement.id = story.agreement;
        for (const auto& [subject, command] : story.beginnings()) {
            const auto* about_people = command.get_if<OrganisationCommand>();
            if (about_people == nullptr) continue;
            const auto events = decide(organisation, *about_people, {morning, story.manager, &organisation});
            REQUIRE(events.ok());
            StoredEvent stored;
            stored.envelope.subject = subject;
            for (const OrganisationEvent& event : *events) apply(organisation, event, stored);
        }
    }
};

template <typename State>
class SubjectLog {
public:
    SubjectLog(const Company& company, std::string id) : company_(company), subject_{State::subject_kind, std::move(id)} {}

    /// "" when the command was allowed, else the key of the refusal.
    std::string run(const Actor& actor, const Command& command, Instant now = morning) {
        auto bodies = decide(folded(), command, {now, actor, &company_.organisation, &company_.agreement});
        if (!bodies) return bodies.error().key;
        for (const Body& body : *bodies) add(actor, body, now);
        return {};
    }

    /// What the server would do with an event that a device made.
    Verdict judge(const Actor& actor, const Body& body, Instant now = morning) const {
        return admit_event(folded(), written(actor, body, now, {fixed_id(77)}), body,
                           {now, actor, &company_.organisation, &company_.agreement});
    }

    EventId add(const Actor& actor, const Body& body, Instant now = morning) {
        StoredEvent event = written(actor, body, now, {ids_.next()});
        event.placement = Placement{static_cast<std::int64_t>(events_.size()) + 1, now, {}};
        events_.push_back(std::move(event));
        return events_.back().envelope.id;
    }

    SubjectState folded() const {
        auto state = fold(subject_, events_);
        REQUIRE(state.ok());
        return *state;
    }
    State state() const { return folded().template get<State>(); }
    EventId last() const { return events_.back().envelope.id; }

private:
    StoredEvent written(const Actor& actor, const Body& body, Instant now, EventId id) const {
        const auto kind = describe(body);
        return write_event({std::move(id),
                            stream_id({stream_kind_of(body), company_.story.clinic, {}}),
                            subject_,
                            kind->type,
                            kind->version,
                            actor.user,
                            {fixed_id(90)},
                            now,
                            kind->json});
    }

    const Company& company_;
    Subject subject_;
    std::vector<StoredEvent> events_;
    CountingIds ids_;
};

/// Noon UTC of a day.
inline Instant noon(LocalDate date) { return {day_number(date) * milliseconds_per_day + milliseconds_per_day / 2}; }

}  // namespace countersign::test
