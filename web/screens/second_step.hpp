// Setting up the second step of signing in: password, secret and code, recovery codes. Part of the security page, and of signing in where
// it is required.
#pragma once

#include <string>

#include "web/screens/screen.hpp"

namespace countersign::screens {

class SecondStepSetUp {
public:
    /// `password`: what was typed a moment ago, so that it need not be typed again; may be empty. True in the frame in which it is done:
    /// set up, and the recovery codes were kept.
    bool draw(Ui& ui, Portal& portal, const std::string& password = {});

private:
    void draw_begin(Ui& ui, Portal& portal);
    void draw_secret(Ui& ui, Portal& portal);

    std::string password_, code_;
    bool began_ = false;
};

/// Codes that were just made, and the button that says they were kept; true when it was pressed.
bool draw_recovery_codes(Ui& ui, Portal& portal);

}  // namespace countersign::screens
