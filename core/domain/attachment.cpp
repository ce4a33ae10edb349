// Attachment: rules, folding, JSON.
#include "core/domain/attachment.hpp"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

constexpr std::array<std::string_view, 4> picture_types{"image/jpeg", "image/png", "image/webp", "image/gif"};

// Nothing among these is run by a browser: no HTML, no SVG, no XML.
constexpr std::array<std::string_view, 14> file_types{
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "text/plain",
    "text/csv",
    "message/rfc822",
};

constexpr std::int64_t edge_pixels_max = 20'000;

bool among(std::string_view type, const auto& types) { return std::find(types.begin(), types.end(), type) != types.end(); }

// A name and no path, whatever system it is saved on.
bool is_file_name(const std::string& name) {
    if (name.empty() || name == "." || name == "..") return false;
    return std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == 0x7F; });
}

std::int32_t read_edge(FieldReader& fields, const char* name) {
    const std::int64_t pixels = fields.integer_or(name, 0);
    if (pixels < 0 || pixels > edge_pixels_max) fields.reject(name, "must be from 0 to " + std::to_string(edge_pixels_max));
    return pixels < 0 || pixels > edge_pixels_max ? 0 : static_cast<std::int32_t>(pixels);
}

}  // namespace

bool is_picture_type(std::string_view media_type) { return among(media_type, picture_types); }
bool is_attachment_type(std::string_view media_type) { return is_picture_type(media_type) || among(media_type, file_types); }

Admission admit(const Attachment& state, const AttachmentEvent& event, const Context& context) {
    if (std::holds_alternative<AttachmentReceived>(event)) return state.added ? Admission{} : refuse("refusal.subject.unknown");
    const auto& body = std::get<AttachmentAdded>(event);
    if (state.added) return refuse("refusal.subject.already_there");
    // One that came before what it is about still belongs to it.
    if (context.about_stream != nullptr && context.about_stream->empty()) {
        return refuse("refusal.attachment.about_unknown", {{"about", body.about.text()}});
    }
    return {};
}

void apply(Attachment& state, const AttachmentEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    if (std::holds_alternative<AttachmentReceived>(event)) {
        state.received = true;
        return;
    }
    const auto& body = std::get<AttachmentAdded>(event);
    entry.text = body.name;
    // Its bytes are those that the first one named, for ever.
    if (state.added) return;
    state.added = true;
    state.content = body;
    state.author = stored.envelope.actor;
    state.added_at = stored.happened_at();
}

Result<std::vector<AttachmentEvent>, Refusal> decide(const Attachment& state, const AttachmentCommand& command, const Context& context) {
    return decided<AttachmentEvent>(state, std::get<AddAttachment>(command).details, context);
}

Json AttachmentReceived::to_json() const { return Json::object(); }
AttachmentReceived AttachmentReceived::from_json(FieldReader&) { return {}; }

Json AttachmentAdded::to_json() const {
    return {{"about", about.text()},    {"name", name},   {"media_type", media_type}, {"bytes", bytes},
            {"sha256", to_hex(sha256)}, {"width", width}, {"height", height}};
}

AttachmentAdded AttachmentAdded::from_json(FieldReader& fields) {
    AttachmentAdded body;
    const auto about = Subject::parse(fields.text("about", 200));
    if (!about) fields.reject("about", "a subject like ticket/0199c82c-… is required");
    body.about = about.value_or(Subject{});
    body.name = fields.text("name", attachment_name_bytes_max);
    if (!is_file_name(body.name)) fields.reject("name", "a file's name without a path is required");
    body.media_type = fields.text("media_type", 200);
    if (!is_attachment_type(body.media_type)) fields.reject("media_type", "\"" + body.media_type + "\" may not be attached");
    body.bytes = fields.integer("bytes");
    if (body.bytes < 1 || body.bytes > attachment_bytes_max) {
        fields.reject("bytes", "must be from 1 to " + std::to_string(attachment_bytes_max));
    }
    const auto digest = digest_from_hex(fields.text("sha256", 64));
    if (!digest) fields.reject("sha256", "64 hexadecimal digits are required");
    body.sha256 = digest.value_or(Digest{});
    body.width = read_edge(fields, "width");
    body.height = read_edge(fields, "height");
    if ((body.width > 0) != (body.height > 0) || (body.width > 0 && !is_picture_type(body.media_type))) {
        fields.reject("width", "only pictures have a width, and a height then");
    }
    return body;
}

}  // namespace countersign
