// How long the report of a month takes over a log of 100,000 tickets, as a multiple of a floor measured in the same run: working out one
// due time for each of them. --smoke takes fewer.
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <string_view>

#include "core/projection/organisation_book.hpp"

using namespace countersign;

namespace {

constexpr Instant new_year{1'767'222'000'000};  // 2026-01-01 00:00 in Warsaw

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

AgreementVersion version_in_force() {
    AgreementTerms terms;
    terms.number = "UM-2026/1";
    terms.calendars["office"] = office_hours("Europe/Warsaw", {{9 * 60, 12 * 60 + 30}, {13 * 60, 17 * 60}});
    terms.calendars["office"].country = Country::poland;
    terms.levels.calendar = "office";
    for (std::size_t i = 0; i < 4; ++i) {
        const auto slower = static_cast<std::int64_t>(4 - i);
        terms.levels.by_priority[i] = {Target::working({60 * slower}), Target::none(), Target::none(), Target::working({480 * slower})};
    }
    auto clock = AgreementClock::of(std::move(terms));
    if (!clock) std::exit(1);
    AgreementVersion version{1, new_year, std::make_shared<const AgreementClock>(std::move(*clock))};
    for (const Side side : {Side::provider, Side::client}) version.signatures.push_back({{}, side, {}, "A", SignedHow::paper, "", {}});
    return version;
}

// A year of tickets: answered after an hour, each fifth paused for a day, solved after one to nine days.
Ticket ticket_of(int number) {
    Ticket ticket;
    ticket.id = {fmt::format("ticket-{:08}", number)};
    ticket.opened = true;
    ticket.number = number;
    ticket.opened_at = new_year + Minutes{number * 5'250LL % (365 * 24 * 60)}.milliseconds();
    ticket.course.opened_at = ticket.opened_at;
    ticket.course.classifications = {{ticket.opened_at, static_cast<Priority>(1 + number % 4)}};
    ticket.course.provider_messages = {ticket.opened_at + Minutes{60}.milliseconds()};
    if (number % 5 == 0) {
        const Instant asked = ticket.opened_at + Minutes{90}.milliseconds();
        ticket.course.waiting = {{asked, asked + Minutes{24 * 60}.milliseconds(), "asked"}};
    }
    ticket.course.resolved = {{ticket.opened_at + Minutes{(1 + number % 9) * 24 * 60LL}.milliseconds()}};
    return ticket;
}

}  // namespace

int main(int argc, char** argv) {
    const int tickets = argc > 1 && std::string_view(argv[1]) == "--smoke" ? 2'000 : 100'000;
    OrganisationBook book;
    book.organisation.name = "Benchmark";
    Agreement agreement;
    agreement.id = {"agreement"};
    agreement.versions = {version_in_force()};
    book.agreements = {agreement};
    for (int i = 0; i < tickets; ++i) book.tickets.push_back(ticket_of(i));

    const AgreementClock& clock = *agreement.versions[0].clock;
    std::int64_t sum = 0;
    const double floor = seconds_of([&] {
        for (const Ticket& ticket : book.tickets) {
            sum += clock.due(Measure::resolution, Priority::low, {}, ticket.opened_at)->utc_ms & 1;
        }
    });
    const Instant now = new_year + Minutes{365 * 24 * 60}.milliseconds();
    std::int64_t judged = 0;
    const double report = seconds_of([&] {
        for (const LevelAttainment& level : report_of(book, book.agreements[0], {2026, 6, 1}, now).attainment) judged += level.share.judged;
    });
    if (sum < 0 || judged == 0) return 1;
    fmt::print("One due time for each of {} tickets: {:.0f} ms\n", tickets, floor * 1'000);
    fmt::print("The report of a month over all of them: {:.0f} ms, {:.1f} x that ({} promises judged)\n", report * 1'000, report / floor,
               judged);
    return 0;
}
