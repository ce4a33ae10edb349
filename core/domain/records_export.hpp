// Records export: what of a client's log may be carried away as one file, and by whom (requirements.md N14; S2: change of supplier).
//
// The rule: the file is the client's. Their contact persons and management take it, and the provider's account managers and administrators
// may make it for them; it holds the streams that whoever takes it may read, and never the provider's internal notes, whoever takes it.
// Worked example: Grażyna, a contact person, gets the shared stream and what reporters reported, without prices; management gets prices
// too.
#pragma once

#include "core/domain/permission.hpp"

namespace countersign {

inline bool may_export(Role role) {
    return role == Role::contact_person || role == Role::management || role == Role::account_manager || role == Role::administrator;
}

inline bool is_exported(const Actor& reader, const StreamName& stream) {
    const bool of_client =
        stream.kind == StreamKind::shared || stream.kind == StreamKind::commercial || stream.kind == StreamKind::reporter;
    return may_export(reader.role) && of_client && access(reader, stream) != Access::none;
}

}  // namespace countersign
