// Device signature: the device that wrote an event signs its bytes, so that not even the server can make one in a person's name.
//
// The rule: the signature is the last field of the event's text, 128 hexadecimal digits of an Ed25519 signature over
// "countersign event\n" and the text as it was before the field was added. What stands in the log is what was signed; nothing is written
// anew for checking it. Worked example: {"actor":…,"version":1} becomes {"actor":…,"version":1,"signature":"9f…"}.
#pragma once

#include "core/base/signing.hpp"

namespace countersign {

/// Pre: `bytes` is one JSON object without blanks at its end.
std::string with_signature(std::string bytes, const SigningKey& key);

enum class DeviceSignature {
    none,   ///< the text has no such field at its end
    holds,  ///< it is that key's signature
    wrong,
};
DeviceSignature check_device_signature(std::string_view bytes, const PublicKey& key);
bool has_device_signature(std::string_view bytes);

}  // namespace countersign
