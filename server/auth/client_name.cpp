// Browsers and systems by the words that they alone use.
#include "server/auth/client_name.hpp"

#include <array>
#include <utility>

namespace countersign {

namespace {

using Words = std::pair<std::string_view, const char*>;

// In this order: Edge and Opera call themselves Chrome, too, and Chrome calls itself Safari.
constexpr std::array<Words, 10> browsers{{{"Edg/", "Edge"},
                                          {"EdgA/", "Edge"},
                                          {"EdgiOS/", "Edge"},
                                          {"OPR/", "Opera"},
                                          {"SamsungBrowser/", "Samsung Internet"},
                                          {"Firefox/", "Firefox"},
                                          {"FxiOS/", "Firefox"},
                                          {"CriOS/", "Chrome"},
                                          {"Chrome/", "Chrome"},
                                          {"Safari/", "Safari"}}};
// Android calls itself Linux, too, and an iPhone says that it is like a Mac.
constexpr std::array<Words, 8> systems{{{"Android", "Android"},
                                        {"iPhone", "iPhone"},
                                        {"iPad", "iPad"},
                                        {"Windows", "Windows"},
                                        {"CrOS", "ChromeOS"},
                                        {"Mac OS X", "macOS"},
                                        {"Macintosh", "macOS"},
                                        {"Linux", "Linux"}}};

template <std::size_t Count>
std::string first_of(const std::array<Words, Count>& words, std::string_view text) {
    for (const auto& [word, name] : words) {
        if (text.find(word) != std::string_view::npos) return name;
    }
    return {};
}

}  // namespace

ClientName client_name(std::string_view user_agent) { return {first_of(browsers, user_agent), first_of(systems, user_agent)}; }

}  // namespace countersign
