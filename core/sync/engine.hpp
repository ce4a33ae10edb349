// SyncEngine: when to sync. A state machine without input or output of its own: the outside tells it the time and what happened, and asks
// whether to send. Worked example: a request fails at 10:00:00; it is tried again after about 1, 2, 4 … seconds, at most a minute apart,
// each time up to half again as long, so that a thousand devices do not come back at the same moment.
// Between two syncs a device that has fetched and sent everything may wait for news: a request that the server answers when there is
// something new. Worked example: waiting since 10:00:00, it is told at 10:00:07 and syncs at once; told again in the same second, it syncs
// at 10:00:08. A wait that fails costs nothing but time: until the next one it polls, as if there were no waits.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/instant.hpp"

namespace countersign {

struct SyncPace {
    Milliseconds poll{5'000};            ///< between syncs that have nothing to send, while the portal is looked at
    Milliseconds poll_hidden{120'000};   ///< the same while it is not
    Milliseconds back_off_first{1'000};  ///< after the first failure; doubled with each further one
    Milliseconds back_off_max{60'000};
    Milliseconds wait_max{70'000};         ///< a wait that was not answered until then never will be: the server ends it within 50 s
    Milliseconds after_news_least{1'000};  ///< from one sync to the next, however often news are told
};

class SyncEngine {
public:
    enum class Phase {
        signed_out,  ///< nobody's device, or the session ended: recording goes on, nothing is sent
        idle,
        in_flight,  ///< until its answer comes, whatever the network does: two requests at once would cross each other's answers
        waiting,    ///< idle, and the server was asked to tell of news; a sync may be sent beside it and makes its answer meaningless
        backing_off,
        offline,
    };

    explicit SyncEngine(SyncPace pace = {}) : pace_(pace) {}

    void signed_in(Instant now);
    /// Signed out, or the server no longer knows the session.
    void signed_out();
    /// The device is nobody's any more: what was measured for the person before means nothing for the next.
    void forget();
    void set_online(bool online, Instant now);
    void set_visible(bool visible, Instant now);
    /// Something was recorded on this device, or someone asked for news.
    void hurry(Instant now);

    /// Whether to send a request now; answering true puts it in flight.
    bool should_send(Instant now);
    /// `more`: there is more to fetch or to send, so go on at once.
    void succeeded(Instant now, bool more);
    /// `jitter` from 0 to 999, the caller's randomness.
    void failed(Instant now, std::int64_t jitter);
    /// The answer asks for another request at once; the caller sees to it that this comes to an end.
    void again(Instant now);

    /// Whether to ask the server to tell of news; answering true begins the wait. Ask whenever `should_send` says no and nothing is left to
    /// send.
    bool should_wait(Instant now);
    /// The server ended the wait: there are news, or its time is over.
    void waited(Instant now);
    /// It was cut off, or the server knows no waits.
    void wait_failed(Instant now, std::int64_t jitter);

    Phase phase() const { return phase_; }
    bool online() const { return online_; }
    int failures() const { return failures_; }
    /// When everything was fetched and sent the last time; a page of more is no success yet.
    std::optional<Instant> last_success() const { return last_success_; }
    /// Nothing of a sync is under way: what else there is to send may use the network.
    bool at_rest() const { return phase_ == Phase::idle || phase_ == Phase::waiting; }
    /// The last answer said that there is more.
    bool catching_up() const { return catching_up_; }
    /// When to ask `should_send` again.
    std::optional<Instant> wake_at() const;

private:
    Milliseconds back_off(int failures, std::int64_t jitter) const;
    void land(Phase next) { phase_ = online_ ? next : Phase::offline; }

    SyncPace pace_;
    Phase phase_ = Phase::signed_out;
    bool online_ = true;
    bool visible_ = true;
    bool hurried_in_flight_ = false;
    bool reconnected_in_flight_ = false;
    bool catching_up_ = false;
    int failures_ = 0;
    int wait_failures_ = 0;
    Instant wait_from_;  ///< no wait before: the last one failed
    Instant next_at_;
    std::optional<Instant> last_success_;
};

}  // namespace countersign
