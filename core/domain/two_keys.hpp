// Two keys: the exchange between the technician's device and the contact person's own phone, both without a network, that makes a
// countersignature (requirements.md N8; countersignature.hpp; docs/protocol.md, "Two keys").
//
// The rule: the technician's device offers a work record, its exact bytes with a nonce, signed with its key; the phone checks both, shows
// the record, and answers with a signature over the same digest and nonce; the technician's device takes the answer once, while the offer
// is good. Each side goes forward only, and what does not belong to the turn is refused with its reason and changes nothing. How the
// messages come across (code_frames.hpp, a screen and a camera) is none of this. Worked example: Łukasz offers revision 1 at 10:52;
// Halina's phone, which has not synced since yesterday, reads it from three codes, shows 45 minutes on REJ-02, and answers "accepted" in
// one; at 10:54 his tablet takes it. The same answer a second time, an answer to yesterday's offer, or one from Tomasz's phone is refused.
#pragma once

#include <functional>

#include "core/domain/device_key.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/work_record.hpp"

namespace countersign {

/// Both devices' clocks may differ by so much.
inline constexpr Milliseconds clocks_apart_most = Minutes{15}.milliseconds();
inline constexpr std::size_t two_key_message_bytes_max = 28'000;

/// Whose turn it is, on which device. Pre: `key` outlives the turn; null where the device has none.
struct KeyHolder {
    Actor actor;
    DeviceId device;
    const SigningKey* key = nullptr;
};

/// What this device knows of the others.
struct KnownKeys {
    const Organisation* organisation = nullptr;  ///< null where this device does not hold it
    /// The key that a device has registered, as far as this one has heard; empty where this device knows none.
    std::function<std::optional<DeviceKey>(const DeviceId&)> key_of;

    std::optional<DeviceKey> registered(const DeviceId& device) const { return key_of ? key_of(device) : std::nullopt; }
};

struct TwoKeyOffer {
    StreamId stream;
    WorkRecordId work_record;
    UserId technician;
    std::string technician_name;
    DeviceId technician_device;
    PublicKey technician_key;
    std::string nonce;
    Instant offered_at, expires_at;
    std::string record_bytes;  ///< of the event that wrote the revision
};

/// The technician's side.
class TechnicianTurn {
public:
    /// `nonce`: 32 hexadecimal digits that nobody can guess, never used before.
    static Result<TechnicianTurn, Refusal> offer(const WorkRecord& record, const StoredEvent& revision, const KeyHolder& me,
                                                 const std::string& nonce, Instant now);

    enum class State { showing, taken, expired };
    State state(Instant now) const;
    /// To be shown to the contact person's device.
    const std::string& message() const { return message_; }
    /// The command for the record, once. Pre: `record` is the one that was offered, as it stands now.
    Result<CountersignWork, Refusal> take(std::string_view answer, const WorkRecord& record, const KnownKeys& known, Instant now);

private:
    TwoKeyOffer offer_;
    EventId record_;
    Digest digest_;
    std::string message_;
    bool taken_ = false;
};

/// The contact person's side.
class ContactTurn {
public:
    static Result<ContactTurn, Refusal> read(std::string_view offer, const KeyHolder& me, const KnownKeys& known, Instant now);

    const TwoKeyOffer& offer() const { return offer_; }
    /// What is confirmed, to be shown before anybody does.
    const WorkRecorded& content() const { return content_; }
    const Digest& digest() const { return digest_; }
    /// Whether this device knew the technician's key already; else the server will see to it.
    bool technician_known() const { return technician_known_; }

    /// The answer, to be shown to the technician's device. Once: the same is shown again with `message`.
    Result<std::string, Refusal> answer(Decision decision, const std::string& remark, Instant now);
    /// Empty before the answer.
    const std::string& message() const { return message_; }

private:
    KeyHolder me_;
    TwoKeyOffer offer_;
    EventId record_;
    WorkRecorded content_;
    Digest digest_;
    bool technician_known_ = false;
    std::string message_;
};

}  // namespace countersign
