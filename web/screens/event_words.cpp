// Words for events.
#include "web/screens/event_words.hpp"

#include <array>
#include <string_view>

#include "web/screens/paths.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using app::Portal;
using widgets::Tone;
namespace icons = widgets::icons;

struct TypeLook {
    std::string_view type;
    EventLook look;
};

constexpr TypeLook looks[] = {
    {"ticket_opened", {icons::message_circle, Tone::Muted}},
    {"ticket_assigned", {icons::user_check, Tone::Muted}},
    {"ticket_work_started", {icons::player_play, Tone::Accent}},
    {"ticket_paused", {icons::player_pause, Tone::Pause}},
    {"ticket_resumed", {icons::player_play, Tone::Accent}},
    {"ticket_resolved", {icons::check, Tone::Ok}},
    {"ticket_resolution_accepted", {icons::checks, Tone::Ok}},
    {"ticket_resolution_rejected", {icons::arrow_back_up, Tone::Danger}},
    {"ticket_reclassified", {icons::filter, Tone::Warn}},
    {"ticket_comment_added", {icons::message_circle, Tone::Accent}},
    {"internal_note_added", {icons::lock, Tone::Warn}},
    {"ticket_update_imported", {icons::history, Tone::Muted}},
    {"ticket_number_given", {icons::server, Tone::Muted}},
    {"ticket_promised", {icons::server, Tone::Muted}},
    {"ticket_exclusion_claimed", {icons::player_pause, Tone::Warn}},
    {"ticket_exclusion_ended", {icons::player_play, Tone::Muted}},
    {"ticket_exclusion_contested", {icons::alert_octagon, Tone::Danger}},
    {"ticket_exclusion_decided", {icons::checks, Tone::Muted}},
    {"ticket_arrival_recorded", {icons::map_pin, Tone::Accent}},
    {"ticket_time_recorded", {icons::clock, Tone::Muted}},
    {"ticket_material_used", {icons::tool, Tone::Muted}},
    {"ticket_mode_changed", {icons::arrows_exchange, Tone::Warn}},
    {"ticket_warning_told", {icons::alarm, Tone::Warn}},
    {"ticket_closed_by_silence", {icons::server, Tone::Muted}},
    {"ticket_rated", {icons::checks, Tone::Ok}},
    {"attachment_added", {icons::paperclip, Tone::Accent}},
    {"attachment_received", {icons::server, Tone::Muted}},
    {"visit_planned", {icons::calendar_event, Tone::Muted}},
    {"visit_number_given", {icons::server, Tone::Muted}},
    {"visit_started", {icons::map_pin, Tone::Accent}},
    {"check_recorded", {icons::list_check, Tone::Muted}},
    {"visit_time_recorded", {icons::clock, Tone::Muted}},
    {"visit_note_recorded", {icons::pencil, Tone::Muted}},
    {"visit_ended", {icons::check, Tone::Ok}},
    {"visit_cancelled", {icons::x, Tone::Danger}},
    {"visit_skipped", {icons::calendar_event, Tone::Warn}},
    {"visit_checks_carried", {icons::list_check, Tone::Warn}},
    {"visit_moved", {icons::calendar_event, Tone::Warn}},
    {"emergency_visit_ordered", {icons::bolt, Tone::Danger}},
    {"work_recorded", {icons::file_text, Tone::Accent}},
    {"work_verified", {icons::writing_sign, Tone::Ok}},
    {"work_deemed_accepted", {icons::server, Tone::Muted}},
    {"remote_session_recorded", {icons::device_desktop, Tone::Accent}},
    {"remote_task_recorded", {icons::list_check, Tone::Muted}},
    {"remote_session_noted", {icons::pencil, Tone::Warn}},
    {"organisation_registered", {icons::building, Tone::Muted}},
    {"site_added", {icons::map_pin, Tone::Muted}},
    {"contact_named", {icons::user, Tone::Muted}},
    {"contact_withdrawn", {icons::user, Tone::Muted}},
    {"staff_assigned", {icons::users, Tone::Muted}},
    {"asset_registered", {icons::device_desktop, Tone::Muted}},
    {"organisation_introduced", {icons::building, Tone::Muted}},
    {"agreement_recorded", {icons::file_certificate, Tone::Muted}},
    {"agreement_version_drafted", {icons::file_certificate, Tone::Muted}},
    {"agreement_version_signed", {icons::file_certificate, Tone::Ok}},
    {"agreement_notice_given", {icons::file_certificate, Tone::Warn}},
    {"commercial_terms_drafted", {icons::file_certificate, Tone::Muted}},
    {"package_added", {icons::clock, Tone::Ok}},
    {"hours_corrected", {icons::clock, Tone::Warn}},
    {"hours_period_settled", {icons::clock, Tone::Muted}},
    {"late_truth_approved", {icons::checks, Tone::Ok}},
    {"credits_approved", {icons::checks, Tone::Warn}},
    {"settlement_issued", {icons::file_text, Tone::Muted}},
    {"settlement_answered", {icons::writing_sign, Tone::Ok}},
    {"outage_recorded", {icons::alert_octagon, Tone::Danger}},
    {"outage_ended", {icons::check, Tone::Ok}},
    {"outage_contested", {icons::alert_octagon, Tone::Danger}},
    {"outage_decided", {icons::checks, Tone::Muted}},
    {"device_key_registered", {icons::key, Tone::Muted}},
    {"agreement_ended", {icons::file_certificate, Tone::Danger}},
};

}  // namespace

std::string event_words(const Portal& portal, const std::string& type) {
    const std::string key = "event." + type;
    if (!portal.texts().has(key)) return portal.tr("log.unknown_event", {{"type", type}});
    return portal.tr(key);
}

EventLook event_look(const std::string& type) {
    for (const TypeLook& entry : looks) {
        if (entry.type == type) return entry.look;
    }
    return {icons::info_circle, Tone::Muted};
}

std::string subject_words(Portal& portal, const Subject& subject) {
    if (const auto* ticket = portal.find<Ticket>(subject.id); ticket != nullptr && subject.kind == Ticket::subject_kind) {
        return portal.ticket_number(ticket->number, ticket->external_number) + " " + ticket->title;
    }
    if (subject.kind == Visit::subject_kind) {
        const auto* visit = portal.find<Visit>(subject.id);
        if (visit != nullptr && visit->known())
            return word_of(portal, visit->kind) + ", " + place_words(portal, visit->organisation, visit->site);
    }
    if (subject.kind == WorkRecord::subject_kind) {
        const auto* record = portal.find<WorkRecord>(subject.id);
        if (record != nullptr && record->latest() != nullptr) {
            return portal.tr("log.work_record_of",
                             {{"name", record->latest()->content.technician_name}, {"site", record->latest()->content.site_name}});
        }
    }
    if (subject.kind == Organisation::subject_kind) return portal.organisation_name({subject.id});
    if (subject.kind == Agreement::subject_kind) {
        if (const auto* agreement = portal.find<Agreement>(subject.id); agreement != nullptr) return agreement->number();
    }
    return {};
}

std::string stream_words(app::Portal& portal, const StreamId& id) {
    const auto stream = parse_stream(id);
    const std::string name = portal.organisation_name(stream->organisation);
    switch (stream->kind) {
        case StreamKind::shared:
            return name + ", " + portal.tr("log.stream_shared");
        case StreamKind::commercial:
            return name + ", " + portal.tr("log.stream_commercial");
        case StreamKind::internal:
            return name + ", " + portal.tr("log.stream_internal");
        case StreamKind::reporter:
            return name + ", " +
                   portal.tr("log.stream_reporter", {{"name", name_or_somebody(portal, stream->organisation, stream->reporter)}});
        case StreamKind::provider:
            break;
    }
    return portal.tr("log.stream_provider");
}

std::string subject_path(const Subject& subject) {
    if (subject.kind == Ticket::subject_kind) return path_to(TicketId{subject.id});
    if (subject.kind == Visit::subject_kind) return path_to(VisitId{subject.id});
    if (subject.kind == WorkRecord::subject_kind) return path_to(WorkRecordId{subject.id});
    return {};
}

}  // namespace countersign::screens
