// The table of roles and actions, and of roles and streams.
#include "core/domain/permission.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace countersign {

namespace {
constexpr std::array<std::pair<Role, std::string_view>, 7> role_names{{
    {Role::technician, "technician"},
    {Role::account_manager, "account_manager"},
    {Role::administrator, "administrator"},
    {Role::contact_person, "contact_person"},
    {Role::management, "management"},
    {Role::reporter, "reporter"},
    {Role::server, "server"},
}};
}  // namespace

std::string_view role_name(Role role) {
    const auto found = std::find_if(role_names.begin(), role_names.end(), [&](const auto& entry) { return entry.first == role; });
    return found->second;
}

std::optional<Role> parse_role(std::string_view name) {
    const auto found = std::find_if(role_names.begin(), role_names.end(), [&](const auto& entry) { return entry.second == name; });
    if (found == role_names.end()) return std::nullopt;
    return found->first;
}

bool is_staff(Role role) {
    return role == Role::technician || role == Role::account_manager || role == Role::administrator || role == Role::server;
}

bool may(Role role, Action action) {
    if (role == Role::server) return action == Action::give_number;
    const bool leads = role == Role::account_manager || role == Role::administrator;
    switch (action) {
        case Action::manage_organisation:
        case Action::manage_agreement:
            return leads;
        case Action::import_history:
            return leads;
        case Action::open_ticket:
        case Action::comment_on_ticket:
        case Action::attach_file:
        case Action::sign_as_device:
            return true;
        case Action::handle_ticket:
        case Action::note_internally:
        case Action::plan_visit:
            return is_staff(role);
        case Action::carry_out_visit:
        case Action::record_work:
            return is_staff(role);
        // A technician hands over the device for a signature: the event's author is the technician, its signer the contact person.
        case Action::verify_work:
            return role == Role::contact_person || role == Role::technician;
        // On the telephone the technician records it for the contact person, whom the order names.
        case Action::order_emergency_visit:
            return role == Role::contact_person || is_staff(role);
        case Action::sign_agreement:
            return leads || role == Role::contact_person || role == Role::management;
        case Action::contest:
        case Action::confirm_care:
        case Action::decide_proposal:
            return role == Role::contact_person || role == Role::management;
        case Action::rate_service:
            return !is_staff(role);
        case Action::manage_care:
            return is_staff(role);
        case Action::complain:
        case Action::plan_year:
            return leads || role == Role::management;
        case Action::handle_complaint:
        case Action::hold_review:
        case Action::propose:
        case Action::settle:
            return leads;
        case Action::approve_settlement:
            return role == Role::management;
        case Action::judge_resolution:
            return role == Role::contact_person;
        case Action::give_number:
            return false;
    }
    return false;
}

Access access(const Actor& actor, const StreamName& stream) {
    if (is_staff(actor.role)) {
        if (stream.kind == StreamKind::commercial && actor.role == Role::technician) return Access::none;
        if (stream.kind == StreamKind::provider) return actor.role == Role::technician ? Access::read : Access::write;
        return Access::write;
    }
    const bool own = std::find(actor.organisations.begin(), actor.organisations.end(), stream.organisation) != actor.organisations.end();
    if (!own) return Access::none;
    switch (stream.kind) {
        case StreamKind::shared:
            return actor.role == Role::reporter ? Access::none : Access::write;
        case StreamKind::commercial:
            return actor.role == Role::management ? Access::write : Access::none;
        case StreamKind::reporter:
            return actor.role != Role::reporter || stream.reporter == actor.user ? Access::write : Access::none;
        case StreamKind::internal:
        case StreamKind::provider:
            return Access::none;
    }
    return Access::none;
}

}  // namespace countersign
