// Photos and files of a ticket, a visit or a work record: a strip of them, what adds more, and one of them large.
#pragma once

#include <functional>
#include <string>

#include "web/screens/screen.hpp"

namespace countersign::screens {

/// The buttons by which files are chosen, and what is wrong with some of them.
class FileChooser {
public:
    void draw(Ui& ui, Portal& portal);
    /// For the camera alone, where people work with a phone.
    void draw_tool(Ui& ui, Portal& portal);
    /// Hands over what was chosen and can be attached; what cannot is said with the next frame. After drawing, as it changes what the
    /// portal holds. `add` answers whether it could; where not, the portal says why.
    void hand_over(Ui& ui, Portal& portal, const std::function<bool(const widgets::PickedFile&)>& add);

private:
    void take(std::vector<widgets::PickedFile> files);

    std::vector<widgets::PickedFile> chosen_;
    std::string problem_;  ///< in words
};

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
    void draw_tool(Ui& ui, Portal& portal) { chooser_.draw_tool(ui, portal); }
    /// What was opened, over the whole screen, and what was chosen is added: after everything else, as it changes what the portal holds,
    /// and outside of any container.
    void finish(Ui& ui, Portal& portal, const About& about);

private:
    void draw_opened(Ui& ui, Portal& portal, const About& about);

    FileChooser chooser_;
    std::string opened_;  ///< id; empty when none is
};

/// The same for what is not recorded yet: the files lie with its draft.
class DraftAttachments {
public:
    explicit DraftAttachments(std::string draft) : draft_(std::move(draft)) {}
    void draw(Ui& ui, Portal& portal);
    void finish(Ui& ui, Portal& portal);
    bool attach(Portal& portal, const Subject& about, const OrganisationId& organisation) {
        return portal.attachments().attach_draft(draft_, about, organisation);
    }

private:
    std::string draft_;
    FileChooser chooser_;
    int to_take_off_ = -1;
};

}  // namespace countersign::screens
