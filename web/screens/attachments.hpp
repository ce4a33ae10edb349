// Photos and files of a ticket, a visit or a work record: a strip of them, what adds more, and one of them large.
#pragma once

#include <string>

#include "web/screens/screen.hpp"

namespace countersign::screens {

class AttachmentPanel {
public:
    struct About {
        Subject subject;
        OrganisationId organisation;
        bool may_add = true;
    };
    /// Not where there is none and none can be added.
    static bool shows(Portal& portal, const About& about) { return about.may_add || !portal.attachments().of(about.subject).empty(); }
    void draw(Ui& ui, Portal& portal, const About& about);
    /// What was opened, over the whole screen, and what was chosen is added: after everything else, as it changes what the portal holds,
    /// and outside of any container.
    void finish(Ui& ui, Portal& portal, const About& about);

private:
    void draw_adding(Ui& ui, Portal& portal);
    void add_chosen(Ui& ui, Portal& portal, const About& about);
    void draw_opened(Ui& ui, Portal& portal, const About& about);
    void take(std::vector<widgets::PickedFile> files);

    std::vector<widgets::PickedFile> chosen_;
    std::string opened_;   ///< id; empty when none is
    std::string problem_;  ///< in words
};

}  // namespace countersign::screens
