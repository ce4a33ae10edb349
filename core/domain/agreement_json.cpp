// Agreement: the JSON form of its events.
#include "core/domain/agreement.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {

namespace {

Digest read_digest(FieldReader& fields, const char* name) {
    const auto digest = digest_from_hex(fields.text(name, 64));
    if (!digest) fields.reject(name, "64 hexadecimal digits are required");
    return digest.value_or(Digest{});
}

std::int32_t read_version_number(FieldReader& fields) {
    if (!fields.has("number")) fields.reject("number", "the number of the version is required");
    return read_count(fields, "number", 1, 1, 10'000);
}

}  // namespace

Json AgreementRecorded::to_json() const {
    Json level_list = Json::array();
    for (std::size_t i = 0; i < levels.size(); ++i) {
        level_list.push_back({{"priority", priority_name(static_cast<Priority>(i + 1))},
                              {"response_minutes", levels[i].response.count},
                              {"resolution_minutes", levels[i].resolution.count}});
    }
    return {{"number", number},
            {"title", title},
            {"mode", service_mode_name(mode)},
            {"valid_from", valid_from.utc_ms},
            {"levels", level_list},
            {"account_manager", account_manager.value}};
}

AgreementRecorded AgreementRecorded::from_json(FieldReader& fields) {
    AgreementRecorded body;
    body.number = fields.text("number");
    body.title = fields.text_or("title", "");
    body.mode = read_choice<ServiceMode>(fields, "mode", service_mode_names);
    body.valid_from = fields.instant("valid_from");
    read_each(fields, "levels", [&](FieldReader& level) {
        const Priority priority = to_priority(level, "priority", level.text("priority", 50));
        body.levels[static_cast<std::size_t>(priority) - 1] = {level.minutes("response_minutes"), level.minutes("resolution_minutes")};
    });
    body.account_manager = {fields.text_or("account_manager", "", 200)};
    return body;
}

Json AgreementVersionDrafted::to_json() const {
    Json json{{"number", number}, {"takes_effect", takes_effect.utc_ms}, {"terms", terms.to_json()}};
    if (commercial) json["commercial"] = to_hex(*commercial);
    if (!change.empty()) json["change"] = change;
    return json;
}

AgreementVersionDrafted AgreementVersionDrafted::from_json(FieldReader& fields) {
    AgreementVersionDrafted body;
    body.number = read_version_number(fields);
    body.takes_effect = fields.instant("takes_effect");
    // What was signed is what was written, also what a newer program wrote there and this one does not know.
    body.written = sha256(write_json(fields.object("terms")));
    FieldReader terms(fields.object("terms"));
    body.terms = AgreementTerms::from_json(terms);
    if (terms.problem()) fields.reject("terms", *terms.problem());
    if (fields.has("commercial")) body.commercial = read_digest(fields, "commercial");
    body.change = fields.text_or("change", "", 20'000);
    return body;
}

Json AgreementVersionSigned::to_json() const {
    Json json{{"number", number},       {"text", to_hex(text)},       {"side", side_names[static_cast<std::size_t>(side)]},
              {"signer", signer.value}, {"signer_name", signer_name}, {"how", signed_how_names[static_cast<std::size_t>(how)]}};
    if (!paper.empty()) json["paper"] = paper;
    return json;
}

AgreementVersionSigned AgreementVersionSigned::from_json(FieldReader& fields) {
    AgreementVersionSigned body;
    body.number = read_version_number(fields);
    body.text = read_digest(fields, "text");
    body.side = read_choice<Side>(fields, "side", side_names);
    body.signer = {fields.text_or("signer", "", 200)};
    body.signer_name = fields.text("signer_name", 200);
    body.how = read_choice<SignedHow>(fields, "how", signed_how_names);
    body.paper = fields.text_or("paper", "", 500);
    return body;
}

Json AgreementNoticeGiven::to_json() const {
    Json json{{"side", side_names[static_cast<std::size_t>(side)]},
              {"given_on", to_iso_text(given_on)},
              {"last_day", to_iso_text(last_day)},
              {"reason", reason}};
    if (early) json["early"] = true;
    return json;
}

AgreementNoticeGiven AgreementNoticeGiven::from_json(FieldReader& fields) {
    return {read_choice<Side>(fields, "side", side_names), read_date(fields, "given_on"), read_date(fields, "last_day"),
            fields.text_or("reason", ""), fields.boolean_or("early", false)};
}

Json AgreementEnded::to_json() const {
    return {{"ends_at", ends_at.utc_ms},
            {"reason", reason},
            {"ground", end_ground_names[static_cast<std::size_t>(ground)]},
            {"side", side_names[static_cast<std::size_t>(side)]}};
}

AgreementEnded AgreementEnded::from_json(FieldReader& fields) {
    AgreementEnded body{fields.instant("ends_at"), fields.text("reason")};
    // Agreements that ended before grounds were told.
    if (fields.has("ground")) body.ground = read_choice<EndGround>(fields, "ground", end_ground_names);
    if (fields.has("side")) body.side = read_choice<Side>(fields, "side", side_names);
    return body;
}

}  // namespace countersign
