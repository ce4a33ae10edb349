// Complaint: the JSON form of its events.
#include "core/domain/complaint.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {

Json ComplaintRaised::to_json() const {
    Json ladder = Json::array();
    for (const DisputeStep& step : steps) ladder.push_back({{"name", step.name}, {"responsible", step.responsible}, {"days", step.days}});
    return {{"on", to_iso_text(on)},
            {"title", title},
            {"description", description},
            {"raised_by", raised_by},
            {"ticket", ticket.value},
            {"agreement", agreement.value},
            {"account_manager", account_manager.value},
            {"steps", ladder}};
}

ComplaintRaised ComplaintRaised::from_json(FieldReader& fields) {
    ComplaintRaised body;
    body.on = read_date(fields, "on");
    body.title = fields.text("title");
    body.description = fields.text_or("description", "");
    body.raised_by = fields.text_or("raised_by", "");
    body.ticket = {fields.text_or("ticket", "", 200)};
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.account_manager = {fields.text_or("account_manager", "", 200)};
    read_each(fields, "steps", [&](FieldReader& step) {
        body.steps.push_back({step.text("name", 500), step.text_or("responsible", "", 200), read_count(step, "days", 0, 0, 3'650)});
    });
    return body;
}

Json ComplaintAnswered::to_json() const { return {{"step", step}, {"on", to_iso_text(on)}, {"answer", answer}}; }

ComplaintAnswered ComplaintAnswered::from_json(FieldReader& fields) {
    return {read_count(fields, "step", 0, 0, 1'000), read_date(fields, "on"), fields.text("answer")};
}

Json ComplaintEscalated::to_json() const { return {{"to_step", to_step}, {"on", to_iso_text(on)}, {"reason", reason}}; }

ComplaintEscalated ComplaintEscalated::from_json(FieldReader& fields) {
    return {read_count(fields, "to_step", 1, 1, 1'000), read_date(fields, "on"), fields.text("reason")};
}

Json ComplaintSettled::to_json() const { return {{"on", to_iso_text(on)}, {"settlement", settlement}, {"agreed_by", agreed_by}}; }

ComplaintSettled ComplaintSettled::from_json(FieldReader& fields) {
    return {read_date(fields, "on"), fields.text("settlement"), fields.text_or("agreed_by", "")};
}

Json ComplaintWithdrawn::to_json() const { return {{"on", to_iso_text(on)}, {"reason", reason}}; }
ComplaintWithdrawn ComplaintWithdrawn::from_json(FieldReader& fields) { return {read_date(fields, "on"), fields.text("reason")}; }

}  // namespace countersign
