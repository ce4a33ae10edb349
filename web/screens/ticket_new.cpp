// A new ticket: reported by the client, taken down from a phone call, or found on a visit ("?visit=…", to which it then leads back).
// Everything typed is kept as a draft with every change, so a flat battery or a closed tab costs nothing.
#include <array>

#include "core/i18n/format.hpp"
#include "web/screens/attachments.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/ticket_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using widgets::Option;
using widgets::Tone;

constexpr std::array<Channel, 3> staff_channels{Channel::phone, Channel::email, Channel::portal};

int number_or(const std::string& text, int fallback) {
    return text.size() == 1 && text[0] >= '0' && text[0] <= '9' ? text[0] - '0' : fallback;
}

class TicketNew final : public Screen {
public:
    explicit TicketNew(const Place& place) : visit_{place.asked("visit")}, files_(draft_name("files")) {}

    void draw(Ui& ui, Portal& portal) override {
        if (!portal.signed_in()) return;
        read_drafts(portal);
        choose_only_client(portal);
        ui.title(portal.tr("ticket_new.title"));
        const std::string back = visit_.empty() ? "/tickets" : path_to(visit_);
        const widgets::Page page(
            ui, {.id = "ticket_new",
                 .title = portal.tr("ticket_new.title"),
                 .back_href = back,
                 .back_label = portal.tr(visit_.empty() ? "ticket_new.back_to_tickets" : "ticket_new.back_to_visit"),
                 .footer = portal.organisations().empty() ? widgets::Content() : [&](Ui& footer) { draw_submit(footer, portal); },
                 .max_width = widgets::measure::text_column_max});
        if (!portal.trouble().empty() && title_error_.empty()) draw_trouble(ui, portal);
        if (portal.organisations().empty()) {
            widgets::notice(ui, {.id = "no_client",
                                 .icon = icons::building,
                                 .title = portal.tr("ticket_new.no_client"),
                                 .text = portal.tr("ticket_new.no_client_text")});
            return;
        }
        draw_form(ui, portal);
        files_.finish(ui, portal);
    }

private:
    std::string draft_name(const char* field) const {
        return (visit_.empty() ? "ticket_new/" : "ticket_new/" + visit_.value + "/") + field;
    }

    void read_drafts(Portal& portal) {
        if (read_) return;
        read_ = true;
        Replica& replica = portal.replica();
        title_ = replica.draft(draft_name("title"));
        description_ = replica.draft(draft_name("description"));
        reporter_ = replica.draft(draft_name("reporter"));
        organisation_ = {replica.draft(draft_name("client"))};
        site_ = {replica.draft(draft_name("site"))};
        asset_ = {replica.draft(draft_name("asset"))};
        impact_ = number_or(replica.draft(draft_name("impact")), -1);
        urgency_ = number_or(replica.draft(draft_name("urgency")), -1);
        channel_ = number_or(replica.draft(draft_name("channel")), 0);
        if (const Visit* visit = visit_.empty() ? nullptr : portal.find<Visit>(visit_.value)) {
            organisation_ = visit->organisation;
            if (site_.empty()) site_ = visit->site;
        }
    }

    /// With every frame: clients may arrive while somebody is typing.
    void choose_only_client(Portal& portal) {
        if (portal.organisation(organisation_) != nullptr) return;
        const auto& known = portal.organisations();
        organisation_ = known.size() == 1 ? known.front().id : OrganisationId{};
    }

    void keep(Portal& portal, const char* field, const std::string& value) {
        if (auto kept = portal.replica().keep_draft(draft_name(field), value); !kept) title_error_ = portal.words(kept.error());
    }

    void draw_form(Ui& ui, Portal& portal) {
        const widgets::Form form(ui, {.id = "form", .name = portal.tr("ticket_new.title")});
        {
            const widgets::Card card(ui, {.id = "what", .gap = widgets::space::l});
            draw_what(ui, portal);
        }
        {
            const widgets::Card card(ui, {.id = "files"});
            files_.draw(ui, portal);
        }
        {
            const widgets::Card card(ui, {.id = "how_bad", .title = portal.tr("ticket_new.how_bad"), .gap = widgets::space::l});
            draw_how_bad(ui, portal);
        }
        if (asks_where(portal)) {
            const widgets::Card card(ui, {.id = "where", .title = portal.tr("ticket_new.where"), .gap = widgets::space::l});
            draw_where(ui, portal);
        }
        if (form.submitted()) open(ui, portal);
    }

    void draw_submit(Ui& ui, Portal& portal) {
        const auto draw_button = [&] {
            return widgets::button(ui, {.id = "open",
                                        .label = portal.tr("ticket_new.submit"),
                                        .kind = widgets::Button::Kind::Primary,
                                        .size = ui.phone() ? widgets::Button::Size::Large : widgets::Button::Size::Auto,
                                        .full_width = ui.phone()});
        };
        if (ui.phone()) {
            if (draw_button()) open(ui, portal);
            return;
        }
        widgets::Row row(ui, {.gap = widgets::space::m});
        widgets::text(ui,
                      {.text = portal.tr("ticket_new.draft_kept"), .style = widgets::TextStyle::Small, .tone = Tone::Muted, .wrap = false});
        row.push_right();
        if (draw_button()) open(ui, portal);
    }

    void draw_what(Ui& ui, Portal& portal) {
        if (focus_title_) ui.focus("title");
        focus_title_ = false;
        const auto& clients = portal.organisations();
        if (clients.size() > 1 && visit_.empty()) {
            std::vector<Option> options;
            int index = -1;
            for (const OrganisationRow& client : clients) {
                if (client.id == organisation_) index = static_cast<int>(options.size());
                options.push_back({client.name});
            }
            if (widgets::select(ui, {.id = "client",
                                     .label = portal.tr("ticket_new.client"),
                                     .options = std::move(options),
                                     .index = &index,
                                     .placeholder = portal.tr("ticket_new.choose_client"),
                                     .error = client_error_,
                                     .required = true})) {
                organisation_ = clients[static_cast<std::size_t>(index)].id;
                site_ = {};
                asset_ = {};
                client_error_.clear();
                keep(portal, "client", organisation_.value);
                keep(portal, "site", {});
                keep(portal, "asset", {});
            }
        }
        if (widgets::text_field(ui, {.id = "title",
                                     .label = portal.tr("ticket_new.subject"),
                                     .value = &title_,
                                     .error = title_error_,
                                     .hint = portal.tr("ticket_new.subject_hint"),
                                     .enterkeyhint = "next",
                                     .max_length = 200,
                                     .required = true})) {
            title_error_.clear();
            keep(portal, "title", title_);
        }
        if (widgets::text_field(ui, {.id = "description",
                                     .label = portal.tr("ticket_new.description"),
                                     .value = &description_,
                                     .hint = portal.tr("ticket_new.description_hint"),
                                     .type = widgets::TextField::Type::Multiline,
                                     .lines = 5,
                                     .max_length = 8000})) {
            keep(portal, "description", description_);
        }
    }

    void draw_how_bad(Ui& ui, Portal& portal) {
        if (widgets::radio(ui, {.id = "impact",
                                .label = portal.tr("ticket.impact"),
                                .options = {{impact_words(portal, 1)}, {impact_words(portal, 2)}, {impact_words(portal, 3)}},
                                .index = &impact_})) {
            keep(portal, "impact", std::to_string(impact_));
        }
        if (widgets::radio(ui, {.id = "urgency",
                                .label = portal.tr("ticket.urgency"),
                                .options = {{urgency_words(portal, 1)}, {urgency_words(portal, 2)}, {urgency_words(portal, 3)}},
                                .index = &urgency_})) {
            keep(portal, "urgency", std::to_string(urgency_));
        }
        if (!how_bad_error_.empty() && (impact_ < 0 || urgency_ < 0)) {
            widgets::text(ui, {.text = how_bad_error_,
                               .style = widgets::TextStyle::Small,
                               .tone = Tone::Danger,
                               .icon = icons::alert_octagon,
                               .live = true});
        }
        if (impact_ >= 0 && urgency_ >= 0) draw_promise(ui, portal);
    }

    /// What the agreement promises for what was just stated.
    void draw_promise(Ui& ui, Portal& portal) {
        const Priority priority = priority_of(impact_ + 1, urgency_ + 1);
        const widgets::Row row(ui, {.gap = widgets::space::m, .wrap = true});
        widgets::priority(ui, ticket_priority(portal, priority, true));
        if (promised_version_ != portal.data_version() || promised_for_ != organisation_) {
            agreement_ = portal.replica().agreement_of(organisation_, portal.now());
            promised_version_ = portal.data_version();
            promised_for_ = organisation_;
        }
        const AgreementVersion* version = agreement_ ? agreement_->version_at(portal.now()) : nullptr;
        if (version == nullptr) return;
        std::string words;
        for (const auto& [measure, text] :
             {std::pair{Measure::first_response, "ticket_new.promise_reply"}, std::pair{Measure::resolution, "ticket_new.promise_fix"}}) {
            const auto due = version->clock->due(measure, priority, site_, portal.now());
            if (!due) continue;
            const std::string moment = format_moment(portal.texts(), portal.zone_of(organisation_), *due, portal.now());
            words += (words.empty() ? "" : ", ") + portal.tr(text, {{"moment", moment}});
        }
        if (words.empty()) words = portal.tr("time.no_deadline");
        widgets::text(ui, {.text = words, .tone = Tone::Secondary, .live = true});
    }

    bool asks_where(Portal& portal) const {
        const Organisation* organisation = portal.organisation(organisation_);
        return portal.staff() || (organisation != nullptr && (!organisation->sites.empty() || !organisation->assets.empty()));
    }

    void draw_where(Ui& ui, Portal& portal) {
        const Organisation* organisation = portal.organisation(organisation_);
        if (organisation != nullptr && !organisation->sites.empty()) draw_site(ui, portal, *organisation);
        if (organisation != nullptr && !organisation->assets.empty()) draw_asset(ui, portal, *organisation);
        if (!portal.staff() || !visit_.empty()) return;
        const bool chosen = widgets::segmented(ui, {.id = "channel",
                                                    .label = portal.tr("ticket_new.channel"),
                                                    .options = {{portal.tr("ticket_new.channel_phone"), icons::phone},
                                                                {portal.tr("ticket_new.channel_email"), icons::inbox},
                                                                {portal.tr("ticket_new.channel_own"), icons::tool}},
                                                    .index = &channel_});
        if (chosen) keep(portal, "channel", std::to_string(channel_));
        if (channel_ == 2) return;
        if (widgets::text_field(ui, {.id = "reporter",
                                     .label = portal.tr("ticket_new.reporter"),
                                     .value = &reporter_,
                                     .hint = portal.tr("ticket_new.reporter_hint"),
                                     .autocomplete = "off",
                                     .max_length = 200})) {
            keep(portal, "reporter", reporter_);
        }
    }

    void draw_site(Ui& ui, Portal& portal, const Organisation& organisation) {
        if (organisation.sites.size() == 1 && site_.empty()) site_ = organisation.sites.begin()->first;
        std::vector<Option> options;
        std::vector<SiteId> ids;
        int index = -1;
        for (const auto& [id, site] : organisation.sites) {
            if (id == site_) index = static_cast<int>(options.size());
            options.push_back({site.name});
            ids.push_back(id);
        }
        if (widgets::select(ui, {.id = "site",
                                 .label = portal.tr("ticket_new.site"),
                                 .options = std::move(options),
                                 .index = &index,
                                 .placeholder = portal.tr("ticket_new.choose_site")})) {
            site_ = ids[static_cast<std::size_t>(index)];
            asset_ = {};
            keep(portal, "site", site_.value);
        }
    }

    void draw_asset(Ui& ui, Portal& portal, const Organisation& organisation) {
        std::vector<Option> options{{portal.tr("ticket_new.asset_none")}};
        std::vector<AssetId> ids{{}};
        int index = 0;
        for (const auto& [id, asset] : organisation.assets) {
            if (!site_.empty() && asset.site != site_) continue;
            if (id == asset_) index = static_cast<int>(options.size());
            options.push_back({asset.place.empty() ? asset.name : asset.name + ", " + asset.place});
            ids.push_back(id);
        }
        if (widgets::select(ui, {.id = "asset", .label = portal.tr("ticket_new.asset"), .options = std::move(options), .index = &index})) {
            asset_ = ids[static_cast<std::size_t>(index)];
            keep(portal, "asset", asset_.value);
        }
    }

    Channel channel(const Portal& portal) const {
        if (!visit_.empty()) return Channel::visit;
        return portal.staff() ? staff_channels[static_cast<std::size_t>(channel_)] : Channel::portal;
    }

    /// Puts the reason beside the field that lacks something, and the focus into it.
    bool complete(Portal& portal) {
        title_error_.clear();
        client_error_.clear();
        how_bad_error_.clear();
        if (impact_ < 0 || urgency_ < 0) how_bad_error_ = portal.tr("ticket_new.how_bad_missing");
        if (title_.find_first_not_of(" \t\n") == std::string::npos) {
            title_error_ = portal.tr("refusal.ticket.title_missing");
            focus_title_ = true;
        }
        if (organisation_.empty()) {
            client_error_ = portal.tr("ticket_new.choose_client");
        }
        return title_error_.empty() && client_error_.empty() && how_bad_error_.empty();
    }

    void open(Ui& ui, Portal& portal) {
        if (!complete(portal)) {
            ui.announce(portal.tr("ticket_new.incomplete"), true);
            return;
        }
        OpenTicket command;
        command.title = title_;
        command.description = description_;
        command.channel = channel(portal);
        command.site = site_;
        command.asset = asset_;
        command.visit = visit_;
        if (portal.staff() && visit_.empty() && channel_ != 2) command.reporter_name = reporter_;
        command.impact = impact_ + 1;
        command.urgency = urgency_ + 1;
        const std::string id = portal.new_id();
        const Subject ticket{Ticket::subject_kind, id};
        const bool opened = portal.run_all(
            [&] { return portal.run(ticket, organisation_, TicketCommand{command}) && files_.attach(portal, ticket, organisation_); });
        if (!opened) return;
        for (const char* field : {"title", "description", "reporter", "client", "site", "asset", "impact", "urgency", "channel"}) {
            if (auto dropped = portal.replica().drop_draft(draft_name(field)); !dropped) title_error_ = portal.words(dropped.error());
        }
        widgets::show_toast(ui, {.text = portal.tr("ticket_new.opened")});
        portal.go(visit_.empty() ? path_to(TicketId{id}) : path_to(visit_), true);
    }

    VisitId visit_;
    DraftAttachments files_;
    OrganisationId organisation_;
    SiteId site_;
    AssetId asset_;
    std::string title_, description_, reporter_;
    std::string title_error_, client_error_, how_bad_error_;
    int impact_ = -1, urgency_ = -1, channel_ = 0;
    bool read_ = false, focus_title_ = false;
    std::optional<Agreement> agreement_;
    std::uint64_t promised_version_ = 0;
    OrganisationId promised_for_;
};

}  // namespace

std::unique_ptr<Screen> make_ticket_new(const Place& place) { return std::make_unique<TicketNew>(place); }

}  // namespace countersign::screens
