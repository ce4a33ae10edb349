// One ticket: what it is, what was promised, what happened, and what one may do with it now. Stands in the drawer beside the list.
#pragma once

#include <string>
#include <vector>

#include "web/screens/attachments.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/ticket_actions.hpp"

namespace countersign::screens {

class TicketDetail {
public:
    explicit TicketDetail(std::string id) : id_(std::move(id)) {}
    void draw(Ui& ui, Portal& portal, const std::string& close_href);

private:
    bool refresh(Portal& portal);
    void draw_body(Ui& ui, Portal& portal);
    void draw_promises(Ui& ui, Portal& portal);
    void draw_facts(Ui& ui, Portal& portal);
    void draw_people(Ui& ui, Portal& portal);
    void draw_composer(Ui& ui, Portal& portal);
    void send_typed(Ui& ui, Portal& portal);
    AttachmentPanel::About attachments_about() const { return {{Ticket::subject_kind, id_}, ticket_.organisation}; }
    std::string draft_name() const { return "ticket/" + id_ + (internal_ ? "/note" : "/comment"); }

    std::string id_;
    Ticket ticket_;  ///< as of ticket_version_
    std::uint64_t ticket_version_ = 0;
    std::vector<ImportedRow> imported_;
    TicketActions actions_;
    AttachmentPanel attachments_;
    bool internal_ = false;
    bool drafts_read_ = false;
    std::string typed_, typed_error_;
};

}  // namespace countersign::screens
