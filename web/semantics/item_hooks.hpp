// Finds items that can take the mouse or the keyboard but were not declared in the accessible tree: Dear ImGui reports each one it sees.
#pragma once

#include <string>
#include <vector>

#include "web/semantics/node.hpp"

struct ImGuiContext;

namespace countersign::semantics {

class Tree;

class ItemRecorder {
public:
    struct Item {
        NodeId id = 0;
        std::string label;
        Rect rect;
    };
    // Dear ImGui calls back into this recorder from now on.
    void attach(ImGuiContext& context);
    static void detach(ImGuiContext& context);
    void begin() { items_.clear(); }
    void record(Item item) { items_.push_back(std::move(item)); }
    void label(NodeId id, const char* text);
    std::vector<Item> undeclared(const Tree& tree) const;

private:
    std::vector<Item> items_;
};

}  // namespace countersign::semantics
