// Code frames: a message in pieces that each fit a QR code, shown one after the other and read in any order.
//
// The rule: a frame is text of the characters that a QR code holds most densely (its alphanumeric mode), in Base45 (RFC 9285): "CS1:", the
// frame's number and how many there are, two hexadecimal digits each, and 8 bytes of the message's SHA-256 before its part. Who reads it
// takes the frames of one message, however often each comes, and nothing that has not this SHA-256 in the end. Worked example: 2 100 bytes
// with 900 in each are three frames, "CS1:0103…", "CS1:0203…", "CS1:0303…", of at most 1 374 characters: version 26 of the code at the
// lowest error correction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"

namespace countersign {

inline constexpr std::size_t frame_bytes_usual = 900;
/// A code of the largest version holds 4 296 characters, in which so many bytes of a part fit; few cameras read it from a screen.
inline constexpr std::size_t frame_bytes_max = 2'840;
inline constexpr std::size_t frames_max = 32;

/// Nothing when the message needs more than `frames_max`.
std::optional<std::vector<std::string>> code_frames(std::string_view message, std::size_t bytes_in_each = frame_bytes_usual);

class FrameReader {
public:
    /// The message once all of it was read; nothing before that. Refused: what is no such frame, one of another message, and a message that
    /// is not what its frames said.
    Result<std::optional<std::string>, Refusal> read(std::string_view frame);
    std::size_t frames_read() const { return parts_.size(); }
    /// 0 before the first one.
    std::size_t frames_total() const { return total_; }

private:
    std::string mark_;
    std::size_t total_ = 0;
    std::map<std::size_t, std::string> parts_;
};

std::string to_base45(std::string_view bytes);
std::optional<std::string> from_base45(std::string_view text);

}  // namespace countersign
