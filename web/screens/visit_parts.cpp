// The parts of a visit's page that are read rather than worked on.
#include "web/screens/visit_parts.hpp"

#include "core/i18n/format.hpp"
#include "web/screens/event_words.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;
using widgets::Ui;
namespace icons = widgets::icons;

namespace {

struct Look {
    widgets::Icon icon;
    Tone tone;
};

Look look_of(CheckResult result) {
    switch (result) {
        case CheckResult::ok:
            return {icons::check, Tone::Ok};
        case CheckResult::fault:
            return {icons::alert_triangle, Tone::Warn};
        case CheckResult::not_applicable:
            return {icons::minus, Tone::Pause};
        case CheckResult::open:
            return {icons::circle_dashed, Tone::Muted};
    }
    return {icons::circle_dashed, Tone::Muted};
}

}  // namespace

namespace {

// Whatever it was moved to: the day by the rhythm, and every earlier plan (rules.md 27).
void draw_other_dates(Ui& ui, Portal& portal, const Visit& visit) {
    if (visit.regular) {
        widgets::label_value(ui, {.label = portal.tr("visit.regular_date"),
                                  .value = format_date_long(portal.texts(), *visit.regular),
                                  .note = portal.texts().has(visit.holiday) ? portal.tr(visit.holiday) : std::string{}});
    }
    for (const EarlierPlan& plan : visit.earlier_plans) {
        widgets::label_value(ui, {.label = portal.tr("visit.moved_from"),
                                  .value = day_words(portal, visit.organisation, plan.starts_at) + ", " +
                                           hours_words(portal, visit.organisation, plan.starts_at, plan.ends_at),
                                  .note = plan.reason});
    }
}

void draw_order(Ui& ui, Portal& portal, const OrganisationId& organisation, const EmergencyVisitOrdered& order) {
    widgets::label_value(
        ui, {.label = portal.tr("visit.ordered_by"),
             .value = order.ordered_by_name + ", " + moment_words(portal, organisation, order.ordered_at),
             .note = order.recorded_by_name.empty() ? std::string{}
                                                    : portal.tr("visit.order_recorded_by", {{"name", order.recorded_by_name}})});
    widgets::label_value(ui, {.label = portal.tr("visit.order_reason"), .value = order.reason});
    widgets::label_value(ui, {.label = portal.tr("visit.hotline_tried"), .value = order.hotline});
    if (order.arrival_due) {
        widgets::label_value(ui,
                             {.label = portal.tr("visit.arrival_due"), .value = moment_words(portal, organisation, *order.arrival_due)});
    }
}

}  // namespace

void draw_plan(Ui& ui, Portal& portal, const Visit& visit) {
    widgets::Card card(ui, {.id = "plan_card", .title = portal.tr("visit.plan"), .gap = widgets::space::m});
    widgets::label_value(ui, {.label = portal.tr("visit.planned_time"),
                              .value = day_words(portal, visit.organisation, visit.starts_at) + ", " +
                                       hours_words(portal, visit.organisation, visit.starts_at, visit.ends_at)});
    draw_other_dates(ui, portal, visit);
    if (visit.order) draw_order(ui, portal, visit.organisation, *visit.order);
    if (!visit.technician.empty()) {
        widgets::label_value(
            ui, {.label = portal.tr("visit.technician"), .value = name_or_somebody(portal, visit.organisation, visit.technician)});
    }
    const Organisation* client = portal.organisation(visit.organisation);
    const Site* site = client == nullptr ? nullptr : client->site(visit.site);
    if (site != nullptr) widgets::label_value(ui, {.label = portal.tr("visit.site"), .value = site->name, .note = site->address});
    const Agreement* agreement = visit.agreement.empty() ? nullptr : portal.find<Agreement>(visit.agreement.value);
    const AgreementVersion* version = agreement == nullptr ? nullptr : agreement->version_at(visit.starts_at);
    if (version != nullptr) {
        const AgreementTerms& terms = version->terms();
        widgets::label_value(ui, {.label = portal.tr("visit.agreement"), .value = terms.number, .note = terms.title});
    }
}

void draw_contacts(Ui& ui, Portal& portal, const OrganisationId& organisation) {
    const Organisation* client = portal.organisation(organisation);
    if (client == nullptr || client->contacts.empty()) return;
    widgets::Card card(ui, {.id = "contacts_card", .title = portal.tr("visit.contacts"), .gap = widgets::space::m});
    widgets::List list(ui, portal.tr("visit.contacts"), widgets::space::m);
    for (const auto& [user, contact] : client->contacts) {
        if (contact.withdrawn) continue;
        widgets::ListItem item(ui, user.value);
        widgets::Row row(ui, {.gap = widgets::space::m});
        widgets::avatar(ui, {.name = contact.name});
        widgets::Stack words(ui, {.gap = 0});
        widgets::text(ui, Text{.text = contact.name, .style = TextStyle::BodyMedium});
        std::string details = contact.position;
        if (!contact.phone.empty()) details += (details.empty() ? "" : ", ") + contact.phone;
        if (!details.empty()) widgets::text(ui, Text{.text = details, .style = TextStyle::Small, .tone = Tone::Secondary});
        if (contact.may_verify_work) {
            widgets::text(ui, Text{.text = portal.tr("visit.contact_may_verify"),
                                   .style = TextStyle::Small,
                                   .tone = Tone::Muted,
                                   .icon = icons::writing_sign});
        }
    }
}

void draw_planned_checks(Ui& ui, Portal& portal, const Visit& visit) {
    if (visit.checklist.empty()) return;
    const auto computers = static_cast<std::int64_t>(visit.checklist.size());
    widgets::Card card(ui, {.id = "planned_checks_card", .title = portal.tr_n("visit.planned_computers", computers), .gap = 0});
    for (std::size_t i = 0; i < visit.checklist.size(); ++i) {
        const AssetChecks& computer = visit.checklist[i];
        widgets::value_line(ui, {.icon = icons::device_desktop,
                                 .label = computer.place.empty() ? computer.name : computer.name + ", " + computer.place,
                                 .value = portal.tr_n("visit.planned_checks", static_cast<std::int64_t>(computer.checks.size())),
                                 .last = i + 1 == visit.checklist.size()});
    }
}

void draw_answers(Ui& ui, Portal& portal, const Visit& visit) {
    for (const AssetChecks& computer : visit.checklist) {
        widgets::Card card(ui, {.id = computer.asset.value, .title = computer.name, .gap = widgets::space::xs});
        if (!computer.place.empty()) widgets::text(ui, Text{.text = computer.place, .style = TextStyle::Small, .tone = Tone::Muted});
        widgets::List list(ui, computer.name, widgets::space::xs);
        for (const CheckState& check : computer.checks) {
            widgets::ListItem item(ui, check.planned.id);
            const Look look = look_of(check.result);
            widgets::Row row(ui, {.align = widgets::RowOptions::Align::Top});
            widgets::Stack words(ui, {.gap = 0});
            widgets::text(ui, Text{.text = check_words(portal, check.planned) + ": " + word_of(portal, check.result),
                                   .tone = check.result == CheckResult::fault ? Tone::Warn : Tone::Primary,
                                   .icon = look.icon});
            if (!check.note.empty()) widgets::text(ui, Text{.text = check.note, .style = TextStyle::Small, .tone = Tone::Secondary});
        }
    }
}

void draw_time_and_notes(Ui& ui, Portal& portal, const Visit& visit) {
    {
        widgets::Card card(ui, {.id = "time_card", .title = portal.tr("visit.time"), .gap = 0});
        if (visit.time_entries.empty()) widgets::text(ui, Text{.text = portal.tr("visit.no_time"), .tone = Tone::Muted});
        for (const TimeEntry& entry : visit.time_entries) {
            widgets::value_line(ui, {.label = entry.description.empty() ? portal.tr("visit.time_unnamed") : entry.description,
                                     .value = format_duration(portal.texts(), entry.spent)});
        }
        if (!visit.time_entries.empty()) {
            widgets::value_line(ui, {.icon = icons::clock,
                                     .label = portal.tr("visit.time_total"),
                                     .value = format_duration(portal.texts(), visit.recorded_time()),
                                     .last = true});
        }
    }
    if (visit.notes.empty()) return;
    widgets::Card card(ui, {.id = "notes_card", .title = portal.tr("visit.notes"), .gap = widgets::space::m});
    for (const std::string& note : visit.notes) widgets::paragraphs(ui, note);
}

void draw_tickets_found(Ui& ui, Portal& portal, const std::vector<TicketRow>& tickets) {
    if (tickets.empty()) return;
    widgets::Card card(ui, {.id = "tickets_found_card", .title = portal.tr("visit.tickets_found"), .flush = true});
    widgets::List list(ui, portal.tr("visit.tickets_found"));
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        widgets::ListRow row = ticket_list_row(portal, tickets[i]);
        row.last = i + 1 == tickets.size();
        row.id = tickets[i].id.value;
        widgets::list_row(ui, row);
    }
}

void draw_visit_flags(Ui& ui, Portal& portal, const Visit& visit) {
    if (visit.flags.empty()) return;
    widgets::Card card(ui, {.id = "flags_card", .title = portal.tr("visit.flags"), .gap = widgets::space::m, .stripe = Tone::Warn});
    widgets::text(ui, Text{.text = portal.tr("visit.flags_text"), .style = TextStyle::Small, .tone = Tone::Secondary});
    for (const HistoryEntry& entry : visit.history) {
        const auto words = flag_words(portal, visit.flags, entry.event);
        if (words.empty()) continue;
        widgets::Stack stack(ui, {.gap = 0});
        std::string what = event_words(portal, entry.type);
        if (!entry.text.empty()) what += ": " + entry.text;
        widgets::text(ui, Text{.text = what, .style = TextStyle::BodyMedium});
        widgets::text(ui, Text{.text = name_or_somebody(portal, visit.organisation, entry.actor) + ", " +
                                       moment_words(portal, visit.organisation, entry.occurred_at),
                               .style = TextStyle::Small,
                               .tone = Tone::Muted});
        draw_flags(ui, words);
    }
}

void draw_progress(Ui& ui, const Portal& portal, const Visit& visit) {
    const auto total = static_cast<std::int64_t>(visit.checks_total());
    if (total == 0) return;
    const auto answered = static_cast<std::int64_t>(visit.checks_answered());
    const auto faults = static_cast<std::int64_t>(visit.faults());
    widgets::progress(ui, {.share = static_cast<float>(answered - faults) / static_cast<float>(total),
                           .text = checks_words(portal, answered, total, faults),
                           .tone = Tone::Ok,
                           .alert_share = static_cast<float>(faults) / static_cast<float>(total)});
}

}  // namespace countersign::screens
