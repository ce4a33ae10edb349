// Hours account: the JSON form of its events.
#include "core/domain/hours_account.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {

Json hours_lines_json(const std::vector<HoursLine>& lines) {
    Json list = Json::array();
    for (const HoursLine& line : lines) list.push_back(line.to_json());
    return list;
}

std::vector<HoursLine> read_hours_lines(FieldReader& fields, const char* name) {
    std::vector<HoursLine> lines;
    read_each(fields, name, [&](FieldReader& line) {
        lines.push_back({read_date(line, "date"),
                         read_choice<HoursLineKind>(line, "kind", hours_line_kind_names),
                         {line.text_or("entitlement", "", 200)},
                         {line.text_or("entry", "", 200)},
                         line.minutes("minutes"),
                         line.minutes("effect"),
                         line.boolean_or("after_hours", false)});
    });
    return lines;
}

Json HoursLine::to_json() const {
    Json json{{"date", to_iso_text(date)}, {"kind", hours_line_kind_name(kind)}, {"minutes", minutes.count}, {"effect", effect.count}};
    if (!entitlement.empty()) json["entitlement"] = entitlement.value;
    if (!entry.empty()) json["entry"] = entry.value;
    if (after_hours) json["after_hours"] = true;
    return json;
}

Json PackageAdded::to_json() const {
    return {{"id", package.id.value},
            {"minutes", package.granted.count},
            {"valid_from", to_iso_text(package.valid_from)},
            {"valid_until", to_iso_text(package.valid_until)},
            {"name", name}};
}

PackageAdded PackageAdded::from_json(FieldReader& fields) {
    PackageAdded body;
    body.package = {{fields.text("id", 200)},
                    EntitlementKind::package,
                    {read_count(fields, "minutes", 0, 0, 1'000'000)},
                    read_date(fields, "valid_from"),
                    read_date(fields, "valid_until")};
    body.name = fields.text_or("name", "", 500);
    return body;
}

Json HoursCorrected::to_json() const { return {{"on", to_iso_text(on)}, {"minutes", minutes.count}, {"reason", reason}}; }

HoursCorrected HoursCorrected::from_json(FieldReader& fields) {
    return {read_date(fields, "on"), {read_count(fields, "minutes", 0, -1'000'000, 1'000'000)}, fields.text("reason")};
}

Json HoursPeriodSettled::to_json() const {
    return {{"from", to_iso_text(from)}, {"to", to_iso_text(to)}, {"lines", hours_lines_json(lines)}};
}

HoursPeriodSettled HoursPeriodSettled::from_json(FieldReader& fields) {
    return {read_date(fields, "from"), read_date(fields, "to"), read_hours_lines(fields, "lines")};
}

Json LateTruthApproved::to_json() const {
    return {{"from", to_iso_text(from)}, {"to", to_iso_text(to)}, {"lines", hours_lines_json(lines)}};
}

LateTruthApproved LateTruthApproved::from_json(FieldReader& fields) {
    return {read_date(fields, "from"), read_date(fields, "to"), read_hours_lines(fields, "lines")};
}

}  // namespace countersign
