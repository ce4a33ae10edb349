// Photos and files on the screen.
#include "web/screens/attachments.hpp"

#include <algorithm>
#include <utility>

#include "core/i18n/number.hpp"
#include "web/screens/person_words.hpp"
#include "web/screens/visit_words.hpp"

namespace countersign::screens {

namespace {

namespace icons = widgets::icons;
using app::AttachmentView;
using State = AttachmentView::State;
using widgets::Tone;

constexpr std::int64_t bytes_per_kilobyte = 1'000, bytes_per_megabyte = 1'000'000;

std::string size_words(Portal& portal, std::int64_t bytes) {
    if (bytes < bytes_per_megabyte) {
        const std::int64_t kilobytes = std::max<std::int64_t>(1, bytes / bytes_per_kilobyte);
        return portal.tr("attachment.size_kb", {{"number", kilobytes}});
    }
    return portal.tr("attachment.size_mb", {{"number", format_decimal(portal.texts(), bytes * 10 / bytes_per_megabyte, 1)}});
}

/// What stands over the small picture.
std::string short_words(Portal& portal, const AttachmentView& view) {
    switch (view.state) {
        case State::here:
            return {};
        case State::waiting:
            return portal.tr("attachment.waiting");
        case State::sending:
            return portal.tr("attachment.sending", {{"percent", view.percent}});
        case State::held:
            return portal.tr("attachment.held");
        case State::absent:
            return portal.tr("attachment.absent");
        case State::fetching:
            return portal.tr("attachment.fetching");
        case State::not_sent_yet:
            return portal.tr("attachment.not_sent_yet");
        case State::damaged:
            return portal.tr("attachment.damaged");
    }
    return {};
}

/// What it means, and what to do.
std::string long_words(Portal& portal, const AttachmentView& view, bool picture) {
    switch (view.state) {
        case State::waiting:
        case State::sending:
            return portal.tr("attachment.why_waiting");
        case State::held:
            if (view.problem == "failure.attachment.too_large") return portal.tr("attachment.why_too_large");
            if (view.problem == "failure.attachment.quota") return portal.tr("attachment.why_quota");
            return portal.tr("attachment.why_held");
        case State::absent:
            return portal.tr("attachment.why_absent");
        case State::fetching:
            return portal.tr("attachment.fetching");
        case State::not_sent_yet:
            return portal.tr("attachment.why_not_sent_yet");
        case State::damaged:
            return portal.tr("attachment.why_damaged");
        case State::here:
            break;
    }
    return picture ? std::string() : portal.tr("attachment.no_preview");
}

Tone tone_of(State state) {
    if (state == State::held || state == State::damaged) return Tone::Danger;
    if (state == State::waiting || state == State::sending) return Tone::Warn;
    return Tone::Secondary;
}

std::string problem_words(Portal& portal, const widgets::PickedFile& file) {
    const auto said = [&](const char* key) { return portal.tr(key, {{"name", file.name}}); };
    if (file.problem == "empty") return said("attachment.problem_empty");
    if (file.problem == "too_large") return said("attachment.problem_too_large");
    if (file.problem == "picture_unreadable") return said("attachment.problem_picture_unreadable");
    return said("attachment.problem_unreadable");
}

std::string picture_key(const AttachmentRow& row, const AttachmentView& view, int pixels) {
    return row.picture() && view.on_device() ? to_hex(row.sha256) + ":" + std::to_string(pixels) : std::string();
}

}  // namespace

void AttachmentPanel::draw(Ui& ui, Portal& portal, const About& about) {
    // A copy: what is pressed may change the list.
    const std::vector<AttachmentRow> rows = portal.attachments().of(about.subject);
    const widgets::Stack stack(ui, {.gap = widgets::space::s});
    widgets::heading(ui, {.text = portal.tr("attachment.title"), .level = 3, .style = widgets::TextStyle::BodyStrong});
    if (!rows.empty()) {
        widgets::PictureStrip strip{"attachments", portal.tr("attachment.title"), {}};
        for (const AttachmentRow& row : rows) {
            if (row.picture()) portal.attachments().look_at(row);
            const AttachmentView view = portal.attachments().view(row);
            strip.tiles.push_back({row.id.value,
                                   portal.tr("attachment.tile", {{"name", row.name}, {"size", size_words(portal, row.bytes)}}), row.name,
                                   picture_key(row, view, widgets::strip_picture_pixels), row.picture() ? icons::camera : icons::file_text,
                                   short_words(portal, view), tone_of(view.state)});
        }
        const int pressed = widgets::picture_strip(ui, strip);
        if (pressed >= 0) {
            const AttachmentRow& row = rows[static_cast<std::size_t>(pressed)];
            opened_ = row.id.value;
            portal.attachments().look_at(row);
        }
    }
    if (about.may_add) chooser_.draw(ui, portal);
}

void AttachmentPanel::finish(Ui& ui, Portal& portal, const About& about) {
    chooser_.hand_over(ui, portal,
                       [&](const widgets::PickedFile& file) { return portal.attachments().add(about.subject, about.organisation, file); });
    draw_opened(ui, portal, about);
}

void FileChooser::draw(Ui& ui, Portal& portal) {
    if (!problem_.empty()) {
        widgets::banner(ui, {.id = "attachment_problem", .tone = Tone::Danger, .icon = icons::alert_octagon, .text = problem_});
    }
    {
        const widgets::Row row(ui, {.id = "adding", .wrap = true});
        if (ui.touch()) {
            take(widgets::file_button(
                ui, {.id = "take_photo", .label = portal.tr("attachment.take_photo"), .icon = icons::camera, .camera = true}));
        }
        take(widgets::file_button(ui, {.id = "add_files", .label = portal.tr("attachment.add"), .icon = icons::paperclip}));
    }
    widgets::text(ui, {.text = portal.tr("attachment.hint"), .style = widgets::TextStyle::Small, .tone = Tone::Secondary});
}

void FileChooser::draw_tool(Ui& ui, Portal& portal) {
    take(widgets::file_button(
        ui, {.id = "photo_tool", .label = portal.tr("attachment.tool"), .icon = icons::camera, .camera = true, .full_width = true}));
}

void FileChooser::take(std::vector<widgets::PickedFile> files) {
    for (widgets::PickedFile& file : files) chosen_.push_back(std::move(file));
}

void FileChooser::hand_over(Ui& ui, Portal& portal, const std::function<bool(const widgets::PickedFile&)>& add) {
    if (chosen_.empty()) return;
    for (const widgets::PickedFile& file : std::exchange(chosen_, {})) {
        if (file.first) problem_.clear();
        if (!file.problem.empty()) {
            problem_ += (problem_.empty() ? "" : " ") + problem_words(portal, file);
        } else if (add(file)) {
            widgets::show_toast(ui, {.text = portal.tr("attachment.said_added", {{"name", file.name}})});
        } else {
            problem_ += (problem_.empty() ? "" : " ") + portal.trouble();
            portal.clear_trouble();
        }
    }
    ui.request_frame();
}

void DraftAttachments::draw(Ui& ui, Portal& portal) {
    const widgets::Stack stack(ui, {.gap = widgets::space::s});
    widgets::heading(ui, {.text = portal.tr("attachment.title"), .level = 2, .style = widgets::TextStyle::BodyStrong});
    const std::vector<AttachmentAdded> files = portal.attachments().of_draft(draft_);
    if (!files.empty()) {
        widgets::PictureStrip strip{"draft_files", portal.tr("attachment.title"), {}};
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < files.size(); ++i) ids.push_back("file" + std::to_string(i));
        for (std::size_t i = 0; i < files.size(); ++i) {
            const AttachmentAdded& file = files[i];
            widgets::StripTile tile;
            tile.id = ids[i];
            tile.name = portal.tr("attachment.tile", {{"name", file.name}, {"size", size_words(portal, file.bytes)}});
            tile.title = file.name;
            if (file.picture()) tile.key = to_hex(file.sha256) + ":" + std::to_string(widgets::strip_picture_pixels);
            tile.icon = file.picture() ? icons::camera : icons::file_text;
            tile.state = portal.tr("attachment.take_off");
            tile.tone = Tone::Secondary;
            strip.tiles.push_back(std::move(tile));
        }
        to_take_off_ = widgets::picture_strip(ui, strip);
    }
    chooser_.draw(ui, portal);
}

void DraftAttachments::finish(Ui& ui, Portal& portal) {
    if (to_take_off_ >= 0) {
        portal.attachments().take_from_draft(draft_, static_cast<std::size_t>(to_take_off_));
        to_take_off_ = -1;
        ui.request_frame();
    }
    chooser_.hand_over(ui, portal, [&](const widgets::PickedFile& file) { return portal.attachments().add_to_draft(draft_, file); });
}

void AttachmentPanel::draw_opened(Ui& ui, Portal& portal, const About& about) {
    if (opened_.empty()) return;
    const std::vector<AttachmentRow> rows = portal.attachments().of(about.subject);
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const AttachmentRow& row) { return row.id.value == opened_; });
    if (found == rows.end()) return opened_.clear();
    const AttachmentRow& row = *found;
    const auto place = found - rows.begin();
    const AttachmentView view = portal.attachments().view(row);
    widgets::PictureViewer viewer;
    viewer.id = "attachment";
    viewer.title = row.name;
    viewer.details = portal.tr("attachment.details", {{"size", size_words(portal, row.bytes)},
                                                      {"name", name_or_somebody(portal, row.organisation, row.author)},
                                                      {"when", moment_words(portal, row.organisation, row.added_at)}});
    viewer.digest = portal.tr("attachment.digest", {{"digest", to_hex(row.sha256)}});
    viewer.key = picture_key(row, view, widgets::large_picture_pixels);
    viewer.state = long_words(portal, view, row.picture());
    viewer.position = portal.tr("attachment.position",
                                {{"number", static_cast<std::int64_t>(place) + 1}, {"total", static_cast<std::int64_t>(rows.size())}});
    viewer.close_label = portal.tr("attachment.close");
    viewer.previous_label = portal.tr("attachment.previous");
    viewer.next_label = portal.tr("attachment.next");
    viewer.save_label = portal.tr("attachment.save");
    if (view.state == State::absent) viewer.act_label = portal.tr("attachment.fetch");
    if (view.state == State::held || view.state == State::damaged || view.state == State::not_sent_yet) {
        viewer.act_label = portal.tr("attachment.try_again");
    }
    viewer.has_previous = place > 0;
    viewer.has_next = found + 1 != rows.end();
    viewer.can_save = view.on_device();
    switch (widgets::picture_viewer(ui, viewer)) {
        case widgets::ViewerAnswer::None:
            break;
        case widgets::ViewerAnswer::Close:
            opened_.clear();
            break;
        case widgets::ViewerAnswer::Previous:
            opened_ = (found - 1)->id.value;
            portal.attachments().look_at(*(found - 1));
            break;
        case widgets::ViewerAnswer::Next:
            opened_ = (found + 1)->id.value;
            portal.attachments().look_at(*(found + 1));
            break;
        case widgets::ViewerAnswer::Save:
            portal.attachments().save(row);
            break;
        case widgets::ViewerAnswer::Act:
            portal.attachments().try_again(row);
            break;
    }
}

}  // namespace countersign::screens
