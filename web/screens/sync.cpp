// How this device stands with the server, in words: what it keeps that is still to be sent, what the server refused and why, and the state
// of the storage below it all.
#include "core/i18n/format.hpp"
#include "core/i18n/number.hpp"
#include "core/storage/holdings.hpp"
#include "web/screens/event_words.hpp"
#include "web/screens/screen.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::TextStyle;
using widgets::Tone;

constexpr std::size_t unsent_shown_max = 50;
constexpr std::int64_t bytes_per_megabyte = 1'000'000;
constexpr std::int64_t skew_to_mention_ms = 60'000;

struct StateLook {
    const char* title;
    const char* text;
    widgets::Icon icon;
    Tone tone;
};

StateLook look_of(app::SyncView::Kind kind) {
    switch (kind) {
        case app::SyncView::Kind::synced:
            return {"sync.state_synced", "sync.state_synced_text", icons::cloud_check, Tone::Ok};
        case app::SyncView::Kind::sending:
            return {"sync.state_sending", "sync.state_sending_text", icons::cloud_upload, Tone::Accent};
        case app::SyncView::Kind::offline:
            return {"sync.state_offline", "sync.state_offline_text", icons::cloud_off, Tone::Warn};
        case app::SyncView::Kind::attention:
            return {"sync.state_attention", "sync.state_attention_text", icons::cloud_exclamation, Tone::Danger};
        case app::SyncView::Kind::signed_out:
            return {"sync.state_signed_out", "sync.state_signed_out_text", icons::key, Tone::Warn};
        case app::SyncView::Kind::trouble:
            return {"sync.state_trouble", "sync.state_trouble_text", icons::cloud_exclamation, Tone::Danger};
    }
    return {"sync.state_synced", "sync.state_synced_text", icons::cloud_check, Tone::Ok};
}

class Sync final : public Screen {
public:
    void draw(Ui& ui, Portal& portal) override {
        if (!portal.signed_in()) return;
        refresh(portal);
        ui.title(portal.tr("sync.title"));
        {
            const widgets::Page page(ui, {.id = "sync", .title = portal.tr("sync.title"), .max_width = 840});
            const std::string& problem = problem_.empty() ? portal.trouble() : problem_;
            if (!problem.empty()) widgets::banner(ui, {.id = "trouble", .tone = Tone::Danger, .text = problem, .assertive = true});
            draw_state(ui, portal);
            draw_alarms(ui, portal);
            if (!attention_.empty()) draw_attention(ui, portal);
            draw_unsent(ui, portal);
            draw_holdings(ui, portal);
            draw_storage(ui, portal);
        }
        if (!giving_up_.empty()) draw_question(ui, portal);
    }

private:
    void refresh(Portal& portal) {
        if (version_ == portal.data_version()) return;
        version_ = portal.data_version();
        attention_ = portal.replica().attention();
        unsent_ = unsent_events(portal.replica().database(), unsent_shown_max);
        streams_ = portal.replica().streams();
        // What cannot be counted is told by the database's failure, which the application shows.
        const auto holdings = holdings_of(portal.replica().database());
        holdings_ = holdings ? *holdings : DeviceHoldings{};
    }

    static std::string moment(Portal& portal, Instant at) { return format_moment(portal.texts(), portal.zone(), at, portal.now()); }

    static void draw_state(Ui& ui, Portal& portal) {
        const app::SyncView view = portal.sync_view();
        const StateLook look = look_of(view.kind);
        const widgets::Card card(ui, {.id = "state", .gap = widgets::space::m});
        widgets::text(ui,
                      {.text = portal.tr(look.title), .style = TextStyle::LeadStrong, .tone = look.tone, .icon = look.icon, .live = true});
        widgets::text(ui, {.text = portal.tr(look.text), .tone = Tone::Secondary});
        if (!view.trouble.empty()) widgets::text(ui, {.text = view.trouble, .tone = Tone::Danger});
        if (view.catch_up) draw_catch_up(ui, portal, *view.catch_up);
        widgets::value_line(ui, {.icon = icons::clock,
                                 .label = portal.tr("sync.last_exchange"),
                                 .value = view.last_success ? moment(portal, *view.last_success) : portal.tr("sync.never")});
        widgets::value_line(ui, {.icon = icons::cloud_upload,
                                 .label = portal.tr("sync.kept_on_device"),
                                 .value = format_number(portal.texts(), static_cast<std::int64_t>(view.unsent)),
                                 .last = true});
        const widgets::Row row(ui);
        if (view.kind == app::SyncView::Kind::signed_out) {
            widgets::button(ui, {.id = "sign_in",
                                 .label = portal.tr("sync.sign_in_again"),
                                 .icon = icons::key,
                                 .kind = widgets::Button::Kind::Primary,
                                 .href = "/sign-in"});
            return;
        }
        const bool offline = !portal.online();
        if (widgets::button(ui, {.id = "sync_now",
                                 .label = portal.tr("sync.now"),
                                 .icon = icons::refresh,
                                 .disabled = offline,
                                 .why_disabled = portal.tr("sync.state_offline")})) {
            portal.sync_now();
        }
    }

    static void draw_catch_up(Ui& ui, Portal& portal, const app::CatchUp& catch_up) {
        std::string words = portal.tr("sync.loaded", {{"held", format_number(portal.texts(), catch_up.held)},
                                                      {"all", format_number(portal.texts(), catch_up.at_server)}});
        const auto left = portal.online() ? catch_up.left() : std::nullopt;
        if (left) words += ", " + portal.tr("sync.time_left", {{"duration", format_span(portal.texts(), *left)}});
        widgets::progress(ui, {.label = portal.tr("sync.loading", {{"percent", catch_up.percent()}}),
                               .share = static_cast<float>(catch_up.percent()) / 100.0F,
                               .text = words});
        widgets::text(ui, {.text = portal.tr("sync.loading_explained"), .tone = Tone::Secondary});
    }

    /// The server's history contradicts what this device holds: nothing is taken over, and a person has to know.
    void draw_alarms(Ui& ui, Portal& portal) const {
        for (const StreamHolding& stream : streams_) {
            if (stream.alarm.empty()) continue;
            const auto name = parse_stream(stream.stream);
            const std::string whose = name ? portal.organisation_name(name->organisation) : std::string();
            const widgets::IdScope scope(ui, stream.stream.value);
            widgets::banner(ui, {.id = "alarm",
                                 .tone = Tone::Danger,
                                 .strong = whose.empty() ? stream.stream.value + ":" : whose + ":",
                                 .text = portal.tr(stream.alarm),
                                 .assertive = true});
        }
    }

    void draw_attention(Ui& ui, Portal& portal) {
        const widgets::Card card(
            ui, {.id = "attention", .title = portal.tr("sync.attention_title"), .gap = widgets::space::m, .stripe = Tone::Danger});
        widgets::text(ui, {.text = portal.tr("sync.attention_text"), .tone = Tone::Secondary});
        const widgets::List list(ui, portal.tr("sync.attention_title"), widgets::space::l);
        for (const AttentionEntry& entry : attention_) {
            const Envelope& envelope = entry.event.envelope;
            const widgets::ListItem item(ui, envelope.id.value);
            const std::string what = event_words(portal, envelope.type);
            const std::string about = subject_words(portal, envelope.subject);
            widgets::separator(ui);
            widgets::text(ui, {.text = about.empty() ? what : what + ": " + about, .style = TextStyle::BodyStrong});
            widgets::text(ui, {.text = portal.words(entry.reason), .tone = Tone::Danger, .icon = icons::alert_octagon});
            widgets::text(ui, {.text = portal.tr("sync.made_at", {{"moment", moment(portal, envelope.occurred_at)}}),
                               .style = TextStyle::Small,
                               .tone = Tone::Muted});
            const widgets::Row row(ui, {.wrap = true});
            if (widgets::button(ui, {.id = "retry", .label = portal.tr("sync.try_again"), .icon = icons::refresh}))
                retry(ui, portal, envelope.id);
            if (widgets::button(
                    ui, {.id = "give_up", .label = portal.tr("sync.give_up"), .icon = icons::trash, .kind = widgets::Button::Kind::Ghost}))
                giving_up_ = envelope.id;
            const std::string path = subject_path(envelope.subject);
            if (!path.empty())
                widgets::button(ui, {.id = "open",
                                     .label = portal.tr("sync.open"),
                                     .icon = icons::chevron_right,
                                     .kind = widgets::Button::Kind::Ghost,
                                     .href = path});
        }
    }

    void retry(Ui& ui, Portal& portal, const EventId& event) {
        problem_.clear();
        if (auto done = portal.replica().retry(event); !done) {
            problem_ = portal.words(done.error());
            return;
        }
        portal.sync_now();
        widgets::show_toast(ui, {.text = portal.tr("sync.said_retry")});
    }

    void draw_unsent(Ui& ui, Portal& portal) const {
        const std::size_t all = portal.sync_view().unsent;
        const widgets::Card card(ui, {.id = "unsent", .title = portal.tr("sync.unsent_title"), .gap = widgets::space::xs});
        if (unsent_.empty()) {
            widgets::text(ui, {.text = portal.tr("sync.unsent_none"), .tone = Tone::Secondary, .icon = icons::check});
            return;
        }
        {
            const widgets::List list(ui, portal.tr("sync.unsent_title"));
            for (std::size_t i = 0; i < unsent_.size(); ++i) {
                const Envelope& envelope = unsent_[i].envelope;
                const std::string about = subject_words(portal, envelope.subject);
                widgets::list_row(ui, {.id = envelope.id.value,
                                       .title = event_words(portal, envelope.type),
                                       .subtitle = about,
                                       .trailing = moment(portal, envelope.occurred_at),
                                       .icon = event_look(envelope.type).icon,
                                       .href = subject_path(envelope.subject),
                                       .unsent = true,
                                       .last = i + 1 == unsent_.size()});
            }
        }
        if (all > unsent_.size()) {
            widgets::text(ui,
                          {.text = portal.tr_n("sync.unsent_more", static_cast<std::int64_t>(all - unsent_.size())), .tone = Tone::Muted});
        }
    }

    static std::string clock_words(Portal& portal) {
        const auto skew = portal.clock_skew();
        if (!skew) return portal.tr("sync.clock_unknown");
        const std::int64_t off = skew->count < 0 ? -skew->count : skew->count;
        if (off < skew_to_mention_ms) return portal.tr("sync.clock_right");
        const std::string span = format_span(portal.texts(), {off / skew_to_mention_ms});
        return portal.tr(skew->count > 0 ? "sync.clock_ahead" : "sync.clock_behind", {{"duration", span}});
    }

    static std::string megabytes(const Portal& portal, std::int64_t bytes) {
        return format_decimal(portal.texts(), bytes * 10 / bytes_per_megabyte, 1);
    }

    static std::string storage_words(Portal& portal) {
        const auto bytes = portal.storage_bytes();
        if (!bytes) return portal.tr("sync.storage_unknown");
        return portal.tr("sync.storage_used", {{"used", megabytes(portal, bytes->first)}, {"quota", megabytes(portal, bytes->second)}});
    }

    void draw_holdings(Ui& ui, Portal& portal) const {
        const widgets::Card card(ui, {.id = "holdings", .title = portal.tr("sync.holdings_title"), .gap = 0});
        if (holdings_.streams.empty()) widgets::text(ui, {.text = portal.tr("sync.holdings_none"), .tone = Tone::Secondary});
        for (const StreamHeld& held : holdings_.streams) {
            const LocalDate since = to_local(portal.zone(), held.since).date;
            widgets::value_line(ui, {.icon = icons::history,
                                     .label = stream_words(portal, held.stream),
                                     .value = portal.tr("sync.entries_since", {{"entries", portal.tr_n("sync.entries", held.entries)},
                                                                               {"date", format_date_with_year(portal.texts(), since)}})});
        }
        widgets::value_line(ui, {.icon = icons::camera,
                                 .label = portal.tr("sync.files"),
                                 .value = portal.tr("sync.files_held", {{"files", portal.tr_n("sync.files_count", holdings_.files)},
                                                                        {"size", megabytes(portal, holdings_.file_bytes)}}),
                                 .last = true});
    }

    static void draw_storage(Ui& ui, Portal& portal) {
        const widgets::Card card(ui, {.id = "device", .title = portal.tr("sync.device_title"), .gap = 0});
        const auto persistent = portal.storage_is_persistent();
        const char* kept = !persistent ? "sync.persistent_unknown" : *persistent ? "sync.persistent_yes" : "sync.persistent_no";
        widgets::value_line(ui, {.icon = icons::lock,
                                 .label = portal.tr("sync.persistent"),
                                 .value = portal.tr(kept),
                                 .tone = persistent && !*persistent ? Tone::Warn : Tone::Primary});
        widgets::value_line(ui, {.icon = icons::database, .label = portal.tr("sync.storage"), .value = storage_words(portal)});
        widgets::value_line(ui, {.icon = icons::clock, .label = portal.tr("sync.clock"), .value = clock_words(portal), .last = true});
    }

    void draw_question(Ui& ui, Portal& portal) {
        const auto answer = widgets::dialog(ui, {.id = "give_up_question",
                                                 .title = portal.tr("sync.give_up_title"),
                                                 .text = portal.tr("sync.give_up_text"),
                                                 .cancel = portal.tr("sync.keep_it"),
                                                 .confirm = portal.tr("sync.give_up_confirm"),
                                                 .confirm_icon = icons::trash,
                                                 .danger = true});
        if (answer == widgets::DialogAnswer::None) return;
        const EventId event = giving_up_;
        giving_up_ = {};
        if (answer != widgets::DialogAnswer::Confirmed) return;
        auto done = portal.replica().discard(event);
        if (done) {
            widgets::show_toast(ui, {.text = portal.tr("sync.said_given_up")});
        } else {
            problem_ = portal.words(done.error());
        }
    }

    std::uint64_t version_ = 0;
    std::vector<AttentionEntry> attention_;
    std::vector<StoredEvent> unsent_;
    std::vector<StreamHolding> streams_;
    DeviceHoldings holdings_;
    EventId giving_up_;
    std::string problem_;
};

}  // namespace

std::unique_ptr<Screen> make_sync(const Place&) { return std::make_unique<Sync>(); }

}  // namespace countersign::screens
