// Silence: from what was received and agreed to the end of the time to object.
#include "core/domain/silence.hpp"

#include <algorithm>

namespace countersign {

namespace {

std::optional<Silence> silence_by(const AgreementId& agreement, const AgreementVersion& version, const SiteId& site, Silence silence) {
    const WorkingTime* time = version.clock->time_at(site);
    if (time == nullptr || silence.days <= 0) return std::nullopt;
    silence.agreement = agreement;
    silence.agreement_version = version.number;
    silence.until = silence_until(time->zone(), silence.since, silence.days);
    return silence;
}

}  // namespace

Instant silence_until(const TimeZone& zone, Instant since, std::int32_t days) {
    return from_local(zone, {add_days(to_local(zone, since).date, days + 1), {0, 0}}).chosen();
}

// A ticket of another system's log was resolved there, and is its business.
std::optional<Instant> silent_since(const Ticket& ticket) {
    const auto found = std::find_if(ticket.history.rbegin(), ticket.history.rend(),
                                    [](const HistoryEntry& entry) { return entry.type == TicketResolved::type; });
    return found == ticket.history.rend() ? std::nullopt : found->received_at;
}

std::optional<Silence> silence_of(const Ticket& ticket, const Agreement* agreement) {
    const auto since = silent_since(ticket);
    if (agreement == nullptr || ticket.state != TicketState::resolved || !since) return std::nullopt;
    const bool pinned = !ticket.promise.agreement.empty();
    if (pinned && ticket.promise.agreement != agreement->id) return std::nullopt;
    const AgreementVersion* version = pinned ? agreement->version(ticket.promise.version) : agreement->version_at(*since);
    if (version == nullptr) return std::nullopt;
    return silence_by(agreement->id, *version, ticket.site, {.days = version->terms().close_after_days, .since = *since, .until = {}});
}

std::optional<Silence> silence_of(const WorkRecord& record, const Agreement* agreement) {
    const WorkRevision* latest = record.latest();
    if (agreement == nullptr || latest == nullptr || !latest->received_at || record.verification() != nullptr) return std::nullopt;
    const WorkRecorded& content = latest->content;
    if (!content.agreement.empty() && content.agreement != agreement->id) return std::nullopt;
    const AgreementVersion* version = agreement->version_at(*latest->received_at);
    if (version == nullptr) return std::nullopt;
    return silence_by(agreement->id, *version, content.site,
                      {.days = version->terms().deemed_accepted_days, .since = *latest->received_at, .until = {}});
}

}  // namespace countersign
