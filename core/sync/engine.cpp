// The transitions of the sync engine.
#include "core/sync/engine.hpp"

#include <algorithm>

namespace countersign {

void SyncEngine::signed_in(Instant now) {
    phase_ = online_ ? Phase::idle : Phase::offline;
    failures_ = 0;
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
    if (phase_ == Phase::idle || phase_ == Phase::backing_off) next_at_ = now;
}

bool SyncEngine::should_send(Instant now) {
    if (phase_ != Phase::idle && phase_ != Phase::backing_off) return false;
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
    const int doublings = std::min(failures_ - 1, 20);
    const std::int64_t wait = std::min(pace_.back_off_first.count << doublings, pace_.back_off_max.count);
    next_at_ = now + Milliseconds{wait + wait * std::clamp<std::int64_t>(jitter, 0, 999) / 2000};
}

void SyncEngine::again(Instant now) {
    if (phase_ != Phase::in_flight) return;
    land(Phase::idle);
    next_at_ = now;
}

std::optional<Instant> SyncEngine::wake_at() const {
    if (phase_ == Phase::idle || phase_ == Phase::backing_off) return next_at_;
    return std::nullopt;
}

}  // namespace countersign
