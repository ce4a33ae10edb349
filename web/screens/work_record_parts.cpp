// A work record as a report.
#include "web/screens/work_record_parts.hpp"

#include "core/i18n/format.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/signature_ink.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::Text;
using widgets::TextStyle;
using widgets::Tone;
using widgets::Ui;
namespace icons = widgets::icons;

namespace {

struct Party {
    std::string role, name, address, tax_number;
};

void draw_party(Ui& ui, const Portal& portal, const Party& party) {
    widgets::Stack stack(ui, {.gap = 2});
    widgets::text(ui, Text{.text = party.role, .style = TextStyle::Caption, .tone = Tone::Muted});
    widgets::text(ui, Text{.text = party.name, .style = TextStyle::BodyStrong});
    if (!party.address.empty()) widgets::text(ui, Text{.text = party.address, .style = TextStyle::Small, .tone = Tone::Secondary});
    if (!party.tax_number.empty()) {
        widgets::text(
            ui,
            Text{.text = portal.tr("work.tax_number", {{"number", party.tax_number}}), .style = TextStyle::Small, .tone = Tone::Secondary});
    }
}

/// "Mon 10 Nov 2025, 8:05–10:50".
std::string day_and_hours(Portal& portal, const OrganisationId& organisation, Instant from, Instant to) {
    const LocalDate date = to_local(portal.zone_of(organisation), from).date;
    return format_date_with_year(portal.texts(), date) + ", " + hours_words(portal, organisation, from, to);
}

void draw_device_head(Ui& ui, const Portal& portal, const WorkItem& item) {
    const bool fine = item.findings.empty() && item.checks_ok == item.checks_total;
    const Text name{.text = item.place.empty() ? item.name : item.name + ", " + item.place, .style = TextStyle::BodyMedium};
    const Text checks{.text = portal.tr("work.checks_fine", {{"done", item.checks_ok}, {"total", item.checks_total}}),
                      .style = TextStyle::Small,
                      .tone = fine ? Tone::Ok : Tone::Secondary,
                      .icon = fine ? icons::check : icons::none,
                      .wrap = false};
    if (ui.phone()) {
        widgets::text(ui, name);
        widgets::text(ui, checks);
        return;
    }
    widgets::Row row(ui, {.id = "name"});
    widgets::text(ui, name);
    row.push_right();
    widgets::text(ui, checks);
}

void draw_devices(Ui& ui, Portal& portal, const WorkRecorded& content) {
    if (content.items.empty()) return;
    widgets::Card card(ui, {.id = "devices", .title = portal.tr("work.devices"), .gap = widgets::space::m});
    widgets::List list(ui, portal.tr("work.devices"), widgets::space::m);
    for (std::size_t i = 0; i < content.items.size(); ++i) {
        const WorkItem& item = content.items[i];
        widgets::IdScope scope(ui, static_cast<std::uint64_t>(i));
        widgets::ListItem list_item(ui, "device");
        widgets::Stack stack(ui, {.gap = widgets::space::xs});
        draw_device_head(ui, portal, item);
        for (const std::string& finding : item.findings)
            widgets::text(ui, Text{.text = finding, .tone = Tone::Warn, .icon = icons::alert_triangle});
    }
}

void draw_tickets(Ui& ui, Portal& portal, const WorkRecorded& content) {
    if (content.tickets_found.empty()) return;
    widgets::Card card(ui, {.id = "tickets", .title = portal.tr("visit.tickets_found"), .flush = true});
    widgets::List list(ui, portal.tr("visit.tickets_found"));
    for (std::size_t i = 0; i < content.tickets_found.size(); ++i) {
        const TicketId& id = content.tickets_found[i];
        const Ticket* ticket = portal.find<Ticket>(id.value);
        const bool here = ticket != nullptr && ticket->opened;
        widgets::list_row(ui, {.id = id.value,
                               .title = here ? ticket->title : portal.tr("work.ticket_not_here"),
                               .subtitle = here ? portal.ticket_number(ticket->number, ticket->external_number) : id.value,
                               .href = path_to(id),
                               .last = i + 1 == content.tickets_found.size()});
    }
}

}  // namespace

void draw_parties(Ui& ui, Portal& portal, const WorkRecord& record, const WorkRevision& revision) {
    const Organisation* client = portal.organisation(record.organisation);
    widgets::Card card(ui, {.id = "parties", .title = portal.tr("work.parties"), .gap = widgets::space::m});
    if (client != nullptr) {
        widgets::Columns columns(ui, {.weights = {1, 1}, .collapse_below = widgets::Layout::Tablet});
        columns.next();
        draw_party(ui, portal, {portal.tr("work.client"), client->name, client->address, client->tax_number});
        columns.next();
        draw_party(ui, portal, {portal.tr("work.provider"), client->provider_name, client->provider_address, client->provider_tax_number});
    }
    if (revision.content.agreement_number.empty()) return;
    const Agreement* agreement = portal.find<Agreement>(revision.content.agreement.value);
    const AgreementVersion* first = agreement == nullptr ? nullptr : agreement->first_signed();
    widgets::label_value(
        ui, {.label = portal.tr("visit.agreement"),
             .value = revision.content.agreement_number,
             .note = first != nullptr
                         ? portal.tr("work.agreement_from", {{"date", document_date(portal, record.organisation, first->takes_effect)}})
                         : std::string{}});
}

void draw_revision(Ui& ui, Portal& portal, const WorkRecord& record, const WorkRevision& revision) {
    widgets::IdScope scope(ui, revision.event.value);
    const WorkRecorded& content = revision.content;
    {
        widgets::Card card(ui, {.id = "times", .title = portal.tr("work.times"), .gap = 0});
        draw_flags(ui, flag_words(portal, record.flags, revision.event));
        if (content.planned_end.utc_ms > 0) {
            widgets::value_line(ui, {.label = portal.tr("work.planned"),
                                     .value = day_and_hours(portal, record.organisation, content.planned_start, content.planned_end)});
        }
        widgets::value_line(ui, {.label = portal.tr("work.actual"),
                                 .value = day_and_hours(portal, record.organisation, content.started_at, content.ended_at)});
        widgets::value_line(ui, {.label = portal.tr("work.worked"), .value = format_duration(portal.texts(), content.worked)});
        widgets::value_line(ui, {.label = portal.tr("visit.technician"), .value = content.technician_name});
        widgets::value_line(ui, {.label = portal.tr("work.written"),
                                 .value = name_or_somebody(portal, record.organisation, revision.author) + ", " +
                                          moment_words(portal, record.organisation, revision.recorded_at),
                                 .last = true});
    }
    if (!content.summary.empty() || !content.correction_reason.empty()) {
        widgets::Card card(ui, {.id = "remarks", .title = portal.tr("work.remarks"), .gap = widgets::space::m});
        if (!content.summary.empty()) widgets::paragraphs(ui, content.summary);
        if (!content.correction_reason.empty())
            widgets::label_value(ui, {.label = portal.tr("work.correction_reason"), .value = content.correction_reason});
    }
    draw_devices(ui, portal, content);
    draw_tickets(ui, portal, content);
}

namespace {
const char* signed_on_key(SignedOn place) {
    switch (place) {
        case SignedOn::own_session:
            return "work.signed_on_own";
        case SignedOn::technicians_device:
            return "work.signed_on_technicians";
        case SignedOn::two_devices:
            return "work.signed_on_two_devices";
    }
    return "";
}
}  // namespace

void draw_verification(Ui& ui, Portal& portal, const WorkRecord& record, const VerificationEntry& entry) {
    const WorkVerified& body = entry.content;
    widgets::IdScope scope(ui, entry.event.value);
    widgets::Stack stack(ui, {.gap = widgets::space::s});
    widgets::state(ui, {kind_of(static_cast<RecordStanding>(static_cast<int>(body.decision) + 1)), word_of(portal, body.decision), true});
    widgets::text(ui, Text{.text = body.contact_name, .style = TextStyle::BodyStrong});
    if (!body.remark.empty()) widgets::paragraphs(ui, body.remark);
    draw_flags(ui, flag_words(portal, record.flags, entry.event));
    if (!record.counts(entry))
        widgets::text(ui, Text{.text = portal.tr(record.awaits_second_key(entry) ? "work.awaits_second_key" : "work.does_not_count"),
                               .style = TextStyle::Small,
                               .tone = Tone::Secondary});
    if (!body.signature.strokes.empty()) {
        widgets::ink_view(ui, {.ink = ink_of(body.signature), .label = portal.tr("work.signature_of", {{"name", body.contact_name}})});
    } else if (!entry.second_key) {
        widgets::label_value(ui, {.label = portal.tr("work.typed_signature"), .value = body.signature.typed_name});
    }
    widgets::label_value(ui, {.label = portal.tr("work.signed_at"), .value = moment_words(portal, record.organisation, entry.verified_at)});
    widgets::label_value(
        ui, {.label = portal.tr("work.arrived_at"),
             .value = entry.received_at ? moment_words(portal, record.organisation, *entry.received_at) : portal.tr("work.not_sent")});
    widgets::label_value(ui, {.label = portal.tr("work.signed_on"),
                              .value = portal.tr(signed_on_key(body.signed_on)),
                              .note = portal.tr("work.device", {{"device", entry.device.value}})});
    widgets::code_value(
        ui,
        {.id = "hash", .label = portal.tr("work.hash"), .value = to_hex(body.record_digest), .copy_label = portal.tr("work.copy_hash")});
}

}  // namespace countersign::screens
