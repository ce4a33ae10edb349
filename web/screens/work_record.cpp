// A work record: the report, how it was countersigned, and what is to be done about it now.
#include "web/screens/attachments.hpp"
#include "web/screens/packet_button.hpp"
#include "web/screens/paths.hpp"
#include "web/screens/screen.hpp"
#include "web/screens/visit_finish.hpp"
#include "web/screens/visit_words.hpp"
#include "web/screens/work_record_parts.hpp"

namespace countersign::screens {

namespace {

using widgets::Button;
using widgets::DialogAnswer;
using widgets::Text;
using widgets::TextField;
using widgets::TextStyle;
using widgets::Tone;
namespace icons = widgets::icons;

class WorkRecordScreen final : public Screen {
public:
    explicit WorkRecordScreen(const Place& place) : id_{place.param("id")} {}

    void draw(Ui& ui, Portal& portal) override {
        const WorkRecord* record = portal.find<WorkRecord>(id_.value);
        if (record == nullptr || record->latest() == nullptr) {
            draw_not_here(ui, portal, "/verify");
            return;
        }
        draw_page(ui, portal, *record);
        attachments_.finish(ui, portal, attachments_of(*record));
        if (correcting_) draw_correction(ui, portal);
        if (confirmed_) correct(ui, portal);
        confirmed_ = false;
    }

private:
    static AttachmentPanel::About attachments_of(const WorkRecord& record) {
        return {{Visit::subject_kind, record.latest()->content.visit.value}, record.organisation, false};
    }

    static bool may_verify(Portal& portal, const WorkRecord& record) {
        const Organisation* client = portal.organisation(record.organisation);
        const Contact* contact = client == nullptr || portal.staff() ? nullptr : client->contact(portal.me().user);
        return contact != nullptr && contact->may_verify_work;
    }

    static std::string waiting_words(Portal& portal, const WorkRecord& record) {
        if (const DeemedAcceptance* deemed = record.deemed()) {
            return portal.tr("work.deemed_text", {{"when", moment_words(portal, record.organisation, deemed->content.until)}});
        }
        return portal.tr(may_verify(portal, record) ? "work.waits_for_you" : "work.waits_for_client");
    }

    void draw_page(Ui& ui, Portal& portal, const WorkRecord& record) {
        const WorkRevision& latest = *record.latest();
        const RecordStanding standing = standing_of(record);
        widgets::Page page(ui, {.id = "work_record",
                                .title = portal.tr("work.title"),
                                .subtitle = place_words(portal, record.organisation, latest.content.site) + ", " +
                                            document_date(portal, record.organisation, latest.content.started_at),
                                .back_href = "/verify",
                                .back_label = portal.tr("work.back"),
                                .footer = ui.roomy() ? widgets::Content{} : footer_of(portal, record, standing)});
        draw_trouble(ui, portal);
        widgets::Columns columns(ui, {.weights = {2, 1}});
        columns.next();
        {
            widgets::Stack main(ui, {.gap = widgets::space::l});
            // In one column it comes first: whether it was countersigned is what people open a record for.
            if (!ui.roomy()) draw_standing(ui, portal, record, standing);
            draw_parties(ui, portal, record, latest);
            draw_revision(ui, portal, record, latest);
            draw_earlier(ui, portal, record);
        }
        columns.next();
        widgets::Stack side(ui, {.gap = widgets::space::l});
        if (ui.roomy()) draw_standing(ui, portal, record, standing);
        if (!latest.content.visit.empty()) {
            // What was photographed on the visit proves what was done.
            const AttachmentPanel::About proofs = attachments_of(record);
            if (attachments_.shows(portal, proofs)) {
                const widgets::Card card(ui, {.id = "attachments"});
                attachments_.draw(ui, portal, proofs);
            }
            widgets::button(ui, {.id = "visit",
                                 .label = portal.tr("work.open_visit"),
                                 .icon = icons::calendar_event,
                                 .href = path_to(latest.content.visit)});
        }
    }

    void draw_standing(Ui& ui, Portal& portal, const WorkRecord& record, RecordStanding standing) {
        const Tone stripe = standing == RecordStanding::to_verify ? Tone::Accent : Tone::Muted;
        widgets::Card card(ui, {.id = "verification", .title = portal.tr("work.verification"), .gap = widgets::space::m, .stripe = stripe});
        if (const VerificationEntry* entry = record.verification()) {
            draw_verification(ui, portal, record, *entry);
        } else {
            widgets::state(ui, {kind_of(standing), word_of(portal, standing), true});
            widgets::text(ui, Text{.text = waiting_words(portal, record), .tone = Tone::Secondary});
            widgets::code_value(ui, {.id = "hash",
                                     .label = portal.tr("work.hash_to_sign"),
                                     .value = to_hex(record.latest()->digest),
                                     .copy_label = portal.tr("work.copy_hash")});
        }
        draw_saved_state(ui, portal, record.pending);
        if (ui.roomy()) draw_actions(ui, portal, record, standing);
        draw_packet_button(ui, portal, record);
        for (const VerificationEntry& other : record.verifications) {
            // One of the latest revision that does not count stands beside the one that does, or instead of it.
            if (&other == record.verification() || other.content.record != record.latest()->event) continue;
            widgets::separator(ui);
            draw_verification(ui, portal, record, other);
        }
    }

    widgets::Content footer_of(Portal& portal, const WorkRecord& record, RecordStanding standing) {
        const bool acts = (standing == RecordStanding::to_verify && (may_verify(portal, record) || portal.me().role == Role::technician)) ||
                          (standing == RecordStanding::rejected && portal.staff());
        if (!acts) return {};
        return [this, &portal, &record, standing](Ui& ui) { draw_actions(ui, portal, record, standing); };
    }

    void draw_actions(Ui& ui, Portal& portal, const WorkRecord& record, RecordStanding standing) {
        widgets::Stack stack(ui, {.gap = widgets::space::s});
        if (standing == RecordStanding::to_verify && may_verify(portal, record)) {
            draw_decisions(ui, portal);
        } else if (standing == RecordStanding::to_verify && portal.me().role == Role::technician) {
            widgets::Row row(ui, {.id = "sign"});
            widgets::button(ui, {.id = "sign_here",
                                 .label = portal.tr("work.sign_here"),
                                 .icon = icons::writing_sign,
                                 .kind = Button::Kind::Primary,
                                 .full_width = true,
                                 .href = path_to(id_) + "/sign"});
        } else if (standing == RecordStanding::rejected && portal.staff()) {
            widgets::Row row(ui, {.id = "correct"});
            if (widgets::button(ui, {.id = "correct",
                                     .label = portal.tr("work.correct"),
                                     .icon = icons::pencil,
                                     .kind = Button::Kind::Primary,
                                     .full_width = true})) {
                begin_correction(portal, record);
            }
        }
    }

    void draw_decisions(Ui& ui, Portal& portal) {
        const std::string sign = path_to(id_) + "/sign?decision=";
        {
            widgets::Row row(ui, {.id = "confirm"});
            widgets::button(ui, {.id = "confirm",
                                 .label = portal.tr("work.confirm"),
                                 .icon = icons::writing_sign,
                                 .kind = Button::Kind::Primary,
                                 .size = ui.phone() ? Button::Size::Large : Button::Size::Auto,
                                 .full_width = true,
                                 .href = sign + "accepted"});
        }
        {
            widgets::Row row(ui, {.id = "remarks"});
            widgets::button(ui, {.id = "remarks",
                                 .label = portal.tr("work.confirm_with_remarks"),
                                 .icon = icons::message_circle,
                                 .full_width = true,
                                 .href = sign + "accepted_with_remarks"});
        }
        widgets::Row row(ui, {.id = "reject"});
        widgets::button(ui, {.id = "reject",
                             .label = portal.tr("work.send_back"),
                             .icon = icons::arrow_back_up,
                             .kind = Button::Kind::Ghost,
                             .full_width = true,
                             .href = sign + "rejected"});
    }

    void draw_earlier(Ui& ui, Portal& portal, const WorkRecord& record) {
        if (record.revisions.size() < 2) return;
        const auto count = static_cast<std::int64_t>(record.revisions.size()) - 1;
        widgets::heading(ui, {.text = portal.tr_n("work.earlier_revisions", count)});
        for (auto one = record.revisions.rbegin(); one != record.revisions.rend(); ++one) {
            const WorkRevision& revision = *one;
            if (&revision == record.latest()) continue;
            widgets::IdScope scope(ui, revision.event.value);
            const bool open = widgets::disclosure(ui, {.id = "revision",
                                                       .title = portal.tr("work.revision", {{"number", revision.content.revision}}),
                                                       .subtitle = moment_words(portal, record.organisation, revision.recorded_at),
                                                       .icon = icons::history,
                                                       .open = &open_revisions_[revision.event]});
            if (!open) continue;
            draw_revision(ui, portal, record, revision);
            for (const VerificationEntry& entry : record.verifications) {
                if (entry.content.record != revision.event) continue;
                widgets::Card card(ui, {.id = entry.event.value, .title = portal.tr("work.verification")});
                draw_verification(ui, portal, record, entry);
            }
        }
    }

    std::string draft_name(const char* field) const { return "work/" + id_.value + "/" + field; }

    void begin_correction(Portal& portal, const WorkRecord& record) {
        correcting_ = true;
        error_.clear();
        portal.clear_trouble();
        reason_ = portal.replica().draft(draft_name("reason"));
        summary_ = portal.replica().draft(draft_name("summary"));
        if (summary_.empty()) summary_ = record.latest()->content.summary;
    }

    void draw_correction(Ui& ui, Portal& portal) {
        const auto field = [&](const char* name, const char* label, std::string& value, bool required) {
            if (!widgets::text_field(ui, {.id = name,
                                          .label = portal.tr(label),
                                          .value = &value,
                                          .error = required ? error_ : std::string{},
                                          .type = TextField::Type::Multiline,
                                          .lines = 2,
                                          .max_length = 4000,
                                          .required = required})) {
                return;
            }
            error_.clear();
            portal.keep_draft(draft_name(name), value);
        };
        const DialogAnswer answer = widgets::dialog(ui, {.id = "correction",
                                                         .title = portal.tr("work.correct_title"),
                                                         .text = portal.tr("work.correct_text"),
                                                         .cancel = portal.tr("work.correct_cancel"),
                                                         .confirm = portal.tr("work.correct_confirm"),
                                                         .confirm_icon = icons::writing_sign,
                                                         .content = [&](Ui&) {
                                                             field("reason", "work.correction_reason", reason_, true);
                                                             field("summary", "visit.summary", summary_, false);
                                                             draw_trouble(ui, portal);
                                                         }});
        if (answer == DialogAnswer::Cancelled) correcting_ = false;
        if (answer == DialogAnswer::Confirmed) confirmed_ = true;
    }

    void correct(Ui& ui, Portal& portal) {
        ui.request_frame();
        if (reason_.find_first_not_of(" \t\r\n") == std::string::npos) {
            error_ = portal.tr("refusal.work_record.correction_reason_missing");
            return;
        }
        if (!correct_work(portal, id_, summary_, reason_)) return;
        (void)portal.replica().drop_draft(draft_name("reason"));
        (void)portal.replica().drop_draft(draft_name("summary"));
        correcting_ = false;
        widgets::show_toast(ui, {.text = portal.tr("work.corrected"), .icon = icons::writing_sign});
    }

    WorkRecordId id_;
    AttachmentPanel attachments_;
    bool correcting_ = false;
    bool confirmed_ = false;
    std::string reason_, summary_, error_;
    std::map<EventId, bool> open_revisions_;
};

}  // namespace

std::unique_ptr<Screen> make_work_record(const Place& place) { return std::make_unique<WorkRecordScreen>(place); }

}  // namespace countersign::screens
