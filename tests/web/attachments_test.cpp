// Photos and files in the portal: saved at once, sent when they may be, cut off and resumed, fetched and checked, on the real screens.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>

#include "core/domain/attachment.hpp"
#include "tests/support/memory_server.hpp"
#include "tests/web/portal_driver.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/visit_finish.hpp"

using namespace countersign;
using namespace countersign::test;
using Item = semantics::Role;

namespace {

constexpr const char* chooser = "Add photos or files";
const TicketId ticket_id{fixed_id(41)};
Subject ticket() { return {Ticket::subject_kind, ticket_id.value}; }

/// A technician at a ticket, the client and the ticket known to the server.
struct Desk : PortalDriver {
    explicit Desk(const std::string& path = ":memory:") : PortalDriver(at_minute(5), 1440, 900, path) {
        if (portal().signed_in()) return;
        sign_in(story.manager);
        for (const auto& [subject, command] : story.beginnings()) record(subject, story.clinic, command);
        sign_in(story.technician);
        OpenTicket command;
        command.title = "Scanner";
        record(ticket(), story.clinic, TicketCommand{command});
    }
    void look() { go(screens::path_to(ticket_id)); }
    const std::vector<AttachmentRow>& rows() { return portal().attachments().of(ticket()); }
    std::string path(std::size_t row = 0) { return "api/v1/attachments/" + rows().at(row).id.value; }
    /// As the answer of a sync does it.
    void confirm_all() {
        portal().replica().database().execute(
            "UPDATE event SET seq = local_order, received_at = 1, chain = zeroblob(32) WHERE seq IS NULL");
    }
    /// Online, with a sync that brought nothing: from here on files may be sent.
    void sync() {
        go_online();
        if (last("POST", "api/v1/sync") == nullptr) portal().sync_now();
        send({{"t", "wake"}});
        const auto* asked = last("POST", "api/v1/sync");
        REQUIRE(asked != nullptr);
        answer(asked->id, 200, write_sync_answer({portal().now(), {}, {}}));
    }
    const SilentPlatform::Request* last(const std::string& method, const std::string& where) const {
        const SilentPlatform::Request* found = nullptr;
        for (std::size_t number = 1; const auto* one = request(method, where, number); ++number) found = one;
        return found;
    }
    void answer_upload(const char* method, const std::string& where, std::int64_t received, bool complete) {
        const auto* asked = last(method, where);
        REQUIRE(asked != nullptr);
        answer(asked->id, 200, write_json({{"bytes", 1}, {"received", received}, {"complete", complete}}));
    }
    /// The other side's: confirmed, received by the server, and not on this device.
    void somebody_attached(const std::string& bytes) {
        look();
        choose_file(chooser, "photo.jpg", bytes);
        confirm_all();
        Database& database = portal().replica().database();
        database.execute("DELETE FROM attachment_upload");
        database.execute("DELETE FROM attachment_part");
        database.execute("DELETE FROM attachment_file");
        database.execute("UPDATE attachment_row SET received = 1, pending = 0");
        portal().attachments().forget();
    }
    app::AttachmentView view(std::size_t row = 0) { return portal().attachments().view(rows().at(row)); }

    Story story;
};

using State = app::AttachmentView::State;

std::string problem(const char* key) { return write_json({{"key", key}, {"params", Json::object()}}); }

}  // namespace

TEST_CASE("a photo added without a network is on the ticket at once, waits to be sent, and opens large with who and when") {
    Desk desk;
    desk.look();
    desk.choose_file(chooser, "fuse.jpg", "photo");
    CHECK(desk.rows().size() == 1);
    CHECK(desk.sees(Item::Button, "fuse.jpg, 1"));
    CHECK(desk.find(Item::Button, "fuse.jpg, 1")->description == "To be sent");
    CHECK(desk.portal().replica().own_work().files == 1);
    CHECK(desk.portal().own_work_words().find("1 photo or file to be sent") != std::string::npos);
    REQUIRE(desk.platform().pictures.size() == 1);
    CHECK(desk.platform().pictures[0].bytes == "photo");
    desk.check_screen();

    desk.press(Item::Button, "fuse.jpg, 1");
    const auto* dialog = desk.find(Item::Dialog, "fuse.jpg");
    REQUIRE(dialog != nullptr);
    CHECK(dialog->description.find(desk.story.technician.name) != std::string::npos);
    CHECK(desk.says(to_hex(sha256("photo"))));
    desk.check_screen();
    desk.press(Item::Button, "Save a copy", "fuse.jpg");
    REQUIRE(desk.platform().saved.size() == 1);
    CHECK(desk.platform().saved[0] == std::pair<std::string, std::string>("fuse.jpg", "photo"));
    desk.send({{"t", "key"}, {"key", "Escape"}});
    CHECK_FALSE(desk.sees(Item::Dialog, "fuse.jpg"));
}

TEST_CASE("what cannot be attached is said by name, and a type that a browser would run becomes plain bytes") {
    Desk desk;
    desk.look();
    const auto id = desk.find(Item::File, chooser)->id;
    desk.send({{"t", "file"}, {"id", id}, {"name", "IMG_1.heic"}, {"problem", "picture_unreadable"}});
    CHECK(desk.says("cannot read the picture IMG_1.heic"));
    CHECK(desk.rows().empty());
    desk.choose_file(chooser, "page.html", "<script>", "text/html");
    CHECK_FALSE(desk.says("IMG_1.heic"));
    REQUIRE(desk.rows().size() == 1);
    CHECK(desk.rows()[0].media_type == "application/octet-stream");
    CHECK_FALSE(desk.rows()[0].picture());
}

TEST_CASE("a file whose place was left before it came is not lost without a word") {
    Desk desk;
    desk.look();
    const auto id = desk.find(Item::File, chooser)->id;
    desk.go("/tickets");
    desk.give_bytes("file", "photo");
    desk.send({{"t", "file"}, {"id", id}, {"name", "a.jpg"}, {"media_type", "image/jpeg"}, {"width", 2}, {"height", 2}});
    CHECK(desk.rows().empty());
    CHECK(desk.says("Go back and choose it again"));
}

TEST_CASE("bytes are sent when the fact is there, part by part, and after being cut off from where the server is") {
    const std::string path = "/tmp/countersign_web_attachment_" + std::to_string(::getpid()) + ".db";
    std::remove(path.c_str());
    const std::string bytes(attachment_part_bytes + 100, 'x');
    std::string where;
    {
        Desk desk(path);
        desk.look();
        desk.choose_file(chooser, "large.jpg", bytes);
        where = desk.path() + "/upload";
        desk.sync();
        CHECK(desk.last("GET", where) == nullptr);
        desk.confirm_all();
        desk.portal().attachments().hurry();
        desk.send({{"t", "wake"}});
        REQUIRE(desk.last("GET", where) != nullptr);
        desk.answer_upload("GET", where, 0, false);
        const auto* first = desk.last("POST", where + "/0");
        REQUIRE(first != nullptr);
        CHECK(first->body.size() == attachment_part_bytes);
        CHECK(first->media_type == "application/octet-stream");
        desk.answer_upload("POST", where + "/0", attachment_part_bytes, false);
        CHECK(desk.view().state == State::sending);
        CHECK(desk.view().percent == 99);
        // And then the power is gone.
    }
    Desk desk(path);
    desk.look();
    CHECK(desk.view().state == State::waiting);
    desk.sync();
    desk.answer_upload("GET", where, attachment_part_bytes, false);
    const std::string second = where + "/" + std::to_string(attachment_part_bytes);
    REQUIRE(desk.last("POST", second) != nullptr);
    CHECK(desk.last("POST", second)->body.size() == 100);
    CHECK(desk.last("POST", where + "/0") == nullptr);
    desk.answer_upload("POST", second, static_cast<std::int64_t>(bytes.size()), true);
    CHECK(desk.view().state == State::here);
    CHECK(desk.portal().replica().own_work().files == 0);
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path + suffix).c_str());
}

TEST_CASE("bytes that arrived damaged are sent again, a failing network is tried later, and a full server is said and tried on request") {
    Desk desk;
    desk.look();
    desk.choose_file(chooser, "a.jpg", "photo");
    desk.confirm_all();
    desk.sync();
    const std::string where = desk.path() + "/upload";
    desk.answer_upload("GET", where, 0, false);
    desk.answer(desk.last("POST", where + "/0")->id, 422, problem("failure.attachment.damaged"));
    const auto* again = desk.request("POST", where + "/0", 2);
    REQUIRE(again != nullptr);
    CHECK(again->body == "photo");
    desk.answer(again->id, 0);
    CHECK(desk.view().state == State::waiting);
    desk.wait(Milliseconds{10'000});
    desk.send({{"t", "wake"}});
    const auto* news = desk.last("POST", "api/v1/sync");
    desk.answer(news->id, 200, write_sync_answer({desk.portal().now(), {}, {}}));
    REQUIRE(desk.request("GET", where, 2) != nullptr);
    desk.answer_upload("GET", where, 0, false);
    desk.answer(desk.request("POST", where + "/0", 3)->id, 507, problem("failure.attachment.quota"));
    CHECK(desk.view().state == State::held);
    desk.press(Item::Button, "a.jpg, 1");
    CHECK(desk.says("There is no room left for this organisation's photos and files."));
    desk.press(Item::Button, "Try again", "a.jpg");
    CHECK(desk.view().state != State::held);
    CHECK(desk.request("GET", where, 3) != nullptr);
}

TEST_CASE("the other side's photo is fetched when it is looked at, kept when it is what was attached, and called damaged when it is not") {
    Desk desk;
    desk.somebody_attached("photo");
    CHECK(desk.view().state == State::absent);
    desk.sync();
    desk.look();
    const auto* asked = desk.last("GET", desk.path());
    REQUIRE(asked != nullptr);
    CHECK(asked->bytes_wanted);
    desk.give_bytes("http/" + std::to_string(asked->id), "Photo");
    desk.answer(asked->id, 200);
    CHECK(desk.view().state == State::damaged);
    CHECK(desk.find(Item::Button, "photo.jpg, 1")->description == "Damaged");
    desk.press(Item::Button, "photo.jpg, 1");
    CHECK(desk.says("its check value is another"));
    desk.press(Item::Button, "Try again", "photo.jpg");
    const auto* second = desk.request("GET", desk.path(), 2);
    REQUIRE(second != nullptr);
    desk.give_bytes("http/" + std::to_string(second->id), "photo");
    desk.answer(second->id, 200);
    CHECK(desk.view().state == State::here);
}

TEST_CASE("a large file is fetched in pieces, and what came before the network failed is not fetched again") {
    Desk desk;
    const std::string bytes(1'500'000, 'x');
    desk.somebody_attached(bytes);
    desk.sync();
    desk.look();
    const auto* first = desk.last("GET", desk.path());
    REQUIRE(first != nullptr);
    CHECK(first->range == "bytes=0-999999");
    desk.give_bytes("http/" + std::to_string(first->id), bytes.substr(0, 1'000'000));
    desk.answer(first->id, 206);
    const auto* second = desk.request("GET", desk.path(), 2);
    REQUIRE(second != nullptr);
    CHECK(second->range == "bytes=1000000-1999999");
    desk.answer(second->id, 0);
    CHECK(desk.view().state == State::fetching);
    desk.wait(Milliseconds{10'000});
    desk.send({{"t", "wake"}});
    desk.answer(desk.last("POST", "api/v1/sync")->id, 200, write_sync_answer({desk.portal().now(), {}, {}}));
    const auto* third = desk.request("GET", desk.path(), 3);
    REQUIRE(third != nullptr);
    CHECK(third->range == "bytes=1000000-1999999");
    desk.give_bytes("http/" + std::to_string(third->id), bytes.substr(1'000'000));
    desk.answer(third->id, 206);
    CHECK(desk.view().state == State::here);
}

TEST_CASE("what the author's device has not sent yet is said, not fetched for ever") {
    Desk desk;
    desk.somebody_attached("photo");
    desk.sync();
    desk.look();
    desk.answer(desk.last("GET", desk.path())->id, 404, problem("failure.attachment.not_sent_yet"));
    CHECK(desk.view().state == State::not_sent_yet);
    desk.look();
    CHECK(desk.request("GET", desk.path(), 2) == nullptr);
}

TEST_CASE("files chosen for a ticket that is not opened yet lie with its draft, survive leaving it, and become its attachments") {
    Desk desk;
    desk.go("/tickets/new");
    desk.choose_file(chooser, "stripes.png", "photo", "image/png");
    desk.choose_file(chooser, "wrong.png", "another", "image/png");
    desk.check_screen();
    desk.press(Item::Button, "wrong.png");
    CHECK_FALSE(desk.sees(Item::Button, "wrong.png"));
    desk.go("/tickets");
    desk.go("/tickets/new");
    CHECK(desk.sees(Item::Button, "stripes.png"));
    CHECK(AttachmentFiles(desk.portal().replica().database()).bytes_held() == 5);
    desk.type("Subject", "Printer prints stripes");
    desk.press(Item::Radio, "One person");
    desk.press(Item::Radio, "It hinders the work");
    desk.press(Item::Button, "Open ticket");
    CHECK(desk.portal().path().rfind("/tickets/", 0) == 0);
    CHECK(desk.sees(Item::Button, "stripes.png"));
    CHECK(desk.find(Item::Button, "stripes.png")->description == "To be sent");
    CHECK(desk.portal().replica().own_work().files == 1);
    CHECK(desk.portal().replica().own_work().drafts == 0);
}

TEST_CASE("photos of a visit are shown in its work record, where none are added") {
    Desk desk;
    const VisitId visit{fixed_id(40)};
    const Subject subject{Visit::subject_kind, visit.value};
    desk.record(subject, desk.story.clinic, VisitCommand{desk.story.plan()});
    desk.record(subject, desk.story.clinic, VisitCommand{StartVisit{}});
    desk.go(screens::path_to(visit));
    desk.choose_file(chooser, "cabinet.jpg", "photo");
    CHECK(desk.sees(Item::Button, "cabinet.jpg, 1"));
    desk.check_screen();
    desk.wait(Minutes{45}.milliseconds());
    desk.send({{"t", "visible"}, {"visible", true}});
    const auto record = screens::finish_visit(desk.portal(), visit, "All well");
    REQUIRE(record.has_value());
    desk.go(screens::path_to(*record));
    CHECK(desk.sees(Item::Button, "cabinet.jpg, 1"));
    CHECK_FALSE(desk.sees(Item::File, chooser));
    desk.check_screen();
}
