// BrowserPlatform: the Platform that the worker's JavaScript provides through members of the module.
#pragma once

#include "web/app/platform.hpp"

namespace countersign::app {

class BrowserPlatform final : public Platform {
public:
    void post(const Json& message) override;
    void post_text(const std::string& json) override;
    std::string storage_problem() override;
    void http(const HttpQuestion& question) override;
    void read_picture(const PictureQuestion& question) override;
    void save_file(const std::string& name, const std::string& bytes) override;
    std::array<std::uint8_t, 10> random() override;
    /// Asks for a {t:'wake'} message at that time.
    void wake_at(double utc_ms);
    /// Asks for a frame at the next refresh of the screen.
    void frame_wanted();
    /// The wall clock, UTC ms.
    static double clock();
};

}  // namespace countersign::app
