// The CSV reader: what RFC 4180 allows, and what becomes of what it does not.
#include <doctest/doctest.h>

#include "server/import/csv_reader.hpp"

using namespace countersign;

namespace {

struct Everything {
    std::vector<CsvRecord> records;
    std::vector<CsvProblem> problems;
};

Everything read_everything(std::string_view text, std::size_t fields = 0, const CsvLimits& limits = {}) {
    Everything everything;
    CsvReader reader(text, limits);
    reader.expect_fields(fields);
    while (auto record = reader.next()) {
        if (*record) {
            everything.records.push_back(**record);
        } else {
            everything.problems.push_back(record->error());
        }
    }
    return everything;
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("a CSV file is taken apart into fields") {
    const auto all =
        read_everything("\xef\xbb\xbfnumber,state,\r\n1,\"a, \"\"b\"\"\",x\n\n2,\"two\r\nlines\",\xc5\x81\xc4\x85k\xc4\x85\n3,,");
    REQUIRE(all.problems.empty());
    REQUIRE(all.records.size() == 4);
    CHECK(all.records[0].fields == Fields{"number", "state", ""});
    CHECK(all.records[1].fields == Fields{"1", "a, \"b\"", "x"});
    CHECK(all.records[2].fields == Fields{"2", "two\r\nlines", "Łąką"});
    CHECK(all.records[3].fields == Fields{"3", "", ""});
    CHECK(all.records[1].line == 2);
    CHECK(all.records[2].line == 4);
    CHECK(all.records[3].line == 6);
    CHECK(read_everything("").records.empty());
    CHECK(read_everything("\xef\xbb\xbf\r\n\n").records.empty());
}

TEST_CASE("a malformed record is named with its line and column, and reading goes on with the next line") {
    const auto only_problem = [](std::string_view bad_line) {
        const auto all = read_everything("a,b\n" + std::string(bad_line) + "\nc,d\n", 2);
        REQUIRE(all.records.size() == 2);
        CHECK(all.records[1].fields == Fields{"c", "d"});
        CHECK(all.records[1].line == 3);
        REQUIRE(all.problems.size() == 1);
        CHECK(all.problems[0].line == 2);
        CHECK_FALSE(all.problems[0].hint.empty());
        return all.problems[0];
    };
    CHECK(only_problem("x").what == "there are 1 columns where the header has 2");
    CHECK(only_problem("x,y,z").what == "there are 3 columns where the header has 2");
    CHECK(only_problem("x,y\"z").field == 2);
    CHECK(only_problem("\"x\"y,z").what == "there is text behind the quotation mark that closes the field");
    CHECK(only_problem("x,\xff").what == "the field is not UTF-8");
    CHECK(only_problem("x\ry,z").what == "there is a carriage return that ends no line");
    CHECK(only_problem("x,\"y").what == "the quotation mark that opens the field is never closed");
}

TEST_CASE("a stray quotation mark swallows no records behind it") {
    // The quote of line 2 is closed by the one of line 4, but what lies between has too many columns for one record.
    const auto all = read_everything("a,b\n1,\"x\n2,y\n3,\"z\n4,w\n", 2);
    REQUIRE(all.problems.size() == 2);
    CHECK(all.problems[0].line == 2);
    CHECK(all.problems[1].line == 4);
    REQUIRE(all.records.size() == 3);
    CHECK(all.records[1].fields == Fields{"2", "y"});
    CHECK(all.records[2].fields == Fields{"4", "w"});
}

TEST_CASE("limits keep one record from taking all memory") {
    const CsvLimits limits{10, 30, 4};
    const auto what = [&](const std::string& line) {
        const auto all = read_everything("a,b\n" + line + "\nc,d\n", 0, limits);
        REQUIRE(all.records.size() == 2);
        REQUIRE(all.problems.size() == 1);
        return all.problems[0].what;
    };
    CHECK(what("x," + std::string(11, 'y')) == "the field is larger than 10 bytes");
    CHECK(what(std::string(40, 'y')) == "the record is larger than 30 bytes");
    CHECK(what("1,2,3,4,5") == "there are more than 4 columns");
    CHECK(what("\"" + std::string(40, 'y') + "\"") == "the quotation mark that opens the field is never closed");
    CHECK(read_everything("x," + std::string(10, 'y') + "\n1,2,3,4", 0, limits).records.size() == 2);
}
