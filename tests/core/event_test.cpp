// Envelope, codec, streams and chain.
#include <doctest/doctest.h>

#include "core/event/chain.hpp"
#include "core/event/codec.hpp"
#include "core/event/stream.hpp"
#include "tests/support/story.hpp"

using namespace countersign;
using namespace countersign::test;

namespace {
StoredEvent sample(const std::string& text = "Zażółć gęślą jaźń") {
    return write_event({{fixed_id(7)},
                        shared_stream({fixed_id(1)}),
                        {"ticket", fixed_id(8)},
                        "ticket_comment_added",
                        1,
                        {fixed_id(10)},
                        {fixed_id(20)},
                        morning,
                        {{"text", text}}});
}
}  // namespace

TEST_CASE("an event that is written and read again says the same, and keeps its author's bytes") {
    const StoredEvent written = sample();
    const auto read = read_event(written.bytes);
    REQUIRE(read.ok());
    CHECK(read->bytes == written.bytes);
    CHECK(read->envelope.id == written.envelope.id);
    CHECK(read->envelope.subject == written.envelope.subject);
    CHECK(read->envelope.occurred_at == morning);
    CHECK(read->envelope.body["text"] == "Zażółć gęślą jaźń");
    CHECK_FALSE(read->confirmed());
}

TEST_CASE("bytes of another writer are kept exactly as they are, spaces and unknown fields included") {
    std::string bytes = sample().bytes;
    bytes.insert(1, " \"future\" : [1, 2] ,\n");
    const auto read = read_event(bytes);
    REQUIRE(read.ok());
    CHECK(read->bytes == bytes);
}

TEST_CASE("a malformed event is named by the field that is wrong") {
    const std::string good = sample().bytes;
    const auto cause = [](const std::string& bytes) {
        const auto read = read_event(bytes);
        REQUIRE_FALSE(read.ok());
        return read.error().cause;
    };
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string bytes = good;
        const auto at = bytes.find(from);
        REQUIRE(at != std::string::npos);
        return bytes.replace(at, from.size(), to);
    };
    CHECK(cause("not json").find("parse error") != std::string::npos);
    CHECK(cause("[]").find("object") != std::string::npos);
    CHECK(cause(with("\"type\":\"ticket_comment_added\"", "\"type\":5")).find("type") == 0);
    CHECK(cause(with("\"version\":1", "\"version\":0")).find("version") == 0);
    CHECK(cause(with("ticket/", "ticket-")).find("subject") == 0);
    CHECK(cause(with(fixed_id(7), "no-uuid")).find("id") == 0);
    CHECK(cause(with("\"occurred_at\":1762934400000", "\"occurred_at\":1.5")).find("occurred_at") == 0);
    CHECK(cause(std::string(event_bytes_max + 1, 'x')).find("larger") == 0);
    CHECK(cause("{\"body\":" + std::string(100, '[') + std::string(100, ']') + "}").find("nested") == 0);
}

TEST_CASE("stream names are written and read, and anything else names no stream") {
    for (const StreamName& name :
         {StreamName{StreamKind::shared, {fixed_id(1)}, {}}, StreamName{StreamKind::internal, {fixed_id(1)}, {}},
          StreamName{StreamKind::commercial, {fixed_id(1)}, {}}, StreamName{StreamKind::reporter, {fixed_id(1)}, {fixed_id(2)}},
          StreamName{StreamKind::provider, {}, {}}}) {
        CHECK(parse_stream(stream_id(name)) == name);
    }
    for (const std::string& text : {std::string(), std::string("org/"), "org/" + fixed_id(1), "org/" + fixed_id(1) + "/secret",
                                    "org/../" + fixed_id(1) + "/shared", "org/" + fixed_id(1) + "/reporter/x", std::string("providers")}) {
        CHECK_FALSE(parse_stream({text}).has_value());
    }
}

TEST_CASE("SHA-256 gives the values of FIPS 180-4") {
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(digest_from_hex(to_hex(sha256("abc"))) == sha256("abc"));
    CHECK_FALSE(digest_from_hex("xy").has_value());
}

TEST_CASE("the chain holds for what was written and names any change, gap, swap or move") {
    const StreamId stream = shared_stream({fixed_id(1)});
    std::vector<std::pair<std::string, Placement>> log;
    Digest head = chain_start(stream);
    for (std::int64_t seq = 1; seq <= 5; ++seq) {
        const std::string bytes = sample("remark " + std::to_string(seq)).bytes;
        head = chain_next(head, bytes, seq, at_minute(seq));
        log.push_back({bytes, {seq, at_minute(seq), head}});
    }
    const auto first_problem = [](const StreamId& id, const auto& events) -> std::int64_t {
        ChainVerifier verifier(id);
        for (const auto& [bytes, placement] : events) {
            if (verifier.follow(bytes, placement)) return placement.seq;
        }
        return 0;
    };
    CHECK(first_problem(stream, log) == 0);

    auto changed = log;
    changed[2].first[10] = changed[2].first[10] == 'a' ? 'b' : 'a';
    CHECK(first_problem(stream, changed) == 3);
    auto late = log;
    late[3].second.received_at = at_minute(99);
    CHECK(first_problem(stream, late) == 4);
    auto gap = log;
    gap.erase(gap.begin() + 1);
    CHECK(first_problem(stream, gap) == 3);
    auto swapped = log;
    std::swap(swapped[1].first, swapped[2].first);
    CHECK(first_problem(stream, swapped) == 2);
    CHECK(first_problem(internal_stream({fixed_id(1)}), log) == 1);
}

TEST_CASE("ids are UUIDs of version 7 whose order is that of their times") {
    const std::string early = uuid_v7({1000}, {});
    const std::string late = uuid_v7({2000}, {});
    CHECK(is_uuid(early));
    CHECK(early[14] == '7');
    CHECK(early < late);
    CHECK_FALSE(is_uuid("0190-short"));
    CHECK_FALSE(is_uuid(std::string(36, '-')));
}
