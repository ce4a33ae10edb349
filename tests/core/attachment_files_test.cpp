// Bytes of attachments on a device: kept in parts, checked, queued, dropped by rule.
#include "core/storage/attachment_files.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>

#include "core/storage/queries.hpp"
#include "core/storage/replica.hpp"
#include "tests/support/log_of_version_2.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

Subject ticket() { return {Ticket::subject_kind, fixed_id(30)}; }

struct Tablet {
    explicit Tablet(const std::string& path = ":memory:") {
        auto database = Database::open(path);
        REQUIRE(database.ok());
        auto opened = Replica::open(std::move(*database));
        REQUIRE(opened.ok());
        replica = std::move(*opened);
        if (!replica->identity()) REQUIRE(replica->set_identity({story.technician, "login", {fixed_id(91)}}).ok());
    }

    AttachmentFiles files() { return AttachmentFiles(replica->database()); }
    void open_ticket() {
        OpenTicket command;
        command.title = "Skaner";
        REQUIRE(replica->execute(ticket(), story.clinic, TicketCommand{command}, morning, ids).ok());
    }
    void attach(std::uint8_t number, const std::string& bytes) {
        const AttachmentAdded details{ticket(), "a.jpg", "image/jpeg", static_cast<std::int64_t>(bytes.size()), sha256(bytes), 10, 10};
        auto done = replica->atomically([&]() -> Result<void, Trouble> {
            if (auto kept = files().keep(bytes, at_minute(number)); !kept) return Error{Trouble{kept.error()}};
            if (auto queued = files().enqueue({fixed_id(number)}, sha256(bytes)); !queued) return Error{Trouble{queued.error()}};
            return replica->execute({Attachment::subject_kind, fixed_id(number)}, story.clinic, AttachmentCommand{AddAttachment{details}},
                                    morning, ids);
        });
        REQUIRE(done.ok());
    }
    /// As the answer of a sync does it.
    void confirm_all() {
        replica->database().execute("UPDATE event SET seq = local_order, received_at = 1, chain = zeroblob(32) WHERE seq IS NULL");
    }

    Story story;
    CountingIds ids{9};
    std::unique_ptr<Replica> replica;
};

std::string big(char filled) { return std::string(attachment_part_bytes * 2 + 5, filled); }

}  // namespace

TEST_CASE("bytes come back as they were kept, also those of several parts") {
    Tablet tablet;
    const std::string bytes = big('x');
    REQUIRE(tablet.files().keep(bytes, morning).ok());
    CHECK(tablet.files().has(sha256(bytes)));
    CHECK(tablet.files().read(sha256(bytes)).value().value() == bytes);
    CHECK(tablet.files().read_part(sha256(bytes), attachment_part_bytes * 2).value() == "xxxxx");
    CHECK(tablet.files().read_part(sha256(bytes), attachment_part_bytes * 2 + 3).value() == "xx");
    CHECK_FALSE(tablet.files().read_part(sha256(bytes), static_cast<std::int64_t>(bytes.size())).ok());
    CHECK_FALSE(tablet.files().read(sha256("none")).value().has_value());
    CHECK(tablet.files().bytes_held() == static_cast<std::int64_t>(bytes.size()));
}

TEST_CASE("bytes that changed on the device are not handed out as what they were") {
    Tablet tablet;
    REQUIRE(tablet.files().keep("photo", morning).ok());
    tablet.replica->database().execute("UPDATE attachment_part SET bytes = CAST('Photo' AS BLOB)");
    const auto read = tablet.files().read(sha256("photo"));
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().key == "failure.attachment.damaged");
}

TEST_CASE("what is attached waits until the server has the fact, then until it has the bytes, also over a restart") {
    const std::string path = std::string("/tmp/countersign_attachment_") + std::to_string(::getpid()) + ".db";
    std::remove(path.c_str());
    {
        Tablet tablet(path);
        tablet.open_ticket();
        tablet.attach(61, "first");
        tablet.attach(62, "second");
        CHECK(tablet.replica->own_work().files == 2);
        CHECK_FALSE(tablet.files().next_upload()->has_value());
        tablet.confirm_all();
        CHECK(tablet.files().next_upload()->value().attachment.value == fixed_id(61));
        REQUIRE(tablet.files().note_sent({fixed_id(61)}, 3).ok());
    }
    Tablet tablet(path);
    const auto next = tablet.files().next_upload();
    REQUIRE(next->has_value());
    CHECK((*next)->sent == 3);
    CHECK((*next)->bytes == 5);
    REQUIRE(tablet.files().hold_upload({fixed_id(61)}, "failure.attachment.quota").ok());
    CHECK(tablet.files().next_upload()->value().attachment.value == fixed_id(62));
    REQUIRE(tablet.files().finish_upload({fixed_id(62)}).ok());
    CHECK_FALSE(tablet.files().next_upload()->has_value());
    CHECK(tablet.files().upload_of({fixed_id(61)})->problem == "failure.attachment.quota");
    CHECK(tablet.replica->own_work().files == 1);
    REQUIRE(tablet.files().hold_upload({fixed_id(61)}, "").ok());
    CHECK(tablet.files().next_upload()->has_value());
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path + suffix).c_str());
}

TEST_CASE("the rows of a ticket's attachments say what they are, and what the technician's work needs is found") {
    Tablet tablet;
    tablet.open_ticket();
    tablet.attach(61, "first");
    const auto rows = attachments_of(tablet.replica->database(), ticket());
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].sha256 == sha256("first"));
    CHECK(rows[0].pending);
    CHECK_FALSE(rows[0].received);
    CHECK(rows[0].author == tablet.story.technician.user);
    CHECK(attachment_row(tablet.replica->database(), {fixed_id(61)})->name == "a.jpg");
    CHECK(attachments_of_work(tablet.replica->database(), tablet.story.technician.user, morning, morning).empty());
    tablet.replica->database().execute("UPDATE ticket_row SET technician = (SELECT author FROM attachment_row)");
    CHECK(attachments_of_work(tablet.replica->database(), tablet.story.technician.user, morning, morning).size() == 1);
}

TEST_CASE("when there is too much, what was looked at longest ago goes, and neither what is to be sent nor what work needs") {
    Tablet tablet;
    tablet.open_ticket();
    tablet.attach(61, std::string(100, 'u'));
    for (const char filled : {'a', 'b', 'c', 'd'}) REQUIRE(tablet.files().keep(std::string(100, filled), at_minute(filled)).ok());
    REQUIRE(tablet.files().looked_at(sha256(std::string(100, 'a')), at_minute(500)).ok());
    const std::set<std::string> needed{to_hex(sha256(std::string(100, 'b')))};
    CHECK(tablet.files().evict(1'000, needed).value() == 0);
    CHECK(tablet.files().evict(400, needed).value() == 1);
    CHECK_FALSE(tablet.files().has(sha256(std::string(100, 'c'))));
    CHECK(tablet.files().evict(0, needed).value() == 2);
    CHECK(tablet.files().has(sha256(std::string(100, 'b'))));
    CHECK(tablet.files().has(sha256(std::string(100, 'u'))));
    CHECK(tablet.files().bytes_held() == 200);
}

TEST_CASE("signing out takes every byte along, and an older database gets its tables") {
    Tablet tablet;
    tablet.open_ticket();
    tablet.attach(61, "first");
    REQUIRE(tablet.replica->forget_everything().ok());
    CHECK(tablet.files().bytes_held() == 0);
    CHECK(tablet.replica->own_work().empty());
    auto database = tablet.replica->release_database();
    database->execute(log_of_version_2);
    database->execute("DROP TABLE attachment_file; DROP TABLE attachment_part; DROP TABLE attachment_upload; PRAGMA user_version = 1");
    auto again = Replica::open(std::move(database));
    REQUIRE(again.ok());
    CHECK(AttachmentFiles((*again)->database()).keep("photo", morning).ok());
}
