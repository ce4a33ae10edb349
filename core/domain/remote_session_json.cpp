// Remote session: the JSON form of its events.
#include "core/domain/read_fields.hpp"
#include "core/domain/remote_session.hpp"

namespace countersign {

namespace {

std::optional<Digest> read_digest(FieldReader& fields, const char* name) {
    if (!fields.has(name)) return std::nullopt;
    const auto digest = digest_from_hex(fields.text(name, 64));
    if (!digest) fields.reject(name, "64 hexadecimal digits are required");
    return digest;
}

std::int32_t read_exit_code(FieldReader& fields, const char* name) {
    const std::int64_t code = fields.integer(name);
    // Windows counts its codes without a sign, others with one.
    if (code < -2'147'483'648LL || code > 4'294'967'295LL) fields.reject(name, "is no exit code");
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(code & 0xFFFF'FFFF));
}

}  // namespace

Json RemoteSessionRecorded::to_json() const {
    Json object{{"started_at", started_at.utc_ms},
                {"ended_at", ended_at.utc_ms},
                {"technician", technician.value},
                {"operator", operator_name},
                {"asset", asset.value},
                {"device", device},
                {"site", site.value},
                {"ticket", ticket.value},
                {"tool", tool},
                {"worked_minutes", worked.count},
                {"description", description}};
    if (transcript) object["transcript_sha256"] = to_hex(*transcript);
    if (!source.empty()) object["source"] = source;
    if (!external_id.empty()) object["external_id"] = external_id;
    if (free_of_charge) object["free_of_charge"] = true;
    return object;
}

RemoteSessionRecorded RemoteSessionRecorded::from_json(FieldReader& fields) {
    RemoteSessionRecorded body;
    body.started_at = fields.instant("started_at");
    body.ended_at = fields.instant("ended_at");
    body.technician = {fields.text_or("technician", "", 200)};
    body.operator_name = fields.text("operator");
    body.asset = {fields.text_or("asset", "", 200)};
    body.device = fields.text("device");
    body.site = {fields.text_or("site", "", 200)};
    body.ticket = {fields.text_or("ticket", "", 200)};
    body.tool = fields.text("tool");
    body.worked = fields.minutes("worked_minutes");
    body.description = fields.text_or("description", "");
    body.transcript = read_digest(fields, "transcript_sha256");
    body.source = fields.text_or("source", "", 100);
    body.external_id = fields.text_or("external_id", "", 500);
    body.free_of_charge = fields.boolean_or("free_of_charge", false);
    return body;
}

Json RemoteTaskRecorded::to_json() const {
    Json object{{"task", task}, {"started_at", started_at.utc_ms}};
    if (exit_code) object["exit_code"] = *exit_code;
    if (output) object["output_sha256"] = to_hex(*output);
    return object;
}

RemoteTaskRecorded RemoteTaskRecorded::from_json(FieldReader& fields) {
    RemoteTaskRecorded body;
    body.task = fields.text("task");
    body.started_at = fields.instant("started_at");
    if (fields.has("exit_code")) body.exit_code = read_exit_code(fields, "exit_code");
    body.output = read_digest(fields, "output_sha256");
    return body;
}

Json RemoteSessionNoted::to_json() const { return {{"text", text}}; }
RemoteSessionNoted RemoteSessionNoted::from_json(FieldReader& fields) { return {fields.text("text")}; }

}  // namespace countersign
