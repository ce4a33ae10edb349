// SignInThrottle: slows guessing down without letting anybody lock anybody else out. There is no counter of an account as a whole: whoever
// knows a login could run it up. Instead, wrong attempts count
//   - for a browser in which this person has signed in before (it has a cookie for that): by this browser and person, and nothing else.
//   Nobody
//     elsewhere can make it wait, not even from behind the same address;
//   - for any other: by login and address, and by address over all logins.
// IPv6 addresses count by their first 64 bits, since whoever has one has them all. Each counts as throttle.hpp says. What many addresses
// together can try against one login is not slowed down as a whole: five passwords an address and a wait that doubles, against passwords of
// ten bytes and more of which the commonest are refused, and where it is set up, the second step. Example: from 203.0.113.7 somebody types
// wrong passwords for "grazyna" all day. Grażyna at her own desk, and on the telephone that she used yesterday from the same café as the
// attacker, signs in at once.
#pragma once

#include "core/base/digest.hpp"
#include "core/base/id.hpp"
#include "server/auth/throttle.hpp"

namespace countersign {

class SignInThrottle {
public:
    SignInThrottle();

    /// One attempt at one thing; it counts as wrong until it is told otherwise.
    class Attempt {
    public:
        /// Zero: go on. Else it was not counted, and nothing is to be tried.
        Milliseconds wait{0};
        void succeeded();

    private:
        friend class SignInThrottle;
        Throttle* own = nullptr;
        Throttle* address = nullptr;
        std::string own_name, address_name;
    };
    /// `what` and `whose`: "password" of a login, "code" of a user. `browser`: its digest, where it is known to belong to that person.
    struct Asking {
        const char* what;
        std::string whose;
        std::string address;
        std::optional<Digest> browser = {};
    };
    Attempt attempt(const Asking& asking, Instant now);

private:
    Throttle by_person_and_place_;
    Throttle by_address_;
};

}  // namespace countersign
