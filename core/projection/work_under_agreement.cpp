// Work under an agreement, gathered from the book.
#include "core/projection/work_under_agreement.hpp"

#include <algorithm>
#include <tuple>

#include "core/domain/after_hours.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/remote_session.hpp"

namespace countersign {

namespace {

bool is_accepted(const WorkRecord& record, const WorkRevision& revision) {
    for (auto entry = record.verifications.rbegin(); entry != record.verifications.rend(); ++entry) {
        if (record.counts(*entry) && entry->content.record == revision.event) return entry->content.decision != Decision::rejected;
    }
    return std::any_of(record.deemed_acceptances.begin(), record.deemed_acceptances.end(),
                       [&](const DeemedAcceptance& deemed) { return deemed.content.record == revision.event; });
}

// What the client accepted, by a signature or by the agreed silence, counts until a correction of it is accepted; before any acceptance the
// latest revision, unless it was sent back. A revision that could not be (flagged) counts for nothing.
const WorkRevision* standing_revision(const WorkRecord& record) {
    for (auto revision = record.revisions.rbegin(); revision != record.revisions.rend(); ++revision) {
        if (record.counts(*revision) && is_accepted(record, *revision)) return &*revision;
    }
    const WorkRevision* last = record.latest();
    if (last == nullptr) return nullptr;
    const bool sent_back = std::any_of(record.verifications.begin(), record.verifications.end(), [&](const VerificationEntry& entry) {
        return record.counts(entry) && entry.content.record == last->event;
    });
    return sent_back ? nullptr : last;
}

// Nobody works longer on one thing; what a device says beyond it is no work.
constexpr Minutes worked_at_most{31 * 24 * 60};

// How the hours ledger names the work of a record, and the part of any work that lay outside the hours.
std::string entry_of(const WorkRecord& record) { return "record/" + record.id.value; }
constexpr const char* after_hours_part = "/after_hours";

// Whole minutes, the started one too.
Minutes span_of(Instant from, Instant to) { return {(to.utc_ms - from.utc_ms + 59'999) / 60'000}; }

class Gatherer {
public:
    Gatherer(const OrganisationBook& book, const Agreement& agreement, const Roundings* rounding)
        : book_(book), agreement_(agreement), zone_(book.zone_of(agreement)), rounding_(rounding) {}

    std::vector<WorkUnderAgreement> gather() {
        for (const WorkRecord* record : one_for_each_visit()) add_record(*record);
        for (const Ticket& ticket : book_.tickets) add_times(ticket);
        for (const SubjectState& state : book_.others) {
            if (const auto* session = state.get_if<RemoteSession>()) add_session(*session);
        }
        return std::move(work_);
    }

private:
    // A visit that was recorded on two devices is one piece of work: what the client accepted counts, else what the server took in first.
    std::vector<const WorkRecord*> one_for_each_visit() const {
        std::vector<const WorkRecord*> chosen;
        std::map<VisitId, const WorkRecord*> of_visit;
        const auto rank = [](const WorkRecord& record) {
            const WorkRevision& standing = *standing_revision(record);
            return std::tuple(!is_accepted(record, standing), standing.received_at.value_or(standing.recorded_at), record.id);
        };
        for (const WorkRecord& record : book_.records) {
            const WorkRevision* standing = standing_revision(record);
            if (standing == nullptr) continue;
            if (standing->content.visit.empty()) {
                chosen.push_back(&record);
                continue;
            }
            const auto [other, first] = of_visit.try_emplace(standing->content.visit, &record);
            if (!first && rank(record) < rank(*other->second)) other->second = &record;
        }
        for (const auto& [visit, record] : of_visit) chosen.push_back(record);
        return chosen;
    }

    bool is_ours(const Agreement* by) const { return by != nullptr && by->id == agreement_.id; }

    const AgreementVersion* version_at(Instant at) const {
        const AgreementVersion* version = agreement_.version_at(at);
        return version != nullptr ? version : agreement_.first_signed();
    }

    Minutes charged(WorkKind kind, Minutes worked, Instant at) const {
        if (rounding_ != nullptr) return (*rounding_)[static_cast<std::size_t>(kind)].charged(worked);
        const AgreementVersion* version = version_at(at);
        return version == nullptr ? worked : version->terms().hours.rounding[static_cast<std::size_t>(kind)].charged(worked);
    }

    struct Piece {
        std::string id;
        WorkKind kind = WorkKind::remote;
        SiteId site;
        Instant started_at, ended_at;
        Minutes worked;
        std::string text;
        bool free_of_charge = false;
        VisitId visit = {};
    };

    void add(const Piece& piece) {
        if (piece.worked.count < 0 || piece.worked > worked_at_most) return;
        const LocalDate day = to_local(zone_, piece.started_at).date;
        const WorkedMinutes whole{piece.worked, piece.free_of_charge ? Minutes{} : charged(piece.kind, piece.worked, piece.started_at)};
        const AgreementVersion* version = version_at(piece.started_at);
        const Instant until = std::min(piece.ended_at, piece.started_at + worked_at_most.milliseconds());
        const WorkingTime* hours = version == nullptr ? nullptr : version->clock->time_of_work(piece.site, piece.started_at, until);
        // Where no calendar is known nothing can be outside it.
        const SplitByHours parts =
            hours == nullptr ? SplitByHours{whole, {}} : split_by_hours(*hours, piece.started_at, piece.ended_at, whole);
        const bool nothing_after = parts.after == WorkedMinutes{};
        if (nothing_after || parts.within != WorkedMinutes{}) push(piece, {{piece.id}, day, parts.within.worked, parts.within.charged});
        if (!nothing_after)
            push(piece, {.id = {piece.id + after_hours_part},
                         .worked_on = day,
                         .worked = parts.after.worked,
                         .charged = parts.after.charged,
                         .after_hours_percent = version->terms().hours.after_hours_percent,
                         .after_hours = true});
    }

    void push(const Piece& piece, HoursEntry entry) {
        work_.push_back({std::move(entry), piece.text, piece.kind, piece.free_of_charge, piece.visit});
    }

    void add_record(const WorkRecord& record) {
        const WorkRevision* standing = standing_revision(record);
        if (standing == nullptr) return;
        const WorkRecorded& content = standing->content;
        // A device without the agreement could not name it.
        if (!is_ours(content.agreement.empty() ? book_.agreement_at(content.started_at) : book_.agreement(content.agreement))) return;
        add({entry_of(record), content.visit.empty() ? WorkKind::remote : WorkKind::on_site, content.site, content.started_at,
             content.ended_at, content.worked, content.summary, content.free_of_charge, content.visit});
    }

    void add_times(const Ticket& ticket) {
        for (const TicketTime& time : ticket.time_entries) {
            const TicketTimeRecorded& content = time.content;
            if (content.worked.count < 0 || content.worked > worked_at_most) continue;
            const Instant noon = from_local(zone_, {content.worked_on, {12, 0}}).chosen();
            // A ticket that moved uses the hours of the agreement that it went on under that day, and before its first move those of the
            // one that it was opened under.
            const Agreement* by = book_.agreement(served_under(ticket, noon));
            if (!is_ours(by == nullptr ? book_.agreement_at(ticket.opened_at) : by)) continue;
            const Minutes counted = content.free_of_charge ? Minutes{} : charged(content.kind, content.worked, noon);
            const AgreementVersion* version = version_at(noon);
            const std::int32_t percent = content.after_hours && version != nullptr ? version->terms().hours.after_hours_percent : 0;
            work_.push_back({{.id = {"time/" + time.event.value},
                              .worked_on = content.worked_on,
                              .worked = content.worked,
                              .charged = counted,
                              .after_hours_percent = percent,
                              .after_hours = content.after_hours},
                             content.description.empty() ? ticket.title : content.description,
                             content.kind,
                             content.free_of_charge});
        }
    }

    void add_session(const RemoteSession& session) {
        if (!session.content || is_flagged(session, session.recorded_by)) return;
        if (!is_ours(book_.agreement_at(session.content->started_at))) return;
        const RemoteSessionRecorded& content = *session.content;
        add({"remote/" + session.id.value, RemoteSession::work_kind, content.site, content.started_at, content.ended_at,
             std::min(session.worked(), span_of(content.started_at, content.ended_at)), content.description, content.free_of_charge});
    }

    const OrganisationBook& book_;
    const Agreement& agreement_;
    const TimeZone& zone_;
    const Roundings* rounding_;  ///< instead of the versions' own; may be null
    std::vector<WorkUnderAgreement> work_;
};

}  // namespace

std::vector<WorkUnderAgreement> work_of(const OrganisationBook& book, const Agreement& agreement, const Roundings* rounding) {
    return Gatherer(book, agreement, rounding).gather();
}

namespace {

// Whether the journeys of visits are charged.
class Journeys {
public:
    Journeys(const OrganisationBook& book, const std::vector<WorkUnderAgreement>& work, const HoursAccount& account) {
        for (const SettledHours& period : account.settled) {
            for (const HoursLine& line : period.standing()) {
                if (line.kind == HoursLineKind::repaid) continue;
                bool& all_free = settled_free_.try_emplace(line.entry.value, true).first->second;
                all_free = all_free && line.kind == HoursLineKind::free_of_charge;
            }
        }
        for (const WorkUnderAgreement& one : work) {
            if (one.visit.empty()) continue;
            bool& charged = worked_.try_emplace(one.visit, false).first->second;
            charged = charged || (!one.free_of_charge && !account.awaits_approval(one.entry));
        }
        for (const WorkRecord& record : book.records) {
            const WorkRevision* latest = record.latest();
            if (latest != nullptr && !latest->content.visit.empty()) records_[latest->content.visit].push_back(&record);
        }
    }

    bool charged(const VisitId& visit) const {
        const auto records = records_.find(visit);
        if (records != records_.end()) {
            if (const auto settled = as_settled(records->second)) return *settled;
        }
        const auto known = worked_.find(visit);
        if (known != worked_.end()) return known->second;
        if (records == records_.end()) return true;
        // Sent back, a visit that claims nothing still claims nothing.
        return std::none_of(records->second.begin(), records->second.end(),
                            [](const WorkRecord* record) { return record->latest()->content.free_of_charge; });
    }

private:
    // As the settled hours have it, whatever its record says since; nothing where no line of it stands.
    std::optional<bool> as_settled(const std::vector<const WorkRecord*>& records) const {
        std::optional<bool> charged;
        for (const WorkRecord* record : records) {
            for (const std::string& entry : {entry_of(*record), entry_of(*record) + after_hours_part}) {
                const auto found = settled_free_.find(entry);
                if (found != settled_free_.end()) charged = charged.value_or(false) || !found->second;
            }
        }
        return charged;
    }

    std::map<std::string, bool> settled_free_;  ///< by entry: whether every line of it says so
    std::map<VisitId, bool> worked_;
    std::map<VisitId, std::vector<const WorkRecord*>> records_;
};

}  // namespace

std::vector<JourneysOfDay> journeys_of(const OrganisationBook& book, const Agreement& agreement,
                                       const std::vector<WorkUnderAgreement>& work, const HoursAccount& account) {
    const TimeZone& zone = book.zone_of(agreement);
    const Journeys all(book, work, account);
    std::map<std::pair<LocalDate, SiteId>, std::int64_t> begun;
    for (const Visit& visit : book.visits) {
        if (!visit.arrived_at || visit.state == VisitState::cancelled) continue;
        if (!all.charged(visit.id)) continue;
        const Agreement* by = book.agreement_of(visit);
        if (by != nullptr && by->id == agreement.id) ++begun[{to_local(zone, *visit.arrived_at).date, visit.site}];
    }
    std::vector<JourneysOfDay> journeys;
    for (const auto& [day_and_site, count] : begun) {
        const Site* site = book.organisation.site(day_and_site.second);
        journeys.push_back({day_and_site.first, count, site == nullptr ? std::string{} : site->name});
    }
    return journeys;
}

HoursNames hours_names_of(const std::vector<WorkUnderAgreement>& work, const HoursAccount& account) {
    HoursNames names{account.package_names, {}};
    for (const WorkUnderAgreement& one : work) names.entries[one.entry.id] = one.text;
    return names;
}

std::vector<HoursEntry> hours_entries_of(const std::vector<WorkUnderAgreement>& work) {
    std::vector<HoursEntry> entries;
    for (const WorkUnderAgreement& one : work) entries.push_back(one.entry);
    return entries;
}

}  // namespace countersign
