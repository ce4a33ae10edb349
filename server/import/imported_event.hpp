// What all imports have in common: events before they have an author, ids made from content, problems with their place in the file, and the
// file itself. Ids come from the content alone, so the same row has the same id in every import and is taken in once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/body.hpp"
#include "core/event/envelope.hpp"

namespace countersign {

/// What could not be taken in, and where.
struct ImportProblem {
    std::int64_t line = 0;
    std::string column;  ///< its name; empty: the row as a whole
    std::string what, hint;
    std::string text() const;
};

/// An event that an import makes, before it has an author.
struct ImportedEvent {
    EventId id;
    Subject subject;
    Instant occurred_at;
    Body body;
    std::int64_t line = 0;
};

/// A UUID (version 8 of RFC 9562: made from a digest) that is always the same for the same parts.
std::string content_id(const std::vector<std::string_view>& parts);

/// The text of a file, or of standard input for "-"; the error says in words what is wrong and what to do.
Result<std::string, std::string> read_import_file(const std::string& path);

/// On standard error; beyond some hundreds only how many more there are.
void print_problems(const std::vector<ImportProblem>& problems);

}  // namespace countersign
