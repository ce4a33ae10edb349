// Addresses: IP addresses and networks as people and connections write them. An IPv4 address in an IPv6 dress (::ffff:192.0.2.7), as it
// comes where one socket serves both, is the address inside.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace countersign {

bool is_address(const std::string& text);

/// Without the dress; what is no address stays as it is.
std::string plain_address(const std::string& address);

/// What counts as one address: IPv6 customers get networks of 64 bits, so all of one network are one.
std::string address_group(const std::string& address);

/// Addresses and networks such as "192.0.2.7", "10.0.0.0/8" and "2001:db8::/32" (RFC 4632, RFC 4291 2.3).
class AddressList {
public:
    /// Nothing when an entry is neither, or a network has bits behind its prefix, which is more often a mistake than meant.
    static std::optional<AddressList> parse(const std::vector<std::string>& entries);
    /// This machine only.
    static AddressList loopback();

    bool contains(const std::string& address) const;
    bool operator==(const AddressList&) const = default;

private:
    struct Network {
        std::array<unsigned char, 16> bytes{};  ///< of IPv4 in the dress
        int prefix_bits = 128;
        bool operator==(const Network&) const = default;
    };
    std::vector<Network> networks_;
};

}  // namespace countersign
