// The checklist of a visit that is going on.
#include "web/screens/visit_checks.hpp"

#include <algorithm>

#include "web/screens/visit_words.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::Ui;
namespace icons = widgets::icons;

namespace {

bool finished(const AssetChecks& computer) { return computer.answered() == computer.checks.size(); }

widgets::Icon icon_of(const AssetChecks& computer) {
    if (computer.kind == "laptop") return icons::device_laptop;
    return computer.kind == "server" ? icons::server : icons::device_desktop;
}

std::string share_words(const Portal& portal, std::size_t done, std::size_t total) {
    return portal.tr("visit.share", {{"done", done}, {"total", total}});
}

const CheckState* find_check(const Visit& visit, const AssetId& asset, const std::string& id) {
    for (const AssetChecks& computer : visit.checklist) {
        if (computer.asset != asset) continue;
        for (const CheckState& check : computer.checks) {
            if (check.planned.id == id) return &check;
        }
    }
    return nullptr;
}

}  // namespace

std::string VisitChecks::draft_name(const Place& place) const {
    return "visit/" + visit_.value + "/check/" + place.asset.value + "/" + place.check;
}

void VisitChecks::begin(Portal& portal, const Visit& visit) {
    begun_ = true;
    for (const AssetChecks& computer : visit.checklist) {
        if (finished(computer)) put_away_.insert(computer.asset);
        for (const CheckState& check : computer.checks) {
            if (check.result != CheckResult::fault) continue;
            const Place place{computer.asset, check.planned.id};
            const std::string typed = portal.replica().draft(draft_name(place));
            if (!typed.empty() && typed != check.note) typed_[place] = typed;
        }
    }
    const auto next =
        std::find_if(visit.checklist.begin(), visit.checklist.end(), [](const AssetChecks& computer) { return !finished(computer); });
    if (next != visit.checklist.end()) open_[next->asset] = true;
}

void VisitChecks::draw(Ui& ui, Portal& portal, const Visit& visit) {
    if (!begun_) begin(portal, visit);
    typing_.reset();
    std::size_t computers = 0;
    std::size_t checks = 0;
    for (const AssetChecks& computer : visit.checklist) {
        if (put_away_.count(computer.asset) == 0) continue;
        ++computers;
        checks += computer.checks.size();
    }
    if (computers > 0) {
        widgets::Card card(ui, {.id = "put_away", .padding = widgets::space::m, .gap = 0});
        const bool open = widgets::disclosure(ui, {.id = "put_away",
                                                   .title = portal.tr_n("visit.computers_done", static_cast<std::int64_t>(computers)),
                                                   .trailing = share_words(portal, checks, checks),
                                                   .trailing_tone = widgets::Tone::Ok,
                                                   .icon = icons::circle_check,
                                                   .icon_tone = widgets::Tone::Ok,
                                                   .open = &put_away_open_});
        for (const AssetChecks& computer : visit.checklist) {
            if (open && put_away_.count(computer.asset) > 0) draw_computer(ui, portal, computer);
        }
    }
    for (const AssetChecks& computer : visit.checklist) {
        if (put_away_.count(computer.asset) > 0) continue;
        widgets::Card card(ui, {.id = computer.asset.value, .padding = widgets::space::m, .gap = 0});
        draw_computer(ui, portal, computer);
    }
}

void VisitChecks::draw_computer(Ui& ui, Portal& portal, const AssetChecks& computer) {
    widgets::IdScope scope(ui, computer.asset.value);
    const bool was_open = open_[computer.asset];
    const bool done = finished(computer);
    widgets::disclosure(ui, {.id = "computer",
                             .title = computer.name,
                             .subtitle = computer.place,
                             .trailing = share_words(portal, computer.answered(), computer.checks.size()),
                             .trailing_tone = done ? widgets::Tone::Ok : widgets::Tone::Secondary,
                             .icon = done ? icons::circle_check : icon_of(computer),
                             .icon_tone = done ? widgets::Tone::Ok : widgets::Tone::Secondary,
                             .open = &open_[computer.asset]});
    const bool open = open_[computer.asset];
    if (open && !was_open) {
        // Going on to the next computer puts the finished ones away; the one in hand stays as it is, whatever its last answer.
        const Visit* visit = portal.find<Visit>(visit_.value);
        if (visit != nullptr) {
            for (const AssetChecks& other : visit->checklist) {
                if (other.asset == computer.asset || !finished(other)) continue;
                put_away_.insert(other.asset);
                open_[other.asset] = false;
            }
        }
        ui.request_frame();
    }
    if (!open) return;
    widgets::Group group(ui, "checks", computer.name);
    for (const CheckState& check : computer.checks) draw_check(ui, portal, computer, check);
}

void VisitChecks::draw_check(Ui& ui, Portal& portal, const AssetChecks& computer, const CheckState& check) {
    widgets::IdScope scope(ui, check.planned.id);
    const Place place{computer.asset, check.planned.id};
    const auto chosen = answers_.find(place);
    const CheckResult shown = chosen == answers_.end() ? check.result : chosen->second;
    auto result = static_cast<widgets::CheckResult>(shown);
    const bool fault = result == widgets::CheckResult::Fault;
    if (widgets::check(ui, {.id = "result",
                            .label = check_words(portal, check.planned),
                            .result = &result,
                            .ok = word_of(portal, CheckResult::ok),
                            .fault = word_of(portal, CheckResult::fault),
                            .not_applicable = word_of(portal, CheckResult::not_applicable),
                            .last = fault || &check == &computer.checks.back()})) {
        answers_[place] = static_cast<CheckResult>(result);
    }
    if (result == widgets::CheckResult::Fault) draw_note(ui, portal, computer, check);
}

void VisitChecks::draw_note(Ui& ui, Portal& portal, const AssetChecks& computer, const CheckState& check) {
    const Place place{computer.asset, check.planned.id};
    const auto typed = typed_.find(place);
    std::string note = typed == typed_.end() ? check.note : typed->second;
    const bool changed = widgets::text_field(ui, {.id = "note",
                                                  .label = portal.tr("visit.note_for", {{"check", check.planned.title}}),
                                                  .value = &note,
                                                  .placeholder = portal.tr("visit.note_placeholder"),
                                                  .type = widgets::TextField::Type::Multiline,
                                                  .lines = 1,
                                                  .max_length = 2000,
                                                  .label_hidden = true});
    if (changed) {
        typed_[place] = note;
        refused_.erase(place);
        // A draft that cannot be kept is told by the application, which watches the database; the text stays in the field.
        portal.keep_draft(draft_name(place), note);
    }
    if (ui.is_focused(ui.id("note"))) typing_ = place;
    widgets::spacer(ui, widgets::space::s);
    if (&check != &computer.checks.back()) widgets::separator(ui);
}

bool VisitChecks::record_answer(Portal& portal, const Visit& visit, const Place& place, CheckResult result) {
    const CheckState* check = find_check(visit, place.asset, place.check);
    if (check == nullptr || check->result == result) return false;
    const std::string name = draft_name(place);
    std::string note;
    if (result == CheckResult::fault) {
        note = portal.replica().draft(name);
    } else {
        // A note is kept aside while the check is not a fault, and comes back if it becomes one again.
        const auto typed = typed_.find(place);
        const std::string kept = typed == typed_.end() ? check->note : typed->second;
        if (!kept.empty()) portal.keep_draft(name, kept);
    }
    const bool done = portal.run({Visit::subject_kind, visit.id.value}, visit.organisation,
                                 VisitCommand{RecordCheck{place.asset, place.check, result, note}});
    if (!done) return false;
    typed_.erase(place);
    if (result == CheckResult::fault) (void)portal.replica().drop_draft(name);
    return true;
}

bool VisitChecks::record_note(Portal& portal, const Visit& visit, const Place& place, const std::string& note) {
    const CheckState* check = find_check(visit, place.asset, place.check);
    if (check == nullptr || check->result != CheckResult::fault) return false;
    if (check->note != note && !portal.run({Visit::subject_kind, visit.id.value}, visit.organisation,
                                           VisitCommand{RecordCheck{place.asset, place.check, CheckResult::fault, note}})) {
        refused_.insert(place);
        return false;
    }
    (void)portal.replica().drop_draft(draft_name(place));
    return true;
}

bool VisitChecks::record(Portal& portal) {
    bool recorded = false;
    if (left_over_) typing_.reset();
    left_over_ = false;
    const auto answers = std::move(answers_);
    answers_.clear();
    for (const auto& [place, result] : answers) {
        const Visit* visit = portal.find<Visit>(visit_.value);
        if (visit != nullptr && record_answer(portal, *visit, place, result)) recorded = true;
    }
    for (auto typed = typed_.begin(); typed != typed_.end();) {
        const Visit* visit = portal.find<Visit>(visit_.value);
        const bool wait = typing_ == typed->first || refused_.count(typed->first) > 0;
        if (visit != nullptr && !wait && record_note(portal, *visit, typed->first, typed->second)) {
            typed = typed_.erase(typed);
            recorded = true;
        } else {
            ++typed;
        }
    }
    return recorded;
}

bool VisitChecks::record_all(Portal& portal) {
    typing_.reset();
    refused_.clear();
    record(portal);
    return refused_.empty();
}

void VisitChecks::drop_drafts(Portal& portal) {
    const Visit* visit = portal.find<Visit>(visit_.value);
    if (visit == nullptr) return;
    for (const AssetChecks& computer : visit->checklist) {
        for (const CheckState& check : computer.checks) (void)portal.replica().drop_draft(draft_name({computer.asset, check.planned.id}));
    }
}

}  // namespace countersign::screens
