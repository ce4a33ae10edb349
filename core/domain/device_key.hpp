// Device key: with which a person's device signs what it writes (docs/protocol.md, "Device signatures").
//
// The rule: a device has one key for ever, and belongs to one person. It registers the key in each stream that it writes to, before
// anything else there, in an event that the key itself signs: who reads a stream needs nothing but the stream to check it. Events that bind
// somebody (a verification, an agreement's signature, an objection) are held against the key at once; all others whenever a person or
// `countersign verify` checks a stream. Worked example: Halina's phone registers its key in the clinic's shared stream and verifies a
// visit. Somebody with the whole server in hand writes a second verification in her name: it has no signature of her phone, and everybody's
// device says so.
#pragma once

#include <map>
#include <set>
#include <variant>

#include "core/base/signing.hpp"
#include "core/domain/fact.hpp"
#include "core/domain/ticket.hpp"

namespace countersign {

struct DeviceKeyRegistered {
    static constexpr const char* type = "device_key_registered";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::sign_as_device;
    PublicKey key;
    Json to_json() const;
    static DeviceKeyRegistered from_json(FieldReader& fields);
};

using DeviceKeyEvent = std::variant<DeviceKeyRegistered>;

struct DeviceKey {
    static constexpr const char* subject_kind = "device";
    DeviceId id;
    OrganisationId organisation;  ///< of the stream in which it registered last
    std::optional<PublicKey> key;
    UserId user;
    Instant registered_at;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;
};

Admission admit(const DeviceKey& state, const DeviceKeyEvent& event, const Context& context);
void apply(DeviceKey& state, const DeviceKeyEvent& event, const StoredEvent& stored);

struct RegisterDeviceKey {
    PublicKey key;
};
using DeviceKeyCommand = std::variant<RegisterDeviceKey>;

Result<std::vector<DeviceKeyEvent>, Refusal> decide(const DeviceKey& state, const DeviceKeyCommand& command, const Context& context);

/// Whether an action binds the person who does it, so that its events are checked when they arrive.
bool binds(Action action);

/// What the device's signature says of an event, for whoever checks a stream: nothing is wrong, or what is.
enum class Authorship {
    server,          ///< written by the server itself
    signed_by_key,   ///< by the author's device, which had registered its key
    unsigned_event,  ///< from a device without a key: an import, a command line, an old program
    broken,          ///< it is not signed with the key that it ought to be, or says what its author cannot say
};

/// Follows one stream from its start. What the server alone writes (numbers, promises, flags) is the server's; nothing else is. Once
/// a person has a key in the stream, what binds them is signed or broken: a device that never registered one is no way round it.
class AuthorshipCheck {
public:
    Authorship next(const StoredEvent& event);

private:
    struct Registered {
        PublicKey key;
        UserId user;
    };
    std::map<DeviceId, Registered> keys_;
    std::set<UserId> keyed_;
};

}  // namespace countersign
