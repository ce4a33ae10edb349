// Warnings that the server writes when a share of a promised time is used: through the real intake and the sync request. Requirements.md
// T5, rules.md 18.
#include <doctest/doctest.h>

#include <algorithm>

#include "scene.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

/// A client whose agreement promises a solution in 8 h of real time for every priority, and nothing else.
struct Desk {
    Desk() {
        const Subject agreement = scene.new_subject(Agreement::subject_kind);
        AgreementVersionDrafted draft;
        draft.takes_effect = scene.now - Minutes{60}.milliseconds();
        draft.terms.number = "UM-1";
        draft.terms.calendars["always"] = around_the_clock("Europe/Warsaw");
        draft.terms.levels.calendar = "always";
        for (LevelTargets& level : draft.terms.levels.by_priority) level.resolution = Target::real({480});
        const AgreementVersion version{1, draft.takes_effect,
                                       std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(draft.terms)))};
        accepted(scene.admin, agreement, AgreementEvent{draft});
        for (const Side side : {Side::provider, Side::client}) {
            accepted(scene.admin, agreement,
                     AgreementEvent{AgreementVersionSigned{1, version.text_digest(), side, {}, "Roman", SignedHow::paper, "segregator"}});
        }
        opened_at = scene.now;
        TicketOpened opened;
        opened.title = "Drukarka";
        opened.promise.agreement = {agreement.id};
        Agreement state = Agreement{};
        state.id = {agreement.id};
        state.versions = {version};
        state.versions[0].signatures = {{{}, Side::provider, {}, "", SignedHow::paper, "", {}},
                                        {{}, Side::client, {}, "", SignedHow::paper, "", {}}};
        opened.promise = state.promise_for(opened.priority, {}, opened_at);
        accepted(scene.contact, ticket, TicketEvent{opened});
    }
    void accepted(const Actor& author, const Subject& subject, const Body& body) {
        const auto fate = scene.send(author, scene.event(author, subject, body));
        CHECK_MESSAGE(fate.fate == EventFate::accepted, fate.reason.key);
    }
    /// Somebody of the staff syncs with nothing to send; how many warnings the stream holds then.
    std::ptrdiff_t told_after(std::int64_t minutes) {
        scene.now = opened_at + Minutes{minutes}.milliseconds();
        (void)scene.sync(scene.technician, {});
        const auto types = scene.types(scene.shared);
        return std::count(types.begin(), types.end(), std::string(TicketWarningTold::type));
    }

    Scene scene;
    Subject ticket = scene.new_subject(Ticket::subject_kind);
    Instant opened_at;
};

}  // namespace

TEST_CASE("a sync that finds a share of the promised time used writes the warning, once") {
    Desk desk;
    CHECK(desk.told_after(239) == 0);
    CHECK(desk.told_after(240) == 1);
    CHECK(desk.told_after(250) == 1);
    CHECK(desk.told_after(384) == 2);
    CHECK(desk.told_after(2'000) == 3);
    CHECK(desk.told_after(9'000) == 3);
}

TEST_CASE("a paused ticket is looked at again when it goes on, and a solved one never") {
    Desk desk;
    desk.scene.now = desk.opened_at + Minutes{100}.milliseconds();
    desk.accepted(desk.scene.technician, desk.ticket, TicketEvent{TicketPaused{"Czekamy na klienta", WaitingFor::client}});
    CHECK(desk.told_after(1'000) == 0);
    desk.accepted(desk.scene.technician, desk.ticket, TicketEvent{TicketResumed{}});
    CHECK(desk.told_after(1'139) == 0);
    CHECK(desk.told_after(1'140) == 1);
    desk.accepted(desk.scene.technician, desk.ticket, TicketEvent{TicketResolved{"Nowy toner"}});
    CHECK(desk.told_after(9'000) == 1);
}

TEST_CASE("only the server may write a warning") {
    Desk desk;
    const TicketWarningTold warning{Measure::resolution, 50, desk.opened_at, desk.opened_at, Role::technician};
    const auto fate = desk.scene.send(desk.scene.technician, desk.scene.event(desk.scene.technician, desk.ticket, TicketEvent{warning}));
    CHECK(fate.fate == EventFate::refused);
    CHECK(fate.reason.key == "refusal.not_permitted");
}
