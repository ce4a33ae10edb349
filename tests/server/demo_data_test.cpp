// The demo's data: the same for the same day, and as it says.
#include "server/demo/demo_data.hpp"

#include <doctest/doctest.h>

#include <set>

#include "core/domain/subject_state.hpp"
#include "core/domain/work_record.hpp"
#include "core/event/codec.hpp"
#include "scene.hpp"
#include "server/verify/verification.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

constexpr Instant wednesday_morning{1'762'940'520'000};  // 2025-11-12 09:42 UTC
constexpr std::int64_t day_ms = 86'400'000;

struct Demo {
    explicit Demo(Instant now = wednesday_morning) {
        auto made = make_demo_data(events, accounts, "no password", {now});
        if (!made) FAIL(made.error().describe());
    }
    std::map<std::string, std::string> chains() {
        std::map<std::string, std::string> heads;
        const auto stored = events.heads();
        for (const auto& [stream, head] : *stored) heads[stream.value] = to_hex(head.chain);
        return heads;
    }
    template <typename State>
    std::vector<State> all() {
        std::vector<State> states;
        REQUIRE(events
                    .write([&](EventWriter& writer) {
                        const auto heads = events.heads();
                        for (const auto& [stream, head] : *heads) {
                            for (const Subject& subject : writer.subjects_in(stream, State::subject_kind)) {
                                if (parse_stream(stream)->kind == StreamKind::internal) continue;
                                states.push_back(fold(subject, writer.events_of(subject))->template get<State>());
                            }
                        }
                    })
                    .ok());
        return states;
    }
    TemporaryDirectory directory;
    std::unique_ptr<StoreDatabase> database =
        StoreDatabase::open(database_path(directory.path()), {0, Database::Durability::unsynced}).value();
    SqliteEventStore events{*database};
    SqliteAccountStore accounts{*database};
};

}  // namespace

TEST_CASE("the same day gives the same demo to the byte, another day the same people") {
    Demo first, second, later({wednesday_morning.utc_ms + 3 * day_ms});
    CHECK(first.chains() == second.chains());
    CHECK(first.chains() != later.chains());
    const auto users = [](Demo& demo) {
        std::set<std::string> ids;
        const auto accounts = demo.accounts.list();
        for (const Account& account : *accounts) ids.insert(account.login + account.actor.user.value);
        return ids;
    };
    CHECK(users(first) == users(later));
}

TEST_CASE("the demo can be made on any day and hour, and verifies") {
    for (const std::int64_t hours : {0, 7, 17, 29, 53, 77, 101, 125, 149, 4'000}) {
        CAPTURE(hours);
        Demo demo({wednesday_morning.utc_ms + hours * 3'600'000});
        const auto streams = verify_store(demo.events);
        REQUIRE(streams.ok());
        CHECK(streams->size() == 11);
        for (const VerifiedStream& stream : *streams) CHECK_FALSE(stream.problem.has_value());
    }
}

TEST_CASE("the demo has a visit with five checks on three computers today, and something for each state") {
    Demo demo;
    int today = 0, done = 0;
    for (const Visit& visit : demo.all<Visit>()) {
        if (visit.state == VisitState::done) ++done;
        if (visit.state == VisitState::planned && visit.starts_at.utc_ms / day_ms == wednesday_morning.utc_ms / day_ms) {
            ++today;
            CHECK(visit.number > 1'000);
            if (visit.checklist.size() == 3) CHECK(visit.checks_total() == 15);
        }
    }
    CHECK(today == 3);
    CHECK(done >= 8);

    int waiting_for_signature = 0, with_remarks = 0, accepted = 0;
    for (const WorkRecord& record : demo.all<WorkRecord>()) {
        const VerificationEntry* verification = record.verification();
        if (verification == nullptr)
            ++waiting_for_signature;
        else if (verification->content.decision == Decision::accepted)
            ++accepted;
        else
            ++with_remarks;
    }
    CHECK(waiting_for_signature == 2);
    CHECK(accepted >= 3);
    CHECK(with_remarks >= 3);

    std::map<TicketState, int> states;
    int late = 0;
    for (const Ticket& ticket : demo.all<Ticket>()) {
        ++states[ticket.state];
        CHECK(ticket.number > 1'000);
        if (const auto due = ticket.next_due(); due && *due < wednesday_morning) ++late;
    }
    for (const TicketState state : {TicketState::fresh, TicketState::assigned, TicketState::in_progress, TicketState::waiting,
                                    TicketState::resolved, TicketState::closed}) {
        CAPTURE(ticket_state_name(state));
        CHECK(states[state] >= 4);
    }
    CHECK(late >= 1);
}

TEST_CASE("there is one sign-in at least for each role") {
    Demo demo;
    std::set<Role> roles;
    const auto accounts = demo.accounts.list();
    for (const Account& account : *accounts) {
        roles.insert(account.actor.role);
        // Staff see every client; an account manager's are those whose people they invite.
        const bool for_all = is_staff(account.actor.role) && account.actor.role != Role::account_manager;
        CHECK(for_all == account.actor.organisations.empty());
    }
    CHECK(roles.size() == 6);
}
