// Verifying what somebody was given, a file, and printing what was found.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/verify/verification.hpp"

namespace countersign {

inline constexpr int exit_unreadable = 2;
inline constexpr int exit_not_compared = 3;  ///< the log holds; the page or the documents say that another version made them

/// Prints why something cannot be read; answers exit_unreadable.
int unreadable(const std::string& message);

/// Each stream on a line of its own, and whether all of them hold; answers the exit code.
int print_streams(const std::vector<VerifiedStream>& streams);

/// An organisation's file or a sealed packet; `older`: an organisation's file taken earlier, or empty.
int verify_file(const std::string& path, const std::string& older);

using ChainAt = std::function<Result<std::optional<Digest>, Failure>(const StreamId& stream, std::int64_t seq)>;
/// Whether everything that the older file holds is in the newer log, unchanged and in its place.
int hold_against(const std::string& older, const ChainAt& newer);

}  // namespace countersign
