// Organisation book: everything that one organisation's log adds up to, side by side, for what looks at more than one subject: hours,
// reports, settlements, credits (requirements.md H1, R1, N10).
//
// The rule: the book is made from the log alone and from nothing else; whoever holds the same streams makes the same book. A technician's
// device holds no commercial stream, so its book has no prices. Worked example: the events of 890 tickets make 890 tickets here, in the
// order of their ids.
#pragma once

#include "core/domain/commercial_agreement.hpp"
#include "core/domain/hours_account.hpp"
#include "core/domain/monthly_report.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/settlement.hpp"
#include "core/domain/subject_state.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

struct OrganisationBook {
    Organisation organisation;
    std::vector<Agreement> agreements;
    std::map<AgreementId, CommercialAgreement> commercial;
    std::map<AgreementId, HoursAccount> accounts;
    std::map<AgreementId, Settlement> settlements;
    std::vector<Ticket> tickets;
    std::vector<Visit> visits;
    std::vector<WorkRecord> records;
    std::vector<SubjectState> others;  ///< of kinds that no sum is made of

    const Agreement* agreement(const AgreementId& id) const;
    /// The agreement that applied to a ticket: the one it was promised by, else the one in force when it was opened; null when none was.
    const Agreement* agreement_of(const Ticket& ticket) const;
    /// The one that a visit is planned or held under: as it says, else the one in force when somebody arrived, or when it begins.
    const Agreement* agreement_of(const Visit& visit) const;
    /// The one in force; of several the one that began last.
    const Agreement* agreement_at(Instant instant) const;
    /// Those that a signed version of applied at some instant before `until` and not before `from`.
    std::vector<const Agreement*> agreements_between(Instant from, Instant until) const;
    /// The clock of that agreement's version; null when there is none.
    const AgreementClock* clock_of(const Ticket& ticket) const;
    /// Days of an agreement begin and end in the zone of its general calendar; without one in the client's.
    const TimeZone& zone_of(const Agreement& agreement) const;
};

/// From the events of any of the organisation's streams, each stream in its order. A malformed body, which admission never lets in, is a
/// Failure.
Result<OrganisationBook, Failure> organisation_book(const std::vector<StoredEvent>& events);

/// The report of a month under an agreement, as of `now`. Pre: a version of the agreement applied in the month.
MonthlyReport report_of(const OrganisationBook& book, const Agreement& agreement, LocalDate month, Instant now);

}  // namespace countersign
