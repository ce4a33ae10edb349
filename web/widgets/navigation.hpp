// The frame around every screen: side bar (wide, desktop), icon rail (tablet), bottom bar (phone), with sync status and person.
#pragma once

#include <vector>

#include "web/widgets/status.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct NavItem {
    std::string_view id = {};
    std::string label = {};
    std::string short_label = {};  // for the phone's bottom bar; empty: label
    Icon icon = icons::none;
    std::string href = {};
    bool selected = false;
    int count = 0;
    bool attention = false;  // the count is in an amber box
    bool on_phone = true;    // in the bottom bar (at most five)
};
struct NavSection {
    std::string title = {};  // empty: no heading
    std::vector<NavItem> items = {};
};
struct ShellOptions {
    std::string product = "Countersign";
    std::string home_href = "/";
    std::string navigation_label = {};  // name of the navigation landmark
    std::string organisation = {};      // provider or client in the box at the top
    std::vector<NavSection> sections = {};
    SyncStatus sync = {};
    std::string person = {};
    std::string role = {};
    std::string settings_href = {};
    std::string settings_label = {};
    bool bottom_bar = true;  // phone: hidden on task pages (visit, sign-off)
};
class Shell {
public:
    Shell(Ui& ui, const ShellOptions& options);
    ~Shell();
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

private:
    Ui& ui_;
};

}  // namespace countersign::widgets
