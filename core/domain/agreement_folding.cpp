// Agreement: how its events add up, and what it promises.
#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/agreement.hpp"

namespace countersign {

namespace {

// A draft whose calendars cannot be counted on is refused; one that a newer program admitted gets calendars that promise nothing.
std::shared_ptr<const AgreementClock> clock_of(AgreementTerms terms) {
    auto clock = AgreementClock::of(terms);
    if (!clock) {
        terms.calendars.clear();
        clock = AgreementClock::of(std::move(terms));
    }
    return std::make_shared<const AgreementClock>(std::move(*clock));
}

AgreementTerms terms_of(const AgreementRecorded& body) {
    AgreementTerms terms;
    terms.number = body.number;
    terms.title = body.title;
    terms.mode = body.mode;
    terms.account_manager = body.account_manager;
    terms.calendars["always"] = around_the_clock("Europe/Warsaw");
    terms.levels.calendar = "always";
    const auto real = [](Minutes minutes) { return minutes.count > 0 ? Target::real(minutes) : Target::none(); };
    for (std::size_t i = 0; i < body.levels.size(); ++i) {
        terms.levels.by_priority[i].first_response = real(body.levels[i].response);
        terms.levels.by_priority[i].resolution = real(body.levels[i].resolution);
    }
    return terms;
}

void draft(Agreement& state, AgreementVersion version) {
    const auto place = static_cast<std::size_t>(version.number) - 1;
    if (version.number < 1 || place > state.versions.size()) return;
    if (place == state.versions.size()) {
        state.versions.push_back(std::move(version));
    } else if (!state.versions[place].signed_by_both()) {
        state.versions[place] = std::move(version);
    }
}

void sign(Agreement& state, const AgreementVersionSigned& body, const StoredEvent& stored) {
    const auto place = static_cast<std::size_t>(body.number) - 1;
    if (body.number < 1 || place >= state.versions.size()) return;
    AgreementVersion& version = state.versions[place];
    if (version.text_digest() != body.text || version.signature(body.side) != nullptr) return;
    version.signatures.push_back(
        {stored.envelope.id, body.side, body.signer, body.signer_name, body.how, body.paper, stored.envelope.occurred_at});
}

// The first instant after the last day, where the parties' calendar is.
Instant end_of(const AgreementTerms& terms, LocalDate last_day) {
    const BusinessCalendar* calendar = terms.calendar_at({});
    const auto zone = find_time_zone(calendar == nullptr ? "Europe/Warsaw" : calendar->time_zone);
    const LocalDateTime midnight{add_days(last_day, 1), {0, 0}};
    return zone ? from_local(**zone, midnight).chosen() : Instant{wall_milliseconds(midnight)};
}

// Nothing for an indefinite time, and where it renews itself.
std::optional<Instant> term_ends(const AgreementTerms& terms) {
    const auto last_day = terms.term.renewal_months == 0 ? terms.term.last_day(terms.term.starts_on) : std::nullopt;
    return last_day ? std::optional(end_of(terms, *last_day)) : std::nullopt;
}

}  // namespace

const AgreementSignature* AgreementVersion::signature(Side side) const {
    const auto found = std::find_if(signatures.begin(), signatures.end(), [&](const auto& one) { return one.side == side; });
    return found == signatures.end() ? nullptr : &*found;
}

Digest AgreementVersion::terms_digest() const { return written ? *written : digest_of(terms()); }

Digest AgreementVersion::text_digest() const {
    return sha256("countersign agreement " + std::to_string(number) + " " + std::to_string(takes_effect.utc_ms) + " " +
                  to_hex(terms_digest()) + " " + (commercial ? to_hex(*commercial) : std::string("none")));
}

Digest digest_of(const AgreementTerms& terms) { return sha256(write_json(terms.to_json())); }
Digest digest_of(const CommercialTerms& terms) { return sha256(write_json(terms.to_json())); }

const AgreementVersion* Agreement::first_signed() const {
    return versions.empty() || !versions.front().signed_by_both() ? nullptr : &versions.front();
}

const AgreementVersion* Agreement::version_at(Instant instant) const {
    const AgreementVersion* applies = nullptr;
    for (const AgreementVersion& version : versions) {
        if (version.signed_by_both() && version.takes_effect <= instant) applies = &version;
    }
    return applies;
}

const AgreementVersion* Agreement::version(std::int32_t number) const {
    const auto place = static_cast<std::size_t>(std::max(number, 1)) - 1;
    return place < versions.size() ? &versions[place] : nullptr;
}

bool Agreement::in_force_at(Instant instant) const {
    const AgreementVersion* version = version_at(instant);
    if (version == nullptr) return false;
    const auto over = over_at(*version);
    return !over || instant < *over;
}

std::optional<Instant> Agreement::over_at() const {
    const AgreementVersion* last = nullptr;
    for (const AgreementVersion& version : versions) {
        if (version.signed_by_both()) last = &version;
    }
    return last == nullptr ? ends_at : over_at(*last);
}

std::optional<Instant> Agreement::over_at(const AgreementVersion& version) const {
    const AgreementVersion* of = &version;
    std::optional<Instant> over = term_ends(version.terms());
    for (const AgreementVersion& next : versions) {
        if (next.number <= of->number || !next.signed_by_both()) continue;
        if (over && *over < next.takes_effect) break;
        of = &next;
        over = term_ends(next.terms());
    }
    if (!over || (ends_at && *ends_at < *over)) return ends_at;
    return over;
}

bool Agreement::ends_by_notice() const {
    const AgreementVersion* first = first_signed();
    return notice && first != nullptr && ends_at == end_of(first->terms(), notice->last_day);
}

std::string Agreement::number() const { return versions.empty() ? std::string{} : versions.back().terms().number; }

Promise Agreement::promise_for(Priority priority, const SiteId& site, Instant opened_at, std::int32_t pinned) const {
    const AgreementVersion* by = pinned > 0 ? version(pinned) : version_at(opened_at);
    Promise promise{id};
    if (by == nullptr) return promise;
    promise.version = by->number;
    promise.time_zones = time_zone_table_version();
    promise.calendar = by->clock->calendar_digest(site);
    promise.response_due = by->clock->due(Measure::first_response, priority, site, opened_at);
    promise.arrival_due = by->clock->due(Measure::arrival, priority, site, opened_at);
    promise.resolution_due = by->clock->due(Measure::resolution, priority, site, opened_at);
    return promise;
}

void apply(Agreement& state, const AgreementEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    std::visit(Overloaded{
                   [&](const AgreementRecorded& body) {
                       if (!state.versions.empty()) return;
                       draft(state, {1, body.valid_from, clock_of(terms_of(body))});
                       AgreementVersionSigned both{1, state.versions[0].text_digest(), Side::provider, {}, "", SignedHow::paper, ""};
                       sign(state, both, stored);
                       both.side = Side::client;
                       sign(state, both, stored);
                   },
                   [&](const AgreementVersionDrafted& body) {
                       draft(state, {body.number, body.takes_effect, clock_of(body.terms), body.commercial, body.change, {}, body.written});
                   },
                   [&](const AgreementVersionSigned& body) { sign(state, body, stored); },
                   [&](const AgreementNoticeGiven& body) {
                       const AgreementVersion* first = state.first_signed();
                       if (state.ends_at || first == nullptr) return;
                       state.notice = body;
                       state.ends_at = end_of(first->terms(), body.last_day);
                       state.end_reason = body.reason;
                       state.ended_by = body.side;
                   },
                   [&](const AgreementEnded& body) {
                       state.ends_at = body.ends_at;
                       state.ended_by = body.side;
                       state.end_ground = body.ground;
                       state.end_reason = body.reason;
                   },
               },
               event);
}

}  // namespace countersign
