// Control: the JSON form of its events.
#include "core/domain/control.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Interval read_interval(FieldReader& fields) {
    return {read_count(fields, "every_months", 0, 0, 120), read_count(fields, "every_days", 0, 0, 3'650)};
}

}  // namespace

Json ControlPlanned::to_json() const {
    return {{"kind", control_kind_names[static_cast<std::size_t>(kind)]},
            {"asset", asset.value},
            {"site", site.value},
            {"agreed", agreed},
            {"every_months", every.months},
            {"every_days", every.days},
            {"first_due", to_iso_text(first_due)},
            {"asks_client", asks_client}};
}

ControlPlanned ControlPlanned::from_json(FieldReader& fields) {
    ControlPlanned body;
    body.kind = read_choice<ControlKind>(fields, "kind", control_kind_names);
    body.asset = {fields.text_or("asset", "", 200)};
    body.site = {fields.text_or("site", "", 200)};
    body.agreed = fields.text_or("agreed", "");
    body.every = read_interval(fields);
    body.first_due = read_date(fields, "first_due");
    body.asks_client = fields.boolean_or("asks_client", false);
    return body;
}

Json ControlChanged::to_json() const {
    return {{"every_months", every.months}, {"every_days", every.days}, {"agreed", agreed}, {"reason", reason}};
}

ControlChanged ControlChanged::from_json(FieldReader& fields) {
    return {read_interval(fields), fields.text_or("agreed", ""), fields.text("reason")};
}

Json ControlCarriedOut::to_json() const {
    Json files = Json::array();
    for (const Digest& digest : attachments) files.push_back(to_hex(digest));
    return {{"on", to_iso_text(on)}, {"passed", passed}, {"evidence", evidence}, {"attachments_sha256", files}};
}

ControlCarriedOut ControlCarriedOut::from_json(FieldReader& fields) {
    ControlCarriedOut body{read_date(fields, "on"), fields.boolean_or("passed", false), fields.text("evidence"), {}};
    for (const Json& file : fields.array("attachments_sha256")) {
        const auto digest = file.is_string() ? digest_from_hex(file.get_ref<const std::string&>()) : std::nullopt;
        if (!digest) fields.reject("attachments_sha256", "64 hexadecimal digits are required");
        body.attachments.push_back(digest.value_or(Digest{}));
    }
    return body;
}

Json ControlConfirmed::to_json() const {
    return {{"result", result.value}, {"as_agreed", as_agreed}, {"remark", remark}, {"contact_name", contact_name}};
}

ControlConfirmed ControlConfirmed::from_json(FieldReader& fields) {
    return {fields.id<EventId>("result"), fields.boolean_or("as_agreed", false), fields.text_or("remark", ""),
            fields.text_or("contact_name", "")};
}

Json ControlEnded::to_json() const { return {{"reason", reason}}; }
ControlEnded ControlEnded::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
