// An organisation's file over HTTP: who gets it, in which language, and that nothing of it is left on the server.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "office.hpp"
#include "server/export/organisation_file_check.hpp"

using namespace countersign;
using namespace countersign::testing;

namespace {

struct ExportOffice : Office {
    ExportOffice() {
        const Actor manager{{ids.next()}, Role::account_manager, "manager", {organisation}};
        for (const auto& [login, actor] : {std::pair{"reporter", reporter}, std::pair{"stranger", stranger},
                                           std::pair{"management", management}, std::pair{"manager", manager}}) {
            REQUIRE(accounts.add({actor, login, hasher.hash(right_password)}).ok());
        }
        for (int i = 0; i < 30; ++i) send(technician, open_ticket(technician, new_subject("ticket")));
    }
    Answer take(const std::string& login, const std::string& query = "") {
        return get("organisations/" + organisation.value + "/export" + query, cookie_of(login));
    }
};

}  // namespace

TEST_CASE("whoever may take a client's records gets one file that checks, and the server keeps none of it") {
    ExportOffice office;
    for (const char* login : {"contact", "management", "manager", "admin"}) {
        const Answer answer = office.take(login, "?language=cs");
        CAPTURE(login);
        REQUIRE(answer.status == 200);
        CHECK(answer.header("Content-Type") == "application/vnd.sqlite3");
        CHECK(answer.header("Content-Length") == std::to_string(answer.body.size()));
        CHECK(answer.header("Content-Disposition").find(office.organisation.value + ".sqlite") != std::string::npos);
        const std::string path = office.directory.file("taken.sqlite");
        std::ofstream(path, std::ios::binary | std::ios::trunc) << answer.body;
        const auto checked = check_organisation_file(path);
        REQUIRE(checked.ok());
        CHECK(checked->sound());
        CHECK(checked->streams.size() == 1);
    }
    for (const auto& file : std::filesystem::directory_iterator(office.directory.path())) {
        CHECK(file.path().filename().string().find("unfinished") == std::string::npos);
    }
}

TEST_CASE("nobody else gets a client's records, and a stranger is not told that there are any") {
    ExportOffice office;
    CHECK(office.take("technician").status == 403);
    CHECK(office.take("reporter").status == 403);
    CHECK(office.take("stranger").status == 404);
    CHECK(office.take("stranger").key() == "failure.export.unknown");
    CHECK(office.get("organisations/" + office.organisation.value + "/export").status == 401);
    CHECK(office.get("organisations/nobody/export", office.cookie_of("admin")).status == 404);
    CHECK(office.take("contact", "?language=fr").key() == "failure.export.language");
    CHECK(office.take("contact", "?x").status == 400);
}

TEST_CASE("while one file is made another one is put off, and what a stopped program left is removed") {
    ExportOffice office;
    std::ofstream(office.directory.file("export-unfinished-abcdef")) << "half";
    ExportDesk desk(office.events, office.attachments, office.directory.path());
    CHECK_FALSE(std::filesystem::exists(office.directory.file("export-unfinished-abcdef")));
    std::string second;
    const auto first = desk.make({office.organisation, Language::en, [&](const StreamName&) {
                                      if (second.empty()) {
                                          std::thread other([&] {
                                              const auto made = desk.make({office.organisation, Language::en, {}});
                                              second = made ? "made" : made.error().key;
                                          });
                                          other.join();
                                      }
                                      return true;
                                  }});
    CHECK(first.ok());
    CHECK(second == "failure.export.busy");
}
