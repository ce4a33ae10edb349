// Stream names: the unit of order, access and integrity (docs/architecture.md, "Events and logs").
// Example: the log that organisation 0190… and its provider share is the stream "org/0190…/shared".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"

namespace countersign {

enum class StreamKind {
    shared,      ///< tickets, visits, documentation, people: client and staff
    commercial,  ///< prices, settlements, complaints: management, account manager, contact persons named for it
    internal,    ///< notes and costs: staff only
    reporter,    ///< one reporter's own tickets
    provider,    ///< the provider's own
};

struct StreamName {
    StreamKind kind = StreamKind::shared;
    OrganisationId organisation = {};  ///< empty for the provider's own stream
    UserId reporter = {};              ///< only for StreamKind::reporter

    bool operator==(const StreamName&) const = default;
};

StreamId stream_id(const StreamName& name);
/// Nothing when the text names no stream.
std::optional<StreamName> parse_stream(const StreamId& id);

inline StreamId shared_stream(const OrganisationId& organisation) { return stream_id({StreamKind::shared, organisation, {}}); }
inline StreamId internal_stream(const OrganisationId& organisation) { return stream_id({StreamKind::internal, organisation, {}}); }

}  // namespace countersign
