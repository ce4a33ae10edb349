// A device of the technician on which the client and the agreement are known: where the tests of the screens begin.
#pragma once

#include "tests/support/memory_server.hpp"
#include "tests/web/portal_driver.hpp"
#include "web/screens/paths.hpp"

namespace countersign::test {

inline const VisitId visit_id{fixed_id(40)};

struct Desk : PortalDriver {
    explicit Desk(int width = 1440, int height = 900) : PortalDriver(at_minute(5), width, height) {
        sign_in(story.manager);
        for (const auto& [subject, command] : story.beginnings()) record(subject, story.clinic, command);
        sign_in(story.technician);
    }

    TicketId open(std::uint8_t number, const std::string& title, int impact = 2, int urgency = 2) {
        OpenTicket command;
        command.title = title;
        command.description = "since this morning";
        command.site = story.reception;
        command.impact = impact;
        command.urgency = urgency;
        const TicketId id{fixed_id(number)};
        record({Ticket::subject_kind, id.value}, story.clinic, TicketCommand{command});
        return id;
    }
    const Ticket& ticket(const TicketId& id) { return *portal().find<Ticket>(id.value); }
    void look_at(const TicketId& id) { go(screens::path_to(id)); }
    void pick(const std::string& name, int index, const std::string& inside) {
        const semantics::Node* node = find(semantics::Role::Combobox, name, inside);
        REQUIRE(node != nullptr);
        send({{"t", "value"}, {"id", node->id}, {"text", std::to_string(index)}});
    }
    void sync_with(MemoryServer& server, const Actor& actor) {
        const auto request = portal().replica().next_request(at_minute(90));
        REQUIRE(request.ok());
        REQUIRE(portal().replica().receive(server.handle(*request, actor, at_minute(90)), request->cursors).ok());
        show();
    }

    Story story;
};

}  // namespace countersign::test
