// Refusal and Failure: the two kinds of error that reach a person (style.md 7).
#pragma once

#include <map>
#include <string>

namespace countersign {

/// The rule says no. `key` names a text in the catalogues ("refusal.ticket.closed") that says what was wrong and what to do;
/// `params` fill its placeholders.
struct Refusal {
    std::string key;
    std::map<std::string, std::string> params = {};

    bool operator==(const Refusal&) const = default;
};

/// The world broke: a disk, a file, a peer. `key` names a text for the person; the rest is for whoever mends it.
struct Failure {
    std::string key;
    std::string operation;
    std::string object = {};
    std::string cause = {};

    bool operator==(const Failure&) const = default;
    std::string describe() const {
        std::string text = operation;
        if (!object.empty()) text += " " + object;
        if (!cause.empty()) text += ": " + cause;
        return text;
    }
};

}  // namespace countersign
