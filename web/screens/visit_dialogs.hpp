// The questions asked on a visit: how long something took, a note, and whether it is finished. What is typed is kept until it is recorded.
#pragma once

#include <string>

#include "web/app/portal.hpp"
#include "web/widgets/all.hpp"

namespace countersign::screens {

class VisitDialogs {
public:
    enum class Question { none, time, note, finish };

    explicit VisitDialogs(VisitId visit) : visit_(std::move(visit)) {}

    void ask(app::Portal& portal, Question question);
    /// Draws the open question, if there is one.
    void draw(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
    /// Does what was answered. Call after drawing. True when the visit is to be finished, with `summary()`.
    bool act(widgets::Ui& ui, app::Portal& portal);

    const std::string& summary() const { return summary_; }
    void drop_drafts(app::Portal& portal);

private:
    std::string draft_name(const char* field) const;
    void field(widgets::Ui& ui, app::Portal& portal, const char* name, widgets::TextField options);
    void draw_time(widgets::Ui& ui, app::Portal& portal);
    void draw_note(widgets::Ui& ui, app::Portal& portal);
    void draw_finish(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
    void record_time(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
    void record_note(widgets::Ui& ui, app::Portal& portal, const Visit& visit);
    void take(widgets::DialogAnswer answer);

    VisitId visit_;
    Question open_ = Question::none;
    bool confirmed_ = false;
    std::string spent_, description_, note_, summary_;
    std::string error_;  // at the first field of the open question
};

}  // namespace countersign::screens
