// Throttle: after some wrong passwords, the next attempt has to wait, each time longer. Nobody is ever locked out for good, and an attempt
// made too early costs nothing but the answer. Everything is forgotten an hour after the last wrong attempt, and when the server starts
// anew. Worked example: five attempts are free; after the 5th wrong one 1 s must pass, after the 6th 2 s, then 4, 8 … and never more than
// the maximum.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/base/instant.hpp"

namespace countersign {

struct ThrottleLimits {
    int free_attempts = 5;
    Milliseconds wait_max{60'000};
    Milliseconds forgotten_after{3'600'000};
    std::size_t names_max = 10'000;  ///< beyond it the one that failed longest ago is forgotten
};

class Throttle {
public:
    explicit Throttle(ThrottleLimits limits = {}) : limits_(limits) {}

    /// How long `name` still has to wait; zero when it may try.
    Milliseconds wait(const std::string& name, Instant now);
    /// Asks and counts in one: zero when `name` may try, and the attempt then counts as a wrong one until it is `taken_back` or
    /// `succeeded`, so that many at once get no further than one after the other.
    Milliseconds attempt(const std::string& name, Instant now);
    void taken_back(const std::string& name);
    void succeeded(const std::string& name);

private:
    struct Record {
        int failures = 0;
        Instant last;
    };
    Milliseconds wait_after(int failures) const;
    Milliseconds wait_of(const std::string& name, Instant now) const;
    void count_failure(const std::string& name, Instant now);
    void make_room(Instant now);

    ThrottleLimits limits_;
    std::mutex mutex_;
    std::map<std::string, Record> records_;
};

}  // namespace countersign
