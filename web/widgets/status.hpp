// State in shape, word and colour: state chip, priority bars, countersign pair, time-left bar, sync status.
#pragma once

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

enum class StateKind { New, Assigned, Progress, OnTheWay, Waiting, AtRepair, ToVerify, Verified, WithRemarks, Rejected, Closed };
struct StateLook {
    Icon icon;
    Tone tone;
};
StateLook state_look(StateKind kind);

struct State {
    StateKind kind = StateKind::New;
    std::string text = {};  // the word in the reader's language
    bool chip = true;       // false: icon and word only, as in tables
};
void state(Ui& ui, const State& options);

struct Priority {
    int level = 2;  // 1 low … 4 critical
    std::string text = {};
    bool chip = false;
};
void priority(Ui& ui, const Priority& options);

// Left half "done by", right half what the client made of it.
struct CountersignPair {
    enum class Decision { Open, Verified, Remarks, Rejected };
    std::string done_by = {};  // "Łukasz Ś., 10 Nov 10:52"
    Decision decision = Decision::Open;
    std::string verified_by = {};  // "G. Półtorak, 5 Nov", or the words "to verify"
    std::string name = {};         // read aloud: "done by Łukasz Świerk, to verify"; empty: both halves
};
void countersign_pair(Ui& ui, const CountersignPair& options);

// 6 px: the filled part is used, the empty part is what is left.
struct TimeLeft {
    enum class Kind { Running, Soon, Late, Paused, Met, None };
    Kind kind = Kind::None;
    float used = 0;          // share of the target used, 0 to 1; when late: target's share of the whole bar
    std::string text = {};   // "Fix in 1 h 20 min"
    std::string clock = {};  // "12:02"
};
void time_left(Ui& ui, const TimeLeft& options);

struct SyncStatus {
    enum class Kind { Synced, Sending, Offline, Attention };
    Kind kind = Kind::Synced;
    std::string text = {};  // "Synced", "3 to send", "Offline", "1 needs attention"
    std::string note = {};  // "10:41", "3 kept on this device"
    std::string href = {};  // the sync screen
};
// In the navigation the shell draws it; elsewhere use this.
bool sync_status(Ui& ui, const SyncStatus& options);

}  // namespace countersign::widgets
