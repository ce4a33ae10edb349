// What all event bodies have in common. A fact (a visit happened, time was spent, someone signed) is always admitted, however late, and
// flagged where it breaks an expectation; a guarded change (close, assign, cancel) is refused when the state it meets does not allow it
// and comes back to its author. Each body struct says which it is, which action it is, and how it looks as JSON. Worked example: time
// written down in a cellar reaches a ticket that was closed meanwhile: it is taken in and flagged; closing it once more is refused.
#pragma once

#include <string>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "core/domain/permission.hpp"
#include "core/event/envelope.hpp"

namespace countersign {

struct Organisation;
struct Agreement;
struct DeviceKey;
struct Repair;
class RegularVisits;

/// Everything a decision may look at besides the state it is about. Time comes in from outside.
struct Context {
    Instant now;
    const Actor& actor;
    const Organisation* organisation = nullptr;           ///< null where it is not known yet
    const Agreement* agreement = nullptr;                 ///< the one in force, if any
    const RegularVisits* regular_visits = nullptr;        ///< of the organisation, for plans of visits; null where they are not looked up
    const std::vector<const Repair*>* repairs = nullptr;  ///< of the organisation, for tickets that are resolved; null like the visits
    const Agreement* promised_by = nullptr;               ///< a ticket's own, where that is not the one in force any more
    const DeviceKey* device_key = nullptr;                ///< that the event comes from; null where it is not looked up
    std::optional<Instant> made_at = {};                  ///< when the event says it was made; nothing while it is being made
    const StreamId* about_stream = nullptr;  ///< of what an attachment or an order is about, empty when unknown; null like the visits
};

/// An expectation that an admitted fact broke; shown beside it, never a reason to drop it.
struct Flag {
    EventId event;
    Refusal expectation;
};

/// Whether the fact proves nothing for it. A doubt about its time leaves it standing: of two times the earlier counts.
bool voids(const Flag& flag);

/// Written by the server behind a fact that broke an expectation when it was admitted. It stands in the log, so every replica flags the
/// same facts for ever, whatever the people and agreements look like later.
struct FactFlagged {
    static constexpr const char* type = "fact_flagged";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    Flag flag;
    Json to_json() const;
    static FactFlagged from_json(FieldReader& fields);
};

/// Devices may be without a network for some days; what reaches further back than that is refused or pointed out.
inline constexpr Milliseconds offline_at_most = Minutes{14 * 24 * 60}.milliseconds();

using Admission = Result<void, Refusal>;

inline Error<Refusal> refuse(std::string key, std::map<std::string, std::string> params = {}) {
    return Error{Refusal{std::move(key), std::move(params)}};
}

/// A text that people typed: not empty after trimming, no longer than the limit.
Admission require_text(const std::string& text, const char* key, std::size_t bytes_max = 10'000);

}  // namespace countersign
