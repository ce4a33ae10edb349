// Visit: the JSON form of its events.
#include "core/domain/visit.hpp"

#include <array>

#include "core/domain/read_fields.hpp"

namespace countersign {

namespace {
template <typename Enum, std::size_t size>
Enum read_name(FieldReader& fields, const char* name, const std::array<Enum, size>& values, std::string_view (*name_of)(Enum)) {
    const std::string text = fields.text(name, 50);
    for (const Enum value : values) {
        if (name_of(value) == text) return value;
    }
    fields.reject(name, "unknown value");
    return values[0];
}

Json checklist_json(const std::vector<PlannedAsset>& checklist) {
    Json list = Json::array();
    for (const PlannedAsset& asset : checklist) {
        Json checks = Json::array();
        for (const PlannedCheck& check : asset.checks) {
            Json object{{"id", check.id}, {"title", check.title}};
            if (check.carried) object["carried"] = true;
            checks.push_back(std::move(object));
        }
        list.push_back(
            {{"asset", asset.asset.value}, {"name", asset.name}, {"kind", asset.kind}, {"place", asset.place}, {"checks", checks}});
    }
    return list;
}

std::vector<PlannedAsset> read_checklist(FieldReader& outer) {
    std::vector<PlannedAsset> checklist;
    for (const Json& entry : outer.array("checklist")) {
        FieldReader fields(entry);
        PlannedAsset asset{
            fields.id<AssetId>("asset"), fields.text("name"), fields.text_or("kind", "computer"), fields.text_or("place", ""), {}};
        for (const Json& check_entry : fields.array("checks")) {
            FieldReader check(check_entry);
            asset.checks.push_back({check.text("id", 100), check.text("title"), check.boolean_or("carried", false)});
            if (check.problem()) fields.reject("checks", *check.problem());
        }
        if (fields.problem()) outer.reject("checklist", *fields.problem());
        checklist.push_back(std::move(asset));
    }
    return checklist;
}
}  // namespace

Json VisitPlanned::to_json() const {
    Json object{{"kind", visit_kind_name(kind)},         {"site", site.value},
                {"technician", technician.value},        {"agreement", agreement.value},
                {"starts_at", starts_at.utc_ms},         {"ends_at", ends_at.utc_ms},
                {"checklist", checklist_json(checklist)}};
    if (regular) object["regular"] = to_iso_text(*regular);
    if (!holiday.empty()) object["holiday"] = holiday;
    if (!carried_from.empty()) object["carried_from"] = carried_from.value;
    return object;
}

VisitPlanned VisitPlanned::from_json(FieldReader& fields) {
    VisitPlanned body;
    body.kind = read_name(fields, "kind", std::array{VisitKind::maintenance, VisitKind::emergency}, visit_kind_name);
    body.site = fields.id<SiteId>("site");
    body.technician = fields.id<UserId>("technician");
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.starts_at = fields.instant("starts_at");
    body.ends_at = fields.instant("ends_at");
    body.checklist = read_checklist(fields);
    if (fields.has("regular")) body.regular = read_date(fields, "regular");
    body.holiday = fields.text_or("holiday", "", 200);
    body.carried_from = {fields.text_or("carried_from", "", 200)};
    return body;
}

Json VisitSkipped::to_json() const {
    return {{"site", site.value},
            {"agreement", agreement.value},
            {"regular", to_iso_text(regular)},
            {"starts_at", starts_at.utc_ms},
            {"ends_at", ends_at.utc_ms},
            {"holiday", holiday}};
}

VisitSkipped VisitSkipped::from_json(FieldReader& fields) {
    VisitSkipped body;
    body.site = fields.id<SiteId>("site");
    body.agreement = {fields.text_or("agreement", "", 200)};
    body.regular = read_date(fields, "regular");
    body.starts_at = fields.instant("starts_at");
    body.ends_at = fields.instant("ends_at");
    body.holiday = fields.text_or("holiday", "", 200);
    return body;
}

Json VisitChecksCarried::to_json() const { return {{"from", from.value}, {"checklist", checklist_json(checklist)}}; }
VisitChecksCarried VisitChecksCarried::from_json(FieldReader& fields) { return {fields.id<VisitId>("from"), read_checklist(fields)}; }

Json VisitMoved::to_json() const { return {{"starts_at", starts_at.utc_ms}, {"ends_at", ends_at.utc_ms}, {"reason", reason}}; }
VisitMoved VisitMoved::from_json(FieldReader& fields) {
    return {fields.instant("starts_at"), fields.instant("ends_at"), fields.text("reason")};
}

Json VisitNumberGiven::to_json() const { return {{"number", number}}; }
VisitNumberGiven VisitNumberGiven::from_json(FieldReader& fields) { return {fields.integer("number")}; }

Json VisitStarted::to_json() const { return {{"arrived_at", arrived_at.utc_ms}}; }
VisitStarted VisitStarted::from_json(FieldReader& fields) { return {fields.instant("arrived_at")}; }

Json CheckRecorded::to_json() const {
    return {{"asset", asset.value}, {"check", check}, {"result", check_result_name(result)}, {"note", note}};
}

CheckRecorded CheckRecorded::from_json(FieldReader& fields) {
    CheckRecorded body;
    body.asset = fields.id<AssetId>("asset");
    body.check = fields.text("check", 100);
    body.result =
        read_name(fields, "result", std::array{CheckResult::open, CheckResult::ok, CheckResult::fault, CheckResult::not_applicable},
                  check_result_name);
    body.note = fields.text_or("note", "");
    return body;
}

Json VisitTimeRecorded::to_json() const { return {{"minutes", spent.count}, {"description", description}}; }
VisitTimeRecorded VisitTimeRecorded::from_json(FieldReader& fields) {
    return {fields.minutes("minutes"), fields.text_or("description", "")};
}

Json VisitNoteRecorded::to_json() const { return {{"text", text}}; }
VisitNoteRecorded VisitNoteRecorded::from_json(FieldReader& fields) { return {fields.text("text")}; }

Json VisitEnded::to_json() const { return {{"departed_at", departed_at.utc_ms}}; }
VisitEnded VisitEnded::from_json(FieldReader& fields) { return {fields.instant("departed_at")}; }

Json VisitCancelled::to_json() const { return {{"reason", reason}}; }
VisitCancelled VisitCancelled::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
