// Building the accessible tree of a frame.
#include "web/semantics/tree.hpp"

#include <cassert>

#include "web/semantics/diff.hpp"

namespace countersign::semantics {

const char* role_name(Role role) {
    static constexpr const char* names[] = {"screen",     "heading", "text",         "button",    "link",        "checkbox", "radio",
                                            "radiogroup", "switch",  "textbox",      "combobox",  "form",        "list",     "listitem",
                                            "table",      "row",     "columnheader", "cell",      "navigation",  "banner",   "region",
                                            "dialog",     "status",  "alert",        "image",     "progressbar", "tablist",  "tab",
                                            "signature",  "group",   "toolbar",      "separator", "file"};
    static_assert(sizeof(names) / sizeof(names[0]) == static_cast<std::size_t>(Role::count));
    return names[static_cast<std::size_t>(role)];
}

void Tree::begin() {
    frame_.clear();
    open_.clear();
    index_.clear();
    duplicates_.clear();
}

void Tree::add(const Node& node) {
    assert(node.id != 0 && (node.id & 0x80000000U) == 0);
    if (!index_.emplace(node.id, frame_.size()).second) {
        duplicates_.push_back(node.id);
        return;
    }
    frame_.push_back({node, parent()});
}

void Tree::open(const Node& node) {
    add(node);
    open_.push_back(node.id);
}

void Tree::close() {
    assert(!open_.empty());
    open_.pop_back();
}

void Tree::set_rect(NodeId id, Rect rect) {
    const auto found = index_.find(id);
    if (found != index_.end()) frame_[found->second].node.rect = rect;
}

const Node* Tree::find(NodeId id) const {
    const auto found = index_.find(id);
    return found == index_.end() ? nullptr : &frame_[found->second].node;
}

std::string Tree::take_changes() {
    assert(open_.empty());
    std::string message = tree_message(sent_, frame_);
    if (!message.empty()) sent_ = frame_;
    return message;
}

}  // namespace countersign::semantics
