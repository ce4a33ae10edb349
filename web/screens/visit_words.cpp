// Words and marks for visits, work records and verifications.
#include "web/screens/visit_words.hpp"

#include <array>

#include "core/i18n/format.hpp"
#include "web/widgets/all.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::StateKind;
using widgets::Tone;
using widgets::Ui;

namespace {

constexpr std::array visit_kind_keys{"visit.kind_maintenance", "visit.kind_emergency"};
constexpr std::array visit_state_keys{"visit.state_planned",   "visit.state_on_site", "visit.state_done",
                                      "visit.state_cancelled", "visit.state_ordered", "visit.state_skipped"};
constexpr std::array check_result_keys{"visit.check_open", "visit.check_ok", "visit.check_fault", "visit.check_not_applicable"};
constexpr std::array decision_keys{"work.decision_accepted", "work.decision_accepted_with_remarks", "work.decision_rejected"};
constexpr std::array standing_keys{"work.standing_to_verify", "work.standing_accepted", "work.standing_accepted_with_remarks",
                                   "work.standing_rejected", "work.standing_deemed_accepted"};

template <typename Keys, typename Value>
std::string word(const Portal& portal, const Keys& keys, Value value) {
    return portal.tr(keys[static_cast<std::size_t>(value)]);
}

/// The first letter with the bytes that belong to it.
std::string_view first_letter(std::string_view name) {
    std::size_t end = name.empty() ? 0 : 1;
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) ++end;
    return name.substr(0, end);
}

LocalDateTime local(Portal& portal, const OrganisationId& organisation, Instant at) { return to_local(portal.zone_of(organisation), at); }

}  // namespace

std::string word_of(const Portal& portal, VisitKind kind) { return word(portal, visit_kind_keys, kind); }
std::string word_of(const Portal& portal, VisitState state) { return word(portal, visit_state_keys, state); }
std::string word_of(const Portal& portal, CheckResult result) { return word(portal, check_result_keys, result); }
std::string word_of(const Portal& portal, Decision decision) { return word(portal, decision_keys, decision); }
std::string word_of(const Portal& portal, RecordStanding standing) { return word(portal, standing_keys, standing); }

std::string check_words(const Portal& portal, const PlannedCheck& check) {
    return check.carried ? portal.tr("visit.check_carried", {{"check", check.title}}) : check.title;
}

StateKind kind_of(VisitState state) {
    switch (state) {
        case VisitState::planned:
        case VisitState::ordered:
            return StateKind::New;
        case VisitState::on_site:
            return StateKind::Progress;
        case VisitState::done:
        case VisitState::cancelled:
        case VisitState::skipped:
            return StateKind::Closed;
    }
    return StateKind::New;
}

StateKind kind_of(RecordStanding standing) {
    switch (standing) {
        case RecordStanding::to_verify:
            return StateKind::ToVerify;
        case RecordStanding::accepted:
            return StateKind::Verified;
        case RecordStanding::accepted_with_remarks:
            return StateKind::WithRemarks;
        case RecordStanding::rejected:
            return StateKind::Rejected;
        case RecordStanding::deemed_accepted:
            return StateKind::Closed;
    }
    return StateKind::ToVerify;
}

widgets::State state_of(const Portal& portal, const VisitRow& visit, const WorkRecordRow* record) {
    if (record != nullptr) return {kind_of(record->standing), word_of(portal, record->standing), false};
    return {kind_of(visit.state), word_of(portal, visit.state), false};
}

std::string given_name_first(std::string_view name) {
    const std::size_t space = name.rfind(' ');
    if (space == std::string_view::npos) return std::string(name);
    return std::string(name.substr(0, space + 1)) + std::string(first_letter(name.substr(space + 1))) + ".";
}

std::string surname_first(std::string_view name) {
    const std::size_t space = name.find(' ');
    if (space == std::string_view::npos) return std::string(name);
    return std::string(first_letter(name)) + "." + std::string(name.substr(space));
}

widgets::CountersignPair pair_of(Portal& portal, const WorkRecordRow& record) {
    using Decision = widgets::CountersignPair::Decision;
    const auto date = [&](Instant at) { return format_date_short(portal.texts(), local(portal, record.organisation, at).date); };
    widgets::CountersignPair pair;
    pair.done_by = given_name_first(record.technician_name) + ", " + date(record.ended_at);
    // Silence is no signature: the client's half stays open.
    pair.decision = record.standing == RecordStanding::deemed_accepted ? Decision::Open : static_cast<Decision>(record.standing);
    const std::string done = portal.tr("work.done_by", {{"name", record.technician_name}});
    if (record.standing == RecordStanding::to_verify) {
        pair.verified_by = portal.tr(portal.staff() ? "work.pair_to_verify" : "work.pair_your_signature");
        pair.name = done + ", " + pair.verified_by;
        return pair;
    }
    if (record.standing == RecordStanding::deemed_accepted) {
        pair.verified_by = portal.tr("work.pair_deemed");
        pair.name = done + ", " + word_of(portal, record.standing);
        return pair;
    }
    const std::string when = record.verified_at ? date(*record.verified_at) : std::string{};
    const std::string who = surname_first(record.verified_by);
    const bool plain = record.standing == RecordStanding::accepted;
    pair.verified_by =
        who + ", " + (plain ? when : portal.tr(record.standing == RecordStanding::rejected ? "work.pair_rejected" : "work.pair_remarks"));
    pair.name = done + ", " + word_of(portal, record.standing) + ", " + record.verified_by + ", " + when;
    return pair;
}

std::string place_words(Portal& portal, const OrganisationId& organisation, const SiteId& site) {
    const std::string site_name = portal.site_name(organisation, site);
    if (!portal.staff() && !site_name.empty()) return site_name;
    const std::string client = portal.organisation_name(organisation);
    if (site_name.empty() || client.empty()) return client + site_name;
    return client + ", " + site_name;
}

std::string checks_words(const Portal& portal, std::int64_t answered, std::int64_t total, std::int64_t faults) {
    std::string words = portal.tr("visit.checks_answered", {{"done", answered}, {"total", total}});
    if (faults > 0) words += ", " + portal.tr_n("visit.faults", faults);
    return words;
}

std::string hours_words(Portal& portal, const OrganisationId& organisation, Instant from, Instant to) {
    return format_time_range(local(portal, organisation, from).time, local(portal, organisation, to).time);
}

std::string day_words(Portal& portal, const OrganisationId& organisation, Instant at) {
    return format_day(portal.texts(), local(portal, organisation, at).date, local(portal, organisation, portal.now()).date);
}

std::string moment_words(Portal& portal, const OrganisationId& organisation, Instant at) {
    return format_moment(portal.texts(), portal.zone_of(organisation), at, portal.now());
}

std::string document_date(Portal& portal, const OrganisationId& organisation, Instant at) {
    return format_date_long(portal.texts(), local(portal, organisation, at).date);
}

Minutes minutes_between(Instant from, Instant to) { return {to < from ? 0 : (to - from).count / 60'000}; }

std::vector<std::string> flag_words(const Portal& portal, const std::vector<Flag>& flags, const EventId& event) {
    std::vector<std::string> words;
    for (const Flag& flag : flags) {
        if (flag.event == event) words.push_back(portal.words(flag.expectation));
    }
    return words;
}

void draw_flags(Ui& ui, const std::vector<std::string>& words) {
    for (const std::string& sentence : words) {
        widgets::text(
            ui, widgets::Text{
                    .text = sentence, .style = widgets::TextStyle::Small, .tone = Tone::Warn, .icon = widgets::icons::alert_triangle});
    }
}

void draw_saved_state(Ui& ui, const Portal& portal, bool pending) {
    widgets::text(ui, widgets::Text{.text = portal.tr(pending ? "visit.saved_not_sent" : "visit.saved_and_sent"),
                                    .style = widgets::TextStyle::Small,
                                    .tone = Tone::Muted,
                                    .icon = pending ? widgets::icons::cloud_upload : widgets::icons::cloud_check,
                                    .wrap = false,
                                    .live = true});
}

void draw_trouble(Ui& ui, const Portal& portal) {
    if (portal.trouble().empty()) return;
    widgets::banner(ui, {.id = "trouble", .tone = Tone::Danger, .text = portal.trouble(), .assertive = true});
}

void draw_not_here(Ui& ui, const Portal& portal, const std::string& back_href) {
    widgets::Page page(
        ui, {.id = "not_here", .title = portal.tr("work.not_here_title"), .back_href = back_href, .back_label = portal.tr("work.back")});
    widgets::notice(ui, {.id = "not_here",
                         .icon = widgets::icons::cloud_off,
                         .title = portal.tr("work.not_here_title"),
                         .text = portal.tr("work.not_here_text"),
                         .action = portal.tr("work.back"),
                         .href = back_href});
}

}  // namespace countersign::screens
