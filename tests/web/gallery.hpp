// One of each widget: the screen that tests and people look at.
#pragma once

#include "web/widgets/all.hpp"

namespace countersign::gallery {

struct Model {
    std::string subject = "Brak sieci";
    std::string password = "secret";
    std::string minutes = "1 h 75 min";
    std::string note = "Baza z 3 lis, zaktualizowana ręcznie";
    std::string empty;
    int priority = 2;
    int place = 0;
    int range = 1;
    int decision = 1;
    int tab = 0;
    bool backup = true;
    bool updates = false;
    bool on = true;
    bool off = false;
    bool open = true;
    bool dialog = false;
    widgets::CheckResult checks[3] = {widgets::CheckResult::Ok, widgets::CheckResult::Fault, widgets::CheckResult::Open};
    widgets::Ink ink;
    int pressed = 0;
    std::int64_t opened = -1;
    std::int64_t rows = 100000;
};

widgets::ShellOptions shell_options(bool bottom_bar);

// Everything on one scrolling page.
void components(widgets::Ui& ui, Model& model);
// Navigation, a list of tickets and the detail of one beside it.
void board(widgets::Ui& ui, Model& model);
// A phone's checklist with a fixed action area.
void visit(widgets::Ui& ui, Model& model);
void sign_off(widgets::Ui& ui, Model& model);
void sign_in(widgets::Ui& ui, Model& model);

}  // namespace countersign::gallery
