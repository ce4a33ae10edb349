// The device's PIN as the security page sets it, and what the portal does when the key of its records was destroyed.
#include <doctest/doctest.h>

#include "tests/web/portal_driver.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {

using Shape = semantics::Role;

// Offline: a PIN needs no network.
struct Desk : PortalDriver {
    Desk() : PortalDriver(morning) {
        sign_in(story.manager);
        go("/settings/security");
    }

    void type_pin(const std::string& wanted, const std::string& again) {
        type("New PIN", wanted, "PIN of this device");
        type("New PIN once more", again, "PIN of this device");
        press(Shape::Button, portal().pin().is_set() ? "Change PIN" : "Set PIN");
    }
    void answer_pin(bool set, const std::string& problem, int wait_seconds = 0) {
        send({{"t", "pin_changed"}, {"set", set}, {"problem", problem}, {"wait_seconds", wait_seconds}});
    }

    Story story;
};

}  // namespace

TEST_CASE("a PIN that is too short, no number, easy to guess or mistyped is not set, and the page says why") {
    Desk desk;
    struct Wrong {
        const char* wanted;
        const char* again;
        const char* said;
    };
    for (const auto& [wanted, again, said] :
         {Wrong{"", "", "6 to 32 digits"}, Wrong{"27495", "27495", "6 to 32 digits"}, Wrong{"27495x", "27495x", "6 to 32 digits"},
          Wrong{"000000", "000000", "among the first"}, Wrong{"456789", "456789", "among the first"},
          Wrong{"654321", "654321", "among the first"}, Wrong{"274951", "274915", "are not the same"}}) {
        CAPTURE(wanted);
        desk.type_pin(wanted, again);
        CHECK(desk.says(said));
        CHECK_EQ(desk.posted("change_pin"), nullptr);
    }
    desk.check_screen();
}

TEST_CASE("a PIN is set, changed with the one before, and removed; what was typed is kept only while something was wrong") {
    Desk desk;
    CHECK_FALSE(desk.sees(Shape::Textbox, "Current PIN"));
    desk.type_pin("274951", "274951");
    REQUIRE_NE(desk.posted("change_pin"), nullptr);
    CHECK_EQ(*desk.posted("change_pin"), Json{{"t", "change_pin"}, {"current", ""}, {"wanted", "274951"}});
    desk.answer_pin(true, "");
    CHECK(desk.says("The PIN is set."));
    CHECK_EQ(desk.value_of(Shape::Textbox, "New PIN"), "");

    desk.type("Current PIN", "111222");
    desk.type_pin("860213", "860213");
    CHECK_EQ(*desk.posted("change_pin"), Json{{"t", "change_pin"}, {"current", "111222"}, {"wanted", "860213"}});
    desk.answer_pin(true, "wrong");
    CHECK(desk.says("The current PIN is not right."));
    CHECK_EQ(desk.value_of(Shape::Textbox, "New PIN"), "860213");
    desk.answer_pin(true, "wait", 40);
    CHECK(desk.says("Try again in 40 seconds."));

    desk.type("Current PIN", "274951");
    desk.press(Shape::Button, "Remove PIN");
    CHECK_EQ(*desk.posted("change_pin"), Json{{"t", "change_pin"}, {"current", "274951"}, {"wanted", ""}});
    desk.answer_pin(false, "");
    CHECK(desk.says("The PIN is removed."));
    CHECK_FALSE(desk.sees(Shape::Textbox, "Current PIN"));
    desk.check_screen();
}

TEST_CASE("signing out has the key destroyed, carries what belongs to the device over, and the portal works on with the new records") {
    Desk desk;
    desk.answer_pin(true, "");
    desk.portal().choose_theme("dark");
    desk.portal().sign_out();
    REQUIRE_NE(desk.posted("renew_storage"), nullptr);
    const Json carried = (*desk.posted("renew_storage"))["carried"];
    CHECK_EQ(carried, Json{{"setting/theme", "dark"}, {"session_to_end", "1"}});

    desk.send_without_drawing({{"t", "close_storage"}});
    CHECK_FALSE(desk.portal().is_open());
    desk.show();
    desk.send({{"t", "open_storage"}, {"carried", carried}});
    REQUIRE(desk.portal().is_open());
    CHECK_FALSE(desk.portal().signed_in());
    CHECK_FALSE(desk.portal().pin().is_set());
    CHECK_EQ(desk.portal().replica().draft("setting/theme"), "dark");
    CHECK(desk.sees(Shape::Button, "Sign in"));

    desk.sign_in(desk.story.manager);
    desk.go("/tickets");
    CHECK(desk.sees(Shape::Navigation, "Main navigation"));
    desk.check_screen();
}

TEST_CASE("the worker hears how many entries are on this device alone, for whoever forgets the PIN") {
    Desk desk;
    REQUIRE_NE(desk.posted("unsent"), nullptr);
    CHECK_EQ((*desk.posted("unsent"))["count"], 0);
}
