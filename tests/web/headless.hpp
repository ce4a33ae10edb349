// A page without a browser: takes the frame host's messages, keeps the mirror's tree from them, and sends input back.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "web/app/frame.hpp"

namespace countersign::test {

// The accessible tree as the page holds it, made from `tree` messages alone.
class Mirror {
public:
    struct Element {
        std::uint32_t id = 0;
        std::uint32_t parent = 0;
        nlohmann::json node;
        std::vector<std::uint32_t> children;
    };

    void apply(const nlohmann::json& message) {
        for (const nlohmann::json& op : message.at("ops")) apply_one(op);
    }
    bool has(std::uint32_t id) const { return elements_.count(id) != 0; }
    const Element& at(std::uint32_t id) const { return elements_.at(id); }
    std::size_t size() const { return elements_.size(); }
    const std::vector<std::uint32_t>& children(std::uint32_t id) const { return id == 0 ? roots_ : elements_.at(id).children; }

    // The first element with this role and name, in reading order; 0 when there is none.
    std::uint32_t find(const std::string& role, const std::string& name) const { return find_below(0, role, name); }
    std::size_t count(const std::string& role) const {
        return static_cast<std::size_t>(std::count_if(elements_.begin(), elements_.end(),
                                                      [&](const auto& entry) { return entry.second.node.value("role", "") == role; }));
    }

private:
    std::vector<std::uint32_t>& siblings(std::uint32_t parent) { return parent == 0 ? roots_ : elements_.at(parent).children; }

    void insert(std::uint32_t id, std::uint32_t parent, std::uint32_t before) {
        std::vector<std::uint32_t>& list = siblings(parent);
        const auto at = before == 0 ? list.end() : std::find(list.begin(), list.end(), before);
        if (before != 0 && at == list.end()) throw std::runtime_error("before names no sibling");
        list.insert(at, id);
        elements_.at(id).parent = parent;
    }
    void take_out(std::uint32_t id) {
        std::vector<std::uint32_t>& list = siblings(elements_.at(id).parent);
        list.erase(std::remove(list.begin(), list.end(), id), list.end());
    }
    void drop(std::uint32_t id) {
        for (const std::uint32_t child : std::vector<std::uint32_t>(elements_.at(id).children)) drop(child);
        elements_.erase(id);
    }
    void apply_one(const nlohmann::json& op) {
        const std::string kind = op.at("o");
        const std::uint32_t id = op.at("id");
        if (kind == "add") {
            if (has(id)) throw std::runtime_error("added twice");
            elements_[id] = {id, 0, op.at("n"), {}};
            insert(id, op.at("parent"), op.at("before"));
        } else if (kind == "set") {
            for (const auto& [field, value] : op.at("n").items()) {
                if (value.is_null())
                    elements_.at(id).node.erase(field);
                else
                    elements_.at(id).node[field] = value;
            }
        } else if (kind == "move") {
            take_out(id);
            insert(id, op.at("parent"), op.at("before"));
        } else if (kind == "del") {
            take_out(id);
            drop(id);
        } else {
            throw std::runtime_error("unknown operation " + kind);
        }
    }
    std::uint32_t find_below(std::uint32_t parent, const std::string& role, const std::string& name) const {
        for (const std::uint32_t id : children(parent)) {
            const nlohmann::json& node = elements_.at(id).node;
            if (node.value("role", "") == role && node.value("name", "") == name) return id;
            if (const std::uint32_t found = find_below(id, role, name)) return found;
        }
        return 0;
    }

    std::map<std::uint32_t, Element> elements_;
    std::vector<std::uint32_t> roots_;
};

struct Screen {
    int width = 1440;
    int height = 900;
    bool touch = false;
};

class Headless {
public:
    Headless(widgets::Content content, Screen screen = {})
        : content_(std::move(content)), host_([this](const std::string& json) { receive(json); }, [this] { return now_; }) {
        send({{"t", "boot"},
              {"width", screen.width},
              {"height", screen.height},
              {"dpr", 1},
              {"dark", false},
              {"reduced_motion", false},
              {"coarse", screen.touch}});
        host_.start();
        settle();
    }

    // Draws as long as somebody wants a frame; the clock goes on by 16 ms each. Returns how many were drawn.
    int settle() {
        int frames = 0;
        while (host_.wants_frame(now_) && frames < 200) {
            host_.draw(now_, content_);
            now_ += 16;
            ++frames;
        }
        return frames;
    }
    void pass_time(double milliseconds) { now_ += milliseconds; }
    void send(const nlohmann::json& message) { host_.on_message(message.dump()); }
    void do_and_settle(const nlohmann::json& message) {
        send(message);
        settle();
    }
    void activate(std::uint32_t id) { do_and_settle({{"t", "activate"}, {"id", id}}); }
    void key(const std::string& name) { do_and_settle({{"t", "key"}, {"key", name}}); }
    void pointer(const std::string& kind, int x, int y, const std::string& source = "mouse") {
        do_and_settle({{"t", "pointer"}, {"kind", kind}, {"x", x}, {"y", y}, {"button", 0}, {"source", source}, {"pressure", 0.5}});
    }
    void press(std::uint32_t id, const std::string& source = "mouse") {
        const auto [x, y] = centre(id);
        if (source == "mouse") pointer("move", x, y, source);
        pointer("down", x, y, source);
        pointer("up", x, y, source);
    }
    std::pair<int, int> centre(std::uint32_t id) const {
        const nlohmann::json& rect = mirror.at(id).node.at("rect");
        return {rect[0].get<int>() + rect[2].get<int>() / 2, rect[1].get<int>() + rect[3].get<int>() / 2};
    }
    std::uint32_t find(const std::string& role, const std::string& name) const { return mirror.find(role, name); }
    const nlohmann::json& node(std::uint32_t id) const { return mirror.at(id).node; }
    std::size_t received(const std::string& type) const {
        return static_cast<std::size_t>(
            std::count_if(messages.begin(), messages.end(), [&](const nlohmann::json& message) { return message.at("t") == type; }));
    }

    FrameHost& host() { return host_; }
    Mirror mirror;
    std::vector<nlohmann::json> messages;
    std::uint32_t focused = 0;  // as the page was told

private:
    void receive(const std::string& text) {
        messages.push_back(nlohmann::json::parse(text));
        const nlohmann::json& message = messages.back();
        if (message.at("t") == "tree") mirror.apply(message);
        if (message.at("t") == "focus") focused = message.at("id");
    }

    widgets::Content content_;
    double now_ = 1000;
    FrameHost host_;
};

}  // namespace countersign::test
