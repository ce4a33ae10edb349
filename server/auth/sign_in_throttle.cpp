// Naming what counts together.
#include "server/auth/sign_in_throttle.hpp"

#include "server/system/address.hpp"

namespace countersign {

namespace {

constexpr ThrottleLimits person_limits{5, {60'000}, {3'600'000}, 10'000};
// One address may stand for a whole office, so it has more free attempts; it may have to wait longer, since nobody can be kept out by it
// from somewhere else.
constexpr ThrottleLimits address_limits{20, {900'000}, {3'600'000}, 10'000};

}  // namespace

SignInThrottle::SignInThrottle() : by_person_and_place_(person_limits), by_address_(address_limits) {}

SignInThrottle::Attempt SignInThrottle::attempt(const Asking& asking, Instant now) {
    const std::string address = address_group(asking.address);
    Attempt attempt;
    attempt.own = &by_person_and_place_;
    // No login can be made to look like another name: what comes before it has no line break.
    attempt.own_name = std::string(asking.what) + "\n" + (asking.browser ? "browser " + to_hex(*asking.browser) : "address " + address) +
                       "\n" + asking.whose;
    if (!asking.browser) {
        attempt.address = &by_address_;
        attempt.address_name = address;
        attempt.wait = by_address_.attempt(address, now);
        if (attempt.wait.count > 0) return attempt;
    }
    attempt.wait = by_person_and_place_.attempt(attempt.own_name, now);
    if (attempt.wait.count > 0 && attempt.address != nullptr) by_address_.taken_back(address);
    return attempt;
}

// The address is forgiven this attempt only: else an account of one's own would set the count back each time.
void SignInThrottle::Attempt::succeeded() {
    own->succeeded(own_name);
    if (address != nullptr) address->taken_back(address_name);
}

}  // namespace countersign
