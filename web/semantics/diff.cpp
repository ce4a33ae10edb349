// Differences of two frames of the accessible tree.
//
// Idea: walk the new frame parent by parent and keep, per parent, the list of children the page has so far. Children are handled from
// last to first, so that the sibling named by `before` is already in its place. What is left over at the end is deleted.
#include "web/semantics/diff.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace countersign::semantics {
namespace {

using Children = std::unordered_map<NodeId, std::vector<NodeId>>;

// Writes the fields of a node that differ from `old` (all that are not empty, without one).
class FieldWriter {
public:
    FieldWriter(std::string& out, bool complete) : out_(out), complete_(complete) {}

    template <typename T, typename Write>
    void field(const char* name, const T& now, const T& old, Write write) {
        static const T empty{};
        if (complete_ ? now == empty : now == old) return;
        key(name);
        if (now == empty)
            out_ += "null";
        else
            write(now);
    }
    void text(const char* name, const std::string& now, const std::string& old) {
        field(name, now, old, [this](const std::string& value) { append_json_string(out_, value); });
    }
    template <typename T>
    void number(const char* name, T now, T old) {
        field(name, now, old, [this](T value) { out_ += std::to_string(value); });
    }
    void flag(const char* name, bool now, bool old) {
        field(name, now, old, [this](bool) { out_ += "true"; });
    }
    void flag(const char* name, std::optional<bool> now, std::optional<bool> old) {
        field(name, now, old, [this](std::optional<bool> value) { out_ += *value ? "true" : "false"; });
    }
    void key(const char* name) {
        if (!first_) out_ += ',';
        first_ = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    void rect(const char* name, const std::optional<Rect>& now, const std::optional<Rect>& old) {
        field(name, now, old, [this](const std::optional<Rect>& value) { append_rect(*value); });
    }
    void append_rect(const Rect& value) {
        out_ += '[' + std::to_string(value.x) + ',' + std::to_string(value.y) + ',' + std::to_string(value.w) + ',' +
                std::to_string(value.h) + ']';
    }
    bool wrote_any() const { return !first_; }

private:
    std::string& out_;
    bool complete_;
    bool first_ = true;
};

void append_input(std::string& out, const Input& input) {
    static const Input plain{};
    out += '{';
    FieldWriter writer(out, true);
    writer.text("type", input.type, plain.type);
    writer.text("autocomplete", input.autocomplete, plain.autocomplete);
    writer.text("inputmode", input.inputmode, plain.inputmode);
    writer.text("enterkeyhint", input.enterkeyhint, plain.enterkeyhint);
    writer.text("lang", input.lang, plain.lang);
    writer.text("placeholder", input.placeholder, plain.placeholder);
    writer.number("maxlength", input.max_length, 0);
    writer.flag("multiline", input.multiline, false);
    writer.text("accept", input.accept, plain.accept);
    writer.text("capture", input.capture, plain.capture);
    writer.number("font_size", input.font_size, 0);
    writer.number("weight", input.weight, 0);
    writer.key("pad");
    writer.append_rect(input.pad);
    out += '}';
}

bool append_fields(std::string& out, const Node& now, const Node* before) {
    static const Node plain{};
    const Node& old = before != nullptr ? *before : plain;
    FieldWriter writer(out, before == nullptr);
    if (before == nullptr || now.role != old.role) {
        writer.key("role");
        append_json_string(out, role_name(now.role));
    }
    writer.text("name", now.name, old.name);
    writer.text("value", now.value, old.value);
    writer.text("description", now.description, old.description);
    writer.text("error", now.error, old.error);
    writer.text("href", now.href, old.href);
    writer.text("current", now.current, old.current);
    writer.number("level", now.level, old.level);
    if (before == nullptr || !(now.rect == old.rect)) {
        writer.key("rect");
        writer.append_rect(now.rect);
    }
    writer.rect("clip", now.clip, old.clip);
    writer.flag("disabled", now.disabled, old.disabled);
    writer.flag("required", now.required, old.required);
    writer.flag("readonly", now.readonly, old.readonly);
    writer.flag("invalid", now.invalid, old.invalid);
    writer.flag("modal", now.modal, old.modal);
    writer.flag("selected", now.selected, old.selected);
    writer.flag("expanded", now.expanded, old.expanded);
    writer.flag("pressed", now.pressed, old.pressed);
    writer.field("checked", now.checked, old.checked, [&out](Checked value) {
        out += value == Checked::Yes ? "true" : value == Checked::No ? "false" : "\"mixed\"";
    });
    writer.field("live", now.live, old.live, [&out](Live value) { out += value == Live::Polite ? "\"polite\"" : "\"assertive\""; });
    writer.number("group", now.group, old.group);
    writer.field("options", now.options, old.options, [&out](const std::vector<Choice>& options) {
        out += '[';
        for (const Choice& option : options) {
            out += out.back() == '[' ? "{\"value\":" : ",{\"value\":";
            append_json_string(out, option.value);
            out += ",\"text\":";
            append_json_string(out, option.text);
            out += '}';
        }
        out += ']';
    });
    writer.field("input", now.input, old.input, [&out](const std::optional<Input>& input) { append_input(out, *input); });
    writer.number("set_size", now.set_size, old.set_size);
    writer.number("position", now.position, old.position);
    writer.number("row_count", now.row_count, old.row_count);
    writer.number("row_index", now.row_index, old.row_index);
    writer.number("col_index", now.col_index, old.col_index);
    return writer.wrote_any();
}

class Differ {
public:
    Differ(const Frame& before, const Frame& after) : before_(before), after_(after) {
        for (const Entry& entry : before_) {
            old_[entry.node.id] = &entry;
            page_[entry.parent].push_back(entry.node.id);
        }
        for (const Entry& entry : after_) {
            kept_.insert(entry.node.id);
            wanted_[entry.parent].push_back(entry.node.id);
            new_[entry.node.id] = &entry;
        }
    }

    std::string message() {
        place_children(0);
        for (const Entry& entry : after_) place_children(entry.node.id);
        remove_leftovers();
        if (ops_.empty()) return {};
        return "{\"t\":\"tree\",\"ops\":[" + ops_ + "]}";
    }

private:
    void place_children(NodeId parent) {
        const auto wanted = wanted_.find(parent);
        if (wanted == wanted_.end()) return;
        NodeId before = 0;
        // Adding in reading order would name siblings that are not there yet, so: backwards.
        for (auto child = wanted->second.rbegin(); child != wanted->second.rend(); ++child) {
            place(*child, parent, before);
            before = *child;
        }
    }

    void place(NodeId id, NodeId parent, NodeId before) {
        const Entry& now = *new_.at(id);
        const auto old = old_.find(id);
        if (old == old_.end()) {
            start_op("add", id);
            append_place(parent, before);
            ops_ += ",\"n\":{";
            append_fields(ops_, now.node, nullptr);
            ops_ += "}}";
            insert(id, parent, before);
            return;
        }
        if (old->second->parent != parent || successor(id, parent) != before) {
            start_op("move", id);
            append_place(parent, before);
            ops_ += '}';
            std::vector<NodeId>& from = page_[old->second->parent];
            from.erase(std::remove(from.begin(), from.end(), id), from.end());
            insert(id, parent, before);
        }
        std::string fields;
        if (!(now.node == old->second->node) && append_fields(fields, now.node, &old->second->node)) {
            start_op("set", id);
            ops_ += ",\"n\":{" + fields + "}}";
        }
    }

    void remove_leftovers() {
        for (const Entry& entry : before_) {
            if (kept_.count(entry.node.id) != 0) continue;
            // A subtree goes with its top; only that is named.
            const bool parent_goes = entry.parent != 0 && kept_.count(entry.parent) == 0;
            if (parent_goes) continue;
            start_op("del", entry.node.id);
            ops_ += '}';
        }
    }

    // The next sibling on the page that stays.
    NodeId successor(NodeId id, NodeId parent) {
        const std::vector<NodeId>& siblings = page_[parent];
        auto at = std::find(siblings.begin(), siblings.end(), id);
        if (at == siblings.end()) return id;
        for (++at; at != siblings.end(); ++at)
            if (const auto stays = new_.find(*at); stays != new_.end() && stays->second->parent == parent) return *at;
        return 0;
    }

    void insert(NodeId id, NodeId parent, NodeId before) {
        std::vector<NodeId>& siblings = page_[parent];
        siblings.insert(before == 0 ? siblings.end() : std::find(siblings.begin(), siblings.end(), before), id);
    }

    void start_op(const char* name, NodeId id) {
        if (!ops_.empty()) ops_ += ',';
        ops_ += "{\"o\":\"";
        ops_ += name;
        ops_ += "\",\"id\":" + std::to_string(id);
    }
    void append_place(NodeId parent, NodeId before) {
        ops_ += ",\"parent\":" + std::to_string(parent) + ",\"before\":" + std::to_string(before);
    }

    const Frame& before_;
    const Frame& after_;
    std::unordered_map<NodeId, const Entry*> old_;
    std::unordered_map<NodeId, const Entry*> new_;
    std::unordered_set<NodeId> kept_;
    Children page_;
    Children wanted_;
    std::string ops_;
};

bool same(const Frame& before, const Frame& after) {
    return before.size() == after.size() && std::equal(before.begin(), before.end(), after.begin(), [](const Entry& a, const Entry& b) {
               return a.parent == b.parent && a.node == b.node;
           });
}

// Length of the valid UTF-8 sequence at the start of `text`, 0 when it is broken.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t at = 1; at < length; ++at)
        if ((byte(at) & 0xC0) != 0x80) return 0;
    if (length == 3 && ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) >= 0xA0))) return 0;
    if (length == 4 && ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) >= 0x90))) return 0;
    return length;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        const unsigned char byte = static_cast<unsigned char>(text.front());
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += text.front();
            text.remove_prefix(1);
        } else if (byte == '\n') {
            out += "\\n";
            text.remove_prefix(1);
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
            text.remove_prefix(1);
        } else if (const std::size_t length = sequence_length(text); length != 0) {
            out += text.substr(0, length);
            text.remove_prefix(length);
        } else {
            out += "\xEF\xBF\xBD";
            text.remove_prefix(1);
        }
    }
    out += '"';
}

std::string tree_message(const Frame& before, const Frame& after) {
    if (same(before, after)) return {};
    return Differ(before, after).message();
}

}  // namespace countersign::semantics
