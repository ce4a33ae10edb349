// AttachmentFiles: the bytes of attachments that lie on this device, in its database and with it as safe and as secret as the log, and
// which of them are still to be sent. The log says what they must be (core/domain/attachment.hpp).
//
// What is to be sent stays until the server has all of it. The rest is a copy, and goes when there is too much: what was looked at longest
// ago first, and what today's work needs not at all. Worked example: 210 MB lie here and 200 may; the photos of last month's visit go,
// those of this afternoon's stay, and so does the one that waits for a network.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/domain/attachment.hpp"
#include "core/storage/database.hpp"

namespace countersign {

/// One attachment whose bytes the server does not have yet, as far as this device knows.
struct AttachmentUpload {
    AttachmentId attachment;
    Digest sha256;
    std::int64_t bytes = 0;
    std::int64_t sent = 0;
    std::string problem;  ///< key of why the server does not want it; empty while it may be tried
};

class AttachmentFiles {
public:
    explicit AttachmentFiles(Database& database) : database_(database) {}

    /// Committed when it returns, or with the transaction around it.
    Result<void, Failure> keep(std::string_view bytes, Instant now);
    bool has(const Digest& sha256);
    /// All of it; nothing when it is not here. Failure "failure.attachment.damaged" when it is not what its digest says.
    Result<std::optional<std::string>, Failure> read(const Digest& sha256);
    /// From that byte to the end of its part.
    Result<std::string, Failure> read_part(const Digest& sha256, std::int64_t start);
    Result<void, Failure> looked_at(const Digest& sha256, Instant now);
    /// Of a copy that turned out to be damaged; what is to be sent stays.
    Result<void, Failure> drop(const Digest& sha256);

    Result<void, Failure> enqueue(const AttachmentId& attachment, const Digest& sha256);
    /// The oldest that may be tried and whose fact the server has, and nothing else has a turn before it.
    Result<std::optional<AttachmentUpload>, Failure> next_upload();
    /// Nothing when the server has it all, or it is not this device's.
    std::optional<AttachmentUpload> upload_of(const AttachmentId& attachment);
    std::size_t uploads_left();
    Result<void, Failure> note_sent(const AttachmentId& attachment, std::int64_t sent);
    Result<void, Failure> finish_upload(const AttachmentId& attachment);
    /// Not tried again until somebody asks for it; an empty key lets it be tried.
    Result<void, Failure> hold_upload(const AttachmentId& attachment, const std::string& problem_key);

    std::int64_t bytes_held();
    /// Drops copies until no more than `bytes_max` are left, if that can be. Answers how many went.
    Result<std::size_t, Failure> evict(std::int64_t bytes_max, const std::set<std::string>& needed_sha256);

private:
    Database& database_;
};

}  // namespace countersign
