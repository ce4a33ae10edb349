// Attachments over HTTP: who may send and fetch them, in parts and again, within limits, and what is found when they are not what they
// were.
#include <doctest/doctest.h>

#include "core/domain/attachment.hpp"
#include "office.hpp"
#include "server/operations/backup.hpp"
#include "server_process.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1'664'525U + 1'013'904'223U) >> 24);
    return bytes;
}

struct PhotoDesk : Office {
    explicit PhotoDesk(RunningServerOptions options = {}) : Office(std::move(options)) {
        for (const auto& [login, actor] :
             {std::pair{"reporter", reporter}, std::pair{"stranger", stranger}, std::pair{"management", management}}) {
            REQUIRE(accounts.add({actor, login, hasher.hash(right_password)}).ok());
        }
        send(technician, open_ticket(technician, ticket));
    }

    std::string name_it(const std::string& bytes, const Actor& author, StreamKind kind = StreamKind::shared,
                        const Subject* about = nullptr) {
        const Subject attachment = new_subject(Attachment::subject_kind);
        AttachmentAdded added{about == nullptr ? ticket : *about,
                              "zdjęcie \"1\".jpg",
                              "image/jpeg",
                              static_cast<std::int64_t>(bytes.size()),
                              sha256(bytes),
                              20,
                              10};
        const FateOfEvent fate = send(author, event(author, attachment, AttachmentEvent{added}, kind));
        CHECK(fate.fate == EventFate::accepted);
        return attachment.id;
    }
    Answer put(const std::string& attachment, std::size_t start, const std::string& part, const std::string& login = "technician") {
        HeaderList headers = cookies(login);
        headers.emplace("Content-Type", "application/octet-stream");
        return call("POST", "/api/v1/attachments/" + attachment + "/upload/" + std::to_string(start), headers, part);
    }
    Answer upload_of(const std::string& attachment, const std::string& login = "technician") {
        return get("attachments/" + attachment + "/upload", cookies(login));
    }
    Answer fetch(const std::string& attachment, const std::string& login) { return get("attachments/" + attachment, cookies(login)); }
    const HeaderList& cookies(const std::string& login) {
        auto found = signed_in.find(login);
        if (found == signed_in.end()) found = signed_in.emplace(login, cookie_of(login)).first;
        return found->second;
    }
    void run(const char* sql) {
        REQUIRE(database->write([&](Database& connection) { connection.execute(sql); }).ok());
    }

    Subject ticket = new_subject("ticket");
    std::map<std::string, HeaderList> signed_in;
};

}  // namespace

TEST_CASE("bytes sent in parts, one of them twice and one too early, arrive as they were, and the log says so once") {
    PhotoDesk desk;
    const std::string bytes = noise(attachment_part_bytes + 1'000);
    const std::string photo = desk.name_it(bytes, desk.technician);
    CHECK(desk.upload_of(photo).json()["received"] == 0);
    CHECK(desk.fetch(photo, "contact").key() == "failure.attachment.not_sent_yet");

    const Answer early = desk.put(photo, attachment_part_bytes, bytes.substr(attachment_part_bytes));
    CHECK(early.status == 409);
    CHECK(early.json()["params"]["received"] == "0");
    const std::string first = bytes.substr(0, attachment_part_bytes);
    CHECK(desk.put(photo, 0, first).json()["received"] == attachment_part_bytes);
    const Answer again = desk.put(photo, 0, first);
    CHECK(again.status == 409);
    CHECK(again.json()["params"]["received"] == std::to_string(attachment_part_bytes));
    CHECK(desk.upload_of(photo).json()["complete"] == false);
    const Answer last = desk.put(photo, attachment_part_bytes, bytes.substr(attachment_part_bytes));
    CHECK(last.status == 200);
    CHECK(last.json()["complete"] == true);
    CHECK(desk.put(photo, 0, first).json()["complete"] == true);

    const auto types = desk.types(desk.shared);
    CHECK(std::count(types.begin(), types.end(), AttachmentReceived::type) == 1);
    const Answer fetched = desk.fetch(photo, "contact");
    CHECK(fetched.status == 200);
    CHECK(fetched.body == bytes);
    CHECK(fetched.header("Content-Type") == "image/jpeg");
    // The test's client takes the percent signs out again.
    CHECK(fetched.header("Content-Disposition") == "attachment; filename=\"zdj__cie__1_.jpg\"; filename*=UTF-8''zdjęcie \"1\".jpg");
    CHECK(fetched.header("Content-Security-Policy") == "sandbox; default-src 'none'");
    CHECK(fetched.header("X-Content-Type-Options") == "nosniff");
    HeaderList range = desk.cookies("contact");
    range.emplace("Range", "bytes=10-19");
    const Answer piece = desk.get("attachments/" + photo, range);
    CHECK(piece.status == 206);
    CHECK(piece.body == bytes.substr(10, 10));
    CHECK(piece.header("Content-Security-Policy") == "sandbox; default-src 'none'");
    CHECK(fetched.header("Cross-Origin-Resource-Policy") == "same-origin");
}

TEST_CASE("a server that was stopped between the bytes and the log's word for them says it at the next question") {
    PhotoDesk desk;
    const std::string photo = desk.name_it("photo", desk.technician);
    const auto attachment = desk.attachments.find({photo});
    REQUIRE(desk.attachments.add(**attachment, {0, "photo"}, 1'000).value().complete);
    CHECK(desk.types(desk.shared).back() == AttachmentAdded::type);
    CHECK(desk.upload_of(photo).json()["complete"] == true);
    CHECK(desk.types(desk.shared).back() == AttachmentReceived::type);
}

TEST_CASE("who may read the stream reads the bytes, and for everybody else there are none") {
    PhotoDesk desk;
    const std::string shared = desk.name_it("shared photo", desk.technician);
    const Subject reported = desk.new_subject("ticket");
    TicketOpened opened;
    opened.title = "Monitor";
    desk.sync(desk.reporter, {});
    REQUIRE(desk.send(desk.reporter, desk.event(desk.reporter, reported, TicketEvent{opened}, StreamKind::reporter)).fate ==
            EventFate::accepted);
    const std::string own = desk.name_it("own photo", desk.reporter, StreamKind::reporter, &reported);
    CHECK(desk.put(shared, 0, "shared photo").status == 200);
    CHECK(desk.put(own, 0, "own photo", "reporter").status == 200);

    for (const char* login : {"technician", "contact", "management", "admin"}) {
        CHECK(desk.fetch(shared, login).status == 200);
        CHECK(desk.fetch(own, login).body == "own photo");
    }
    for (const auto& [attachment, login] : {std::pair{shared, "reporter"}, std::pair{shared, "stranger"}, std::pair{own, "stranger"}}) {
        const Answer refused = desk.fetch(attachment, login);
        CHECK(refused.status == 404);
        CHECK(refused.key() == "refusal.attachment.unknown");
        CHECK(desk.upload_of(attachment, login).key() == "refusal.attachment.unknown");
        CHECK(desk.put(attachment, 0, "x", login).key() == "refusal.attachment.unknown");
    }
    CHECK(desk.get("attachments/" + shared).status == 401);
}

TEST_CASE("whoever knows only the digest of another stream's bytes does not get them by naming it") {
    PhotoDesk desk;
    const std::string secret = desk.name_it("secret photo", desk.technician);
    CHECK(desk.put(secret, 0, "secret photo").status == 200);
    const Subject reported = desk.new_subject("ticket");
    TicketOpened opened;
    opened.title = "Monitor";
    desk.sync(desk.reporter, {});
    desk.send(desk.reporter, desk.event(desk.reporter, reported, TicketEvent{opened}, StreamKind::reporter));
    const std::string named = desk.name_it("secret photo", desk.reporter, StreamKind::reporter, &reported);
    CHECK(desk.upload_of(named, "reporter").json()["complete"] == false);
    CHECK(desk.fetch(named, "reporter").key() == "failure.attachment.not_sent_yet");
}

TEST_CASE("bytes that are not what the log names are thrown away, and the right ones are taken afterwards") {
    PhotoDesk desk;
    const std::string photo = desk.name_it("photo", desk.technician);
    const Answer damaged = desk.put(photo, 0, "Photo");
    CHECK(damaged.status == 422);
    CHECK(damaged.key() == "failure.attachment.damaged");
    CHECK(damaged.header("Content-Type") == "application/problem+json");
    CHECK(desk.upload_of(photo).json()["received"] == 0);
    CHECK(desk.put(photo, 0, "photos").key() == "failure.attachment.elsewhere");
    CHECK(desk.put(photo, 0, "").key() == "failure.attachment.elsewhere");
    CHECK(desk.put(photo, 0, "photo").json()["complete"] == true);
}

TEST_CASE("the limits of one attachment, of an organisation and of a part are told precisely") {
    RunningServerOptions options;
    options.application.attachments = {1'000'000, 1'000'000};
    PhotoDesk desk(options);
    const std::string large = desk.name_it(noise(1'000'001), desk.technician);
    const Answer too_large = desk.upload_of(large);
    CHECK(too_large.status == 413);
    CHECK(too_large.key() == "failure.attachment.too_large");
    CHECK(too_large.json()["params"]["bytes_max"] == "1000000");
    CHECK(desk.put(large, 0, "x").key() == "failure.attachment.too_large");

    const std::string bytes = noise(900'000);
    const std::string first = desk.name_it(bytes, desk.technician);
    for (std::size_t start = 0; start < bytes.size(); start += attachment_part_bytes) {
        CHECK(desk.put(first, start, bytes.substr(start, attachment_part_bytes)).status == 200);
    }
    const std::string second = desk.name_it(noise(100'001), desk.technician);
    const Answer full = desk.put(second, 0, noise(100'001));
    CHECK(full.status == 507);
    CHECK(full.key() == "failure.attachment.quota");
    CHECK(desk.put(second, 0, std::string(attachment_part_bytes + 1, 'x')).status == 413);
}

TEST_CASE("tricks with ids, places and encodings get nowhere") {
    PhotoDesk desk;
    const std::string photo = desk.name_it("photo", desk.technician);
    const HeaderList cookie = desk.cookies("technician");
    for (const std::string& path : {std::string("..%2f..%2fetc%2fpasswd"), std::string("%00"), to_hex(sha256("photo")), desk.ticket.id}) {
        const int status = desk.get("attachments/" + path, cookie).status;
        CHECK_MESSAGE((status == 404 || status == 400), path, " ", status);
    }
    HeaderList headers = cookie;
    headers.emplace("Content-Type", "application/octet-stream");
    for (const char* start : {"-1", "0x0", "1e3", "99999999999999999999", " 0"}) {
        CHECK(desk.call("POST", "/api/v1/attachments/" + photo + "/upload/" + start, headers, "photo").status == 400);
    }
    headers.emplace("Content-Encoding", "gzip");
    CHECK(desk.call("POST", "/api/v1/attachments/" + photo + "/upload/0", headers, "photo").status == 415);
    CHECK(desk.post_json("/api/v1/attachments/" + photo + "/upload/0", "photo", cookie).status == 415);
}

TEST_CASE("verify names what is damaged, missing or not sent yet, and a backup holds every attachment") {
    PhotoDesk desk;
    const std::string sound = desk.name_it("sound photo", desk.technician), damaged = desk.name_it("damaged photo", desk.technician),
                      missing = desk.name_it("missing photo", desk.technician), waiting = desk.name_it("waiting photo", desk.technician);
    CHECK(desk.put(sound, 0, "sound photo").status == 200);
    CHECK(desk.put(damaged, 0, "damaged photo").status == 200);
    CHECK(desk.put(missing, 0, "missing photo").status == 200);
    const TemporaryDirectory place;
    const auto backup = back_up(desk.directory.path(), place.file("whole.db"));
    REQUIRE(backup.ok());
    CHECK(backup->attachments == 4);
    CHECK(backup->attachments_lost == 0);
    const Ended whole = run_program({"verify", "--data", desk.directory.path()});
    CHECK(whole.status == 0);
    CHECK(whole.out.find("attachment " + waiting) != std::string::npos);
    CHECK(whole.out.find("was not sent by its device yet") != std::string::npos);

    desk.run("UPDATE attachment_part SET bytes = CAST('damaged phot0' AS BLOB) WHERE bytes = CAST('damaged photo' AS BLOB)");
    desk.run("DELETE FROM attachment_part WHERE bytes = CAST('missing photo' AS BLOB)");
    const Ended broken = run_program({"verify", "--data", desk.directory.path()});
    CHECK(broken.status == 1);
    CHECK(broken.out.find("attachment " + damaged) != std::string::npos);
    CHECK(broken.out.find("is DAMAGED") != std::string::npos);
    CHECK(broken.out.find("attachment " + missing) != std::string::npos);
    CHECK(broken.out.find("is MISSING") != std::string::npos);
    CHECK(broken.out.find("DAMAGED: 2 of 4 attachments are missing or damaged.") != std::string::npos);
    CHECK(broken.out.find("attachment " + sound) == std::string::npos);
    const auto copied = back_up(desk.directory.path(), place.file("broken.db"));
    REQUIRE(copied.ok());
    CHECK(copied->attachments_lost == 2);

    REQUIRE(restore(place.file("whole.db"), place.file("restored")).ok());
    const Ended restored = run_program({"verify", "--data", place.file("restored")});
    CHECK(restored.status == 0);
}
