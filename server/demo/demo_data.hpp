// Demo data: the fictional provider "Kwarcyt IT" of Poznań and four clients, with a past, a present and a plan around a given day.
// The same day and seed give the same events to the byte.
#pragma once

#include "server/store/account_store.hpp"
#include "server/store/event_store.hpp"

namespace countersign {

inline constexpr const char* demo_password = "countersign-demo";

struct DemoSettings {
    Instant now;
    std::uint64_t seed = 20'240'115;
};

/// Fills an empty store. Failure "failure.demo" when a story breaks a rule.
Result<void, Failure> make_demo_data(EventStore& events, AccountStore& accounts, const std::string& password_hash,
                                     const DemoSettings& settings);

}  // namespace countersign
