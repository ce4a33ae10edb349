// What may be done with a ticket, by role and state, and the questions that some of it asks first.
#pragma once

#include <string>

#include "web/screens/screen.hpp"

namespace countersign::screens {

class TicketActions {
public:
    /// The main actions, for the fixed area below.
    void draw_main(Ui& ui, Portal& portal, const Ticket& ticket);
    static bool has_main(Portal& portal, const Ticket& ticket);
    /// The rarer ones, in a row of their own.
    void draw_others(Ui& ui, Portal& portal, const Ticket& ticket);
    static bool has_others(const Portal& portal, const Ticket& ticket);
    /// The question that is being asked, if any. After everything else of the frame.
    void draw_question(Ui& ui, Portal& portal, const Ticket& ticket);

private:
    enum class Question { none, assign, pause, resolve, reclassify, reject };

    void ask(Portal& portal, const Ticket& ticket, Question question);
    void close(Portal& portal, const Ticket& ticket);
    void draw_content(Ui& ui, Portal& portal, const Ticket& ticket);
    bool carry_out(Portal& portal, const Ticket& ticket);
    bool do_it(Ui& ui, Portal& portal, const Ticket& ticket, const Command& command, const char* said);
    std::string draft_name(const Ticket& ticket) const;

    Question question_ = Question::none;
    std::string typed_;
    std::string error_;
    int colleague_ = -1;
    int impact_ = 2, urgency_ = 2;
};

}  // namespace countersign::screens
