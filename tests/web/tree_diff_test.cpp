// The messages that keep the page's tree in step, checked by a page that knows only these messages.
#include <random>

#include <doctest/doctest.h>

#include "tests/web/headless.hpp"
#include "web/semantics/diff.hpp"

using namespace countersign;
using namespace countersign::semantics;
using countersign::test::Mirror;

namespace {

Node plain(NodeId id, const std::string& name) {
    Node node;
    node.id = id;
    node.role = Role::Group;
    node.name = name;
    node.rect = {static_cast<int>(id), 0, 10, 10};
    return node;
}

// A random tree over ids 1 to 40: each node below one that stands before it, or at the top.
Frame random_frame(std::mt19937& random) {
    std::vector<NodeId> ids;
    for (NodeId id = 1; id <= 40; ++id)
        if (random() % 3 != 0) ids.push_back(id);
    std::shuffle(ids.begin(), ids.end(), random);
    std::map<NodeId, std::vector<NodeId>> below;
    for (std::size_t at = 0; at < ids.size(); ++at) below[at == 0 || random() % 4 == 0 ? 0 : ids[random() % at]].push_back(ids[at]);
    Frame frame;
    const std::function<void(NodeId)> add = [&](NodeId parent) {
        for (const NodeId id : below[parent]) {
            Node node = plain(id, "name " + std::to_string(random() % 3));
            if (random() % 4 == 0) node.description = "more";
            if (random() % 5 == 0) node.checked = Checked::Mixed;
            if (random() % 5 == 0) node.clip = Rect{0, 0, 1, 1};
            frame.push_back({node, parent});
            add(id);
        }
    };
    add(0);
    return frame;
}

void check_same(const Mirror& mirror, const Frame& frame) {
    std::map<NodeId, std::vector<NodeId>> below;
    for (const Entry& entry : frame) below[entry.parent].push_back(entry.node.id);
    REQUIRE(mirror.size() == frame.size());
    REQUIRE(mirror.children(0) == below[0]);
    for (const Entry& entry : frame) {
        REQUIRE(mirror.has(entry.node.id));
        const Mirror::Element& element = mirror.at(entry.node.id);
        CHECK(element.children == below[entry.node.id]);
        CHECK(element.node.value("name", "") == entry.node.name);
        CHECK(element.node.value("description", "") == entry.node.description);
        CHECK(element.node.contains("checked") == (entry.node.checked != Checked::None));
        CHECK(element.node.contains("clip") == entry.node.clip.has_value());
    }
}

}  // namespace

TEST_CASE("a page that applies the operations has the worker's tree, whatever changed") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed ", seed);
        std::mt19937 random(seed);
        Mirror mirror;
        Frame before;
        for (int step = 0; step < 12; ++step) {
            const Frame after = random_frame(random);
            const std::string message = tree_message(before, after);
            if (!message.empty()) mirror.apply(nlohmann::json::parse(message));
            check_same(mirror, after);
            before = after;
        }
    }
}

TEST_CASE("nothing is said when nothing changed") {
    std::mt19937 random(7);
    const Frame frame = random_frame(random);
    CHECK(tree_message(frame, frame).empty());
}

TEST_CASE("one changed field is one small operation, and a field that went away is null") {
    Frame before = {{plain(1, "Save"), 0}};
    Frame after = before;
    before[0].node.description = "again";
    CHECK(tree_message(before, after) == R"({"t":"tree","ops":[{"o":"set","id":1,"n":{"description":null}}]})");
}

TEST_CASE("text of people becomes valid JSON, broken bytes included") {
    std::string out;
    append_json_string(out, "a\"b\\c\nd\x01 \xC5\xBC\xFF\xC5");
    CHECK(out == "\"a\\\"b\\\\c\\nd\\u0001 \xC5\xBC\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(nlohmann::json::parse(out).is_string());
}

TEST_CASE("an id declared twice counts once and is reported") {
    Tree tree;
    tree.begin();
    tree.add(plain(5, "first"));
    tree.add(plain(5, "second"));
    CHECK(tree.frame().size() == 1);
    CHECK(tree.duplicates() == std::vector<NodeId>{5});
}
