// One node of the accessible tree: what a widget says about itself. Field names are those of the page's protocol.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace countersign::semantics {

using NodeId = std::uint32_t;

enum class Role : std::uint8_t {
    Screen,
    Heading,
    Text,
    Button,
    Link,
    Checkbox,
    Radio,
    Radiogroup,
    Switch,
    Textbox,
    Combobox,
    Form,
    List,
    Listitem,
    Table,
    Row,
    Columnheader,
    Cell,
    Navigation,
    Banner,
    Region,
    Dialog,
    Status,
    Alert,
    Image,
    Progressbar,
    Tablist,
    Tab,
    Signature,
    Group,
    Toolbar,
    Separator,
    File,
    count
};
const char* role_name(Role role);

// Whole CSS pixels on the canvas.
struct Rect {
    int x = 0;
    int y = 0;
    int w = 0;
    int h = 0;
    friend bool operator==(const Rect&, const Rect&) = default;
};

enum class Checked : std::uint8_t { None, No, Yes, Mixed };
enum class Live : std::uint8_t { Off, Polite, Assertive };

struct Choice {
    std::string value;
    std::string text;
    friend bool operator==(const Choice&, const Choice&) = default;
};

// How the page's own element edits a text box.
struct Input {
    std::string type = "text";
    std::string autocomplete = {};
    std::string inputmode = {};
    std::string enterkeyhint = {};
    std::string lang = {};
    std::string placeholder = {};
    int max_length = 0;
    bool multiline = false;
    std::string accept = {};   // of a file chooser: media types
    std::string capture = {};  // and which camera
    int font_size = 14;
    int weight = 400;
    Rect pad = {};  // x: left, y: top, w: right, h: bottom
    friend bool operator==(const Input&, const Input&) = default;
};

struct Node {
    NodeId id = 0;
    Role role = Role::Text;
    std::string name = {};
    std::string value = {};
    std::string description = {};
    std::string error = {};
    std::string href = {};
    std::string current = {};  // "page" for the selected navigation item
    int level = 0;
    Rect rect = {};
    std::optional<Rect> clip = {};  // the visible part, when it is smaller
    bool disabled = false;
    bool required = false;
    bool readonly = false;
    bool invalid = false;
    bool modal = false;
    std::optional<bool> selected = {};
    std::optional<bool> expanded = {};
    std::optional<bool> pressed = {};
    Checked checked = Checked::None;
    Live live = Live::Off;
    NodeId group = 0;
    std::vector<Choice> options = {};
    std::optional<Input> input = {};
    std::int64_t set_size = 0;
    std::int64_t position = 0;
    std::int64_t row_count = 0;
    std::int64_t row_index = 0;
    int col_index = 0;
    bool focusable = false;  // not sent: follows from the role; used to check that nothing is missing
    friend bool operator==(const Node&, const Node&) = default;
};

}  // namespace countersign::semantics
