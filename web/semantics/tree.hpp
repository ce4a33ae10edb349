// The accessible tree of one frame, declared in reading order with explicit parents, and what changed since the frame before.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "web/semantics/node.hpp"

namespace countersign::semantics {

// One declared node and its place.
struct Entry {
    Node node;
    NodeId parent = 0;
};

// Entries in declaration order: a parent always stands before its children.
using Frame = std::vector<Entry>;

class Tree {
public:
    // Starts a frame; the one before stays until `take_changes`.
    void begin();
    // A node without children, or, with `open`, one whose children follow until `close`.
    void add(const Node& node);
    void open(const Node& node);
    void close();
    // Size and place of a container are known only after its content.
    void set_rect(NodeId id, Rect rect);

    bool declared(NodeId id) const { return index_.count(id) != 0; }
    const Node* find(NodeId id) const;
    NodeId parent() const { return open_.empty() ? 0 : open_.back(); }
    const Frame& frame() const { return frame_; }
    // Ids declared twice in this frame: a mistake of the screen (two items with one id); only the first counts.
    const std::vector<NodeId>& duplicates() const { return duplicates_; }

    // The page's `tree` message for what changed since the last call, or nothing. Makes this frame the one to compare with.
    std::string take_changes();
    // The page lost its tree (reload, fallback): the next changes hold everything.
    void forget() { sent_.clear(); }

private:
    Frame frame_;
    Frame sent_;
    std::vector<NodeId> open_;
    std::unordered_map<NodeId, std::size_t> index_;
    std::vector<NodeId> duplicates_;
};

}  // namespace countersign::semantics
