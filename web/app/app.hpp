// App: puts portal, screens and the frame together. It takes every message of the page, lets the portal and the interface have it, draws
// the screen that the path names, and says when it wants to be called again.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "web/app/frame.hpp"
#include "web/app/portal.hpp"
#include "web/screens/screen.hpp"

namespace countersign::app {

class App {
public:
    /// Answers the opened database, or why it cannot be opened.
    using OpenDatabase = std::function<Result<std::unique_ptr<Database>, Failure>()>;
    struct Clocks {
        std::function<Instant()> wall;   ///< UTC
        std::function<double()> steady;  ///< milliseconds, for the frame
    };

    App(Platform& platform, Clocks clocks, OpenDatabase open_database, std::unique_ptr<render::Renderer> renderer);

    /// Fonts, shaders and catalogues ("i18n/pl.json"), before `boot` and, for another language, later.
    void give_asset(const std::string& name, std::string bytes);
    void boot(const std::string& json);
    void on_message(const std::string& json);
    /// Draws when there is something new to show.
    void frame(double steady_ms);
    /// When to be called with {t:'wake'} even if nothing happens.
    Instant wake_at();

    Portal& portal() { return portal_; }
    FrameHost& host() { return host_; }

private:
    struct Shown {
        std::uint64_t data_version = 0;
        SyncView::Kind sync = SyncView::Kind::synced;
        std::size_t unsent = 0, attention = 0;
        std::int64_t minute = 0, last_success_minute = 0;
        std::string path, trouble, sign_in_problem;
        SignInState sign_in = SignInState::idle;
        SignInStep sign_in_step = SignInStep::password;
        std::uint64_t account_version = 0, attachments_version = 0, pin_version = 0;
        Language language = Language::en;
        std::string sync_trouble, note;
        bool update_ready = false;
        std::optional<bool> persistent;
        std::optional<std::pair<std::int64_t, std::int64_t>> storage_bytes;
        bool operator==(const Shown&) const = default;
    };

    void use_language(Language language);
    void rebuild();
    void open_anew(const Json& carried);
    Shown look();
    void settle();
    void go_where_allowed();
    void take_place();
    void take_file(const Json& message);
    void draw(widgets::Ui& ui);
    void report_failure(const Failure& failure, bool recoverable);
    void stop(const Failure& failure);

    Platform& platform_;
    Clocks clocks_;
    OpenDatabase open_database_;
    Portal portal_;
    FrameHost host_;
    std::map<std::string, std::string> catalogues_;
    std::unique_ptr<screens::Screen> screen_;
    const screens::Route* route_ = nullptr;
    screens::Place place_;
    std::string drawn_path_;
    Shown shown_;
    std::optional<std::size_t> unsent_told_;  ///< entries, and photos and files, that are here and nowhere else
    std::uint64_t unsent_looked_at_ = 0;      ///< the version of the data that was looked at
    std::size_t rebuild_total_ = 0;
    bool started_ = false;
    bool ready_told_ = false;
    bool stopped_ = false;
};

}  // namespace countersign::app
