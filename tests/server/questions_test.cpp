// The commands that ask the core line by line: what they answer, and what they say about a case that is wrong.
#include "server/command/questions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace countersign;

namespace {

std::string answers(const AnswerCase& answer, const std::string& lines) {
    std::istringstream input(lines);
    std::ostringstream output;
    answer_cases(input, output, answer);
    return output.str();
}

std::string clock_answer(const std::string& line, bool explain = false) {
    return answers([explain](const Json& question) { return answer_clock(question, explain); }, line);
}

const std::string office = R"("tz":"Europe/Warsaw","week":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]]})";

}  // namespace

TEST_CASE("clock add answers the due time in UTC") {
    CHECK(clock_answer("{" + office + R"(,"op":"add","start":"2026-06-01T10:00:00+02:00","minutes":480})") ==
          "{\"due\":\"2026-06-02T08:00:00Z\"}\n");
    CHECK(clock_answer("{" + office + R"(,"op":"add","start":"2026-06-06T23:00:00Z","minutes":0})") ==
          "{\"due\":\"2026-06-06T23:00:00Z\"}\n");
    CHECK(clock_answer("{" + office +
                       R"(,"op":"add","start":"2026-06-01T10:00:00+02:00","minutes":60,)"
                       R"("pauses":[["2026-06-01T10:30:00+02:00","2026-06-01T11:00:00+02:00"]]})") ==
          "{\"due\":\"2026-06-01T09:30:00Z\"}\n");
}

TEST_CASE("clock between answers seconds, whole minutes and whether the target was missed") {
    const auto between = [](const std::string& end) {
        return clock_answer("{" + office + R"(,"op":"between","start":"2026-06-01T09:00:00+02:00","target_minutes":60,"end":")" + end +
                            "\"}");
    };
    CHECK(between("2026-06-01T10:00:00+02:00") == "{\"breached\":false,\"minutes\":60,\"seconds\":3600}\n");
    CHECK(between("2026-06-01T10:00:01+02:00") == "{\"breached\":true,\"minutes\":60,\"seconds\":3601}\n");
    // Due at 10:00, stopped in the night after 8 h of work: late by the clock on the wall too.
    CHECK(clock_answer("{" + office +
                       R"(,"op":"between","start":"2026-06-02T09:00:00+02:00","target_minutes":480,"end":"2026-06-03T10:00:00+02:00"})") ==
          "{\"breached\":true,\"minutes\":480,\"seconds\":28800}\n");
    CHECK(clock_answer("{" + office + R"(,"op":"between","start":"2026-06-01T09:00:00+02:00","end":"2026-06-03T09:00:00+02:00"})") ==
          "{\"minutes\":960,\"seconds\":57600}\n");
}

TEST_CASE("clock --explain adds every segment from start to due") {
    const std::string answer = clock_answer("{" + office + R"(,"op":"add","start":"2026-06-01T16:00:00+02:00","minutes":90})", true);
    CHECK(answer.find(
              R"({"counted_seconds":3600,"from":"2026-06-01T14:00:00Z","kind":"counted","seconds":3600,"to":"2026-06-01T15:00:00Z"})") !=
          std::string::npos);
    CHECK(answer.find("outside_hours") != std::string::npos);
    CHECK(clock_answer("{" + office + R"(,"op":"between","start":"2026-06-01T16:00:00+02:00","end":"2026-06-01T18:00:00+02:00"})", true)
              .find("outside_hours") != std::string::npos);
}

TEST_CASE("a case that is wrong is named with line and field, and the next one is answered") {
    const std::string good = "{" + office + R"(,"op":"add","start":"2026-06-01T10:00:00+02:00","minutes":0})";
    const std::string text = clock_answer(good + "\n\nnot json\n[1]\n" + good + "\n");
    CHECK(text.find("\"line\":3") != std::string::npos);
    CHECK(text.find("\"line\":4") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 4);
    const auto field = [](const std::string& line) {
        const auto answer = parse_json(clock_answer(line));
        REQUIRE(answer.ok());
        return answer->value("field", "none") + ": " + answer->value("error", "");
    };
    CHECK(field(R"({"op":"add"})") == "tz: a text is required");
    CHECK(field("{" + office + R"(,"op":"sub"})") == "op: \"sub\" is neither add nor between");
    CHECK(field("{" + office + R"(,"op":"add","start":"yesterday","minutes":1})").find("start: \"yesterday\"") == 0);
    CHECK(field("{" + office + R"(,"op":"add","start":"2026-06-01T10:00:00Z","minutes":-1})").find("minutes: ") == 0);
    CHECK(field("{" + office + R"(,"op":"add","start":"2026-06-01T10:00:00Z","minutes":1.5})").find("minutes: ") == 0);
    CHECK(field("{" + office + R"(,"op":"between","start":"2026-06-01T10:00:00Z","end":"2026-05-01T10:00:00Z"})") ==
          "end: lies before start");
    CHECK(field("{" + office + R"(,"op":"add","start":"2026-06-01T10:00:00Z","minutes":1,"pauses":[["x"]]})").find("pauses: ") == 0);
    CHECK(field(R"({"tz":"UTC","week":{},"op":"add","start":"2026-06-01T10:00:00Z","minutes":1})").find("week: ") == 0);
}

TEST_CASE("schedule answers the visits of a period, with both dates of one that a holiday moved") {
    const std::string calendar =
        R"("calendar":{"tz":"Europe/Warsaw","country":"PL","week":{"mon":[["08:00","16:00"]],"tue":[["08:00","16:00"]]}})";
    const auto schedule = [&](const std::string& rest) {
        return answers(answer_schedule, R"({"schedule":{"rhythm":"every_n_weeks","weekday":"mon","at":"10:00","first":"2026-01-05"},)" +
                                            calendar + rest + "}");
    };
    CHECK(schedule(R"(,"from":"2026-04-06","to":"2026-04-06")") ==
          R"({"visits":[{"ends_at":"2026-04-07T11:00:00+02:00","holiday":"holiday.easter_monday","planned":"2026-04-07",)"
          R"("regular":"2026-04-06","starts_at":"2026-04-07T10:00:00+02:00"}]})"
          "\n");
    CHECK(schedule(R"(,"from":"2026-04-06","to":"2026-04-01")").find("to\"") != std::string::npos);
    CHECK(schedule("").find("\"field\":\"from\"") != std::string::npos);
}

TEST_CASE("hours answers ledger, balance and statement, rounded by the kind of work") {
    const std::string line =
        R"({"entitlements":[{"id":"p4","minutes":240,"valid_from":"2026-01-10","valid_until":"2026-04-09"}],)"
        R"("entries":[{"id":"e1","worked_on":"2026-01-15","minutes":50,"kind":"on_site"},{"id":"e2","worked_on":"2026-01-16","minutes":5,"free":true}],)"
        R"("rounding":{"on_site":{"minimum_minutes":60,"step_minutes":30}},"as_of":"2026-01-31","statement":["2026-01-01","2026-01-31"]})";
    const auto answer = parse_json(answers(answer_hours, line));
    REQUIRE(answer.ok());
    CHECK(answer->at("balance_minutes") == 180);
    CHECK(answer->at("ledger").size() == 3);
    CHECK(answer->at("ledger")[1] ==
          Json{{"date", "2026-01-15"}, {"kind", "debited"}, {"minutes", 60}, {"effect", -60}, {"entitlement", "p4"}, {"entry", "e1"}});
    CHECK(answer->at("statement").at("closing") == 180);
    CHECK(answer->at("statement").at("free_of_charge") == 5);
    CHECK(
        answers(answer_hours, R"({"as_of":"2026-01-31","entries":[{"id":"e","worked_on":"x","minutes":1}]})").find("number 1: worked_on") !=
        std::string::npos);
    CHECK(answers(answer_hours, R"({"as_of":"2026-01-31","on_exhaustion":"shrug"})").find("on_exhaustion") != std::string::npos);
    CHECK(answers(answer_hours, R"({})").find("as_of") != std::string::npos);
    // Of two tellings of one piece of work nobody could say which holds.
    CHECK(answers(answer_hours, R"({"as_of":"2026-01-31","entries":[{"id":"e","worked_on":"2026-01-05","minutes":20},)"
                                R"({"id":"e","worked_on":"2026-01-05","minutes":50}]})")
              .find("number 2: id") != std::string::npos);
}

TEST_CASE("clock add answers the end of the n-th working day, and takes minutes or days, not both") {
    const auto asked = [](const std::string& rest) {
        return clock_answer("{" + office + R"(,"op":"add","start":"2026-06-01T10:00:00+02:00",)" + rest + "}");
    };
    CHECK(asked(R"("working_days":2)") == "{\"due\":\"2026-06-08T15:00:00Z\"}\n");
    CHECK(asked(R"("working_days":2,"minutes":60)").find("\"field\":\"working_days\"") != std::string::npos);
    CHECK(asked(R"("working_days":0)").find("\"field\":\"working_days\"") != std::string::npos);
}

TEST_CASE("hours says what an entry with a start and an end lacks") {
    const auto asked = [](const std::string& start, const std::string& more) {
        return answers(answer_hours, R"({"as_of":"2026-01-31","entries":[{"id":"e","minutes":1,"started_at":")" + start +
                                         R"(","ended_at":"2026-01-05T10:00:00Z"}])" + more + "}");
    };
    CHECK(asked("2026-01-05T09:00:00Z", "").find("needs a calendar") != std::string::npos);
    CHECK(asked("2026-01-05T11:00:00Z", ",\"calendar\":{" + office + "}").find("lies before started_at") != std::string::npos);
    CHECK(asked("2026-01-05T09:00:00Z", R"(,"calendar":{"tz":"Moon"})").find("\"field\":\"calendar\"") != std::string::npos);
    CHECK(asked("2026-01-05T09:00:00Z", ",\"calendar\":{" + office + "}").find("\"priced\"") != std::string::npos);
}

TEST_CASE("hours lists what differs from the entries with which a period was settled") {
    const std::string package = R"("entitlements":[{"id":"p","minutes":240,"valid_from":"2026-01-01","valid_until":"2026-04-09"}])";
    const auto answer = parse_json(
        answers(answer_hours,
                "{" + package + R"(,"entries":[{"id":"e","worked_on":"2026-01-15","minutes":50}],"settled":[],"as_of":"2026-01-31"})"));
    REQUIRE(answer.ok());
    CHECK(answer->at("changes") ==
          Json::array(
              {{{"date", "2026-01-15"}, {"kind", "debited"}, {"minutes", 50}, {"effect", -50}, {"entitlement", "p"}, {"entry", "e"}}}));
    const std::string wrong = "{" + package + R"(,"settled":[{"id":"e"}],"as_of":"2026-01-31"})";
    CHECK(answers(answer_hours, wrong).find("\"field\":\"settled\"") != std::string::npos);
}

TEST_CASE("holidays and the check of an agreement say which field of a question is wrong") {
    const auto field = [](const AnswerCase& answer, const std::string& line) {
        return parse_json(answers(answer, line))->value("field", "none");
    };
    CHECK(field(answer_holidays, R"({"country":"DE","year":2026})") == "country");
    CHECK(field(answer_holidays, R"({"country":"PL","year":1950})") == "year");
    CHECK(field(answer_holidays, R"({"country":"PL","year":2026,"language":"de"})") == "language");
    CHECK(field(answer_holidays, R"({"country":"PL","year":2026,"language":"pl"})") == "none");
    CHECK(field(answer_agreement_check, R"({"terms":{"number":"1","mode":"gold"}})") == "terms");
    CHECK(field(answer_agreement_check, R"({"terms":{"number":"1","mode":"occasional"},"commercial":{"rates":{"currency":"EURO"}}})") ==
          "commercial");
    CHECK(field(answer_agreement_check, R"({"terms":{"number":"1","mode":"occasional"},"language":"de"})") == "language");
}
