// Repair: the JSON form of its events.
#include "core/domain/read_fields.hpp"
#include "core/domain/repair.hpp"

namespace countersign {

Json DeviceHandedOver::to_json() const {
    return {{"asset", asset.value},
            {"name", name},
            {"site", site.value},
            {"ticket", ticket.value},
            {"fault", fault},
            {"handed_over_by", handed_over_by},
            {"taken_by", taken_by},
            {"at", at.utc_ms},
            {"agreement", agreement.value},
            {"replacement", replacement.to_json()}};
}

DeviceHandedOver DeviceHandedOver::from_json(FieldReader& fields) {
    DeviceHandedOver body;
    body.asset = {fields.text_or("asset", "", 200)};
    body.name = fields.text("name");
    body.site = {fields.text_or("site", "", 200)};
    body.ticket = {fields.text_or("ticket", "", 200)};
    body.fault = fields.text("fault");
    body.handed_over_by = fields.text_or("handed_over_by", "");
    body.taken_by = fields.text_or("taken_by", "");
    body.at = fields.instant("at");
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.replacement = read_part<Target>(fields, "replacement");
    return body;
}

Json DeviceSentToService::to_json() const {
    return {{"service", service},
            {"reference", reference},
            {"under_warranty", under_warranty},
            {"promised_on", date_json(promised_on)},
            {"at", at.utc_ms}};
}

DeviceSentToService DeviceSentToService::from_json(FieldReader& fields) {
    return {fields.text("service"), fields.text_or("reference", ""), fields.boolean_or("under_warranty", false),
            read_optional_date(fields, "promised_on"), fields.instant("at")};
}

Json RepairServiceChased::to_json() const { return {{"answer", answer}, {"promised_on", date_json(promised_on)}, {"at", at.utc_ms}}; }

RepairServiceChased RepairServiceChased::from_json(FieldReader& fields) {
    return {fields.text("answer"), read_optional_date(fields, "promised_on"), fields.instant("at")};
}

Json ReplacementLent::to_json() const { return {{"device", device.value}, {"name", name}, {"holder", holder}, {"at", at.utc_ms}}; }

ReplacementLent ReplacementLent::from_json(FieldReader& fields) {
    return {fields.id<AssetId>("device"), fields.text("name"), fields.text("holder"), fields.instant("at")};
}

Json ReplacementTakenBack::to_json() const { return {{"device", device.value}, {"condition", condition}, {"at", at.utc_ms}}; }

ReplacementTakenBack ReplacementTakenBack::from_json(FieldReader& fields) {
    return {fields.id<AssetId>("device"), fields.text_or("condition", ""), fields.instant("at")};
}

Json DeviceReturned::to_json() const {
    return {{"outcome", repair_outcome_names[static_cast<std::size_t>(outcome)]},
            {"received_by", received_by},
            {"remark", remark},
            {"at", at.utc_ms}};
}

DeviceReturned DeviceReturned::from_json(FieldReader& fields) {
    return {read_choice<RepairOutcome>(fields, "outcome", repair_outcome_names), fields.text("received_by"), fields.text_or("remark", ""),
            fields.instant("at")};
}

Json RepairPromised::to_json() const { return {{"agreement", agreement.value}, {"replacement", replacement.to_json()}}; }
RepairPromised RepairPromised::from_json(FieldReader& fields) {
    RepairPromised body;
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.replacement = read_part<Target>(fields, "replacement");
    return body;
}

Json RepairClosed::to_json() const { return {{"remark", remark}}; }
RepairClosed RepairClosed::from_json(FieldReader& fields) { return {fields.text_or("remark", "")}; }

}  // namespace countersign
