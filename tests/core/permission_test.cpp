// Who may read and write which stream.
#include <doctest/doctest.h>

#include "core/domain/permission.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

TEST_CASE("streams are open to the right people only") {
    const Story story;
    const auto may = [&](const Actor& actor, StreamKind kind) { return access(actor, {kind, story.clinic, story.reporter.user}); };
    CHECK(may(story.technician, StreamKind::shared) == Access::write);
    CHECK(may(story.technician, StreamKind::internal) == Access::write);
    CHECK(may(story.technician, StreamKind::commercial) == Access::none);
    CHECK(may(story.manager, StreamKind::commercial) == Access::write);
    CHECK(may(story.contact, StreamKind::shared) == Access::write);
    CHECK(may(story.contact, StreamKind::internal) == Access::none);
    CHECK(may(story.contact, StreamKind::reporter) == Access::write);
    CHECK(may(story.reporter, StreamKind::shared) == Access::none);
    CHECK(may(story.reporter, StreamKind::reporter) == Access::write);
    CHECK(may(story.stranger, StreamKind::shared) == Access::none);
    CHECK(may(story.contact, StreamKind::provider) == Access::none);
}
