// Signatures: drawn by finger, stored as text, read back.
#include <doctest/doctest.h>

#include "core/domain/verification.hpp"
#include "core/event/codec.hpp"
#include "tests/web/gallery.hpp"
#include "tests/web/headless.hpp"
#include "web/screens/signature_ink.hpp"

using namespace countersign;
using namespace countersign::widgets;
using countersign::test::Headless;

TEST_CASE("ink that was written is read back unchanged") {
    const Ink ink{{{{0, 0, 0, 40}, {120, 80, 16, 52}}, {{9999, 5000, 900, 1}}}};
    CHECK(encode_ink(ink) == "0,0,0,40 120,80,16,52;9999,5000,900,1");
    CHECK(decode_ink(encode_ink(ink)) == ink);
    CHECK(decode_ink("") == Ink{});
}

TEST_CASE("what is not ink is refused") {
    for (const char* wrong : {"x", "1,2,3", "1,2,3,4;", "1,2,3,4 ", "1,2,3,4,5", "10001,0,0,4", "-1,0,0,4", "0,5001,0,4", "1,2,3,0",
                              "1,2,3,4  1,2,3,4", "99999999999,1,1,1"}) {
        INFO(wrong);
        CHECK_FALSE(decode_ink(wrong).has_value());
    }
}

TEST_CASE("a finger on the pad draws and does not scroll; clearing empties the pad") {
    gallery::Model model;
    Headless page([&](Ui& ui) { gallery::sign_off(ui, model); }, {390, 500, true});
    const std::uint32_t pad = page.find("signature", "Signature");
    REQUIRE(pad != 0);
    CHECK(page.node(pad).at("value") == "empty");
    const int top = page.node(pad).at("rect")[1];
    const int left = page.node(pad).at("rect")[0];
    page.pointer("down", left + 40, top + 90, "touch");
    for (int step = 1; step <= 20; ++step)
        page.send({{"t", "pointer"},
                   {"kind", "move"},
                   {"x", left + 40 + 8 * step},
                   {"y", top + 90 - 3 * step},
                   {"button", 0},
                   {"source", "touch"},
                   {"pressure", 0}});
    page.settle();
    page.pointer("up", left + 200, top + 30, "touch");
    REQUIRE(model.ink.strokes.size() == 1);
    // Every position counts, though only one frame was drawn for the twenty moves.
    CHECK(model.ink.strokes[0].size() == 21);
    CHECK(model.pressed == 1);
    CHECK(page.node(pad).at("value") == "signed");
    CHECK(page.node(pad).at("rect")[1] == top);
    for (const widgets::InkPoint& point : model.ink.strokes[0]) {
        CHECK(point.width > 30);
        CHECK(point.width < 95);
    }
    CHECK(decode_ink(encode_ink(model.ink)) == model.ink);
    page.activate(page.find("button", "Wyczy\xC5\x9B\xC4\x87"));
    CHECK(model.ink.empty());
    CHECK(page.node(pad).at("value") == "empty");
}

TEST_CASE("a pen that trembles on one spot adds no points") {
    gallery::Model model;
    Headless page([&](Ui& ui) { gallery::sign_off(ui, model); }, {390, 500, true});
    const auto rect = page.node(page.find("signature", "Signature")).at("rect");
    const int left = rect[0], top = rect[1];
    const auto move = [&](double x, double y) {
        page.send({{"t", "pointer"}, {"kind", "move"}, {"x", x}, {"y", y}, {"button", 0}, {"source", "pen"}, {"pressure", 0.5}});
    };
    page.pointer("down", left + 40, top + 40, "pen");
    for (int i = 0; i < 500; ++i) move(left + 40 + 0.6 * (i % 2), top + 40);
    page.settle();
    page.pointer("up", left + 40, top + 40, "pen");
    REQUIRE(model.ink.strokes.size() == 1);
    CHECK(model.ink.strokes[0].size() == 1);
}

TEST_CASE("an endless scribble ends where its event still fits") {
    gallery::Model model;
    Headless page([&](Ui& ui) { gallery::sign_off(ui, model); }, {390, 500, true});
    const auto rect = page.node(page.find("signature", "Signature")).at("rect");
    const int left = rect[0], top = rect[1];
    const auto scribble = [&](int moves) {
        page.pointer("down", left + 10, top + 10, "touch");
        for (int i = 1; i <= moves; ++i) {
            page.send({{"t", "pointer"},
                       {"kind", "move"},
                       {"x", left + 10 + (i * 37) % 300},
                       {"y", top + 10 + (i * 53) % 120},
                       {"button", 0},
                       {"source", "touch"},
                       {"pressure", 0}});
            if (i % 100 == 0) page.settle();
        }
        page.settle();
        page.pointer("up", left + 10, top + 10, "touch");
    };
    SUBCASE("in few long strokes") {
        for (int stroke = 0; stroke < 8; ++stroke) scribble(1'500);
    }
    SUBCASE("in very many short ones") {
        for (int stroke = 0; stroke < 250; ++stroke) scribble(3);
    }
    const auto strokes = screens::strokes_of(model.ink);
    CHECK(strokes.size() <= ink_strokes_max);
    WorkVerified verified;
    verified.signature.strokes = strokes;
    CHECK(verified.signature.points() > 400);
    CHECK(verified.signature.points() <= ink_points_max);
    CHECK(write_json(verified.to_json()).size() < event_bytes_max / 2);
    page.activate(page.find("button", "Wyczy\xC5\x9B\xC4\x87"));
    scribble(20);
    CHECK(model.ink.strokes.size() == 1);
}
