// The visit's screens: from arrival to countersignature, by role and name, on the real widgets and a real replica.
#include <doctest/doctest.h>

#include "tests/support/memory_server.hpp"
#include "tests/web/portal_driver.hpp"
#include "web/screens/visit_finish.hpp"

using namespace countersign;
using namespace countersign::test;
using Item = semantics::Role;

namespace {

const VisitId visit_id{fixed_id(40)};
const std::string visit_path = "/visits/" + visit_id.value;

/// A device on which the client, the agreement and one planned visit are known, and the technician is at work.
struct Device : PortalDriver {
    explicit Device(int width = 1440, int height = 900) : PortalDriver(at_minute(5), width, height) {
        sign_in(story.manager);
        for (const auto& [subject, command] : story.beginnings()) record(subject, story.clinic, command);
        record(subject(), story.clinic, VisitCommand{story.plan()});
        sign_in(story.technician);
    }

    static Subject subject() { return {Visit::subject_kind, visit_id.value}; }
    const Visit& visit() { return *portal().find<Visit>(visit_id.value); }
    const CheckState& check(std::size_t computer, std::size_t number) { return visit().checklist[computer].checks[number]; }

    void arrive() {
        go(visit_path);
        press(Item::Button, "Start visit");
    }
    WorkRecordId finish() {
        record(subject(), story.clinic, VisitCommand{StartVisit{}});
        record(subject(), story.clinic, VisitCommand{RecordCheck{story.first_computer, "backup", CheckResult::fault, "disk is full"}});
        record(subject(), story.clinic, VisitCommand{RecordVisitTime{{45}, "Backup"}});
        wait(Minutes{45}.milliseconds());
        send({{"t", "visible"}, {"visible", true}});
        const auto written = screens::finish_visit(portal(), visit_id, "All but the backup");
        CAPTURE(portal().trouble());
        REQUIRE(written.has_value());
        return *written;
    }
    const WorkRecord& work(const WorkRecordId& id) { return *portal().find<WorkRecord>(id.value); }

    Story story;
};

}  // namespace

TEST_CASE("finishing a visit records departure and work record together") {
    Device device;
    const WorkRecordId id = device.finish();

    CHECK(device.visit().state == VisitState::done);
    const WorkRecord& record = device.work(id);
    REQUIRE(record.revisions.size() == 1);
    const WorkRecorded& content = record.revisions[0].content;
    CHECK(content.visit == visit_id);
    CHECK(content.worked.count == 45);
    CHECK(content.summary == "All but the backup");
    CHECK(content.technician_name == "Łukasz Świerk");
    REQUIRE(content.items.size() == 2);
    CHECK(content.items[0].findings == std::vector<std::string>{"Kopia zapasowa wykonana: disk is full"});

    SUBCASE("and doing it again writes no second record") {
        const auto again = screens::finish_visit(device.portal(), visit_id, "twice");
        REQUIRE(again.has_value());
        CHECK(*again == id);
        REQUIRE(work_records(device.portal().replica().database(), std::nullopt, 10).size() == 1);
    }
}

TEST_CASE("a visit that cannot end leaves nothing behind") {
    Device device;
    const auto before = device.portal().replica().outbox_size();

    CHECK_FALSE(screens::finish_visit(device.portal(), visit_id, "never began").has_value());

    CHECK_FALSE(device.portal().trouble().empty());
    CHECK(device.visit().state == VisitState::planned);
    CHECK(device.portal().replica().outbox_size() == before);
    CHECK(work_records(device.portal().replica().database(), std::nullopt, 10).empty());
}

TEST_CASE("a technician runs a whole visit by role and name, and the contact person countersigns it") {
    // A desk and a phone: the same names, another layout.
    int width = 1440;
    SUBCASE("on a desk") {}
    SUBCASE("on a phone") { width = 390; }
    Device device(width, 844);

    device.go("/visits");
    device.check_screen();
    CHECK(device.sees(Item::Link, "Przychodnia Łąkowa, Rejestracja, Maintenance visit"));

    device.arrive();
    device.check_screen();
    CHECK(device.visit().state == VisitState::on_site);
    CHECK(device.says("0 of 4 checks"));

    device.choose("OK", "Antywirus");
    device.choose("Fault", "Kopia zapasowa wykonana");
    device.type("Note for Kopia zapasowa wykonana", "disk is full", "REJ-01");
    CHECK(device.check(0, 0).note.empty());
    device.leave_field();
    CHECK(device.check(0, 0).result == CheckResult::fault);
    CHECK(device.check(0, 0).note == "disk is full");
    CHECK(device.says("2 of 4 checks, 1 fault"));

    device.press(Item::Button, "REJ-02, Okienko 2");
    CHECK(device.sees(Item::Button, "Done: 1 computer"));
    device.choose("Not applicable", "Antywirus");
    CHECK(device.check(1, 1).result == CheckResult::not_applicable);

    device.press(Item::Button, "Time");
    device.type("Time spent", "1 h 75");
    device.press(Item::Button, "Record time");
    CHECK(device.says("After hours, minutes go up to 59"));
    device.type("Time spent", "45");
    device.type("What was done", "Backup and updates");
    device.press(Item::Button, "Record time");
    CHECK_FALSE(device.sees(Item::Dialog, ""));
    CHECK(device.visit().recorded_time().count == 45);

    device.press(Item::Button, "Note");
    device.type("Note", "Key is at the front desk", "What should be remembered?");
    device.press(Item::Button, "Record note");
    CHECK(device.visit().notes == std::vector<std::string>{"Key is at the front desk"});
    device.check_screen();

    device.press(Item::Button, "Finish and ask for signature");
    CHECK(device.says("1 check has no answer."));
    CHECK(device.says("45\u00A0min of work is recorded."));
    device.type("Summary", "All but the backup");
    device.press(Item::Button, "Finish visit");
    const auto rows = work_records(device.portal().replica().database(), std::nullopt, 10);
    REQUIRE(rows.size() == 1);
    const WorkRecordId record = rows[0].id;
    CHECK(device.portal().path() == "/records/" + record.value + "/sign");
    device.check_screen();

    // On the technician's device the contact person may sign at once, or later in their own session.
    CHECK(device.find(Item::Button, "Sign and finish")->disabled);
    device.press(Item::Link, "Later, in their own session");
    device.check_screen();

    device.sign_in(device.story.contact);
    device.go("/verify");
    device.check_screen();
    CHECK(device.says("Maintenance visit, Rejestracja"));
    CHECK(device.says("REJ-01: Kopia zapasowa wykonana: disk is full"));
    device.press(Item::Link, "Confirm with remarks");
    device.check_screen();
    CHECK(device.find(Item::Button, "Sign")->disabled);
    CHECK(device.says("Write the remark."));
    device.type("Your remark", "REJ-01: please replace the disk");
    CHECK(device.says("The signature is still empty."));
    device.press(Item::Button, "Type the name instead");
    device.type("Name as signature", "Halina Dębska");
    device.press(Item::Button, "Sign");

    CHECK(device.portal().path() == "/records/" + record.value);
    device.check_screen();
    const VerificationEntry* verification = device.work(record).verification();
    REQUIRE(verification != nullptr);
    CHECK(verification->content.decision == Decision::accepted_with_remarks);
    CHECK(verification->content.signed_on == SignedOn::own_session);
    CHECK(verification->content.record_digest == device.work(record).latest()->digest);
    CHECK(device.says("REJ-01: please replace the disk"));
    CHECK(device.says("In the signer's own session"));
}

TEST_CASE("what is typed on a visit survives a kill at any moment") {
    Device device;
    device.arrive();
    device.choose("Fault", "Kopia zapasowa wykonana");
    device.type("Note for Kopia zapasowa wykonana", "disk is fu");
    CHECK(device.check(0, 0).note.empty());

    // The screen is gone without a word, as after a kill: the next one finds what was typed and records it, since nobody types any more.
    device.send({{"t", "blur"}, {"id", 0}});
    device.go("/visits");
    device.go(visit_path);
    CHECK(device.check(0, 0).note == "disk is fu");
    CHECK(device.value_of(Item::Textbox, "Note for Kopia zapasowa wykonana") == "disk is fu");

    device.press(Item::Button, "Time");
    device.type("Time spent", "1:1");
    device.go("/visits");
    device.go(visit_path);
    device.press(Item::Button, "Time");
    CHECK(device.value_of(Item::Textbox, "Time spent") == "1:1");
}

TEST_CASE("a note comes back when a fault was taken away by mistake") {
    Device device;
    device.arrive();
    device.choose("Fault", "Kopia zapasowa wykonana");
    device.type("Note for Kopia zapasowa wykonana", "disk is full");
    device.choose("OK", "Kopia zapasowa wykonana");
    CHECK(device.check(0, 0).result == CheckResult::ok);
    CHECK(device.check(0, 0).note.empty());
    device.choose("Fault", "Kopia zapasowa wykonana");
    CHECK(device.check(0, 0).note == "disk is full");
}

TEST_CASE("a signature on the technician's device is drawn, says whose it is and where it was made") {
    Device device;
    const WorkRecordId id = device.finish();
    device.go("/records/" + id.value + "/sign?decision=accepted");
    device.check_screen();
    CHECK(device.says(to_hex(device.work(id).latest()->digest).substr(0, 12)));
    CHECK(device.says("The signature is kept on this device"));
    // Only Halina may confirm work at this client, so she is chosen already.
    REQUIRE(device.sees(Item::Combobox, "Who signs"));
    CHECK(device.find(Item::Combobox, "Who signs")->options[0].text == "Halina Dębska, kierowniczka");
    CHECK(device.value_of(Item::Combobox, "Who signs") == "0");
    CHECK(device.find(Item::Button, "Sign and finish")->disabled);

    const semantics::Node* pad = device.find(Item::Signature, "Signature");
    REQUIRE(pad != nullptr);
    const auto pen = [&](const char* kind, int x, int y) {
        device.send({{"t", "pointer"}, {"kind", kind}, {"source", "pen"}, {"x", x}, {"y", y}, {"pressure", 0.5}, {"button", 0}});
    };
    const int left = pad->rect.x + 60;
    const int top = pad->rect.y + 60;
    pen("down", left, top);
    for (int step = 1; step <= 10; ++step) pen("move", left + 8 * step, top + 4 * step);
    pen("up", left + 80, top + 40);
    device.press(Item::Button, "Sign and finish");

    const VerificationEntry* verification = device.work(id).verification();
    REQUIRE(verification != nullptr);
    CHECK(verification->content.decision == Decision::accepted);
    CHECK(verification->content.signed_on == SignedOn::technicians_device);
    CHECK(verification->content.contact == device.story.contact.user);
    REQUIRE(verification->content.signature.strokes.size() == 1);
    CHECK(verification->content.signature.strokes[0].size() > 2);
    CHECK(device.says("On the technician's device"));
    CHECK(device.sees(Item::Image, "Signature of Halina Dębska"));
}

TEST_CASE("a rejected record is corrected and asked for again, and the earlier revision stays readable") {
    Device device;
    const WorkRecordId id = device.finish();
    device.sign_in(device.story.contact);
    device.go("/records/" + id.value);
    device.press(Item::Link, "Send back");
    device.type("Reason", "REJ-02 was not looked at");
    device.press(Item::Button, "Type the name instead");
    device.press(Item::Button, "Sign");
    REQUIRE(device.work(id).verification() != nullptr);
    CHECK(device.work(id).verification()->content.decision == Decision::rejected);

    device.sign_in(device.story.technician);
    device.go("/records/" + id.value);
    device.press(Item::Button, "Correct and ask again");
    device.press(Item::Button, "Write the correction");
    CHECK(device.work(id).revisions.size() == 1);
    device.type("Reason for the correction", "REJ-02 was done in the afternoon");
    device.press(Item::Button, "Write the correction");

    REQUIRE(device.work(id).revisions.size() == 2);
    CHECK(device.work(id).latest()->content.correction_reason == "REJ-02 was done in the afternoon");
    CHECK(device.work(id).verification() == nullptr);
    device.check_screen();
    device.press(Item::Button, "Revision 1");
    CHECK(device.says("REJ-02 was not looked at"));
    device.check_screen();
}

TEST_CASE("a contact person who is not named for it cannot sign") {
    Device device;
    const WorkRecordId id = device.finish();
    device.sign_in(device.story.other_contact);
    device.go("/records/" + id.value);
    CHECK_FALSE(device.sees(Item::Link, "Confirm"));
    device.go("/records/" + id.value + "/sign?decision=accepted");
    CHECK(device.says("The agreement does not name you for confirming work."));
    CHECK(device.find(Item::Button, "Sign")->disabled);
}

TEST_CASE("a fact that broke an expectation is told in words beside it") {
    MemoryServer server;
    const auto sync = [&](Replica& replica, const Actor& actor) {
        const auto request = replica.next_request(at_minute(90));
        REQUIRE(request.ok());
        REQUIRE(replica.receive(server.handle(*request, actor, at_minute(90)), request->cursors).ok());
    };
    Device device;
    device.sign_in(device.story.manager);
    sync(device.portal().replica(), device.story.manager);

    // Another tablet records the arrival first.
    auto database = Database::open(":memory:");
    REQUIRE(database.ok());
    auto other = Replica::open(std::move(*database));
    REQUIRE(other.ok());
    REQUIRE((*other)->set_identity({device.story.technician, "login", {fixed_id(31)}}).ok());
    CountingIds ids(31);
    sync(**other, device.story.technician);
    REQUIRE((*other)->execute(Device::subject(), device.story.clinic, VisitCommand{StartVisit{}}, at_minute(2), ids).ok());
    sync(**other, device.story.technician);

    device.sign_in(device.story.technician);
    device.arrive();
    CHECK_FALSE(device.says("Something here needs a look"));
    CHECK(device.says("Saved on this device, not sent yet"));
    sync(device.portal().replica(), device.story.technician);
    device.show();

    CHECK(device.says("Saved on this device and sent"));
    CHECK(device.visit().flags.size() == 1);
    CHECK(device.says("Something here needs a look"));
    CHECK(device.says(device.portal().tr("refusal.visit.already_started")));
    device.check_screen();
}
