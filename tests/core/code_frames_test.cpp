// Messages in pieces that each fit a QR code.
#include "core/base/code_frames.hpp"

#include <doctest/doctest.h>

using namespace countersign;

TEST_CASE("a message comes across in codes, in any order and however often, and a wrong one is refused") {
    std::string message;
    for (int i = 0; i < 2'500; ++i) message += static_cast<char>(i * 7);
    const auto frames = code_frames(message);
    REQUIRE(frames.has_value());
    CHECK(frames->size() == (message.size() + frame_bytes_usual - 1) / frame_bytes_usual);
    const std::string_view alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    FrameReader reader;
    std::optional<std::string> whole;
    for (std::size_t i = frames->size(); i > 0; --i) {
        const std::string& frame = frames->at(i - 1);
        CHECK(frame.find_first_not_of(alphanumeric) == std::string::npos);
        CHECK(frame.size() <= 1'374);
        for (int twice = 0; twice < 2 && !whole; ++twice) {
            const auto read = reader.read(frame);
            REQUIRE(read.ok());
            whole = *read;
        }
    }
    CHECK(whole == message);
    const auto others = code_frames("something else", 4);
    REQUIRE(others.has_value());
    FrameReader mixed;
    REQUIRE(mixed.read(frames->front()).ok());
    CHECK(mixed.read(others->front()).error().key == "refusal.two_keys.other_code");
    for (const char* wrong : {"", "https://example.org", "CS1:", "CS1:0001",
                              "CS1:0302"
                              "ABC",
                              "CS1:0101::::::::::::::::", "CS1:01FFAAAAAAAAAAAAAAA"}) {
        FrameReader fresh;
        CAPTURE(wrong);
        CHECK(fresh.read(wrong).error().key == "refusal.two_keys.unreadable");
    }
    CHECK_FALSE(code_frames(std::string(frames_max * 10 + 1, 'x'), 10).has_value());
    CHECK(code_frames(std::string(frames_max * 10, 'x'), 10)->size() == frames_max);
    CHECK(code_frames("")->size() == 1);
}

TEST_CASE("base45 is that of RFC 9285") {
    CHECK(to_base45("AB") == "BB8");
    CHECK(to_base45("Hello!!") == "%69 VD92EX0");
    CHECK(to_base45("base-45") == "UJCLQE7W581");
    CHECK(from_base45("QED8WEX0") == "ietf!");
    for (const char* wrong : {"A", "GGW", "::", "ab0", "AAAA"}) {
        CAPTURE(wrong);
        CHECK_FALSE(from_base45(wrong).has_value());
    }
}
