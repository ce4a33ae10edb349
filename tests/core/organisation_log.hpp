// One organisation's whole log in memory, driven by commands as its people give them, for tests of what is worked out over all of it.
#pragma once

#include <algorithm>

#include "core/projection/organisation_book.hpp"
#include "tests/support/log.hpp"

namespace countersign::test {

/// The clinic of the story with its people; the agreement is the test's own.
struct OrganisationLog {
    OrganisationLog() {
        for (const auto& [subject, command] : story.beginnings()) {
            if (subject.kind != Agreement::subject_kind) act(story.manager, subject, command, -60);
        }
    }

    SubjectState state_of(const Subject& subject) const {
        std::vector<StoredEvent> own;
        for (const StoredEvent& event : events) {
            if (event.envelope.subject == subject) own.push_back(event);
        }
        return *fold(subject, own);
    }
    /// Minutes are counted from the story's morning.
    void act(const Actor& actor, const Subject& subject, const Command& command, std::int64_t minute) {
        act_at(actor, subject, command, at_minute(minute));
    }
    /// `decided_at`: for stories that are not told in the order of days.
    void act_at(const Actor& actor, const Subject& subject, const Command& command, Instant now, std::optional<Instant> decided_at = {}) {
        const auto organisation = state_of(story.organisation_subject()).get<Organisation>();
        const auto agreed = state_of(agreement).get<Agreement>();
        const Context context{decided_at.value_or(now), actor, &organisation, agreed.versions.empty() ? nullptr : &agreed};
        const auto bodies = decide(state_of(subject), command, context);
        REQUIRE_MESSAGE(bodies.ok(), subject.kind, ": ", bodies.error().key);
        for (const Body& body : *bodies) {
            const auto kind = describe(body);
            StoredEvent event = write_event({{ids.next()},
                                             stream_id({stream_kind_of(body), story.clinic, {}}),
                                             subject,
                                             kind->type,
                                             kind->version,
                                             actor.user,
                                             {fixed_id(90)},
                                             now,
                                             kind->json});
            event.placement = Placement{static_cast<std::int64_t>(events.size()) + 1, now, {}};
            events.push_back(std::move(event));
        }
    }
    /// Drafts the next version and signs it on paper for both sides.
    void agree(const AgreementTerms& terms, const CommercialTerms* commercial, Instant takes_effect, std::int64_t minute) {
        DraftAgreementVersion draft{takes_effect, terms};
        if (state_of(agreement).get<Agreement>().first_signed() != nullptr) draft.change = "prices";
        if (commercial != nullptr) {
            act(story.manager, {CommercialAgreement::subject_kind, story.agreement.value},
                CommercialAgreementCommand{DraftCommercialTerms{*commercial}}, minute);
            draft.commercial = digest_of(*commercial);
        }
        act(story.manager, agreement, AgreementCommand{draft}, minute);
        act(story.manager, agreement, AgreementCommand{RecordPaperSignature{Side::provider, "A", "p"}}, minute);
        act(story.manager, agreement, AgreementCommand{RecordPaperSignature{Side::client, "B", "p"}}, minute);
    }
    OrganisationBook book() const {
        auto made = organisation_book(events);
        REQUIRE(made.ok());
        return std::move(*made);
    }

    Story story;
    Actor management{{fixed_id(16)}, Role::management, "Roman Jaskółka", {story.clinic}};
    Subject agreement = story.agreement_subject();
    CountingIds ids{120};
    std::vector<StoredEvent> events;
};

}  // namespace countersign::test
