// AttachmentStore: the port behind which the bytes of attachments lie. What they must be stands in the log (core/domain/attachment.hpp).
//
// The rule: bytes belong to the stream of the fact that names them, and are found by that stream and their SHA-256 together, never by the
// SHA-256 alone: whoever merely knows a digest, from a printed record for instance, cannot get at another stream's bytes by naming them in
// an own fact. They come in parts, in their order; with the last one all of them are held against the digest, and thrown away where they
// are something else.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/attachment.hpp"
#include "core/event/stream.hpp"

namespace countersign {

struct AttachmentPart {
    std::int64_t start = 0;
    std::string_view bytes;
};

struct AttachmentLimits {
    std::int64_t bytes_max = 25'000'000;        ///< of one attachment
    std::int64_t quota_bytes = 10'000'000'000;  ///< of all attachments of one organisation
};

/// What became of a part.
struct AttachmentStanding {
    enum class Outcome {
        taken,
        elsewhere,  ///< it does not begin where what is there ends
        over_quota,
        damaged,  ///< with it the bytes have another digest; nothing of them is left
    };
    Outcome outcome = Outcome::taken;
    std::int64_t received = 0;
    bool complete = false;
};

struct CheckedAttachment {
    AttachmentId id;
    StreamId stream;
    AttachmentAdded content;
    enum class State {
        sound,
        not_sent_yet,  ///< by its author's device
        missing,       ///< the log says that the server had it
        damaged,       ///< something else lies there
    };
    State state = State::sound;
};

class AttachmentStore {
public:
    virtual ~AttachmentStore() = default;
    /// By the log; nothing where no fact names it. Its `stream` says who may read and write it.
    virtual Result<std::optional<Attachment>, Failure> find(const AttachmentId& id) = 0;
    virtual Result<AttachmentStanding, Failure> standing(const Attachment& attachment) = 0;
    virtual Result<AttachmentStanding, Failure> add(const Attachment& attachment, const AttachmentPart& part, std::int64_t quota_bytes) = 0;
    /// All of them; nothing while some are missing.
    virtual Result<std::optional<std::string>, Failure> read(const Attachment& attachment) = 0;
    /// Every attachment that the log names, its bytes read and held against it.
    virtual Result<std::vector<CheckedAttachment>, Failure> check_all() = 0;
};

}  // namespace countersign
