// Work record: the JSON form of its events.
#include "core/domain/read_fields.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

Json WorkRecorded::to_json() const {
    Json item_list = Json::array();
    for (const WorkItem& item : items) {
        item_list.push_back({{"name", item.name},
                             {"place", item.place},
                             {"checks_ok", item.checks_ok},
                             {"checks_total", item.checks_total},
                             {"findings", item.findings}});
    }
    Json found = Json::array();
    for (const TicketId& id : tickets_found) found.push_back(id.value);
    Json json{{"revision", revision},
              {"visit", visit.value},
              {"ticket", ticket.value},
              {"agreement", agreement.value},
              {"agreement_number", agreement_number},
              {"site", site.value},
              {"site_name", site_name},
              {"technician", technician.value},
              {"technician_name", technician_name},
              {"planned_start", planned_start.utc_ms},
              {"planned_end", planned_end.utc_ms},
              {"started_at", started_at.utc_ms},
              {"ended_at", ended_at.utc_ms},
              {"worked_minutes", worked.count},
              {"summary", summary},
              {"items", item_list},
              {"tickets_found", found},
              {"correction_reason", correction_reason}};
    if (free_of_charge) json["free_of_charge"] = true;
    return json;
}

WorkRecorded WorkRecorded::from_json(FieldReader& fields) {
    WorkRecorded body;
    body.revision = static_cast<int>(fields.integer("revision"));
    body.visit = {fields.text_or("visit", "", 200)};
    body.ticket = {fields.text_or("ticket", "", 200)};
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.agreement_number = fields.text_or("agreement_number", "");
    body.site = {fields.text_or("site", "", 200)};
    body.site_name = fields.text_or("site_name", "");
    body.technician = fields.id<UserId>("technician");
    body.technician_name = fields.text_or("technician_name", "");
    body.planned_start = fields.instant("planned_start");
    body.planned_end = fields.instant("planned_end");
    body.started_at = fields.instant("started_at");
    body.ended_at = fields.instant("ended_at");
    body.worked = fields.minutes("worked_minutes");
    body.summary = fields.text_or("summary", "", 100'000);
    for (const Json& entry : fields.array("items")) {
        FieldReader reader(entry);
        WorkItem item{reader.text("name"), reader.text_or("place", ""), reader.integer("checks_ok"), reader.integer("checks_total"), {}};
        for (const Json& finding : reader.array("findings")) {
            if (finding.is_string()) item.findings.push_back(finding.get<std::string>());
        }
        if (reader.problem()) fields.reject("items", *reader.problem());
        body.items.push_back(std::move(item));
    }
    for (const Json& id : fields.array("tickets_found")) {
        if (id.is_string()) body.tickets_found.push_back({id.get<std::string>()});
    }
    body.correction_reason = fields.text_or("correction_reason", "");
    body.free_of_charge = fields.boolean_or("free_of_charge", false);
    return body;
}

Json WorkDeemedAccepted::to_json() const {
    return {{"record", record.value},
            {"record_sha256", to_hex(record_digest)},
            {"agreement", agreement.value},
            {"agreement_version", agreement_version},
            {"days", days},
            {"since", since.utc_ms},
            {"until", until.utc_ms}};
}

WorkDeemedAccepted WorkDeemedAccepted::from_json(FieldReader& fields) {
    WorkDeemedAccepted body;
    body.record = fields.id<EventId>("record");
    const auto digest = digest_from_hex(fields.text("record_sha256", 64));
    if (!digest) fields.reject("record_sha256", "64 hexadecimal digits are required");
    body.record_digest = digest.value_or(Digest{});
    body.agreement = fields.id<AgreementId>("agreement");
    body.agreement_version = read_count(fields, "agreement_version", 1, 1, 10'000);
    body.days = read_count(fields, "days", 0, 1, 366);
    body.since = fields.instant("since");
    body.until = fields.instant("until");
    return body;
}

}  // namespace countersign
