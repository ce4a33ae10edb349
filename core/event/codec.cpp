// The JSON form of the envelope.
#include "core/event/codec.hpp"

namespace countersign {

std::optional<Subject> Subject::parse(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    const std::string_view id = text.substr(slash + 1);
    if (!is_uuid(id)) return std::nullopt;
    return Subject{std::string(text.substr(0, slash)), std::string(id)};
}

StoredEvent write_event(Envelope envelope) {
    const Json document = {
        {"id", envelope.id.value},
        {"stream", envelope.stream.value},
        {"subject", envelope.subject.text()},
        {"type", envelope.type},
        {"version", envelope.version},
        {"actor", envelope.actor.value},
        {"device", envelope.device.value},
        {"occurred_at", envelope.occurred_at.utc_ms},
        {"body", envelope.body},
    };
    std::string bytes = write_json(document);
    return {std::move(envelope), std::move(bytes), std::nullopt};
}

Result<StoredEvent, Failure> read_event(std::string bytes) {
    const auto failed = [](std::string cause) { return Error{Failure{"failure.event", "read event", {}, std::move(cause)}}; };
    if (bytes.size() > event_bytes_max) return failed("larger than " + std::to_string(event_bytes_max) + " bytes");

    auto document = parse_json(bytes, 32);
    if (!document) return failed(document.error().cause);

    FieldReader fields(*document);
    Envelope envelope;
    envelope.id = fields.id<EventId>("id");
    envelope.stream = fields.id<StreamId>("stream");
    const std::string subject = fields.text("subject", 200);
    envelope.type = fields.text("type", 100);
    const std::int64_t version = fields.integer("version");
    envelope.actor = fields.id<UserId>("actor");
    envelope.device = fields.id<DeviceId>("device");
    envelope.occurred_at = fields.instant("occurred_at");
    (void)fields.object("body");  // nothing else may stand there
    if (!fields.problem()) {
        if (!is_uuid(envelope.id.value)) fields.reject("id", "a UUID in lower case is required");
        const auto parsed = Subject::parse(subject);
        if (parsed) {
            envelope.subject = *parsed;
        } else {
            fields.reject("subject", "kind/uuid is required");
        }
        if (version < 1 || version > 1000) fields.reject("version", "a number from 1 to 1000 is required");
    }
    if (fields.problem()) return failed(*fields.problem());
    envelope.version = static_cast<int>(version);
    // Moved, not copied: it is most of the document.
    envelope.body = fields.has("body") ? std::move((*document)["body"]) : Json::object();
    return StoredEvent{std::move(envelope), std::move(bytes), std::nullopt};
}

}  // namespace countersign
