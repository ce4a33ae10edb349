// RecentStates: what the subjects that a sync touched lately add up to. The entries of one ticket are days apart and come in different
// pages of a first sync; without this each page would read and fold all that came before again.
//
// Only what has its place is in here: a subject with own unsent entries is folded from the log.
#pragma once

#include <map>

#include "core/domain/subject_state.hpp"

namespace countersign {

class RecentStates {
public:
    struct Entry {
        SubjectState state;
        StreamId last_stream;  ///< of the last event in the state
        Placement last;
    };

    /// Null when it is not here.
    Entry* find(const Subject& subject) {
        if (const auto found = newer_.find(subject); found != newer_.end()) return &found->second;
        auto older = older_.extract(subject);
        if (older.empty()) return nullptr;
        return &newer_.insert(std::move(older)).position->second;
    }
    /// Precondition: all of `events`, in the order in which they are folded, have their place, and there is one at least.
    Entry& keep(const Subject& subject, SubjectState state, const StoredEvent& last) {
        forget(subject);
        // In two generations: what is not asked for while the newer one fills up goes with the older one.
        if (newer_.size() >= generation_max) older_ = std::exchange(newer_, {});
        return newer_.emplace(subject, Entry{std::move(state), last.envelope.stream, *last.placement}).first->second;
    }
    void forget(const Subject& subject) {
        newer_.erase(subject);
        older_.erase(subject);
    }
    void clear() {
        newer_.clear();
        older_.clear();
    }

private:
    // A ticket with a long history takes some 20 KB.
    static constexpr std::size_t generation_max = 1'000;
    std::map<Subject, Entry> newer_, older_;
};

}  // namespace countersign
