// One November of the clinic, from its log to its settlement, for the tests of settlements.
#pragma once

#include "core/document/settlement_document.hpp"
#include "core/projection/settlement_of_period.hpp"
#include "core/projection/work_under_agreement.hpp"
#include "tests/core/organisation_log.hpp"

namespace countersign::test {

inline constexpr std::int64_t december_first = 19 * 24 * 60;  // minutes from the story's morning, 12 November
inline constexpr Instant november_begins{1'761'951'600'000};  // 2025-11-01 00:00 in Warsaw

/// The example of settlement_of_period.hpp: two versions, a visit, a call, a package, credits of two months.
struct November : OrganisationLog {
    explicit November(bool with_prices = true, std::int32_t vat_permille_later = 230) {
        AgreementTerms terms = Story::terms();
        terms.hours.allowance = {{90}, 0, {}};
        terms.hours.rounding[static_cast<std::size_t>(WorkKind::on_site)] = {{60}, {30}};
        CommercialTerms prices;
        prices.fee_minor = 200'000;
        prices.rates.per_hour_minor = 16'000;
        prices.rates.travel_minor = 5'000;
        prices.packages = {{{240}, 60'000, 3}};
        agree(terms, with_prices ? &prices : nullptr, november_begins, -50);
        prices.fee_minor = 300'000;
        prices.rates.vat_permille = vat_permille_later;
        agree(terms, with_prices ? &prices : nullptr, november_begins + Minutes{20 * 24 * 60}.milliseconds(), -45);

        act(story.manager, visit, VisitCommand{story.plan()}, -40);
        act(story.technician, visit, VisitCommand{StartVisit{}}, 5);
        act(story.technician, visit, VisitCommand{RecordVisitTime{{45}, "all"}}, 60);
        act(story.technician, visit, VisitCommand{EndVisit{}}, 65);
        record_work("all", 70);
        OpenTicket printer;
        printer.title = "Drukarka";
        act(story.contact, ticket, TicketCommand{printer}, 80);
        call({2025, 11, 13}, 45, "toner", 90);

        act(story.manager, account, HoursAccountCommand{AddPackage{package({2025, 11, 20}), "4 h"}}, 100);
        for (const auto& [month, owed] : {std::pair{LocalDate{2025, 10, 1}, 99'999}, {LocalDate{2025, 11, 1}, 10'000}}) {
            CreditStatement credits{{{"critical", {{ticket.id}}, owed}}, owed, 50'000, std::min(owed, 50'000)};
            act(story.manager, settlements, SettlementCommand{ApproveCredits{month, credits}}, 110);
        }
    }

    static Entitlement package(LocalDate from) { return {{"p4"}, EntitlementKind::package, {240}, from, add_months(from, 3)}; }

    void record_work(const char* summary, std::int64_t minute) {
        const auto done = state_of(visit).get<Visit>();
        act(story.technician, record, WorkRecordCommand{RecordVisitWork{&done, summary}}, minute);
    }
    void call(LocalDate on, std::int64_t minutes, const char* what, std::int64_t minute, bool after_hours = false) {
        act_at(story.technician, ticket, TicketCommand{RecordTicketTime{{WorkKind::phone, on, {minutes}, what, after_hours}}},
               at_minute(minute), std::max(at_minute(minute), Instant{day_number(on) * milliseconds_per_day}));
    }
    Result<SettlementStatement, Refusal> settled(LocalDate from = {2025, 11, 1}, LocalDate to = {2025, 11, 30}) const {
        const OrganisationBook book = this->book();
        return settlement_of(book, book.agreements[0], from, to);
    }
    std::string refused(LocalDate from = {2025, 11, 1}, LocalDate to = {2025, 11, 30}) const {
        const auto statement = settled(from, to);
        return statement ? "" : statement.error().key;
    }

    Subject ticket{Ticket::subject_kind, fixed_id(30)}, visit{Visit::subject_kind, fixed_id(40)};
    Subject record{WorkRecord::subject_kind, fixed_id(41)}, account{HoursAccount::subject_kind, story.agreement.value};
    Subject settlements{Settlement::subject_kind, story.agreement.value};
};

inline std::string told(const SettlementStatement& statement) {
    std::string text;
    for (const SettlementLine& line : statement.lines) {
        text += std::string(settlement_line_kind_names[static_cast<std::size_t>(line.kind)]) + " " + to_iso_text(line.date).substr(5) +
                (line.text.empty() ? "" : " " + line.text) + " " + std::to_string(line.net_minor) + "; ";
    }
    return text;
}

/// November was issued; then things of it arrive.
struct IssuedNovember : November {
    IssuedNovember() { issue({2025, 11, 1}, {2025, 11, 30}, 150); }
    void issue(LocalDate from, LocalDate to, std::int64_t minute) {
        const auto statement = settled(from, to);
        REQUIRE(statement.ok());
        act(story.manager, settlements, SettlementCommand{IssueSettlement{issued_as(*statement, settlement_csv(*statement))}}, minute);
    }
    void answer(bool approved, LocalDate from, LocalDate to, std::int64_t minute) {
        act(management, settlements, SettlementCommand{AnswerSettlement{from, to, approved, "no"}}, minute);
    }
    std::string december() const { return told(*settled({2025, 12, 1}, {2025, 12, 31})); }
};

}  // namespace countersign::test
