// The virtual table: few rows exist, all can be reached.
#include <doctest/doctest.h>

#include "tests/web/gallery.hpp"
#include "tests/web/headless.hpp"

using namespace countersign;
using namespace countersign::widgets;
using countersign::test::Headless;

namespace {

struct Board {
    explicit Board(std::int64_t rows, test::Screen screen = {})
        : page(
              [this](Ui& ui) {
                  gallery::board(ui, model);
                  while (auto went = ui.take_navigation()) path = went->path;
              },
              screen) {
        model.rows = rows;
        page.host().request_frame();
        page.settle();
    }
    gallery::Model model;
    std::string path;
    Headless page;
};

}  // namespace

TEST_CASE("a table of a million rows declares a screenful, and says how many there are") {
    Board board(1000000);
    CHECK(board.page.mirror.count("row") < 40);
    CHECK(board.page.mirror.count("row") > 10);
    CHECK(board.page.node(board.page.find("table", "Tickets")).at("row_count") == 1000001);
    CHECK(board.page.mirror.count("columnheader") == 6);
}

TEST_CASE("a row leads to its ticket, by pointer and by activation") {
    Board board(100000);
    const std::uint32_t row = board.page.find("link", "Brak internetu w magazynie");
    CHECK(board.page.node(row).at("href") == "/tickets/1479");
    board.page.press(row);
    CHECK(board.path == "/tickets/1479");
    CHECK(board.model.opened == 0);
    CHECK(board.page.find("region",
                          "Skaner faktur nie \xC5\x82\xC4\x85"
                          "czy si\xC4\x99 z serwerem po aktualizacji") != 0);
}

TEST_CASE("arrows walk from row to row past the end of the screen, End goes to the last") {
    Board board(100000);
    Headless& page = board.page;
    page.do_and_settle({{"t", "focus"}, {"id", page.find("link", "Brak internetu w magazynie")}, {"ring", true}});
    for (int step = 0; step < 40; ++step) page.key("ArrowDown");
    REQUIRE(page.mirror.has(page.focused));
    CHECK(page.node(page.focused).at("href") == "/tickets/1519");
    CHECK_FALSE(page.node(page.focused).contains("clip"));
    page.key("End");
    CHECK(page.node(page.focused).at("href") == "/tickets/101478");
    page.key("ArrowUp");
    CHECK(page.node(page.focused).at("href") == "/tickets/101477");
    page.key("Home");
    CHECK(page.node(page.focused).at("href") == "/tickets/1479");
}

TEST_CASE("the wheel scrolls the rows and stops at both ends") {
    Board board(100);
    Headless& page = board.page;
    const std::uint32_t first = page.find("link", "Brak internetu w magazynie");
    const int before = page.node(first).at("rect")[1];
    page.do_and_settle({{"t", "wheel"}, {"x", 700}, {"y", 500}, {"dx", 0}, {"dy", 100}});
    CHECK(page.node(first).at("rect")[1] == before - 100);
    page.do_and_settle({{"t", "wheel"}, {"x", 700}, {"y", 500}, {"dx", 0}, {"dy", -1000}});
    CHECK(page.node(first).at("rect")[1] == before);
    page.do_and_settle({{"t", "wheel"}, {"x", 700}, {"y", 500}, {"dx", 0}, {"dy", 1000000}});
    CHECK(page.find("link", "Laptop w serwisie ponad 72 h") != 0);
    CHECK_FALSE(page.mirror.has(first));
}

TEST_CASE("a finger that drags scrolls and does not press; a tap presses") {
    Board board(1000, {390, 844, true});
    Headless& page = board.page;
    const std::uint32_t first = page.find("link", "Brak internetu w magazynie");
    const auto [x, y] = page.centre(first);
    page.pointer("down", x, y, "touch");
    page.pointer("move", x, y - 5, "touch");
    page.pointer("move", x, y - 20, "touch");
    page.pointer("move", x, y - 60, "touch");
    page.pass_time(200);
    page.pointer("up", x, y - 60, "touch");
    CHECK(board.path.empty());
    CHECK(page.centre(first).second == y - 40);
    const std::uint32_t second = page.find("link", "Serverrum: temperaturalarm");
    page.press(second, "touch");
    CHECK(board.path == "/tickets/1482");
}

TEST_CASE("a thrown list runs on and comes to rest") {
    Board board(1000, {390, 844, true});
    Headless& page = board.page;
    const std::uint32_t first = page.find("link", "Brak internetu w magazynie");
    page.pointer("down", 200, 600, "touch");
    page.pointer("move", 200, 580, "touch");
    page.pointer("move", 200, 560, "touch");
    page.pointer("move", 200, 530, "touch");
    page.pointer("move", 200, 500, "touch");
    page.pointer("up", 200, 500, "touch");
    CHECK_FALSE(page.mirror.has(first));
    CHECK_FALSE(page.host().wants_frame(1e9));
}

TEST_CASE("the detail lies beside the list on a wide canvas and alone on a phone") {
    Board wide(10, {1600, 900, false});
    wide.model.opened = 1;
    wide.page.host().request_frame();
    wide.page.settle();
    CHECK(wide.page.find("screen", "SLA board") != 0);
    CHECK(wide.page.find("button", "Send to verify") != 0);
    Board phone(10, {390, 844, true});
    phone.model.opened = 1;
    phone.page.host().request_frame();
    phone.page.settle();
    CHECK(phone.page.find("screen", "SLA board") == 0);
    CHECK(phone.page.find("button", "Send to verify") != 0);
    CHECK(phone.page.find("link", "Close") != 0);
}
