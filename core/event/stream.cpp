// Stream names to text and back.
#include "core/event/stream.hpp"

namespace countersign {

StreamId stream_id(const StreamName& name) {
    const std::string prefix = "org/" + name.organisation.value + "/";
    switch (name.kind) {
        case StreamKind::shared:
            return {prefix + "shared"};
        case StreamKind::commercial:
            return {prefix + "commercial"};
        case StreamKind::internal:
            return {prefix + "internal"};
        case StreamKind::reporter:
            return {prefix + "reporter/" + name.reporter.value};
        case StreamKind::provider:
            break;
    }
    return {"provider"};
}

std::optional<StreamName> parse_stream(const StreamId& id) {
    const std::string_view text = id.value;
    if (text == "provider") return StreamName{StreamKind::provider, {}, {}};
    if (text.substr(0, 4) != "org/" || text.size() < 4 + 36 + 1 || text[40] != '/') return std::nullopt;
    const std::string_view organisation = text.substr(4, 36);
    if (!is_uuid(organisation)) return std::nullopt;
    const std::string_view part = text.substr(41);
    StreamName name{StreamKind::shared, {std::string(organisation)}, {}};
    if (part == "shared") return name;
    if (part == "commercial") {
        name.kind = StreamKind::commercial;
        return name;
    }
    if (part == "internal") {
        name.kind = StreamKind::internal;
        return name;
    }
    constexpr std::string_view reporter = "reporter/";
    if (part.substr(0, reporter.size()) == reporter && is_uuid(part.substr(reporter.size()))) {
        name.kind = StreamKind::reporter;
        name.reporter = {std::string(part.substr(reporter.size()))};
        return name;
    }
    return std::nullopt;
}

}  // namespace countersign
