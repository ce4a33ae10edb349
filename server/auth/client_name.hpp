// ClientName: what a browser says of itself, in words that people know: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101
// Firefox/128.0" is Firefox on Linux. Only for lists that people read; nothing is decided by it.
#pragma once

#include <string>
#include <string_view>

namespace countersign {

struct ClientName {
    std::string browser;  ///< "Firefox"; empty when it is none we know
    std::string system;   ///< "Windows"; empty when it is none we know
};

ClientName client_name(std::string_view user_agent);

}  // namespace countersign
