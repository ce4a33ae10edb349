// Verification: who may sign, what must be said, and the JSON form.
#include "core/domain/verification.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/domain/organisation.hpp"

namespace countersign {

namespace {
constexpr std::array<std::string_view, 3> decision_names{"accepted", "accepted_with_remarks", "rejected"};
}  // namespace

std::string_view decision_name(Decision decision) { return decision_names[static_cast<std::size_t>(decision)]; }

std::size_t Signature::points() const {
    return std::accumulate(strokes.begin(), strokes.end(), std::size_t{0},
                           [](std::size_t sum, const auto& stroke) { return sum + stroke.size(); });
}

Decision read_decision(FieldReader& fields) {
    const std::string decision = fields.text("decision", 50);
    const auto found = std::find(decision_names.begin(), decision_names.end(), decision);
    if (found != decision_names.end()) return static_cast<Decision>(found - decision_names.begin());
    fields.reject("decision", "accepted, accepted_with_remarks or rejected is required");
    return Decision::accepted;
}

Admission admit_word_of_contact(const UserId& contact, Decision decision, const std::string& remark, const Context& context) {
    // Nobody verifies their own work.
    if (is_staff(context.actor.role) && contact == context.actor.user) return refuse("refusal.verification.own_work");
    if (context.organisation != nullptr) {
        if (context.organisation->staff.count(contact) != 0) return refuse("refusal.verification.own_work");
        const Contact* named = context.organisation->contact(contact);
        if (named == nullptr) return refuse("refusal.verification.contact_unknown");
        if (!named->may_verify_work) return refuse("refusal.verification.contact_may_not_verify", {{"name", named->name}});
    }
    if (decision == Decision::accepted_with_remarks) return require_text(remark, "refusal.verification.remark_missing");
    if (decision == Decision::rejected) return require_text(remark, "refusal.verification.reason_missing");
    return {};
}

Admission admit_verification(const WorkVerified& body, const Context& context) {
    const bool own_session = body.signed_on == SignedOn::own_session;
    if (own_session && body.contact != context.actor.user) return refuse("refusal.verification.not_own_session");
    if (!own_session && !is_staff(context.actor.role)) return refuse("refusal.verification.not_technicians_device");
    if (auto named = admit_word_of_contact(body.contact, Decision::accepted, "", context); !named) return named;
    if (body.signature.empty()) return refuse("refusal.verification.signature_missing");
    // Whoever holds the device could type any name; in one's own session the sign-in says who it was.
    if (!own_session && body.signature.strokes.empty()) return refuse("refusal.verification.name_typed_by_technician");
    if (body.signature.strokes.size() > ink_strokes_max || body.signature.points() > ink_points_max) {
        return refuse("refusal.verification.signature_too_long");
    }
    return admit_word_of_contact(body.contact, body.decision, body.remark, context);
}

Json WorkVerified::to_json() const {
    Json json = {{"record", record.value},
                 {"record_sha256", to_hex(record_digest)},
                 {"decision", decision_name(decision)},
                 {"remark", remark},
                 {"contact", contact.value},
                 {"contact_name", contact_name},
                 {"signed_on", signed_on == SignedOn::own_session ? "own_session" : "technicians_device"}};
    if (!signature.typed_name.empty()) json["typed_name"] = signature.typed_name;
    if (!signature.strokes.empty()) {
        Json strokes = Json::array();
        for (const auto& stroke : signature.strokes) {
            Json numbers = Json::array();
            for (const InkPoint& point : stroke) {
                numbers.insert(numbers.end(), {point.x, point.y, point.width, point.time_ms});
            }
            strokes.push_back(std::move(numbers));
        }
        json["ink"] = std::move(strokes);
    }
    return json;
}

namespace {
std::vector<std::vector<InkPoint>> read_ink(FieldReader& fields) {
    std::vector<std::vector<InkPoint>> strokes;
    std::size_t points = 0;
    for (const Json& entry : fields.array("ink")) {
        const bool sound = entry.is_array() && entry.size() % 4 == 0 &&
                           std::all_of(entry.begin(), entry.end(), [](const Json& number) { return number.is_number_integer(); });
        points += entry.size() / 4;
        if (!sound || strokes.size() >= ink_strokes_max || points > ink_points_max) {
            fields.reject("ink", "lists of whole numbers in fours are required");
            return {};
        }
        std::vector<InkPoint> stroke;
        for (std::size_t i = 0; i < entry.size(); i += 4) {
            const auto number = [&](std::size_t offset) {
                return static_cast<int>(std::clamp<std::int64_t>(entry[i + offset].get<std::int64_t>(), -1'000'000, 1'000'000'000));
            };
            stroke.push_back({number(0), number(1), number(2), number(3)});
        }
        strokes.push_back(std::move(stroke));
    }
    return strokes;
}
}  // namespace

WorkVerified WorkVerified::from_json(FieldReader& fields) {
    WorkVerified body;
    body.record = fields.id<EventId>("record");
    const auto digest = digest_from_hex(fields.text("record_sha256", 64));
    if (!digest) fields.reject("record_sha256", "64 hexadecimal digits are required");
    body.record_digest = digest.value_or(Digest{});
    body.decision = read_decision(fields);
    body.remark = fields.text_or("remark", "");
    body.contact = fields.id<UserId>("contact");
    body.contact_name = fields.text("contact_name");
    const std::string signed_on = fields.text("signed_on", 50);
    if (signed_on != "own_session" && signed_on != "technicians_device") {
        fields.reject("signed_on", "own_session or technicians_device is required");
    }
    body.signed_on = signed_on == "own_session" ? SignedOn::own_session : SignedOn::technicians_device;
    body.signature.typed_name = fields.text_or("typed_name", "");
    body.signature.strokes = read_ink(fields);
    return body;
}

}  // namespace countersign
