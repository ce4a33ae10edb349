// Attachments: what may be attached to what, and where it lies.
#include "core/domain/attachment.hpp"

#include "core/domain/visit.hpp"
#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

AttachmentAdded photo(const std::string& bytes = "photo") {
    return {{Visit::subject_kind, fixed_id(40)},
            "bezpiecznik.jpg",
            "image/jpeg",
            static_cast<std::int64_t>(bytes.size()),
            sha256(bytes),
            2'000,
            1'500};
}

struct Desk : Company {
    SubjectLog<Attachment> log{*this, fixed_id(60)};
    std::string attach(const Actor& actor, const AttachmentAdded& details) {
        return log.run(actor, AttachmentCommand{AddAttachment{details}});
    }
};

std::string problem_of(const Json& body) {
    FieldReader fields(body);
    (void)AttachmentAdded::from_json(fields);
    return fields.problem().value_or("");
}

std::string problem_with(const char* field, const Json& value) {
    Json body = photo().to_json();
    body[field] = value;
    return problem_of(body);
}

Verdict verdict_on(const Company& company, const Actor& actor, const StreamId& stream, const StreamId& about_stream) {
    const AttachmentAdded content = photo();
    const StoredEvent event = write_event({{fixed_id(77)},
                                           stream,
                                           {Attachment::subject_kind, fixed_id(60)},
                                           AttachmentAdded::type,
                                           1,
                                           actor.user,
                                           {fixed_id(90)},
                                           morning,
                                           content.to_json()});
    Context context{morning, actor, &company.organisation, nullptr};
    context.about_stream = &about_stream;
    return admit_event(start_state(Attachment::subject_kind), event, AttachmentEvent{content}, context);
}

}  // namespace

TEST_CASE("what is attached keeps its name, size and digest, whatever says otherwise later") {
    Desk desk;
    CHECK(desk.attach(desk.story.technician, photo()) == "");
    CHECK(desk.attach(desk.story.technician, photo("another")) == "refusal.subject.already_there");
    desk.log.add(desk.story.technician, AttachmentEvent{photo("another")});
    const Attachment state = desk.log.state();
    CHECK(state.content.sha256 == sha256("photo"));
    CHECK(state.content.name == "bezpiecznik.jpg");
    CHECK(state.content.picture());
    CHECK(state.author == desk.story.technician.user);
    CHECK_FALSE(state.received);
    desk.log.add(desk.story.technician, AttachmentEvent{AttachmentReceived{}});
    CHECK(desk.log.state().received);
}

TEST_CASE("everybody who may write to it may attach something; that it was received only the server says") {
    Desk desk;
    for (const Actor& actor : {desk.story.technician, desk.story.contact, desk.management}) {
        CHECK(desk.log.judge(actor, AttachmentEvent{photo()}).fate == Fate::accepted);
        CHECK(desk.log.judge(actor, AttachmentEvent{AttachmentReceived{}}).fate == Fate::refused);
    }
}

TEST_CASE("an attachment lies in the stream of what it is about, and nowhere else") {
    const Desk desk;
    const StreamId shared = shared_stream(desk.story.clinic), internal = internal_stream(desk.story.clinic);
    const StreamId reporters = stream_id({StreamKind::reporter, desk.story.clinic, {fixed_id(55)}});
    CHECK(verdict_on(desk, desk.story.technician, shared, shared).fate == Fate::accepted);
    CHECK(verdict_on(desk, desk.story.technician, reporters, reporters).fate == Fate::accepted);
    CHECK(verdict_on(desk, desk.story.technician, internal, shared).reason.key == "refusal.stream_does_not_fit");
    CHECK(verdict_on(desk, desk.story.technician, shared, reporters).reason.key == "refusal.stream_does_not_fit");
    // It came before what it is about: kept, and pointed out.
    const Verdict early = verdict_on(desk, desk.story.technician, shared, {});
    CHECK(early.fate == Fate::flagged);
    CHECK(early.reason.key == "refusal.attachment.about_unknown");
    CHECK(verdict_on(desk, desk.story.technician, internal, {}).fate == Fate::refused);
}

TEST_CASE("nonsense is no attachment: no bytes, too many, no digest, a path for a name, what a browser would run") {
    CHECK(problem_of(photo().to_json()) == "");
    CHECK(problem_with("bytes", 0) != "");
    CHECK(problem_with("bytes", -1) != "");
    CHECK(problem_with("bytes", attachment_bytes_max) == "");
    CHECK(problem_with("bytes", attachment_bytes_max + 1) != "");
    CHECK(problem_with("sha256", std::string(63, 'a')) != "");
    CHECK(problem_with("sha256", std::string(64, 'x')) != "");
    for (const char* name : {"", "..", "../../etc/passwd", "C:\\secret", "two\nlines", "null\x01"}) CHECK(problem_with("name", name) != "");
    for (const char* type :
         {"text/html", "image/svg+xml", "application/xhtml+xml", "application/javascript", "text/xml", "", "image/jpeg; x"}) {
        CHECK(problem_with("media_type", type) != "");
    }
    CHECK(problem_with("about", "ticket/none") != "");
    CHECK(problem_with("width", 0) != "");
    CHECK(problem_with("width", 1'000'000) != "");
    Json drawn = photo().to_json();
    drawn["media_type"] = "application/pdf";
    CHECK(problem_of(drawn) != "");
}
