// Attachment: a photo or a file that belongs to a ticket, a visit or whatever else people keep a record of (requirements.md T1, V3, N7).
//
// The rule: that something was attached is a fact in the log, with the SHA-256 of its bytes; the bytes themselves are sent apart, later
// perhaps, and are only ever taken for what the log says they are: of that length and that digest. The fact lies in the stream of what it
// is about, and whoever may read that stream may read the bytes, nobody else. Worked example: a technician photographs a fuse in a cellar
// without a network; the photo of 312 004 bytes is in the visit at once. In the evening the fact goes out first, then the bytes in two
// parts of at most 262 144; the client's contact person sees the photo, and its digest says that it is the one that was attached.
#pragma once

#include <variant>

#include "core/domain/folding.hpp"

namespace countersign {

using AttachmentId = Id<struct AttachmentTag>;

/// No file is larger, whatever a server is set to; photos are made smaller long before.
inline constexpr std::int64_t attachment_bytes_max = 100'000'000;
/// What is sent, kept and read at once.
inline constexpr std::size_t attachment_part_bytes = 262'144;
inline constexpr std::size_t attachment_name_bytes_max = 200;

/// Whether a file of that media type may be called so. What a browser would run as a page or a script is none of them: such files are
/// attached as "application/octet-stream", which everything may be.
bool is_attachment_type(std::string_view media_type);
/// A picture that every browser draws.
bool is_picture_type(std::string_view media_type);

struct AttachmentAdded {
    static constexpr const char* type = "attachment_added";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::attach_file;
    Subject about;  ///< the ticket, the visit … that it belongs to
    std::string name;
    std::string media_type;
    std::int64_t bytes = 0;
    Digest sha256;
    std::int32_t width = 0, height = 0;  ///< of a picture, in pixels; 0 for what is none
    Json to_json() const;
    static AttachmentAdded from_json(FieldReader& fields);

    bool picture() const { return width > 0; }
};

/// Written by the server when it has all of the bytes and they are what they must be: from then on others can fetch them, and whoever
/// verifies the store knows that they must be there.
struct AttachmentReceived {
    static constexpr const char* type = "attachment_received";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    Json to_json() const;
    static AttachmentReceived from_json(FieldReader& fields);
};

using AttachmentEvent = std::variant<AttachmentAdded, AttachmentReceived>;

struct Attachment {
    static constexpr const char* subject_kind = "attachment";
    AttachmentId id;
    StreamId stream;
    OrganisationId organisation;
    bool added = false;
    bool received = false;  ///< the server has its bytes
    AttachmentAdded content;
    UserId author;
    Instant added_at;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;
};

Admission admit(const Attachment& state, const AttachmentEvent& event, const Context& context);
void apply(Attachment& state, const AttachmentEvent& event, const StoredEvent& stored);

struct AddAttachment {
    AttachmentAdded details;
};
using AttachmentCommand = std::variant<AddAttachment>;

Result<std::vector<AttachmentEvent>, Refusal> decide(const Attachment& state, const AttachmentCommand& command, const Context& context);

}  // namespace countersign
