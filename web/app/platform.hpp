// Platform: what the application needs from the browser. The worker's JavaScript provides it; tests put their own in its place.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "core/base/json.hpp"

namespace countersign::app {

struct HttpQuestion {
    int id = 0;
    std::string method, path, body;
    std::string media_type;     ///< of the body; empty where there is none
    std::string range = {};     ///< of a Range header
    bool bytes_wanted = false;  ///< the body of a good answer comes as bytes "http/<id>"
};

inline constexpr const char* bytes_media_type = "application/octet-stream";

struct PictureQuestion {
    std::string key;
    std::string bytes;    ///< of the file
    int edge_pixels = 0;  ///< what its longer edge may have
};

class Platform {
public:
    virtual ~Platform() = default;
    /// A message of the page's protocol ("t" names it).
    virtual void post(const Json& message) = 0;
    /// The same, written already.
    virtual void post_text(const std::string& json) = 0;
    /// The answer comes back as a message {t:'http', id, status, body, headers, error}.
    virtual void http(const HttpQuestion& question) = 0;
    /// Its pixels come as bytes "picture/<key>", then a message {t:'picture', key, width, height}; width 0 where it cannot be read.
    virtual void read_picture(const PictureQuestion& question) = 0;
    /// Offers a copy to the person, to be saved and not opened.
    virtual void save_file(const std::string& name, const std::string& bytes) = 0;
    virtual std::array<std::uint8_t, 10> random() = 0;
    /// The browser's own words about the last failure of its storage; empty when there was none.
    virtual std::string storage_problem() = 0;
};

}  // namespace countersign::app
