// Incidents: what happened, who was told, what was learned (requirements.md C5).
#include "core/domain/incident.hpp"

#include "tests/core/subject_log.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

struct Desk : Company {
    SubjectLog<Incident> log{*this, fixed_id(40)};

    std::string staff(const IncidentCommand& command) { return log.run(story.technician, command); }
    std::string record() {
        return staff(RecordIncident{{"Przejęta skrzynka", "Wysyła spam", at_minute(0), at_minute(130), true, {fixed_id(30)}}});
    }
    std::string tell(Instant at, bool client) {
        return staff(RecordCommunication{{at, client, client ? "Ilona Mróz" : "Orange", "telefon", "Skrzynka zablokowana"}});
    }
    std::string close(const std::string& lessons) { return staff(CloseIncident{{at_minute(1500), "Hasło z wycieku", lessons}}); }
};

}  // namespace

TEST_CASE("how soon the client was told counts from noticing it to the first time, in whatever order it was entered") {
    Desk desk;
    CHECK(desk.tell(at_minute(160), true) == "refusal.subject.unknown");
    REQUIRE(desk.record() == "");
    CHECK(desk.log.state().content.personal_data);
    REQUIRE(desk.tell(at_minute(140), false) == "");
    CHECK_FALSE(desk.log.state().told_client_after().has_value());
    REQUIRE(desk.tell(at_minute(300), true) == "");
    REQUIRE(desk.tell(at_minute(160), true) == "");
    CHECK(desk.log.state().told_client_after() == Minutes{30}.milliseconds());
    CHECK(desk.log.state().communicated.size() == 3);
}

TEST_CASE("an incident is closed with what was learned, and not before the client was told") {
    Desk desk;
    REQUIRE(desk.record() == "");
    REQUIRE(desk.tell(at_minute(140), false) == "");
    CHECK(desk.close("Dwa składniki") == "refusal.incident.client_not_told");
    REQUIRE(desk.tell(at_minute(160), true) == "");
    CHECK(desk.close(" ") == "refusal.incident.lessons_missing");
    CHECK(desk.staff(CloseIncident{{at_minute(-1), "", "x"}}) == "refusal.incident.ends_before_start");
    REQUIRE(desk.close("Dwa składniki dla wszystkich skrzynek") == "");
    CHECK(desk.log.state().closed->lessons == "Dwa składniki dla wszystkich skrzynek");
    CHECK(desk.close("x") == "refusal.incident.closed");
    REQUIRE(desk.tell(at_minute(2000), true) == "");
}

TEST_CASE("an incident has a title and is not noticed before it began; who was told what is written down") {
    Desk desk;
    CHECK(desk.staff(RecordIncident{{"", "", at_minute(0), at_minute(1), false, {}}}) == "refusal.incident.title_missing");
    CHECK(desk.staff(RecordIncident{{"x", "", at_minute(2), at_minute(1), false, {}}}) == "refusal.incident.noticed_before_start");
    REQUIRE(desk.record() == "");
    CHECK(desk.record() == "refusal.subject.already_there");
    CHECK(desk.staff(RecordCommunication{{at_minute(5), true, "", "", "x"}}) == "refusal.incident.whom_missing");
    CHECK(desk.staff(RecordCommunication{{at_minute(5), true, "Ilona Mróz", "", ""}}) == "refusal.incident.what_missing");
    CHECK(desk.log.run(desk.story.contact, IncidentCommand{RecordCommunication{{at_minute(5), true, "x", "", "y"}}}) ==
          "refusal.not_permitted");
}
