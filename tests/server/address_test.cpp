// Addresses and networks as they are written in settings and as connections bring them.
#include "server/system/address.hpp"

#include <doctest/doctest.h>

using namespace countersign;

TEST_CASE("addresses of one IPv6 network are one, and IPv4 in an IPv6 dress is IPv4") {
    CHECK(address_group("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(address_group("2001:db8:1:2::1") == address_group("2001:db8:1:2:ffff::"));
    CHECK(address_group("2001:db8:1:3::1") != address_group("2001:db8:1:2::1"));
    CHECK(address_group("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(address_group("192.0.2.7") == "192.0.2.7");
    CHECK(address_group("no address") == "no address");
    CHECK(plain_address("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(plain_address("2001:db8::1") == "2001:db8::1");
    CHECK(is_address("::1"));
    CHECK_FALSE(is_address("localhost"));
    CHECK_FALSE(is_address(""));
}

TEST_CASE("a list holds single addresses and whole networks of both kinds") {
    const auto list = AddressList::parse({"192.0.2.7", "10.0.0.0/8", "172.16.0.0/12", "2001:db8::/33", "::1"});
    REQUIRE(list.has_value());
    for (const char* inside : {"192.0.2.7", "::ffff:192.0.2.7", "10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "2001:db8::9",
                               "2001:db8:7fff::", "::1", "0:0:0:0:0:0:0:1"}) {
        CAPTURE(inside);
        CHECK(list->contains(inside));
    }
    for (const char* outside :
         {"192.0.2.8", "11.0.0.0", "9.255.255.255", "172.32.0.0", "172.15.255.255", "2001:db8:8000::", "::2", "", "10.0.0"}) {
        CAPTURE(outside);
        CHECK_FALSE(list->contains(outside));
    }
    CHECK(AddressList::parse({"0.0.0.0/0"})->contains("198.51.100.1"));
    CHECK_FALSE(AddressList::parse({"0.0.0.0/0"})->contains("2001:db8::1"));
    CHECK(AddressList::parse({"::/0"})->contains("198.51.100.1"));
    CHECK_FALSE(AddressList::parse({})->contains("127.0.0.1"));
}

TEST_CASE("what is no network is refused, also one with bits behind its prefix") {
    for (const char* wrong : {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.0/8/8", "::/129", "/8",
                              "host", "2001:db8::1/32", "10.0.0.0/8x"}) {
        CAPTURE(wrong);
        CHECK_FALSE(AddressList::parse({wrong}).has_value());
    }
}
