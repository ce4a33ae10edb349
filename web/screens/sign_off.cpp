// Signing a work record: what was done in a few lines, the decision, who signs, and the signature. On the technician's device it is handed
// over to the contact person; in a contact person's own session they sign for themself. What is signed is the hash of the record's bytes,
// and that is said.
#include <algorithm>
#include <array>

#include "core/i18n/format.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/signature_ink.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

using widgets::Button;
using widgets::Text;
using widgets::TextField;
using widgets::TextStyle;
using widgets::Tone;
namespace icons = widgets::icons;

constexpr std::array decisions_shown{Decision::accepted, Decision::accepted_with_remarks, Decision::rejected};
constexpr std::size_t hash_digits_shown = 12;

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

class SignOffScreen final : public Screen {
public:
    explicit SignOffScreen(const Place& place) : id_{place.param("id")} {
        for (std::size_t i = 0; i < decisions_shown.size(); ++i) {
            if (place.asked("decision") == decision_name(decisions_shown[i])) decision_ = static_cast<int>(i);
        }
    }

    void draw(Ui& ui, Portal& portal) override {
        const WorkRecord* record = portal.find<WorkRecord>(id_.value);
        if (record == nullptr || record->latest() == nullptr) {
            draw_not_here(ui, portal, "/verify");
            return;
        }
        if (record->verification() != nullptr) {
            draw_already_signed(ui, portal, *record);
            return;
        }
        begin(portal, *record);
        draw_page(ui, portal, *record);
        if (sign_) sign(ui, portal);
        sign_ = false;
    }

private:
    bool own_session(const Portal& portal) const { return !portal.staff(); }

    /// A draft belongs to the revision it was made for: ink drawn under one text is never put under another.
    std::string draft_name(const char* field) const { return "sign_off/" + revision_.value + "/" + field; }

    void begin(Portal& portal, const WorkRecord& record) {
        if (revision_ == record.latest()->event) return;
        revision_ = record.latest()->event;
        organisation_ = record.organisation;
        const auto drawn = widgets::decode_ink(portal.replica().draft(draft_name("ink")));
        ink_ = drawn ? *drawn : widgets::Ink{};
        remark_ = portal.replica().draft(draft_name("remark"));
        typed_name_ = portal.replica().draft(draft_name("name"));
        typing_ = own_session(portal) && !typed_name_.empty() && ink_.empty();
        const std::string kept = portal.replica().draft(draft_name("decision"));
        if (decision_ < 0 && kept.size() == 1 && kept[0] >= '0' && kept[0] <= '2') decision_ = kept[0] - '0';
        read_signers(portal, record);
    }

    void read_signers(Portal& portal, const WorkRecord& record) {
        signers_.clear();
        const Organisation* client = portal.organisation(record.organisation);
        if (client == nullptr) return;
        for (const auto& [user, contact] : client->contacts) {
            if (contact.withdrawn || !contact.may_verify_work) continue;
            if (own_session(portal) && user != portal.me().user) continue;
            signers_.push_back(contact);
        }
        signer_ = signers_.size() == 1 ? 0 : -1;
    }

    void draw_page(Ui& ui, Portal& portal, const WorkRecord& record) {
        const WorkRecorded& content = record.latest()->content;
        const std::string date =
            format_date_with_year(portal.texts(), to_local(portal.zone_of(record.organisation), content.started_at).date);
        widgets::Page page(ui, {.id = "sign_off",
                                .title = portal.tr("sign_off.title"),
                                .subtitle = place_words(portal, record.organisation, content.site) + ", " + date,
                                .back_href = path_to(id_),
                                .back_label = portal.tr("sign_off.back"),
                                .footer = [&](Ui&) { draw_footer(ui, portal); },
                                .footer_fixed = true,
                                .max_width = 1040});
        draw_trouble(ui, portal);
        if (!portal.online()) {
            widgets::banner(ui, {.id = "offline",
                                 .tone = Tone::Warn,
                                 .icon = icons::cloud_off,
                                 .strong = portal.tr("sign_off.offline"),
                                 .text = portal.tr("sign_off.offline_text")});
        }
        if (signers_.empty()) {
            widgets::banner(ui, {.id = "nobody",
                                 .tone = Tone::Danger,
                                 .text = portal.tr(own_session(portal) ? "sign_off.you_may_not" : "sign_off.nobody_may")});
        }
        // Side by side where there is room, so that the pad can be seen whole with what is signed.
        widgets::Columns columns(ui, {.weights = {1, 1}, .collapse_below = widgets::Layout::Tablet});
        columns.next();
        {
            widgets::Stack work(ui, {.gap = widgets::space::l});
            draw_summary(ui, portal, record);
            draw_decision(ui, portal);
        }
        columns.next();
        widgets::Stack signature(ui, {.gap = widgets::space::l});
        draw_signer(ui, portal);
        draw_signature(ui, portal);
        draw_what_is_signed(ui, portal, record);
        // On a phone the action area is kept low, so that the pad can be seen whole.
        if (ui.roomy()) return;
        widgets::Row row(ui, {.id = "later"});
        draw_later(ui, portal);
    }

    void draw_summary(Ui& ui, Portal& portal, const WorkRecord& record) {
        const WorkRecorded& content = record.latest()->content;
        std::int64_t ok = 0;
        std::int64_t total = 0;
        std::int64_t faults = 0;
        for (const WorkItem& item : content.items) {
            ok += item.checks_ok;
            total += item.checks_total;
            faults += static_cast<std::int64_t>(item.findings.size());
        }
        widgets::Card card(ui, {.id = "summary", .title = ui.phone() ? std::string{} : portal.tr("sign_off.summary"), .gap = 0});
        widgets::value_line(
            ui, {.icon = icons::map_pin,
                 .label = portal.tr("sign_off.on_site",
                                    {{"hours", hours_words(portal, record.organisation, content.started_at, content.ended_at)}}),
                 .value = format_duration(portal.texts(), minutes_between(content.started_at, content.ended_at))});
        widgets::value_line(
            ui, {.icon = icons::clock, .label = portal.tr("sign_off.worked"), .value = format_duration(portal.texts(), content.worked)});
        if (total > 0) {
            widgets::value_line(ui, {.icon = icons::list_check,
                                     .label = portal.tr("sign_off.checks_fine"),
                                     .value = portal.tr("visit.share", {{"done", ok}, {"total", total}})});
        }
        std::string found = portal.tr_n("visit.faults", faults);
        if (!content.tickets_found.empty())
            found += ", " + portal.tr_n("sign_off.tickets", static_cast<std::int64_t>(content.tickets_found.size()));
        widgets::value_line(ui, {.icon = faults > 0 ? icons::alert_triangle : icons::circle_check,
                                 .label = found,
                                 .tone = faults > 0 ? Tone::Warn : Tone::Ok,
                                 .link_text = portal.tr("sign_off.see_record"),
                                 .link_href = path_to(id_),
                                 .id = "see_record",
                                 .last = true});
        if (!content.summary.empty()) {
            widgets::spacer(ui, widgets::space::s);
            widgets::paragraphs(ui, content.summary, TextStyle::Body, Tone::Secondary);
        }
    }

    void draw_decision(Ui& ui, Portal& portal) {
        const widgets::Tiles tiles{
            .id = "decision",
            .label = portal.tr("sign_off.decision"),
            .tiles = {{.text = portal.tr("sign_off.accept"), .icon = icons::circle_check, .tone = Tone::Ok},
                      {.text = portal.tr("sign_off.with_remarks"), .icon = icons::message_circle, .tone = Tone::Warn},
                      {.text = portal.tr("sign_off.reject"), .icon = icons::arrow_back_up, .tone = Tone::Danger}},
            .index = &decision_};
        if (widgets::tiles(ui, tiles)) portal.keep_draft(draft_name("decision"), std::to_string(decision_));
        if (decision_ <= 0) return;
        const bool rejected = decision_ == 2;
        if (widgets::text_field(ui, {.id = "remark",
                                     .label = portal.tr(rejected ? "sign_off.reason" : "sign_off.remark"),
                                     .value = &remark_,
                                     .hint = portal.tr(rejected ? "sign_off.reason_hint" : "sign_off.remark_hint"),
                                     .type = TextField::Type::Multiline,
                                     .lines = 2,
                                     .max_length = 4000,
                                     .required = true})) {
            portal.keep_draft(draft_name("remark"), remark_);
        }
    }

    void draw_signer(Ui& ui, Portal& portal) {
        if (signers_.empty()) return;
        const auto words = [](const Contact& contact) {
            return contact.position.empty() ? contact.name : contact.name + ", " + contact.position;
        };
        if (own_session(portal)) {
            widgets::label_value(ui, {.label = portal.tr("sign_off.signer"), .value = words(signers_.front())});
            return;
        }
        std::vector<widgets::Option> options;
        for (const Contact& contact : signers_) options.push_back({.text = words(contact)});
        widgets::select(ui, {.id = "signer",
                             .label = portal.tr("sign_off.signer"),
                             .options = std::move(options),
                             .index = &signer_,
                             .placeholder = portal.tr("sign_off.signer_choose"),
                             .required = true});
    }

    void draw_signature(Ui& ui, Portal& portal) {
        if (typing_) {
            if (widgets::text_field(ui, {.id = "name",
                                         .label = portal.tr("sign_off.typed_name"),
                                         .value = &typed_name_,
                                         .hint = portal.tr("sign_off.typed_name_hint"),
                                         .autocomplete = "off",
                                         .max_length = 200,
                                         .required = true})) {
                portal.keep_draft(draft_name("name"), typed_name_);
            }
            if (widgets::link(ui, {.id = "draw", .text = portal.tr("sign_off.draw_instead"), .icon = icons::writing_sign})) typing_ = false;
            return;
        }
        const std::string today = moment_words(portal, organisation_, portal.now());
        if (widgets::ink_pad(ui,
                             {.id = "ink",
                              .label = portal.tr("sign_off.signature"),
                              .ink = &ink_,
                              .note = ink_.empty() ? portal.tr("sign_off.sign_here") : portal.tr("sign_off.signed_at", {{"moment", today}}),
                              .clear_label = portal.tr("sign_off.clear"),
                              .value_empty = portal.tr("sign_off.pad_empty"),
                              .value_signed = portal.tr("sign_off.pad_signed")})) {
            portal.keep_draft(draft_name("ink"), ink_.empty() ? std::string{} : widgets::encode_ink(ink_));
        }
        if (!own_session(portal)) {
            widgets::text(ui, Text{.text = portal.tr("sign_off.type_in_own"), .style = TextStyle::Small, .tone = Tone::Secondary});
        } else if (widgets::link(ui, {.id = "type", .text = portal.tr("sign_off.type_instead"), .icon = icons::pencil})) {
            typing_ = true;
            if (typed_name_.empty() && signer_ >= 0) typed_name_ = signers_[static_cast<std::size_t>(signer_)].name;
        }
    }

    void draw_what_is_signed(Ui& ui, Portal& portal, const WorkRecord& record) {
        const WorkRevision& revision = *record.latest();
        const std::string hash = to_hex(revision.digest).substr(0, hash_digits_shown);
        const std::string what =
            portal.tr("sign_off.what", {{"revision", revision.content.revision},
                                        {"date", document_date(portal, record.organisation, revision.content.started_at)},
                                        {"hash", hash}});
        const std::string where = own_session(portal) ? portal.tr("sign_off.where_own", {{"name", portal.me().name}})
                                                      : portal.tr("sign_off.where_technician", {{"name", portal.me().name}});
        widgets::text(ui, Text{.text = what + " " + where, .style = TextStyle::Small, .tone = Tone::Secondary});
    }

    /// Empty when all that is needed is there.
    std::string what_is_missing(const Portal& portal) const {
        if (signers_.empty()) return portal.tr(own_session(portal) ? "sign_off.you_may_not" : "sign_off.nobody_may");
        if (decision_ < 0) return portal.tr("sign_off.missing_decision");
        if (decision_ > 0 && blank(remark_)) return portal.tr(decision_ == 2 ? "sign_off.missing_reason" : "sign_off.missing_remark");
        if (signer_ < 0) return portal.tr("sign_off.missing_signer");
        if (typing_ ? blank(typed_name_) : ink_.empty()) return portal.tr(typing_ ? "sign_off.missing_name" : "sign_off.missing_signature");
        return {};
    }

    void draw_footer(Ui& ui, Portal& portal) {
        const std::string missing = what_is_missing(portal);
        const auto reason = [&] {
            if (missing.empty()) return;
            widgets::text(
                ui, Text{.text = missing, .style = TextStyle::Small, .tone = Tone::Secondary, .icon = icons::info_circle, .live = true});
        };
        if (ui.roomy()) {
            widgets::Row row(ui, {.id = "actions", .gap = widgets::space::m});
            draw_sign(ui, portal, missing);
            draw_later(ui, portal);
            reason();
            return;
        }
        widgets::Stack stack(ui, {.gap = widgets::space::s});
        reason();
        widgets::Row row(ui, {.id = "sign"});
        draw_sign(ui, portal, missing);
    }

    void draw_sign(Ui& ui, Portal& portal, const std::string& missing) {
        if (widgets::button(ui, {.id = "sign",
                                 .label = portal.tr(own_session(portal) ? "sign_off.sign" : "sign_off.sign_and_finish"),
                                 .icon = icons::writing_sign,
                                 .kind = Button::Kind::Primary,
                                 .size = Button::Size::Large,
                                 .disabled = !missing.empty(),
                                 .why_disabled = missing,
                                 .full_width = !ui.roomy()})) {
            sign_ = true;
        }
    }

    void draw_later(Ui& ui, Portal& portal) {
        if (own_session(portal)) return;
        widgets::button(ui, {.id = "later",
                             .label = portal.tr("sign_off.later"),
                             .kind = Button::Kind::Ghost,
                             .full_width = !ui.roomy(),
                             .href = path_to(id_)});
    }

    void draw_already_signed(Ui& ui, Portal& portal, const WorkRecord& record) {
        widgets::Page page(ui, {.id = "sign_off",
                                .title = portal.tr("sign_off.title"),
                                .back_href = path_to(id_),
                                .back_label = portal.tr("sign_off.back"),
                                .max_width = 560});
        const VerificationEntry& entry = *record.verification();
        widgets::notice(ui, {.id = "signed",
                             .icon = icons::checks,
                             .tone = Tone::Ok,
                             .title = portal.tr("sign_off.already_signed"),
                             .text = entry.content.contact_name + ", " + word_of(portal, entry.content.decision) + ", " +
                                     moment_words(portal, record.organisation, entry.verified_at),
                             .action = portal.tr("sign_off.see_record"),
                             .href = path_to(id_)});
    }

    void sign(Ui& ui, Portal& portal) {
        const WorkRecord* record = portal.find<WorkRecord>(id_.value);
        if (record == nullptr || !what_is_missing(portal).empty()) return;
        VerifyWork command;
        command.decision = decisions_shown[static_cast<std::size_t>(decision_)];
        // A remark typed for another decision was not meant for an acceptance.
        if (decision_ > 0) command.remark = remark_;
        command.contact = signers_[static_cast<std::size_t>(signer_)].user;
        if (typing_)
            command.signature.typed_name = typed_name_;
        else
            command.signature.strokes = strokes_of(ink_);
        ui.request_frame();
        if (!portal.run({WorkRecord::subject_kind, id_.value}, record->organisation, WorkRecordCommand{command})) return;
        for (const char* name : {"decision", "remark", "name", "ink"}) (void)portal.replica().drop_draft(draft_name(name));
        widgets::show_toast(ui, {.text = portal.tr(portal.online() ? "sign_off.saved" : "sign_off.saved_offline"), .icon = icons::checks});
        ui.navigate(path_to(id_), true);
    }

    WorkRecordId id_;
    EventId revision_;
    OrganisationId organisation_;
    std::vector<Contact> signers_;
    int signer_ = -1;
    int decision_ = -1;
    std::string remark_;
    widgets::Ink ink_;
    bool typing_ = false;
    std::string typed_name_;
    bool sign_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_sign_off(const Place& place) { return std::make_unique<SignOffScreen>(place); }

}  // namespace countersign::screens
