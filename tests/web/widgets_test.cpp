// Widgets as the page and its screen readers meet them: what they declare and how they answer, without drawing anything.
#include <doctest/doctest.h>

#include "tests/web/gallery.hpp"
#include "tests/web/headless.hpp"

using namespace countersign;
using namespace countersign::widgets;
using countersign::test::Headless;

namespace {

using Draw = void (*)(Ui&, gallery::Model&);

struct Shown {
    explicit Shown(Draw draw, test::Screen screen = {})
        : page(
              [this, draw](Ui& ui) {
                  draw(ui, model);
                  while (auto went = ui.take_navigation()) paths.push_back(went->path);
              },
              screen) {}
    gallery::Model model;
    std::vector<std::string> paths;
    Headless page;
};

}  // namespace

TEST_CASE("everything that can be pressed is in the accessible tree, once, on every kind of screen") {
    const test::Screen screens[] = {{390, 844, true}, {800, 1100, true}, {1280, 800, false}, {1600, 1000, false}};
    const Draw draws[] = {gallery::components, gallery::board, gallery::visit, gallery::sign_off, gallery::sign_in};
    for (const test::Screen& screen : screens) {
        for (const Draw draw : draws) {
            Shown shown(draw, screen);
            INFO("width ", screen.width);
            CHECK(shown.page.host().undeclared().empty());
            CHECK(shown.page.host().tree().duplicates().empty());
            CHECK(shown.page.mirror.count("screen") == 1);
        }
    }
}

TEST_CASE("a screen comes to rest: then no frame is wanted and nothing is said") {
    Shown shown(gallery::components);
    CHECK_FALSE(shown.page.host().wants_frame(1e9));
    const std::size_t said = shown.page.messages.size();
    shown.page.host().request_frame();
    CHECK(shown.page.settle() == 1);
    CHECK(shown.page.messages.size() == said);
}

TEST_CASE("a button is pressed by pointer, and by the page's activation even when it is scrolled out of view") {
    Shown shown(gallery::components, {1280, 500, false});
    const std::uint32_t confirm = shown.page.find("button", "Confirm");
    REQUIRE(confirm != 0);
    shown.page.press(confirm);
    CHECK(shown.model.pressed == 1);
    CHECK(shown.page.focused == confirm);

    const std::uint32_t send = shown.page.mirror.at(shown.page.mirror.find("form", "Example")).children.back();
    CHECK(shown.page.node(send).at("name") == "Send");
    REQUIRE(shown.page.node(send).at("rect")[1].get<int>() > 500);
    REQUIRE(shown.page.node(send).contains("clip"));
    shown.page.activate(send);
    CHECK(shown.model.pressed == 2);
}

TEST_CASE("a press that ends elsewhere does nothing") {
    Shown shown(gallery::components);
    const auto [x, y] = shown.page.centre(shown.page.find("button", "Confirm"));
    shown.page.pointer("move", x, y);
    shown.page.pointer("down", x, y);
    shown.page.pointer("move", x, y + 200);
    shown.page.pointer("up", x, y + 200);
    CHECK(shown.model.pressed == 0);
}

TEST_CASE("the focus brings its item into view") {
    Shown shown(gallery::components, {1280, 500, false});
    const std::uint32_t send = shown.page.mirror.at(shown.page.mirror.find("form", "Example")).children.back();
    shown.page.do_and_settle({{"t", "focus"}, {"id", send}, {"ring", true}});
    CHECK_FALSE(shown.page.node(send).contains("clip"));
    CHECK(shown.page.node(send).at("rect")[1].get<int>() < 500);
}

TEST_CASE("a disabled button says why and cannot be activated") {
    Shown shown(gallery::components);
    const std::uint32_t send = shown.page.find("button", "Send");
    CHECK(shown.page.node(send).at("disabled") == true);
    CHECK(shown.page.node(send).at("description") == "Nothing to send");
    shown.page.activate(send);
    CHECK(shown.model.pressed == 0);
}

TEST_CASE("what is typed reaches the value, and the value the page") {
    Shown shown(gallery::components);
    const std::uint32_t subject = shown.page.find("textbox", "Subject");
    CHECK(shown.page.node(subject).at("value") == "Brak sieci");
    CHECK(shown.page.node(subject).at("required") == true);
    shown.page.do_and_settle({{"t", "value"}, {"id", subject}, {"text", "\xC5\xBB\xC3\xB3\xC5\x82w"}});
    CHECK(shown.model.subject == "\xC5\xBB\xC3\xB3\xC5\x82w");
    CHECK(shown.page.node(subject).at("value") == "\xC5\xBB\xC3\xB3\xC5\x82w");
    const std::uint32_t password = shown.page.find("textbox", "Password");
    CHECK(shown.page.node(password).at("input").at("type") == "password");
    const std::uint32_t wrong = shown.page.find("textbox", "Time spent");
    CHECK(shown.page.node(wrong).at("invalid") == true);
    CHECK(shown.page.node(wrong).at("error") == "Minutes: 0 to 59");
    const std::uint32_t locked = shown.page.find("textbox", "Site, locked");
    shown.page.do_and_settle({{"t", "value"}, {"id", locked}, {"text", "no"}});
    CHECK(shown.model.subject == "\xC5\xBB\xC3\xB3\xC5\x82w");
}

TEST_CASE("a select, a check box, a switch, radios and tiles take and tell their state") {
    Shown shown(gallery::components);
    Headless& page = shown.page;
    const std::uint32_t priority = page.find("combobox", "Priority");
    CHECK(page.node(priority).at("value") == "2");
    CHECK(page.node(priority).at("options").size() == 3);
    page.do_and_settle({{"t", "value"}, {"id", priority}, {"text", "0"}});
    CHECK(shown.model.priority == 0);
    page.do_and_settle({{"t", "value"}, {"id", priority}, {"text", "17"}});
    CHECK(shown.model.priority == 0);

    const std::uint32_t updates = page.find("checkbox", "Updates");
    CHECK(page.node(updates).at("checked") == false);
    page.press(updates);
    CHECK(shown.model.updates);
    CHECK(page.node(updates).at("checked") == true);
    page.activate(page.find("switch", "Off"));
    CHECK(shown.model.off);

    const std::uint32_t remote = page.find("radio", "Remote");
    CHECK(page.node(remote).at("set_size") == 2);
    page.activate(remote);
    CHECK(shown.model.place == 1);
    CHECK(page.node(page.find("radio", "On site")).at("checked") == false);
    CHECK(page.node(remote).at("group") == page.find("radiogroup", "Where"));
    page.activate(page.find("radio", "Odrzucam"));
    CHECK(shown.model.decision == 2);
    page.activate(page.find("tab", "Files 1"));
    CHECK(shown.model.tab == 2);
}

TEST_CASE("Enter in a field submits its form") {
    Shown shown(gallery::sign_in);
    shown.page.do_and_settle({{"t", "submit"}, {"id", shown.page.find("form", "Sign in")}});
    CHECK(shown.model.pressed == 1);
    shown.page.press(shown.page.find("button", "Sign in"));
    CHECK(shown.model.pressed == 2);
}

TEST_CASE("links lead where they say") {
    Shown shown(gallery::components);
    const std::uint32_t link = shown.page.find("link", "All tickets");
    CHECK(shown.page.node(link).at("href") == "/tickets");
    shown.page.activate(link);
    CHECK(shown.paths == std::vector<std::string>{"/tickets"});
    CHECK(shown.page.node(shown.page.find("link", "SLA board")).at("current") == "page");
}

TEST_CASE("a dialog takes the focus, keeps the rest out and gives the focus back") {
    Shown shown(gallery::components);
    Headless& page = shown.page;
    const std::uint32_t reject = page.find("button", "Reject");
    page.press(reject);
    const std::uint32_t dialog = page.find("dialog", "Reject this work?");
    REQUIRE(dialog != 0);
    CHECK(page.node(dialog).at("modal") == true);
    CHECK(page.focused == page.find("button", "Keep open"));
    const auto [x, y] = page.centre(page.find("button", "Confirm"));
    page.pointer("move", x, y);
    page.pointer("down", x, y);
    page.pointer("up", x, y);
    CHECK(shown.model.pressed == 0);
    CHECK(page.find("dialog", "Reject this work?") == 0);  // the scrim is a way out, too
    page.press(reject);
    page.key("Escape");
    CHECK_FALSE(shown.model.dialog);
    CHECK(page.focused == reject);
    page.press(reject);
    page.press(page.find("button", "Reject work"));
    CHECK_FALSE(shown.model.dialog);
    CHECK(page.received("announce") == 1);
}

TEST_CASE("a toast goes by itself, and wakes the page once to do so") {
    Shown shown(gallery::components);
    Headless& page = shown.page;
    page.activate(page.find("button", "Reject"));
    page.activate(page.find("button", "Reject work"));
    CHECK(page.find("button", "Undo") != 0);
    const double due = page.host().next_wake();
    CHECK(due > 0);
    CHECK_FALSE(page.host().wants_frame(due - 100));
    page.pass_time(11000);
    page.settle();
    CHECK(page.find("button", "Undo") == 0);
    CHECK_FALSE(page.host().wants_frame(1e9));
}

TEST_CASE("a check of a visit is one of three, and what it hides is gone from the tree") {
    Shown shown(gallery::visit, {390, 844, true});
    Headless& page = shown.page;
    const std::uint32_t group = page.find("radiogroup", "Kopia zapasowa wykonana");
    REQUIRE(group != 0);
    const std::vector<std::uint32_t> parts = page.mirror.at(group).children;
    REQUIRE(parts.size() == 3);
    CHECK(page.node(parts[0]).at("checked") == true);
    page.press(parts[1], "touch");
    CHECK(shown.model.checks[0] == CheckResult::Fault);
    const std::uint32_t rows = page.find("button", "REJ-02, Stanowisko 2, p. Halina");
    CHECK(page.node(rows).at("expanded") == true);
    page.press(rows, "touch");
    CHECK(page.find("radiogroup", "Kopia zapasowa wykonana") == 0);
}

TEST_CASE("every target of a phone is at least 44 pixels high") {
    Shown shown(gallery::visit, {390, 844, true});
    for (const semantics::Entry& entry : shown.page.host().tree().frame()) {
        if (!entry.node.focusable || entry.node.role == semantics::Role::Textbox) continue;
        INFO(entry.node.name);
        CHECK(entry.node.rect.h >= 44);
    }
}

TEST_CASE("the theme can be chosen against the system and is told to the page") {
    Shown shown(gallery::sign_in);
    CHECK(shown.page.received("theme") == 1);
    shown.page.host().choose_theme(true);
    CHECK(shown.page.received("theme") == 2);
    CHECK(shown.page.messages.back().at("dark") == true);
    shown.page.send({{"t", "scheme"}, {"dark", false}, {"reduced_motion", true}, {"contrast", false}});
    CHECK(shown.page.received("theme") == 2);
}
