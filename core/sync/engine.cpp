// The transitions of the sync engine.
#include "core/sync/engine.hpp"

#include <algorithm>

namespace countersign {

void SyncEngine::signed_in(Instant now) {
    phase_ = online_ ? Phase::idle : Phase::offline;
    failures_ = 0;
    wait_failures_ = 0;
    wait_from_ = now;
    next_at_ = now;
}

void SyncEngine::signed_out() { phase_ = Phase::signed_out; }

void SyncEngine::forget() {
    signed_out();
    failures_ = 0;
    last_success_.reset();
    catching_up_ = false;
}

void SyncEngine::set_online(bool online, Instant now) {
    online_ = online;
    if (phase_ == Phase::signed_out) return;
    if (phase_ == Phase::in_flight) {
        reconnected_in_flight_ = online;
    } else if (!online) {
        phase_ = Phase::offline;
    } else if (phase_ == Phase::offline) {
        phase_ = Phase::idle;
        failures_ = 0;
        wait_failures_ = 0;
        wait_from_ = now;
        next_at_ = now;
    }
}

void SyncEngine::set_visible(bool visible, Instant now) {
    const bool came_back = visible && !visible_;
    visible_ = visible;
    if (came_back) hurry(now);
}

void SyncEngine::hurry(Instant now) {
    if (phase_ == Phase::in_flight) hurried_in_flight_ = true;
    if (phase_ != Phase::signed_out && phase_ != Phase::offline && phase_ != Phase::in_flight) next_at_ = now;
}

bool SyncEngine::should_send(Instant now) {
    if (phase_ != Phase::idle && phase_ != Phase::waiting && phase_ != Phase::backing_off) return false;
    if (now < next_at_) return false;
    phase_ = Phase::in_flight;
    hurried_in_flight_ = false;
    reconnected_in_flight_ = false;
    return true;
}

void SyncEngine::succeeded(Instant now, bool more) {
    catching_up_ = more;
    if (!more) last_success_ = now;
    failures_ = 0;
    if (phase_ != Phase::in_flight) return;
    land(Phase::idle);
    next_at_ = more || hurried_in_flight_ ? now : now + (visible_ ? pace_.poll : pace_.poll_hidden);
}

void SyncEngine::failed(Instant now, std::int64_t jitter) {
    ++failures_;
    if (phase_ != Phase::in_flight) return;
    land(Phase::backing_off);
    // It was lost with the connection before; the one that is there now deserves a try at once.
    if (reconnected_in_flight_) {
        next_at_ = now;
        return;
    }
    next_at_ = now + back_off(failures_, jitter);
}

Milliseconds SyncEngine::back_off(int failures, std::int64_t jitter) const {
    const int doublings = std::min(failures - 1, 20);
    const std::int64_t wait = std::min(pace_.back_off_first.count << doublings, pace_.back_off_max.count);
    return {wait + wait * std::clamp<std::int64_t>(jitter, 0, 999) / 2000};
}

// Nobody looks at a hidden portal: what is new can wait for the next poll.
bool SyncEngine::should_wait(Instant now) {
    if (phase_ != Phase::idle || !visible_ || catching_up_ || !last_success_ || now < wait_from_ || now >= next_at_) return false;
    phase_ = Phase::waiting;
    next_at_ = now + pace_.wait_max;
    return true;
}

void SyncEngine::waited(Instant now) {
    if (phase_ != Phase::waiting) return;
    wait_failures_ = 0;
    phase_ = Phase::idle;
    // Busy hours, and a proxy that answers for a server that knows no waits, must not have a device sync without a pause.
    next_at_ = std::max(now, *last_success_ + pace_.after_news_least);
}

void SyncEngine::wait_failed(Instant now, std::int64_t jitter) {
    if (phase_ != Phase::waiting) return;
    ++wait_failures_;
    phase_ = Phase::idle;
    wait_from_ = now + back_off(wait_failures_, jitter);
    // The server may have gone away, which only a sync finds out.
    next_at_ = now + back_off(1, jitter);
}

void SyncEngine::again(Instant now) {
    if (phase_ != Phase::in_flight) return;
    land(Phase::idle);
    next_at_ = now;
}

std::optional<Instant> SyncEngine::wake_at() const {
    if (phase_ == Phase::idle || phase_ == Phase::waiting || phase_ == Phase::backing_off) return next_at_;
    return std::nullopt;
}

}  // namespace countersign
