// The timeline of a ticket.
#include "web/screens/ticket_history.hpp"

#include "web/screens/event_words.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using widgets::TimelineEntry;

/// A record that arrived later than this was made without a network, and the timeline says so.
constexpr Milliseconds made_offline{5 * 60 * 1000};

const ImportedRow* imported_row(const std::vector<ImportedRow>& imported, const EventId& event) {
    for (const ImportedRow& row : imported) {
        if (row.event == event) return &row;
    }
    return nullptr;
}

/// A column of the imported row; empty for what that system writes for nothing.
std::string column(const TicketUpdateImported& update, const char* name) {
    const auto found = update.fields.find(name);
    return found == update.fields.end() || found->second == "?" ? std::string() : found->second;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!all.empty()) all += " • ";
        all += part;
    }
    return all;
}

void describe_import(TimelineEntry& line, Portal& portal, const Ticket& ticket, const TicketUpdateImported& update) {
    line.title = ticket_state(portal, update.state).text;
    line.time = moment_words(portal, ticket.organisation, update.updated_at);
    std::string group = column(update, "assignment_group");
    const std::string person = column(update, "assigned_to");
    if (group.empty() && person.empty()) group = update.handled_by;
    line.text = joined({column(update, "incident_state"), group, person});
    line.note =
        joined({portal.tr("ticket.imported_line", {{"line", update.line}, {"source", update.source}}), column(update, "sys_updated_by")});
}

bool is_last_assignment(const Ticket& ticket, std::size_t index) {
    for (std::size_t later = index + 1; later < ticket.history.size(); ++later) {
        if (ticket.history[later].type == TicketAssigned::type) return false;
    }
    return true;
}

void describe(TimelineEntry& line, Portal& portal, const Ticket& ticket, std::size_t index) {
    const HistoryEntry& entry = ticket.history[index];
    const std::string who = name_or_somebody(portal, ticket.organisation, entry.actor);
    line.text = entry.text;
    if (entry.type == TicketCommentAdded::type) {
        line.title = who;
    } else if (entry.type == InternalNoteAdded::type) {
        line.title = portal.tr("ticket.note_by", {{"name", who}});
        line.note = portal.tr("ticket.note_hidden");
    } else if (entry.type == TicketAssigned::type && is_last_assignment(ticket, index)) {
        line.title = portal.tr("ticket.assigned_to", {{"name", name_or_somebody(portal, ticket.organisation, ticket.technician)}});
    } else if (entry.type == TicketOpened::type) {
        const std::string reporter = ticket.reporter_name.empty() ? who : ticket.reporter_name;
        line.title = portal.tr("ticket.reported_by", {{"name", reporter}});
        line.note = portal.tr("channel." + std::string(channel_name(ticket.channel)));
        // The description stands above the timeline already.
        line.text.clear();
    } else if (entry.type == TicketNumberGiven::type) {
        line.title = portal.tr("ticket.number_given", {{"number", portal.ticket_number(ticket.number)}});
    } else if (entry.type == TicketPromised::type) {
        line.title = event_words(portal, entry.type);
    } else {
        line.title = event_words(portal, entry.type);
        line.note = who;
    }
}

}  // namespace

void draw_ticket_history(Ui& ui, Portal& portal, const Ticket& ticket, const std::vector<ImportedRow>& imported) {
    const widgets::List list(ui, portal.tr("ticket.history"));
    for (std::size_t back = ticket.history.size(); back > 0; --back) {
        const std::size_t index = back - 1;
        const HistoryEntry& entry = ticket.history[index];
        const EventLook look = event_look(entry.type);
        TimelineEntry line;
        line.icon = look.icon;
        line.tone = look.tone;
        line.time = moment_words(portal, ticket.organisation, entry.occurred_at);
        line.last = index == 0;
        if (const ImportedRow* row = imported_row(imported, entry.event)) {
            describe_import(line, portal, ticket, row->update);
        } else {
            describe(line, portal, ticket, index);
        }
        if (!entry.received_at) {
            line.note = joined({line.note, portal.tr("common.not_sent")});
        } else if (*entry.received_at - entry.occurred_at > made_offline && entry.type != TicketUpdateImported::type &&
                   ticket.channel != Channel::import) {
            line.note = joined(
                {line.note, portal.tr("common.arrived", {{"moment", moment_words(portal, ticket.organisation, *entry.received_at)}})});
        }
        for (const std::string& broken : flag_words(portal, ticket.flags, entry.event)) line.note = joined({line.note, broken});
        const widgets::ListItem item(ui, entry.event.value);
        widgets::timeline_entry(ui, line);
    }
}

}  // namespace countersign::screens
