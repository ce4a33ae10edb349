// Adding and checking the last field of an event.
#include "core/event/device_signature.hpp"

#include "core/base/digest.hpp"

namespace countersign {

namespace {

constexpr std::string_view purpose = "countersign event\n";
constexpr std::string_view field = ",\"signature\":\"";
constexpr std::string_view end = "\"}";
constexpr std::size_t digits = 2 * std::tuple_size_v<SignatureBytes>;
constexpr std::size_t suffix_bytes = field.size() + digits + end.size();

std::string message_of(std::string_view unsigned_bytes) { return std::string(purpose) + std::string(unsigned_bytes); }

}  // namespace

std::string with_signature(std::string bytes, const SigningKey& key) {
    const SignatureBytes signature = key.sign(message_of(bytes));
    bytes.pop_back();
    bytes += field;
    bytes += to_hex(signature);
    bytes += end;
    return bytes;
}

bool has_device_signature(std::string_view bytes) {
    if (bytes.size() <= suffix_bytes || bytes.substr(bytes.size() - end.size()) != end) return false;
    return bytes.substr(bytes.size() - suffix_bytes, field.size()) == field;
}

DeviceSignature check_device_signature(std::string_view bytes, const PublicKey& key) {
    if (!has_device_signature(bytes)) return DeviceSignature::none;
    const auto signature = signature_from_hex(bytes.substr(bytes.size() - end.size() - digits, digits));
    if (!signature) return DeviceSignature::wrong;
    const std::string message = message_of(bytes.substr(0, bytes.size() - suffix_bytes)) + "}";
    return signature_holds(*signature, message, key) ? DeviceSignature::holds : DeviceSignature::wrong;
}

}  // namespace countersign
