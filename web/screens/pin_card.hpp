// The card about this device's PIN: what it is for, and setting, changing and removing it.
#pragma once

#include <string>

#include "web/screens/screen.hpp"

namespace countersign::screens {

class PinCard {
public:
    void draw(Ui& ui, Portal& portal);

private:
    void say_what_was_done(Ui& ui, Portal& portal);

    std::string current_, wanted_, again_;
};

}  // namespace countersign::screens
