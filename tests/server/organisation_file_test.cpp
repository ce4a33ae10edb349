// An organisation's file: what is in it, that the same log gives the same file, and that whatever was changed in it is found and named.
#include "server/export/organisation_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "core/domain/attachment.hpp"
#include "core/domain/records_export.hpp"
#include "core/event/chain.hpp"
#include "scene.hpp"
#include "server/command/command.hpp"
#include "server/command/options.hpp"
#include "server/demo/demo_data.hpp"
#include "server/export/organisation_file_check.hpp"
#include "server/store/sqlite_attachment_store.hpp"
#include "service_desk.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

void change(const std::string& path, const std::string& sql) {
    auto file = Database::open(path, nullptr, Database::Durability::unsynced);
    REQUIRE(file.ok());
    const auto done = (*file)->guarded([&] {
        (*file)->execute("PRAGMA journal_mode=DELETE");
        (*file)->execute(sql.c_str());
    });
    CAPTURE(sql);
    REQUIRE(done.ok());
}

std::vector<std::string> rows(const std::string& path, const std::string& sql) {
    auto file = Database::open_to_read(path, Database::Beside::nothing);
    REQUIRE(file.ok());
    const auto found = (*file)->guarded([&] {
        std::vector<std::string> texts;
        auto query = (*file)->prepare(sql);
        while (query.step()) texts.push_back(query.text(0));
        return texts;
    });
    CAPTURE(sql);
    REQUIRE(found.ok());
    return *found;
}

std::string row(const std::string& path, const std::string& sql) {
    const auto found = rows(path, sql);
    return found.empty() ? "" : found.front();
}

/// What the check says is wrong; "unreadable" where it cannot be read at all.
std::vector<std::string> problems(const std::string& path) {
    const auto checked = check_organisation_file(path);
    if (!checked) return {"unreadable"};
    return checked->problems;
}

bool names(const std::vector<std::string>& found, const std::string& text) {
    return std::any_of(found.begin(), found.end(), [&](const std::string& one) { return one.find(text) != std::string::npos; });
}

/// A client with a past: tickets, visits, work records with signatures, an agreement.
struct Clinic {
    Clinic() {
        auto opened = StoreDatabase::open(directory.file("countersign.db"), {0, Database::Durability::unsynced});
        REQUIRE(opened.ok());
        database = std::move(*opened);
        SqliteEventStore events(*database);
        SqliteAccountStore accounts(*database);
        REQUIRE(make_demo_data(events, accounts, "x", {{1'762'940'000'000}}).ok());
        const auto heads = events.heads();
        std::size_t most = 0;
        for (const auto& [stream, head] : *heads) {
            const auto name = parse_stream(stream);
            if (!name || name->kind != StreamKind::shared || static_cast<std::size_t>(head.seq) <= most) continue;
            most = static_cast<std::size_t>(head.seq);
            organisation = name->organisation;
        }
    }
    std::string take(const std::string& name, Language language = Language::pl, Role role = Role::management) {
        SqliteEventStore events(*database);
        SqliteAttachmentStore attachments(*database);
        const Actor reader{{}, role, {}, {organisation}};
        const auto written =
            write_organisation_file(directory.file(name), events, attachments,
                                    {organisation, language, [&](const StreamName& stream) { return is_exported(reader, stream); }});
        if (!written) MESSAGE(written.error().describe());
        REQUIRE(written.ok());
        return directory.file(name);
    }
    TemporaryDirectory directory;
    std::unique_ptr<StoreDatabase> database;
    OrganisationId organisation;
};

/// A ticket with a photo, on a server of its own.
struct PhotoScene : Scene {
    PhotoScene() {
        const Subject ticket = new_subject("ticket");
        send(technician, open_ticket(technician, ticket));
        const Subject subject = new_subject(Attachment::subject_kind);
        const AttachmentAdded added{ticket, "bezpiecznik.jpg", "image/jpeg", 5, sha256("fuse!"), 2, 1};
        REQUIRE(send(technician, event(technician, subject, AttachmentEvent{added})).fate == EventFate::accepted);
        SqliteAttachmentStore store(*database);
        REQUIRE(store.add(**store.find({subject.id}), {0, "fuse!"}, 1'000).ok());
        REQUIRE(service.tell_received({subject.id}, now).ok());
    }
    std::string take(const std::string& name, const Actor& reader) {
        SqliteAttachmentStore store(*database);
        const auto written =
            write_organisation_file(directory.file(name), events, store,
                                    {organisation, Language::en, [&](const StreamName& stream) { return is_exported(reader, stream); }});
        REQUIRE(written.ok());
        return directory.file(name);
    }
};

}  // namespace

TEST_CASE("an organisation's file holds its tickets, visits, records, documents and log, and checks") {
    Clinic clinic;
    const std::string file = clinic.take("clinic.sqlite");
    CHECK(is_organisation_file(file));
    CHECK(problems(file).empty());
    for (const char* table : {"ticket", "visit", "visit_check", "work_record", "work_item", "verification", "agreement_version", "history",
                              "person", "site", "asset", "log_event"}) {
        CAPTURE(table);
        CHECK(row(file, std::string("SELECT count(*) FROM ") + table) != "0");
    }
    CHECK(row(file, "SELECT count(*) FROM log_event") == row(file, "SELECT count(*) FROM entry"));
    CHECK(row(file, "SELECT count(DISTINCT language) FROM document WHERE kind = 'agreement'") == "4");
    CHECK(row(file, "SELECT count(*) > 0 FROM document WHERE kind = 'report' AND language = 'pl'") == "1");
    CHECK(row(file, "SELECT html FROM document WHERE kind = 'agreement' AND language = 'pl'").find("<html lang=\"pl\"") !=
          std::string::npos);
    // Every table and view is explained, in the language that was asked for.
    CHECK(
        rows(
            file,
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT IN (SELECT name FROM readme) AND name <> 'readme'")
            .empty());
    CHECK(row(file, "SELECT text FROM readme WHERE name = 'ticket'").find("Jeden wiersz") == 0);
    CHECK(row(file, "SELECT content FROM entry WHERE type = 'ticket_opened'").find("\"title\"") != std::string::npos);
}

TEST_CASE("the same log gives the same file, byte for byte") {
    Clinic clinic;
    const std::string first = bytes_of(clinic.take("first.sqlite"));
    CHECK(first.size() > 100'000);
    CHECK(first == bytes_of(clinic.take("second.sqlite")));
    CHECK(first != bytes_of(clinic.take("other.sqlite", Language::da)));
}

TEST_CASE("a file holds the streams that its reader may read, and never the provider's internal notes") {
    PhotoScene scene;
    const std::string note = "Klient zalega z fakturą";
    {
        const Subject ticket = scene.new_subject("ticket");
        scene.send(scene.technician, scene.open_ticket(scene.technician, ticket));
        scene.send(scene.technician, scene.event(scene.technician, ticket, TicketEvent{InternalNoteAdded{note}}, StreamKind::internal));
        scene.send(scene.reporter,
                   scene.event(scene.reporter, scene.new_subject("ticket"), TicketEvent{TicketOpened{}}, StreamKind::reporter));
    }
    int number = 0;
    for (const Actor& reader : {scene.management, scene.contact, scene.admin}) {
        const std::string file = scene.take(std::to_string(++number), reader);
        CHECK(problems(file).empty());
        CHECK(bytes_of(file).find(note) == std::string::npos);
        CHECK(row(file, "SELECT count(*) FROM log_stream WHERE stream LIKE '%internal'") == "0");
        CHECK(row(file, "SELECT count(*) FROM log_stream WHERE stream LIKE '%shared'") == "1");
    }
    const Actor manager{{}, Role::account_manager, {}, {}};
    const StreamName prices{StreamKind::commercial, scene.organisation, {}};
    CHECK(is_exported(scene.management, prices));
    CHECK(is_exported(manager, prices));
    CHECK_FALSE(is_exported(scene.contact, prices));
    CHECK_FALSE(is_exported(scene.technician, {StreamKind::shared, scene.organisation, {}}));
    CHECK_FALSE(is_exported(scene.reporter, {StreamKind::reporter, scene.organisation, scene.reporter.user}));
    CHECK_FALSE(is_exported(scene.stranger, {StreamKind::shared, scene.organisation, {}}));
    CHECK_FALSE(is_exported(scene.admin, {StreamKind::provider, {}, {}}));
    CHECK_FALSE(is_exported(scene.admin, {StreamKind::internal, scene.organisation, {}}));
}

TEST_CASE("an organisation of which nothing may be read, or that is not there, gives no file") {
    PhotoScene scene;
    SqliteAttachmentStore store(*scene.database);
    const auto nobody = write_organisation_file(scene.directory.file("x"), scene.events, store,
                                                {{scene.ids.next()}, Language::en, [](const StreamName&) { return true; }});
    REQUIRE_FALSE(nobody.ok());
    CHECK(nobody.error().key == "failure.export.unknown");
}

TEST_CASE("a changed, removed or added row of any table is found, and the table named") {
    Clinic clinic;
    const std::string sound = clinic.take("clinic.sqlite"), file = clinic.directory.file("changed.sqlite");
    for (const std::string& table : rows(sound, "SELECT name FROM sqlite_schema WHERE type = 'table'")) {
        if (row(sound, "SELECT count(*) FROM " + table) == "0") continue;
        const auto columns = rows(sound, "SELECT name FROM pragma_table_info('" + table + "')");
        for (const std::string& sql :
             {"UPDATE " + table + " SET " + columns.back() + " = 'x' WHERE " + columns.front() + " = (SELECT max(" + columns.front() +
                  ") FROM " + table + ")",
              "DELETE FROM " + table + " WHERE " + columns.front() + " = (SELECT max(" + columns.front() + ") FROM " + table + ")"}) {
            std::filesystem::copy_file(sound, file, std::filesystem::copy_options::overwrite_existing);
            change(file, sql);
            const auto found = problems(file);
            CAPTURE(sql);
            CHECK_FALSE(found.empty());
            const bool of_log = table == "log_event" || table == "log_stream";
            if (of_log) CHECK(names(found, "stream org/"));
            if (!of_log && table != "about") CHECK(names(found, "table " + table));
        }
    }
    std::filesystem::copy_file(sound, file, std::filesystem::copy_options::overwrite_existing);
    change(file, "INSERT INTO ticket(id, title) VALUES('made up', 'x')");
    CHECK(names(problems(file), "table ticket: row made up is not in the log"));
    change(file, "DELETE FROM ticket WHERE id = 'made up'; UPDATE visit SET minutes = minutes + 15 WHERE id = (SELECT min(id) FROM visit)");
    CHECK(names(problems(file), "column minutes is not what the log says"));
}

TEST_CASE("tables, views and triggers that do not belong in the file are found, and so is one that is missing") {
    Clinic clinic;
    const std::string sound = clinic.take("clinic.sqlite"), file = clinic.directory.file("changed.sqlite");
    for (const auto& [sql, expected] :
         {std::pair{"CREATE TABLE extra(a)", "table extra does not belong"},
          std::pair{"DROP VIEW entry; CREATE VIEW entry AS SELECT 1", "view entry is not the one"},
          std::pair{"DROP TABLE flag", "table flag is missing"},
          std::pair{"CREATE TRIGGER t AFTER INSERT ON ticket BEGIN SELECT 1; END", "trigger t does not belong"}}) {
        std::filesystem::copy_file(sound, file, std::filesystem::copy_options::overwrite_existing);
        change(file, sql);
        CAPTURE(sql);
        CHECK(names(problems(file), expected));
    }
}

TEST_CASE("a changed, removed or foreign attached file is found and named") {
    PhotoScene scene;
    const std::string file = scene.take("photo.sqlite", scene.contact);
    CHECK(check_organisation_file(file)->attachments == 1);
    CHECK(row(file, "SELECT name || ' ' || CAST(bytes AS TEXT) FROM attachment_with_bytes") == "bezpiecznik.jpg fuse!");
    change(file, "UPDATE attachment_file SET bytes = CAST('fuse?' AS BLOB)");
    CHECK(names(problems(file), "attached file bezpiecznik.jpg"));
    CHECK(names(problems(file), "DAMAGED"));
    change(file, "DELETE FROM attachment_file");
    CHECK(names(problems(file), "MISSING"));
    change(file, "INSERT INTO attachment_file VALUES('00', x'00')");
    CHECK(names(problems(file), "named by no entry"));
}

TEST_CASE("a flipped bit anywhere in the file is found, or changes nothing that anybody reads") {
    Clinic clinic;
    const std::string sound = clinic.take("clinic.sqlite"), file = clinic.directory.file("changed.sqlite");
    const std::string bytes = bytes_of(sound);
    const std::string all =
        "SELECT group_concat(quote(bytes)) || (SELECT group_concat(quote(html)) FROM document) || "
        "(SELECT group_concat(id || title || state) FROM ticket) FROM log_event";
    const std::string content = row(sound, all);
    std::size_t found = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        const std::size_t place = 100 + (i * 7'919'111) % (bytes.size() - 100);
        std::string changed = bytes;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        std::ofstream(file, std::ios::binary | std::ios::trunc) << changed;
        CAPTURE(place);
        if (!problems(file).empty()) {
            ++found;
        } else {
            CHECK(row(file, all) == content);
        }
    }
    CHECK(found > 20);
}

TEST_CASE("a file that was cut, is empty or is something else is no file of an organisation, and says so") {
    Clinic clinic;
    const std::string sound = clinic.take("clinic.sqlite"), file = clinic.directory.file("cut.sqlite");
    std::ofstream(file, std::ios::binary) << bytes_of(sound).substr(0, bytes_of(sound).size() / 2);
    CHECK_FALSE(problems(file).empty());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "";
    CHECK_FALSE(is_organisation_file(file));
    CHECK(verify_command.run({file}) == 2);
    CHECK(verify_command.run({clinic.directory.file("countersign.db")}) == 2);
    CHECK(verify_command.run({clinic.directory.file("nothing")}) == 2);
    CHECK(verify_command.run({}) == exit_usage);
    CHECK(verify_command.run({"--data", "x", file}) == exit_usage);
}

namespace {

// What somebody with the whole server in hand does: another text, and every chain value after it made anew.
void rewrite_history(Scene& scene) {
    const auto page = scene.events.read_after(scene.shared, 0, {});
    REQUIRE(page.ok());
    Digest chain = chain_start(scene.shared);
    REQUIRE(
        scene.database
            ->write([&](Database& database) {
                for (const LogEntry& entry : *page) {
                    std::string bytes = entry.event.bytes;
                    const auto at = bytes.find("Printer on fire");
                    if (at != std::string::npos) bytes.replace(at, 15, "Nothing at all!");
                    const Placement& place = entry.event.placement;
                    chain = chain_next(chain, bytes, place.seq, place.received_at);
                    database.prepare("UPDATE event SET bytes = ?1, chain = ?2 WHERE stream = ?3 AND seq = ?4")
                        .bind_blob(1, bytes)
                        .bind_blob(2, raw(chain))
                        .bind(3, scene.shared.value)
                        .bind(4, place.seq)
                        .run();
                }
                database.prepare("UPDATE stream SET chain = ?1 WHERE id = ?2").bind_blob(1, raw(chain)).bind(2, scene.shared.value).run();
            })
            .ok());
}

}  // namespace

TEST_CASE("a history that was rewritten as a whole holds by itself, and is found by whoever has an older file") {
    PhotoScene scene;
    const std::string older = scene.take("older.sqlite", scene.contact), data = scene.directory.path();
    scene.send(scene.technician, scene.open_ticket(scene.technician, scene.new_subject("ticket"), "Later"));
    const std::string newer = scene.take("newer.sqlite", scene.contact);
    CHECK(verify_command.run({"--data", data, "--against", older}) == exit_done);
    CHECK(verify_command.run({newer, "--against", older}) == exit_done);
    CHECK(verify_command.run({older, "--against", newer}) == exit_failed);  // entries are gone

    rewrite_history(scene);
    const std::string rewritten = scene.take("rewritten.sqlite", scene.contact);
    CHECK(verify_command.run({"--data", data}) == exit_done);
    CHECK(verify_command.run({rewritten}) == exit_done);
    CHECK(verify_command.run({"--data", data, "--against", older}) == exit_failed);
    const std::string said = printed(scene.directory.file("said"), [&] {
        CHECK(verify_command.run({rewritten, "--against", older}) == exit_failed);
    });
    CHECK(said.find("REWRITTEN: 1 of 1 streams") != std::string::npos);
}

TEST_CASE("countersign export writes a checked file, overwrites none, and countersign verify checks it again") {
    ServiceDesk desk;
    const std::string file = desk.directory.file("client.sqlite");
    CHECK(desk.run(export_command, {"--output", file}, exit_done).find("Written and checked: 1 streams") == 0);
    const std::string said = printed(desk.directory.file("said"), [&] { CHECK(verify_command.run({file}) == exit_done); });
    CHECK(said.find("tables are what the log adds up to") != std::string::npos);
    desk.run(export_command, {"--output", file}, exit_failed);
    desk.run(export_command, {"--output", desk.directory.file("2"), "--language", "fr"}, exit_usage);
    desk.run(export_command, {"--output", desk.directory.file("2"), "--for", "reporter"}, exit_usage);
    desk.run(export_command, {}, exit_usage);
    CHECK_FALSE(std::filesystem::exists(file + ".unfinished"));
    change(file, "UPDATE ticket SET title = 'x'");
    CHECK(verify_command.run({file}) == exit_failed);
}
