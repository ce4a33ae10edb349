// What a screen sees of the interface: the frame's state, scopes for ids, and requests to the page. Every widget takes a `Ui&`.
// Screens include the widget headers and never Dear ImGui itself.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "web/widgets/icons.hpp"
#include "web/widgets/theme.hpp"

namespace countersign::widgets {

// By the width of the canvas: phone to 599, tablet to 1099, desktop to 1439, wide from 1440.
enum class Layout { Phone, Tablet, Desktop, Wide };

// type.scale of the visual language; Medium is weight 500, Strong is weight 600.
enum class TextStyle : std::uint8_t {
    Initials,
    Caption,
    CaptionMedium,
    CaptionStrong,
    Small,
    SmallMedium,
    SmallStrong,
    Body,
    BodyMedium,
    BodyStrong,
    Lead,
    LeadStrong,
    Title,
    Figure,
    Field,  // 16 regular: what is typed on a touch screen, where smaller fields make the browser zoom
    count
};

enum class Tone : std::uint8_t { Primary, Secondary, Muted, Disabled, Accent, Ok, Warn, Danger, Pause };

// A position in the interface, stable over frames and known to the page: positive 31 bit.
using ItemId = std::uint32_t;

struct UiCore;  // everything behind the screens' view; see ui_core.hpp

class Ui {
public:
    explicit Ui(UiCore& core) : core_(&core) {}

    Layout layout() const;
    bool phone() const { return layout() == Layout::Phone; }
    // Desktop or wide: room for a table with columns and for two columns of cards.
    bool roomy() const { return layout() == Layout::Desktop || layout() == Layout::Wide; }
    // Fingers are the likely pointer: targets are 44 px.
    bool touch() const;
    bool dark() const;
    bool reduced_motion() const;
    float canvas_width() const;
    float canvas_height() const;
    // Width the next widget may fill in the current container.
    float available_width() const;

    // Milliseconds on the frame's clock (monotonic, for timing only).
    double now_ms() const;
    // Draw again at the next opportunity, or at the given time on the frame's clock.
    void request_frame();
    void wake_at(double now_ms);

    // Id of an item in the present id scope.
    ItemId id(std::string_view name) const;
    // Moves the keyboard focus to the item once it has been declared; scrolls it into view.
    void focus(ItemId id);
    void focus(std::string_view name) { focus(id(name)); }
    bool is_focused(ItemId id) const;

    // Says something to screen readers without showing it.
    void announce(std::string_view text, bool assertive = false);
    // The window's title.
    void title(std::string_view text);
    void copy(std::string_view text);

    // Any widget with `.href` calls this when it is activated. The router takes the path once per frame.
    void navigate(std::string_view path, bool replace = false);
    struct Navigation {
        std::string path;
        bool replace = false;
    };
    std::optional<Navigation> take_navigation();

    // A key pressed this frame that no text field or native control wanted ("Escape", "ArrowDown", "/", "n"…).
    // Asking takes it.
    bool take_key(std::string_view key);

    // Every scroll region remembers its place by id; a new screen starts at the top unless told otherwise.
    void forget_scroll(ItemId region);

    UiCore& core() { return *core_; }
    const UiCore& core() const { return *core_; }

private:
    UiCore* core_;
};

// Everything inside gets ids below this name or number.
class IdScope {
public:
    IdScope(Ui& ui, std::string_view name);
    IdScope(Ui& ui, std::uint64_t number);
    ~IdScope();
    IdScope(const IdScope&) = delete;
    IdScope& operator=(const IdScope&) = delete;

private:
    Ui& ui_;
};

// The drawing code of a part of a screen, handed to a container.
using Content = std::function<void(Ui&)>;

}  // namespace countersign::widgets
