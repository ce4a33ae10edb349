// Who may do what (requirements.md, "People"), decided on the device before an event is made and again by the server before it is admitted.
// Access to data is decided per stream, nowhere finer. Example: a contact person may read and write their organisation's shared stream,
// so they see its visits and countersign them, but never its internal stream with the provider's notes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/event/stream.hpp"

namespace countersign {

enum class Role {
    technician,
    account_manager,
    administrator,
    contact_person,
    management,
    reporter,
    server,  ///< the server itself: numbers; never an account
};

enum class Action {
    manage_organisation,
    manage_agreement,
    open_ticket,
    comment_on_ticket,
    attach_file,    ///< a photo or a file to what one may read and write
    handle_ticket,  ///< assign, start, pause, resolve, re-classify
    judge_resolution,
    note_internally,
    plan_visit,
    carry_out_visit,
    record_work,
    verify_work,
    order_emergency_visit,
    sign_agreement,
    contest,       ///< the client objects: to an exclusion, to a settled difference
    rate_service,  ///< satisfaction after closing
    manage_care,   ///< controls, licences, updates, repairs, risks, incidents
    confirm_care,  ///< the client's word: the backup holds what it should, the new version may be installed
    complain,
    handle_complaint,
    hold_review,
    propose,
    decide_proposal,
    plan_year,
    settle,  ///< packages, corrections, settlements, credits
    approve_settlement,
    import_history,
    sign_as_device,  ///< everybody's device registers its key
    give_number,     ///< what only the server itself writes: numbers, flags, promises, introductions
};

struct Actor {
    UserId user;
    Role role = Role::reporter;
    std::string name = {};
    std::vector<OrganisationId> organisations = {};  ///< a client's people: their own; account managers: whom they invite; staff see all
};

enum class Access { none, read, write };

std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);
bool is_staff(Role role);
bool may(Role role, Action action);
Access access(const Actor& actor, const StreamName& stream);

}  // namespace countersign
