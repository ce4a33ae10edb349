// App: messages in, frames out.
#include "web/app/app.hpp"

#include <algorithm>

namespace countersign::app {

namespace {

constexpr std::int64_t minute_ms = 60'000;
// Enough for a progress bar that moves, few enough for a worker that still answers.
constexpr std::size_t subjects_per_step = 200;

// The page's key for a database that cannot be used.
std::string problem_key(const Failure& failure) {
    if (failure.key == "failure.database_newer") return "newer_database";
    // Another key's file looks just like one whose beginning is damaged.
    if (failure.key == "failure.database_key" || failure.key == "failure.database_corrupt" || failure.key == "failure.event")
        return "corrupt_database";
    if (failure.key == "failure.storage_full") return "storage_full";
    return "storage_failed";
}

}  // namespace

App::App(Platform& platform, Clocks clocks, OpenDatabase open_database, std::unique_ptr<render::Renderer> renderer)
    : platform_(platform),
      clocks_(std::move(clocks)),
      open_database_(std::move(open_database)),
      portal_(platform),
      host_([this](const std::string& json) { platform_.post_text(json); }, clocks_.steady, std::move(renderer)) {}

void App::report_failure(const Failure& failure, bool recoverable) {
    const std::string browser = platform_.storage_problem();
    const std::string detail = failure.describe() + (browser.empty() ? "" : "\n" + browser);
    platform_.post({{"t", "problem"}, {"key", problem_key(failure)}, {"detail", detail}, {"recoverable", recoverable}});
}

// For good: the files are left as they are, for whoever rescues what is in them.
void App::stop(const Failure& failure) {
    stopped_ = true;
    portal_.replica().database().leave_as_it_is();
    portal_.close();
    report_failure(failure, false);
}

void App::give_asset(const std::string& name, std::string bytes) {
    constexpr std::string_view texts = "i18n/";
    if (name.rfind(texts, 0) == 0) {
        catalogues_[name.substr(texts.size(), name.find('.') - texts.size())] = std::move(bytes);
        return;
    }
    constexpr std::string_view of_a_message = "bytes/";
    if (name.rfind(of_a_message, 0) == 0) return portal_.give_bytes(name.substr(of_a_message.size()), std::move(bytes));
    host_.give_asset(name, {bytes.begin(), bytes.end()});
}

void App::use_language(Language language) {
    const std::string code(language_code(language));
    const auto own = catalogues_.find(code);
    if (own == catalogues_.end()) {
        if (!portal_.has_texts()) portal_.set_catalogue(Language::en, catalogues_["en"], catalogues_["en"]);
        platform_.post({{"t", "load_language"}, {"lang", code}});
        return;
    }
    portal_.set_catalogue(language, own->second, catalogues_["en"]);
}

void App::boot(const std::string& json) {
    auto message = parse_json(json);
    if (!message) return report_failure(message.error(), false);
    host_.on_message(json);
    portal_.set_now(clocks_.wall());

    auto database = open_database_();
    if (!database) return report_failure(database.error(), false);
    auto replica = Replica::open(std::move(*database));
    if (!replica) return report_failure(replica.error(), false);
    rebuild_total_ = (*replica)->subjects_to_rebuild();

    use_language(language_from_code(message->value("language", std::string("en"))).value_or(Language::en));
    portal_.boot(*message, std::move(*replica));
    if (const auto kept = language_from_code(portal_.replica().draft("setting/language"))) use_language(*kept);
    started_ = host_.start();
    settle();
}

void App::rebuild() {
    const auto left = portal_.replica().rebuild_some(subjects_per_step);
    if (!left) return stop(left.error());
    platform_.post({{"t", "progress"}, {"phase", "rebuild"}, {"done", rebuild_total_ - *left}, {"total", rebuild_total_}});
}

// The files are gone and the key with them; there is a new key.
void App::open_anew(const Json& carried) {
    auto database = open_database_();
    auto replica = database ? Replica::open(std::move(*database)) : Result<std::unique_ptr<Replica>, Failure>(Error{database.error()});
    if (!replica) {
        stopped_ = true;
        return report_failure(replica.error(), false);
    }
    portal_.open_anew(std::move(*replica), carried);
}

void App::on_message(const std::string& json) {
    if (!started_ || stopped_) return;
    portal_.set_now(clocks_.wall());
    const bool for_interface = host_.on_message(json);
    if (!for_interface) {
        const auto message = parse_json(json);
        if (!message) return report_failure(message.error(), true);
        const std::string type = message->value("t", std::string());
        if (type == "hand_over") {
            portal_.close();
            stopped_ = true;
            platform_.post({{"t", "handed_over"}});
            return;
        }
        if (type == "close_storage") return portal_.close();
        if (type == "open_storage") {
            open_anew(message->value("carried", Json()));
            if (stopped_) return;
        } else if (type == "file") {
            take_file(*message);
        } else if (type == "picture") {
            const std::string key = message->value("key", std::string());
            host_.give_picture(key, message->value("width", 0), message->value("height", 0), portal_.take_bytes("picture/" + key));
        } else if (type == "language_loaded") {
            const auto language = language_from_code(message->value("lang", std::string()));
            if (!message->value("ok", true)) {
                portal_.language_missing();
            } else if (language) {
                use_language(*language);
            }
        } else {
            portal_.on_message(*message);
        }
    }
    if (portal_.replica().subjects_to_rebuild() > 0) rebuild();
    if (stopped_) return;
    portal_.tick();
    settle();
}

void App::take_file(const Json& message) {
    widgets::PickedFile file;
    file.name = message.value("name", std::string());
    file.first = message.value("first", false);
    file.problem = message.value("problem", std::string());
    file.media_type = message.value("media_type", std::string());
    file.width = message.value("width", 0);
    file.height = message.value("height", 0);
    if (file.problem.empty()) file.bytes = portal_.take_bytes("file");
    host_.give_file(message.value("id", 0U), std::move(file));
}

App::Shown App::look() {
    const SyncView sync = portal_.sync_view();
    return {portal_.data_version(),
            sync.kind,
            sync.unsent,
            sync.attention,
            portal_.now().utc_ms / minute_ms,
            sync.last_success ? sync.last_success->utc_ms / minute_ms : 0,
            portal_.path(),
            portal_.trouble(),
            portal_.sign_in_problem(),
            portal_.sign_in_state(),
            portal_.sign_in_step(),
            portal_.account().version(),
            portal_.attachments().version(),
            portal_.pin().version(),
            portal_.language(),
            sync.trouble,
            portal_.note(),
            portal_.update_ready(),
            portal_.storage_is_persistent(),
            portal_.storage_bytes()};
}

// Asks for a frame when something that may be on the screen is not what it was.
void App::settle() {
    if (!started_ || stopped_) return;
    if (auto failure = portal_.replica().database().take_last_failure()) {
        if (problem_key(*failure) == "corrupt_database") return stop(*failure);
        if (failure->key == "failure.storage_failed") {
            // After a failed read or flush nothing more is stored until the database is opened anew.
            report_failure(*failure, true);
        } else {
            portal_.report(*failure);
        }
    }
    go_where_allowed();
    if (const Shown now = look(); now != shown_) {
        shown_ = now;
        host_.request_frame();
    }
    // For whoever has forgotten the PIN: what starting anew would lose.
    if (const std::uint64_t version = portal_.data_version(); unsent_looked_at_ != version) {
        unsent_looked_at_ = version;
        const OwnWork own = portal_.replica().own_work();
        const std::size_t lost = own.unsent + own.attention + own.files;
        if (unsent_told_ != lost) platform_.post({{"t", "unsent"}, {"count", lost}});
        unsent_told_ = lost;
    }
    host_.choose_theme(portal_.theme() == "system" ? std::nullopt : std::optional(portal_.theme() == "dark"));
}

void App::go_where_allowed() {
    const bool at_sign_in = portal_.path() == "/sign-in";
    if (!portal_.signed_in() && !at_sign_in && !portal_.at_invitation()) portal_.go("/sign-in", true);
    if (portal_.signed_in() && at_sign_in && !portal_.session_ended()) portal_.go("/", true);
}

void App::take_place() {
    if (drawn_path_ == portal_.path() && screen_) return;
    drawn_path_ = portal_.path();
    screens::Match match = screens::match_route(drawn_path_);
    if (match.route == nullptr) {
        screen_ = screens::make_not_found(match.place);
    } else if (match.route == route_ && match.place.params == place_.params && screen_) {
        screen_->moved(match.place);
    } else {
        screen_ = match.route->make(match.place);
    }
    route_ = match.route;
    place_ = std::move(match.place);
}

void App::draw(widgets::Ui& ui) {
    take_place();
    const auto frame = route_ == nullptr ? screens::Route::Frame::shell : route_->frame;
    if (frame == screens::Route::Frame::alone || !portal_.signed_in()) {
        screen_->draw(ui, portal_);
    } else {
        screens::draw_shell(ui, portal_, frame == screens::Route::Frame::shell,
                            [&](widgets::Ui& inside) { screen_->draw(inside, portal_); });
    }
    if (const auto navigation = ui.take_navigation()) portal_.go(navigation->path, navigation->replace);
}

void App::frame(double steady_ms) {
    if (!started_ || stopped_ || !portal_.is_open()) return;
    if (portal_.replica().subjects_to_rebuild() > 0 || !host_.wants_frame(steady_ms)) return;
    portal_.set_now(clocks_.wall());
    host_.draw(steady_ms, [this](widgets::Ui& ui) { draw(ui); });
    if (host_.take_lost_files() > 0) portal_.say(portal_.tr("attachment.lost"));
    for (const std::string& key : host_.take_wanted_pictures()) portal_.attachments().read_picture(key);
    if (!ready_told_) {
        ready_told_ = true;
        platform_.post({{"t", "ready"}});
    }
    // What a screen did may have changed what is to be shown, and what is to be sent.
    portal_.tick();
    settle();
}

Instant App::wake_at() {
    const Instant now = clocks_.wall();
    if (!started_ || stopped_ || !portal_.is_open()) return now + Milliseconds{minute_ms};
    if (portal_.replica().subjects_to_rebuild() > 0) return now;
    // Times left are told by the minute.
    std::int64_t next = (now.utc_ms / minute_ms + 1) * minute_ms;
    if (const auto sync = portal_.wake_at()) next = std::min(next, sync->utc_ms);
    if (const double frame = host_.next_wake(); frame > 0)
        next = std::min(next, now.utc_ms + static_cast<std::int64_t>(frame - clocks_.steady()));
    return {std::max(next, now.utc_ms)};
}

}  // namespace countersign::app
