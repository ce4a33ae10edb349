// The commonest passwords of ten bytes and more, and patterns.
#include "server/auth/password_rule.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "server/auth/password.hpp"

namespace countersign {

namespace {

// From public lists of leaked passwords, those that have ten bytes and that no pattern below finds; and what people of this trade think of.
constexpr std::array<std::string_view, 62> commonest{
    "password",   "password1", "passw0rd",      "p@ssw0rd",    "p@ssword",   "qwerty",       "qwertyuiop", "qwerty123", "qwertz",
    "qwertzuiop", "asdfghjkl", "zxcvbnm",       "1q2w3e4r",    "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "1qaz2wsx",  "1qaz2wsx3edc",
    "zaq12wsx",   "zaq1zaq1",  "qazwsxedc",     "q1w2e3r4",    "abcd1234",   "abc123",       "a1b2c3d4",   "iloveyou",  "letmein",
    "welcome",    "welcome1",  "administrator", "admin",       "admin123",   "superman",     "sunshine",   "princess",  "football",
    "baseball",   "starwars",  "trustno1",      "whatever",    "changeme",   "changeit",     "default",    "secret",    "letmein123",
    "monkey123",  "dragon123", "master123",     "countersign", "haslo",      "haslo123",     "polska",     "kochanie",  "heslo",
    "heslo123",   "slunicko",  "adgangskode",   "kodeord",     "danmark",    "sommer",       "password!",  "supervisor"};

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

// A common word with a year, a few digits or signs behind it is no less common.
std::string without_tail(const std::string& password) {
    const auto last = password.find_last_not_of("0123456789!?.@#$%*-_+ ");
    return last == std::string::npos ? std::string() : password.substr(0, last + 1);
}

bool is_common(const std::string& password) {
    const auto listed = [](const std::string& word) { return std::find(commonest.begin(), commonest.end(), word) != commonest.end(); };
    return listed(password) || listed(without_tail(password));
}

// "aaaaaaaaaa", "abcabcabcabc": a part of at most five bytes again and again.
bool repeats_itself(const std::string& password) {
    for (std::size_t period = 1; period <= 5; ++period) {
        bool same = true;
        for (std::size_t i = period; i < password.size() && same; ++i) same = password[i] == password[i - period];
        if (same) return true;
    }
    return false;
}

// "1234567890", "abcdefghijkl", "9876543210": each byte next to the one before.
bool counts(const std::string& password) {
    std::size_t steps = 0;
    for (std::size_t i = 1; i < password.size(); ++i) {
        const int difference = password[i] - password[i - 1];
        const bool wraps = (password[i - 1] == '9' && password[i] == '0') || (password[i - 1] == '0' && password[i] == '9');
        if (std::abs(difference) <= 1 || wraps) ++steps;
    }
    return steps + 2 >= password.size();
}

std::vector<std::string> own_words(const std::string& login, const std::string& name) {
    std::vector<std::string> words{lower(login), lower(login.substr(0, login.find('@')))};
    const std::string names = lower(name);
    for (std::size_t start = 0; start < names.size();) {
        const std::size_t space = std::min(names.find(' ', start), names.size());
        words.push_back(names.substr(start, space - start));
        start = space + 1;
    }
    // The longest first: what is in another would tear it apart.
    std::sort(words.begin(), words.end(), [](const auto& left, const auto& right) { return left.size() > right.size(); });
    return words;
}

bool is_little_but_own_name(std::string password, const std::string& login, const std::string& name) {
    constexpr std::size_t word_bytes_min = 3;
    constexpr std::size_t bytes_left_min = 6;
    bool found = false;
    for (const std::string& word : own_words(login, name)) {
        if (word.size() < word_bytes_min) continue;
        for (auto at = password.find(word); at != std::string::npos; at = password.find(word)) {
            password.erase(at, word.size());
            found = true;
        }
    }
    return found && password.size() < bytes_left_min;
}

}  // namespace

std::optional<Refusal> check_new_password(const std::string& password, const std::string& login, const std::string& name) {
    if (password.size() < password_bytes_min) return Refusal{"refusal.password.too_short", {{"min", std::to_string(password_bytes_min)}}};
    if (password.size() > password_bytes_max) return Refusal{"refusal.password.too_long", {{"max", std::to_string(password_bytes_max)}}};
    const std::string plain = lower(password);
    if (is_common(plain) || repeats_itself(plain) || counts(plain)) return Refusal{"refusal.password.too_common", {}};
    if (is_little_but_own_name(plain, login, name)) return Refusal{"refusal.password.own_name", {}};
    return std::nullopt;
}

}  // namespace countersign
