// The checklist of a visit that is going on: one computer after another, each check answered in place, a fault with its note.
// What is typed is kept as a draft with every key; the note becomes part of the visit's record when its field is left.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "web/app/portal.hpp"
#include "web/widgets/all.hpp"

namespace countersign::screens {

class VisitChecks {
public:
    explicit VisitChecks(VisitId visit) : visit_(std::move(visit)) {}

    void draw(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
    /// Records what was answered, and the notes whose field is no longer being typed in. Call after drawing, because it changes what was
    /// drawn. True when something was recorded.
    bool record(app::Portal& portal);
    /// The notes that are still being typed, too: the visit is about to end.
    bool record_all(app::Portal& portal);
    /// The visit has ended: nothing typed is needed any more.
    void drop_drafts(app::Portal& portal);

private:
    struct Place {
        AssetId asset;
        std::string check;
        bool operator==(const Place&) const = default;
        bool operator<(const Place& other) const { return std::tie(asset, check) < std::tie(other.asset, other.check); }
    };

    std::string draft_name(const Place& place) const;
    void begin(app::Portal& portal, const Visit& visit);
    void draw_computer(widgets::Ui& ui, app::Portal& portal, const AssetChecks& computer);
    void draw_check(widgets::Ui& ui, app::Portal& portal, const AssetChecks& computer, const CheckState& check);
    void draw_note(widgets::Ui& ui, app::Portal& portal, const AssetChecks& computer, const CheckState& check);
    bool record_answer(app::Portal& portal, const Visit& visit, const Place& place, CheckResult result);
    bool record_note(app::Portal& portal, const Visit& visit, const Place& place, const std::string& note);

    VisitId visit_;
    bool begun_ = false;
    bool left_over_ = true;                 // the first time, what was typed before the screen was left is recorded, whatever has the focus
    std::map<Place, CheckResult> answers_;  // chosen, not yet recorded
    std::map<Place, std::string> typed_;    // typed, not yet recorded; drafts hold the same
    std::set<Place> refused_;               // not tried again until something else is typed
    std::optional<Place> typing_;           // its field has the focus
    std::map<AssetId, bool> open_;
    std::set<AssetId> put_away_;  // finished and collapsed into one row
    bool put_away_open_ = false;
};

}  // namespace countersign::screens
