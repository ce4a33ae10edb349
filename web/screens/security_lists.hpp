// The lists of the security page: sessions, each of which can be ended, and devices, each of which can be wiped from afar.
#pragma once

#include <string>

#include "web/screens/screen.hpp"

namespace countersign::screens {

class SecurityLists {
public:
    void draw_sessions(Ui& ui, Portal& portal);
    void draw_devices(Ui& ui, Portal& portal);
    /// Whether a device is to be wiped; after the page.
    void draw_question(Ui& ui, Portal& portal);

private:
    void draw_device(Ui& ui, Portal& portal, const app::DeviceRow& device);

    std::string wiping_;
};

}  // namespace countersign::screens
