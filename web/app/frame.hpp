// One frame of the interface: input from the page in, drawing and the accessible tree out. Draws on demand only.
//
//   FrameHost host(post, clock, std::make_unique<render::GlRenderer>());
//   host.give_asset(name, bytes) for fonts/*.ttf; host.on_message(json) for every message of the page (boot first); host.start(); then,
//   whenever host.wants_frame(now): host.draw(now, [&](Ui& ui) { …screens… });
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/render/fonts.hpp"
#include "web/render/renderer.hpp"
#include "web/semantics/item_hooks.hpp"
#include "web/semantics/tree.hpp"
#include "web/widgets/file_button.hpp"
#include "web/widgets/ui.hpp"

struct ImGuiContext;

namespace countersign {

class FrameHost {
public:
    using Post = std::function<void(const std::string& json)>;
    // Milliseconds, steady; the same clock as the times given to `draw`.
    using Clock = std::function<double()>;

    // Without a renderer nothing is shown, and all else works: tests.
    FrameHost(Post post, Clock clock, std::unique_ptr<render::Renderer> renderer = nullptr);
    ~FrameHost();
    FrameHost(const FrameHost&) = delete;
    FrameHost& operator=(const FrameHost&) = delete;

    // True when the asset was for the interface: "fonts/inter-400.ttf", "fonts/icons.ttf"…
    bool give_asset(std::string_view name, std::vector<std::uint8_t> bytes);
    // After the assets and the page's `boot` message. False, with a `problem` told to the page, when the machine cannot draw.
    bool start();

    // The browser gave a lost drawing context back.
    void context_restored();

    // Files chosen for the item of that id; what no item took in the frame after is told by `take_lost_files`.
    void give_file(widgets::ItemId id, widgets::PickedFile file);
    std::size_t take_lost_files();
    // Pictures that were to be drawn and are not here, by their keys; and their pixels, or none where they cannot be read.
    std::vector<std::string> take_wanted_pictures();
    void give_picture(const std::string& key, int width, int height, const std::string& rgba);

    // True when the message was meant for the interface alone. `boot`, `scheme`, `visible` and `online` are read and left to the app, too.
    bool on_message(std::string_view json);

    // Draws until what is shown agrees with itself (layout, input, fonts), then shows it and tells the page what changed.
    void draw(double now_ms, const widgets::Content& content);

    bool wants_frame(double now_ms) const;
    // When the next frame is due by itself; 0 when nothing is planned.
    double next_wake() const;
    void request_frame();
    void wake_at(double now_ms);

    // Light or dark by the person's choice; nullopt follows the system.
    void choose_theme(std::optional<bool> dark);

    widgets::Ui& ui() { return ui_; }
    const semantics::Tree& tree() const;
    // Items that can be pressed but are missing in the accessible tree: always a mistake.
    std::vector<semantics::ItemRecorder::Item> undeclared() const;
    // How many frames were shown since the start.
    long frames_shown() const { return frames_shown_; }

private:
    struct Touch {
        bool down = false;
        bool scrolling = false;
        bool owned = false;      // by an ink pad
        bool cancelled = false;  // moved too far to be a press
        widgets::ItemId owner = 0;
        widgets::ItemId region = 0;
        float start_x = 0, start_y = 0, last_y = 0;
        double last_time = 0;
        float velocity = 0;
    };

    void drop_pictures(bool all);
    void pass(const widgets::Content& content, bool first);
    bool needs_another_pass() const;
    void finish(bool settled);
    void move_by_inertia();
    void send_theme();
    bool cannot_draw(const std::string& why);
    void apply_environment(float width, float height, float pixel_ratio);
    void apply_scheme(bool dark, bool reduced_motion);
    struct Pointer {
        std::string kind;
        std::string source;
        float x = 0, y = 0, pressure = 0;
        int button = 0;
    };
    void on_pointer(const Pointer& pointer);
    void press(const Pointer& pointer);
    void drag(const Pointer& pointer);
    void release(const Pointer& pointer);
    void sample(const Pointer& pointer);
    void scroll_keys();
    widgets::ItemId pad_at(float x, float y) const;

    Post post_;
    Clock clock_;
    std::unique_ptr<render::Renderer> renderer_;
    render::Fonts fonts_;
    render::FontFiles font_files_;
    std::unique_ptr<widgets::UiCore> core_;
    widgets::Ui ui_;
    ImGuiContext* context_ = nullptr;
    Touch touch_;
    bool system_dark_ = false;
    std::optional<bool> chosen_dark_;
    bool started_ = false;
    int unsettled_frames_ = 0;
    long frames_shown_ = 0;
    std::string cursor_sent_ = "default";
};

}  // namespace countersign
