// Reading addresses: everything in the 16 bytes of IPv6.
#include "server/system/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace countersign {

namespace {

using Bytes = std::array<unsigned char, 16>;

constexpr int bits_of_dress = 96;
constexpr std::array<unsigned char, 12> dress{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_dressed(const Bytes& bytes) { return std::equal(dress.begin(), dress.end(), bytes.begin()); }

std::optional<Bytes> read(const std::string& text) {
    Bytes bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
    std::copy(dress.begin(), dress.end(), bytes.begin());
    if (inet_pton(AF_INET, text.c_str(), bytes.data() + dress.size()) == 1) return bytes;
    return std::nullopt;
}

std::string write(const Bytes& bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_dressed(bytes)) return inet_ntop(AF_INET, bytes.data() + dress.size(), text.data(), text.size());
    return inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
}

Bytes first_of_network(Bytes bytes, int prefix_bits) {
    for (int i = 0; i < static_cast<int>(bytes.size()); ++i) {
        const int kept = std::clamp(prefix_bits - 8 * i, 0, 8);
        bytes[static_cast<std::size_t>(i)] &= static_cast<unsigned char>(0xFF00U >> kept);
    }
    return bytes;
}

std::optional<int> read_prefix(const std::string& text, int bits_max) {
    int bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || bits < 0 || bits > bits_max) return std::nullopt;
    return bits;
}

}  // namespace

bool is_address(const std::string& text) { return read(text).has_value(); }

std::string plain_address(const std::string& address) {
    const auto bytes = read(address);
    return bytes && is_dressed(*bytes) ? write(*bytes) : address;
}

std::string address_group(const std::string& address) {
    const auto bytes = read(address);
    if (!bytes) return address;
    return is_dressed(*bytes) ? write(*bytes) : write(first_of_network(*bytes, 64)) + "/64";
}

std::optional<AddressList> AddressList::parse(const std::vector<std::string>& entries) {
    AddressList list;
    for (const std::string& entry : entries) {
        const auto slash = entry.find('/');
        const std::string address = entry.substr(0, slash);
        const auto bytes = read(address);
        if (!bytes) return std::nullopt;
        Network network{*bytes, 128};
        if (slash != std::string::npos) {
            const bool ipv4 = address.find(':') == std::string::npos;
            const auto prefix = read_prefix(entry.substr(slash + 1), ipv4 ? 32 : 128);
            if (!prefix) return std::nullopt;
            network.prefix_bits = ipv4 ? bits_of_dress + *prefix : *prefix;
            if (first_of_network(*bytes, network.prefix_bits) != *bytes) return std::nullopt;
        }
        list.networks_.push_back(network);
    }
    return list;
}

AddressList AddressList::loopback() { return *parse({"127.0.0.1", "::1"}); }

bool AddressList::contains(const std::string& address) const {
    const auto bytes = read(address);
    if (!bytes) return false;
    return std::any_of(networks_.begin(), networks_.end(),
                       [&](const Network& network) { return first_of_network(*bytes, network.prefix_bits) == network.bytes; });
}

}  // namespace countersign
