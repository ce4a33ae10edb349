// Work under an agreement: every piece of work that the log holds, with the minutes it charges (requirements.md H1, H2; rules.md 20, 23,
// 26).
//
// The rule: work is visits by their record, time written down in tickets, and remote sessions. It belongs to the agreement that was named
// in it, else to the one in force then, and to the day on which it was done, whenever it arrived. A record that the client sent back is
// left out until it is corrected; once accepted it counts as accepted until a correction is accepted too. Minutes are rounded by the
// version of that day. Visits and remote sessions that lie partly outside the hours of their site, which are longer on its support days
// (V8), become two entries (after_hours.hpp);
// time in tickets is after hours where it was marked so. Work under warranty or for the provider's own fault charges nothing and costs no
// journey. Worked example: a visit of 45 min under "on-site: at least 60, then started
// halves" is 45 min of work and charges 60; from 16:30 to 17:30, when the hours end at 17:00, it is one entry of 22 and 30 min, and one of
// 23 and 30 after hours.
#pragma once

#include "core/domain/settlement_statement.hpp"
#include "core/projection/organisation_book.hpp"

namespace countersign {

struct WorkUnderAgreement {
    HoursEntry entry;
    std::string text;  ///< what it was, in the words of who did it
    WorkKind kind = WorkKind::remote;
    bool free_of_charge = false;  ///< under warranty, or the provider's own fault
    VisitId visit = {};           ///< of a visit's record
};

/// With `rounding` charged by those rules, whatever the versions say.
std::vector<WorkUnderAgreement> work_of(const OrganisationBook& book, const Agreement& agreement, const Roundings* rounding = nullptr);

/// Journeys: one for each visit that was begun, not cancelled and not free of charge, on the day of the arrival; by day, then site. Remote
/// work has none. Where the work of a visit waits for approval, so does its journey; where it stands in settled hours, they say whether it
/// was free. A visit without work that counts is a journey all the same, unless its record asks for nothing. `work` as work_of finds it.
std::vector<JourneysOfDay> journeys_of(const OrganisationBook& book, const Agreement& agreement,
                                       const std::vector<WorkUnderAgreement>& work, const HoursAccount& account);

HoursNames hours_names_of(const std::vector<WorkUnderAgreement>& work, const HoursAccount& account);

/// What the hours ledger is made from.
std::vector<HoursEntry> hours_entries_of(const std::vector<WorkUnderAgreement>& work);

}  // namespace countersign
