// Silence: when saying nothing counts as agreeing (requirements.md T7; rules.md 32).
//
// The rule: only where the agreement says so, and never as a signature. A resolved ticket is closed, and a work record is deemed accepted,
// when the agreed number of calendar days has passed. The days are counted like a legal period: the day on which the client could read it
// does not count, and the last one is given in full, to midnight of the agreement's zone (art. 111 § 2 k.c., § 605 odst. 1 o.z.). The
// client could read it when the server received it, whatever the device's clock said, so that an entry made offline shortens nobody's time.
// Worked example: 3 days, received on Friday 27 March 2026 at 15:00 in Warsaw: silence lasts to the end of Monday 30 March, which is 22:00
// UTC, because the clock changed on Sunday.
#pragma once

#include "core/domain/ticket.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

/// The end of the n-th calendar day after the local date of `since`.
Instant silence_until(const TimeZone& zone, Instant since, std::int32_t days);

/// What silence would mean for a ticket or a work record: the end of the time to object, and what it follows from.
struct Silence {
    AgreementId agreement = {};
    std::int32_t agreement_version = 1;
    std::int32_t days = 0;
    Instant since, until;
};

/// From when on the client can object to how a ticket was resolved; nothing while the server has not received it.
std::optional<Instant> silent_since(const Ticket& ticket);

/// For a resolved ticket, by the version that it was promised by; nothing where nothing was agreed or the server has not received it.
std::optional<Silence> silence_of(const Ticket& ticket, const Agreement* agreement);
/// For the latest revision of a work record that nobody verified, by the version in force when the server received it.
std::optional<Silence> silence_of(const WorkRecord& record, const Agreement* agreement);

}  // namespace countersign
