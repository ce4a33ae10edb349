// People, agreements, tickets and visits as rows.
#include "server/export/file_tables.hpp"

#include "core/domain/charging.hpp"

namespace countersign {

namespace {

Cell day_cell(const std::optional<LocalDate>& day) { return day ? Cell(to_iso_text(*day)) : Cell(std::nullopt); }

Cell signer_of(const AgreementSignature* signature) { return signature == nullptr ? Cell(std::nullopt) : Cell(signature->signer_name); }
Cell signed_at(const AgreementSignature* signature, const FileClock& clock) {
    return signature == nullptr ? Cell(std::nullopt) : clock(signature->signed_at);
}

}  // namespace

void write_people_tables(Database& file, const FileSource& source) {
    const Organisation& client = source.book.organisation;
    for (const auto& [id, site] : client.sites) add_row(file, "site", {id.value, site.name, site.address});
    for (const auto& [id, one] : client.contacts) {
        add_row(file, "person",
                {id.value, one.name, "client", "contact_person", one.position, one.email, one.phone, one.may_verify_work,
                 one.may_order_emergency_visit, one.may_sign_agreement, one.withdrawn});
    }
    for (const auto& [id, one] : client.staff) {
        if (client.contacts.count(id) > 0) continue;
        add_row(file, "person",
                {id.value, one.name, "provider", role_name(one.role), std::nullopt, std::nullopt, one.phone, std::nullopt, std::nullopt,
                 std::nullopt, std::nullopt});
    }
    for (const auto& [id, asset] : client.assets) add_row(file, "asset", {id.value, asset.name, asset.kind, asset.place, asset.site.value});
}

void write_agreement_tables(Database& file, const FileSource& source) {
    for (const Agreement& agreement : source.book.agreements) {
        const AgreementVersion* first = agreement.first_signed();
        add_row(file, "agreement",
                {agreement.id.value, agreement.number(), first == nullptr ? Cell(std::nullopt) : source.clock(first->takes_effect),
                 source.clock(agreement.over_at()), agreement.end_reason});
        for (const AgreementVersion& version : agreement.versions) {
            const AgreementSignature* provider = version.signature(Side::provider);
            const AgreementSignature* client = version.signature(Side::client);
            add_row(file, "agreement_version",
                    {agreement.id.value, std::int64_t{version.number}, version.terms().title, source.clock(version.takes_effect),
                     version.change, to_hex(version.text_digest()), signer_of(provider), signed_at(provider, source.clock),
                     signer_of(client), signed_at(client, source.clock)});
        }
    }
}

namespace {

void write_ticket_parts(Database& file, const Ticket& ticket, const FileSource& source) {
    for (const TicketTime& time : ticket.time_entries) {
        const TicketTimeRecorded& entry = time.content;
        add_row(file, "ticket_time",
                {ticket.id.value, time.event.value, source.person(time.technician), work_kind_names[static_cast<std::size_t>(entry.kind)],
                 to_iso_text(entry.worked_on), entry.worked.count, entry.description, entry.after_hours, entry.free_of_charge});
    }
    std::int64_t position = 0;
    for (const TicketMaterialUsed& used : ticket.materials) {
        add_row(file, "ticket_material", {ticket.id.value, ++position, used.name, std::int64_t{used.quantity}});
    }
    for (const ClaimedExclusion& claim : ticket.course.exclusions) {
        add_row(file, "ticket_exclusion",
                {ticket.id.value, claim.claim.value, claim.exclusion, source.clock(claim.from), source.clock(claim.to), claim.evidence,
                 claim.contested, claim.stands, claim.objection, claim.answer});
    }
}

}  // namespace

void write_ticket_tables(Database& file, const FileSource& source) {
    const FileClock& clock = source.clock;
    for (const Ticket& ticket : source.book.tickets) {
        add_row(file, "ticket",
                {ticket.id.value,
                 ticket.number,
                 ticket.external_number,
                 ticket.title,
                 ticket.description,
                 ticket_state_name(ticket.state),
                 priority_name(ticket.priority),
                 id_cell(ticket.site),
                 id_cell(ticket.asset),
                 id_cell(ticket.visit),
                 id_cell(ticket.promise.agreement),
                 channel_name(ticket.channel),
                 source.person(ticket.author),
                 ticket.reporter_name,
                 ticket.technician.empty() ? ticket.handled_by : source.person(ticket.technician),
                 clock(ticket.opened_at),
                 clock(ticket.promise.response_due),
                 clock(ticket.first_response_at),
                 clock(ticket.promise.resolution_due),
                 clock(ticket.resolved_at),
                 clock(ticket.closed_at),
                 ticket.closed_by_silence,
                 ticket.solution,
                 ticket.rating ? Cell(std::int64_t{ticket.rating->score}) : Cell(std::nullopt),
                 ticket.rating ? Cell(ticket.rating->comment) : Cell(std::nullopt)});
        write_ticket_parts(file, ticket, source);
    }
}

void write_visit_tables(Database& file, const FileSource& source) {
    const FileClock& clock = source.clock;
    for (const Visit& visit : source.book.visits) {
        add_row(file, "visit",
                {visit.id.value, visit.number, visit.kind == VisitKind::emergency ? "emergency" : "maintenance",
                 visit_state_name(visit.state), id_cell(visit.site), source.person(visit.technician), id_cell(visit.agreement),
                 clock(visit.starts_at), clock(visit.ends_at), day_cell(visit.regular), clock(visit.arrived_at), clock(visit.departed_at),
                 visit.recorded_time().count, joined(visit.notes), visit.cancel_reason});
        for (const AssetChecks& asset : visit.checklist) {
            for (const CheckState& check : asset.checks) {
                add_row(file, "visit_check",
                        {visit.id.value, asset.asset.value, asset.name, asset.place, check.planned.id, check.planned.title,
                         check_result_name(check.result), check.note});
            }
        }
    }
}

}  // namespace countersign
