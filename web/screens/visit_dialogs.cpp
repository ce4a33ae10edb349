// The questions asked on a visit.
#include "web/screens/visit_dialogs.hpp"

#include "core/i18n/duration_input.hpp"
#include "core/i18n/format.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

using app::Portal;
using widgets::DialogAnswer;
using widgets::TextField;
using widgets::Ui;
namespace icons = widgets::icons;

std::string VisitDialogs::draft_name(const char* field) const { return "visit/" + visit_.value + "/" + field; }

void VisitDialogs::ask(Portal& portal, Question question) {
    open_ = question;
    confirmed_ = false;
    error_.clear();
    portal.clear_trouble();
    const auto restore = [&](const char* name, std::string& value) { value = portal.replica().draft(draft_name(name)); };
    restore("time", spent_);
    restore("description", description_);
    restore("note", note_);
    restore("summary", summary_);
}

void VisitDialogs::field(Ui& ui, Portal& portal, const char* name, TextField options) {
    options.id = name;
    if (!widgets::text_field(ui, options)) return;
    error_.clear();
    portal.keep_draft(draft_name(name), *options.value);
}

void VisitDialogs::take(DialogAnswer answer) {
    if (answer == DialogAnswer::Cancelled) open_ = Question::none;
    if (answer == DialogAnswer::Confirmed) confirmed_ = true;
}

void VisitDialogs::draw(Ui& ui, Portal& portal, const Visit& visit) {
    if (open_ == Question::time) draw_time(ui, portal);
    if (open_ == Question::note) draw_note(ui, portal);
    if (open_ == Question::finish) draw_finish(ui, portal, visit);
}

void VisitDialogs::draw_time(Ui& ui, Portal& portal) {
    take(widgets::dialog(ui, {.id = "time",
                              .title = portal.tr("visit.time_title"),
                              .text = portal.tr("visit.time_text"),
                              .cancel = portal.tr("visit.keep_working"),
                              .confirm = portal.tr("visit.record_time"),
                              .confirm_icon = icons::clock,
                              .content = [&](Ui&) {
                                  widgets::Form form(ui, {.id = "time_form", .name = portal.tr("visit.time_title")});
                                  field(ui, portal, "time",
                                        {.label = portal.tr("visit.time_spent"),
                                         .value = &spent_,
                                         .error = error_,
                                         .hint = portal.tr("visit.time_hint"),
                                         .autocomplete = "off",
                                         .enterkeyhint = "next",
                                         .max_length = 40,
                                         .required = true});
                                  field(ui, portal, "description",
                                        {.label = portal.tr("visit.time_description"),
                                         .value = &description_,
                                         .autocomplete = "off",
                                         .enterkeyhint = "done",
                                         .max_length = 500});
                                  if (form.submitted()) confirmed_ = true;
                                  draw_trouble(ui, portal);
                              }}));
}

void VisitDialogs::draw_note(Ui& ui, Portal& portal) {
    take(widgets::dialog(ui, {.id = "note",
                              .title = portal.tr("visit.note_title"),
                              .text = portal.tr("visit.note_text"),
                              .cancel = portal.tr("visit.keep_working"),
                              .confirm = portal.tr("visit.record_note"),
                              .confirm_icon = icons::message_circle,
                              .content = [&](Ui&) {
                                  field(ui, portal, "note",
                                        {.label = portal.tr("visit.note"),
                                         .value = &note_,
                                         .error = error_,
                                         .type = TextField::Type::Multiline,
                                         .lines = 3,
                                         .max_length = 4000,
                                         .required = true});
                                  draw_trouble(ui, portal);
                              }}));
}

void VisitDialogs::draw_finish(Ui& ui, Portal& portal, const Visit& visit) {
    const auto unanswered = static_cast<std::int64_t>(visit.checks_total() - visit.checks_answered());
    const Minutes recorded = visit.recorded_time();
    std::string consequence = unanswered == 0 ? portal.tr("visit.finish_all_answered") : portal.tr_n("visit.finish_unanswered", unanswered);
    consequence += " ";
    consequence += recorded.count == 0 ? portal.tr("visit.finish_no_time")
                                       : portal.tr("visit.finish_time", {{"time", format_duration(portal.texts(), recorded)}});
    take(widgets::dialog(ui, {.id = "finish",
                              .title = portal.tr("visit.finish_title"),
                              .text = consequence,
                              .cancel = portal.tr("visit.keep_working"),
                              .confirm = portal.tr("visit.finish_confirm"),
                              .confirm_icon = icons::writing_sign,
                              .content = [&](Ui&) {
                                  field(ui, portal, "summary",
                                        {.label = portal.tr("visit.summary"),
                                         .value = &summary_,
                                         .hint = portal.tr("visit.summary_hint"),
                                         .type = TextField::Type::Multiline,
                                         .lines = 3,
                                         .max_length = 4000});
                                  draw_trouble(ui, portal);
                              }}));
}

void VisitDialogs::record_time(Ui& ui, Portal& portal, const Visit& visit) {
    const auto spent = parse_duration(spent_);
    if (!spent) {
        error_ = portal.words(spent.error());
        ui.request_frame();
        return;
    }
    if (!portal.run({Visit::subject_kind, visit.id.value}, visit.organisation, VisitCommand{RecordVisitTime{*spent, description_}})) return;
    (void)portal.replica().drop_draft(draft_name("time"));
    (void)portal.replica().drop_draft(draft_name("description"));
    open_ = Question::none;
    widgets::show_toast(ui,
                        {.text = portal.tr("visit.time_saved", {{"time", format_duration(portal.texts(), *spent)}}), .icon = icons::clock});
}

void VisitDialogs::record_note(Ui& ui, Portal& portal, const Visit& visit) {
    if (note_.find_first_not_of(" \t\r\n") == std::string::npos) {
        error_ = portal.tr("refusal.visit.note_empty");
        ui.request_frame();
        return;
    }
    if (!portal.run({Visit::subject_kind, visit.id.value}, visit.organisation, VisitCommand{RecordVisitNote{note_}})) return;
    (void)portal.replica().drop_draft(draft_name("note"));
    open_ = Question::none;
    widgets::show_toast(ui, {.text = portal.tr("visit.note_saved"), .icon = icons::message_circle});
}

bool VisitDialogs::act(Ui& ui, Portal& portal) {
    if (!confirmed_) return false;
    confirmed_ = false;
    const Visit* visit = portal.find<Visit>(visit_.value);
    if (visit == nullptr) return false;
    if (open_ == Question::time) record_time(ui, portal, *visit);
    if (open_ == Question::note) record_note(ui, portal, *visit);
    ui.request_frame();
    return open_ == Question::finish;
}

void VisitDialogs::drop_drafts(Portal& portal) {
    for (const char* name : {"time", "description", "note", "summary"}) (void)portal.replica().drop_draft(draft_name(name));
}

}  // namespace countersign::screens
