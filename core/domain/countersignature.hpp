// Countersignature: a work record confirmed by two keys, the technician's device's and the contact person's own phone's, while both may be
// without a network (requirements.md N8; docs/protocol.md, "Two keys").
//
// The rule: the phone signs a statement that names the record by the digest of its bytes, both people, the technician's device, the
// decision and a nonce of the technician's device; the technician's device takes statement and signature into the log in an event that it
// signs itself. It counts once the phone's key is known to be the contact person's: the server says so behind it, when it arrives, or later
// when the phone registers its key in the stream; a key that turns out to be another one or another person's is flagged. Worked example: in
// a cellar Halina's phone shows the record, Halina accepts, and the technician's tablet scans the answer. The tablet syncs in the evening,
// the phone the next morning: since the morning the record counts as accepted, and nobody had to be trusted for it.
#pragma once

#include <map>

#include "core/base/signing.hpp"
#include "core/domain/verification.hpp"

namespace countersign {

/// What the contact person's device signs, apart from where the record lies.
struct CountersignedStatement {
    EventId record;        ///< the event that wrote the revision
    Digest record_digest;  ///< SHA-256 of that event's bytes
    UserId technician;
    DeviceId technician_device;
    std::string nonce;               ///< 32 hexadecimal digits, made anew by the technician's device for each offer
    Instant offered_at, expires_at;  ///< by the technician's device
    UserId contact;
    DeviceId contact_device;
    Decision decision = Decision::accepted;
    std::string remark;
    Instant confirmed_at;  ///< by the contact person's device
};

/// The text that is signed: a line for each field, always the same for the same statement.
std::string text_of(const CountersignedStatement& statement, const StreamId& stream, const std::string& work_record);

inline constexpr std::size_t nonce_digits = 32;
bool is_nonce(std::string_view text);
/// An offer is good for so long.
inline constexpr Milliseconds offer_lasts = Minutes{10}.milliseconds();

struct WorkCountersigned {
    static constexpr const char* type = "work_countersigned";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::verify_work;
    CountersignedStatement statement;
    std::string contact_name;
    PublicKey contact_key;
    SignatureBytes contact_signature{};
    bool key_known = false;  ///< the technician's device already knew the key as that person's when it took the answer
    Json to_json() const;
    static WorkCountersigned from_json(FieldReader& fields);
};

/// Written by the server behind a countersignature whose second key is registered in its stream by the contact person's device.
struct CountersignatureProven {
    static constexpr const char* type = "countersignature_proven";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::give_number;
    EventId countersignature;
    Json to_json() const;
    static CountersignatureProven from_json(FieldReader& fields);
};

/// Of a verification that a second device signed.
struct SecondKey {
    DeviceId device;
    PublicKey key;
    bool known = false;   ///< to the technician's device, by its own account
    bool proven = false;  ///< by the server, to everybody
};

/// Whether the signature is that key's under that statement. `subject`: the work record's.
bool signature_holds(const WorkCountersigned& body, const StreamId& stream, const std::string& work_record);

/// What is wrong with the second key, as far as it is known: null where nobody has registered it yet.
Admission admit_second_key(const WorkCountersigned& body, const DeviceKey* second);

/// Follows one stream from its start and finds countersignatures that are said to be proven and are not.
class CountersignatureCheck {
public:
    /// False when the event says something of a second key that does not hold.
    bool next(const StoredEvent& event);

private:
    struct Registered {
        PublicKey key;
        UserId user;
    };
    std::map<DeviceId, Registered> keys_;
    std::map<EventId, bool> holds_;
    std::map<EventId, WorkCountersigned> countersigned_;
};

}  // namespace countersign
