// Verification: a contact person accepts, accepts with remarks, or rejects a work record, with a signature (requirements.md V4; rules.md 29
// to 33). What is signed is the hash of the bytes of the record, so a later edit can only be a new, unsigned revision. A drawn signature is
// no proof by itself (art. 78-1 k.c.): identity, time, device and hash are kept beside it. A typed name counts in the contact person's own
// session only, where the sign-in says who it was. Silence is never a signature (rules.md 32). Worked example: Halina accepts revision 1
// with ink on the technician's tablet; he corrects 45 to 50 minutes: revision 2 is unsigned until she verifies it, and both stay readable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/fact.hpp"

namespace countersign {

enum class Decision { accepted, accepted_with_remarks, rejected };
std::string_view decision_name(Decision decision);
Decision read_decision(FieldReader& fields);

/// Where the contact person signed: on the technician's device, in their own session, or with two keys (countersignature.hpp). The record
/// says which.
enum class SignedOn { own_session, technicians_device, two_devices };

/// One point of ink on a sheet twice as wide as high: x, y and the line's width in 1/10000 of the sheet's width from its top left corner,
/// time in ms since the first point of the signature.
struct InkPoint {
    int x = 0, y = 0, width = 0, time_ms = 0;
    bool operator==(const InkPoint&) const = default;
};

/// A signature with more ink than this cannot be read again; no hand that means to sign comes near.
inline constexpr std::size_t ink_strokes_max = 200;
inline constexpr std::size_t ink_points_max = 20'000;

struct Signature {
    std::vector<std::vector<InkPoint>> strokes;  ///< empty when the name was typed instead
    std::string typed_name;

    bool empty() const { return strokes.empty() && typed_name.empty(); }
    std::size_t points() const;
};

struct WorkVerified {
    static constexpr const char* type = "work_verified";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::verify_work;
    EventId record;        ///< the event that wrote the revision being verified
    Digest record_digest;  ///< SHA-256 of that event's bytes
    Decision decision = Decision::accepted;
    std::string remark;
    UserId contact;
    std::string contact_name;
    SignedOn signed_on = SignedOn::own_session;
    Signature signature;
    Json to_json() const;
    static WorkVerified from_json(FieldReader& fields);
};

/// Whether the contact person is named for it, and what they must say with the decision.
Admission admit_word_of_contact(const UserId& contact, Decision decision, const std::string& remark, const Context& context);

/// The rules that hold for any verification, whatever it verifies.
Admission admit_verification(const WorkVerified& body, const Context& context);

}  // namespace countersign
