// Saving, showing, and what stays on the device.
#include "web/app/attachment_desk.hpp"

#include <algorithm>
#include <charconv>

#include "web/app/portal.hpp"

namespace countersign::app {

namespace {

constexpr SyncPace transfer_pace{Milliseconds{30'000}, Milliseconds{120'000}, Milliseconds{2'000}, Milliseconds{120'000}};
// What a device keeps besides what is to be sent and what today's work needs: some hundred photos, or less where the browser gives less.
constexpr std::int64_t kept_bytes_max = 200'000'000;
constexpr std::int64_t share_of_quota = 5;
// A visit that ended this morning or begins early tomorrow is today's work.
constexpr Milliseconds work_before{12 * 3'600'000LL}, work_after{24 * 3'600'000LL};

// Stands in for what a draft's files will belong to.
const Subject nothing_yet{Attachment::subject_kind, "00000000-0000-7000-8000-000000000000"};

AttachmentAdded details_of(const Subject& about, const widgets::PickedFile& file) {
    const std::string media_type = is_attachment_type(file.media_type) ? file.media_type : "application/octet-stream";
    return {about, file.name, media_type, static_cast<std::int64_t>(file.bytes.size()), sha256(file.bytes), file.width, file.height};
}

std::vector<AttachmentAdded> files_in(const std::string& draft) {
    std::vector<AttachmentAdded> files;
    const auto list = parse_json(draft);
    if (!list || !list->is_array()) return files;
    for (const Json& entry : *list) {
        FieldReader fields(entry);
        AttachmentAdded file = AttachmentAdded::from_json(fields);
        if (!fields.problem()) files.push_back(std::move(file));
    }
    return files;
}

}  // namespace

AttachmentDesk::AttachmentDesk(Portal& portal) : portal_(portal), pace_(transfer_pace) {}

bool AttachmentDesk::add(const Subject& about, const OrganisationId& organisation, const widgets::PickedFile& file) {
    make_room();
    const bool done = portal_.run_all([&] {
        auto kept = AttachmentFiles(portal_.replica().database()).keep(file.bytes, portal_.now());
        if (!kept) portal_.report(kept.error());
        return kept.ok() && record(details_of(about, file), organisation);
    });
    changed();
    hurry();
    return done;
}

// Its bytes are kept already.
bool AttachmentDesk::record(const AttachmentAdded& details, const OrganisationId& organisation) {
    const std::string id = portal_.new_id();
    auto queued = AttachmentFiles(portal_.replica().database()).enqueue({id}, details.sha256);
    if (!queued) portal_.report(queued.error());
    return queued.ok() && portal_.run({Attachment::subject_kind, id}, organisation, AttachmentCommand{AddAttachment{details}});
}

bool AttachmentDesk::add_to_draft(const std::string& draft, const widgets::PickedFile& file) {
    make_room();
    auto files = of_draft(draft);
    files.push_back(details_of(nothing_yet, file));
    return portal_.run_all([&] {
        auto kept = AttachmentFiles(portal_.replica().database()).keep(file.bytes, portal_.now());
        if (!kept) portal_.report(kept.error());
        return kept.ok() && keep_draft(draft, files);
    });
}

std::vector<AttachmentAdded> AttachmentDesk::of_draft(const std::string& draft) { return files_in(portal_.replica().draft(draft)); }

void AttachmentDesk::take_from_draft(const std::string& draft, std::size_t index) {
    auto files = of_draft(draft);
    if (index >= files.size()) return;
    const Digest sha256 = files[index].sha256;
    files.erase(files.begin() + static_cast<std::ptrdiff_t>(index));
    const bool again = std::any_of(files.begin(), files.end(), [&](const AttachmentAdded& file) { return file.sha256 == sha256; });
    if (keep_draft(draft, files) && !again) report(AttachmentFiles(portal_.replica().database()).drop(sha256));
    changed();
}

bool AttachmentDesk::attach_draft(const std::string& draft, const Subject& about, const OrganisationId& organisation) {
    for (AttachmentAdded& file : of_draft(draft)) {
        file.about = about;
        if (!record(file, organisation)) return false;
    }
    auto dropped = portal_.replica().drop_draft(draft);
    report(dropped);
    changed();
    return dropped.ok();
}

bool AttachmentDesk::keep_draft(const std::string& draft, const std::vector<AttachmentAdded>& files) {
    Json list = Json::array();
    for (const AttachmentAdded& file : files) list.push_back(file.to_json());
    auto kept = files.empty() ? portal_.replica().drop_draft(draft) : portal_.replica().keep_draft(draft, write_json(list));
    report(kept);
    return kept.ok();
}

const std::vector<AttachmentRow>& AttachmentDesk::of(const Subject& about) {
    if (rows_version_ != portal_.data_version()) {
        rows_.clear();
        views_.clear();
        rows_version_ = portal_.data_version();
    }
    const auto [found, fresh] = rows_.try_emplace(about.text());
    if (fresh) found->second = attachments_of(portal_.replica().database(), about);
    return found->second;
}

AttachmentView AttachmentDesk::view(const AttachmentRow& row) {
    using State = AttachmentView::State;
    AttachmentFiles files(portal_.replica().database());
    if (sending_ && sending_->upload.attachment == row.id && sending_->asked) {
        const auto percent = static_cast<int>(sending_->upload.sent * 100 / std::max<std::int64_t>(1, row.bytes));
        return {State::sending, percent, {}};
    }
    if (fetching_ == row.id.value) return {State::fetching, 0, {}};
    const auto [found, fresh] = views_.try_emplace(row.id.value);
    if (!fresh) return found->second;
    const bool queued = std::any_of(wanted_.begin(), wanted_.end(), [&](const AttachmentRow& one) { return one.id == row.id; });
    AttachmentView& view = found->second;
    if (const auto upload = files.upload_of(row.id)) {
        view.state = upload->problem.empty() ? State::waiting : State::held;
        view.problem = upload->problem;
    } else if (files.has(row.sha256)) {
        view.state = State::here;
    } else if (damaged_.count(to_hex(row.sha256)) > 0) {
        view.state = State::damaged;
    } else if (queued) {
        view.state = State::fetching;
    } else {
        view.state = row.received && not_there_.count(row.id.value) == 0 ? State::absent : State::not_sent_yet;
    }
    return view;
}

void AttachmentDesk::look_at(const AttachmentRow& row) {
    const AttachmentView::State state = view(row).state;
    if (state == AttachmentView::State::absent && portal_.online()) want(row);
    // Once is enough for the order in which they go.
    if (state == AttachmentView::State::here && looked_at_.insert(row.id.value).second) {
        report(AttachmentFiles(portal_.replica().database()).looked_at(row.sha256, portal_.now()));
    }
}

void AttachmentDesk::try_again(const AttachmentRow& row) {
    const AttachmentView::State state = view(row).state;
    damaged_.erase(to_hex(row.sha256));
    not_there_.erase(row.id.value);
    if (state == AttachmentView::State::held) {
        report(AttachmentFiles(portal_.replica().database()).hold_upload(row.id, ""));
        changed();
        hurry();
    } else if (!view(row).on_device()) {
        want(row);
    }
}

void AttachmentDesk::save(const AttachmentRow& row) {
    auto bytes = AttachmentFiles(portal_.replica().database()).read(row.sha256);
    if (!bytes) return portal_.report(bytes.error());
    if (*bytes) portal_.platform().save_file(row.name, **bytes);
}

void AttachmentDesk::read_picture(const std::string& key) {
    const auto colon = key.find(':');
    const auto digest = digest_from_hex(std::string_view(key).substr(0, colon));
    int edge = 0;
    if (colon != std::string::npos) std::from_chars(key.data() + colon + 1, key.data() + key.size(), edge);
    if (!digest || edge <= 0) return;
    AttachmentFiles files(portal_.replica().database());
    auto bytes = files.read(*digest);
    if (!bytes) {
        // A copy can be fetched again.
        portal_.report(bytes.error());
        report(files.drop(*digest));
        damaged_.insert(to_hex(*digest));
        changed();
    } else if (*bytes) {
        portal_.platform().read_picture({key, **bytes, edge});
    }
}

void AttachmentDesk::want(const AttachmentRow& row) {
    const bool queued = std::any_of(wanted_.begin(), wanted_.end(), [&](const AttachmentRow& one) { return one.id == row.id; });
    if (queued || fetching_ == row.id.value) return;
    wanted_.push_back(row);
    changed();
    hurry();
}

void AttachmentDesk::set_online(bool online) { pace_.set_online(online, portal_.now()); }
void AttachmentDesk::hurry() { pace_.hurry(portal_.now()); }

std::optional<Instant> AttachmentDesk::wake_at() const {
    // Else it would be woken again and again for what has to wait.
    return portal_.may_transfer() ? pace_.wake_at() : std::nullopt;
}

void AttachmentDesk::tick() {
    if (!portal_.may_transfer()) return;
    if (pace_.phase() == SyncEngine::Phase::signed_out) pace_.signed_in(portal_.now());
    if (work_version_ != portal_.data_version()) {
        work_version_ = portal_.data_version();
        keep_todays_work();
        // What was just confirmed can be sent.
        hurry();
    }
    if (!pace_.should_send(portal_.now())) return;
    if (send_next() || fetch_next()) return;
    pace_.succeeded(portal_.now(), false);
}

void AttachmentDesk::forget() {
    ++person_;
    sending_.reset();
    wanted_.clear();
    fetching_.clear();
    fetched_.clear();
    damaged_.clear();
    not_there_.clear();
    looked_at_.clear();
    rows_.clear();
    pace_.forget();
    changed();
}

void AttachmentDesk::changed() {
    views_.clear();
    ++version_;
}

void AttachmentDesk::keep_todays_work() {
    if (!portal_.staff()) return;
    AttachmentFiles files(portal_.replica().database());
    for (const AttachmentRow& row :
         attachments_of_work(portal_.replica().database(), portal_.me().user, portal_.now() - work_before, portal_.now() + work_after)) {
        const bool known_bad = damaged_.count(to_hex(row.sha256)) > 0 || not_there_.count(row.id.value) > 0;
        if (row.received && !known_bad && !files.has(row.sha256)) want(row);
    }
}

void AttachmentDesk::make_room() {
    AttachmentFiles files(portal_.replica().database());
    const auto storage = portal_.storage_bytes();
    const std::int64_t bytes_max = storage ? std::min(kept_bytes_max, storage->second / share_of_quota) : kept_bytes_max;
    if (files.bytes_held() <= bytes_max) return;
    std::set<std::string> needed;
    for (const AttachmentRow& row :
         attachments_of_work(portal_.replica().database(), portal_.me().user, portal_.now() - work_before, portal_.now() + work_after)) {
        needed.insert(to_hex(row.sha256));
    }
    for (const std::string& draft : drafts_named(portal_.replica().database(), draft_files_suffix)) {
        for (const AttachmentAdded& file : files_in(draft)) needed.insert(to_hex(file.sha256));
    }
    if (auto gone = files.evict(bytes_max, needed); !gone) portal_.report(gone.error());
    changed();
}

void AttachmentDesk::report(const Result<void, Failure>& result) {
    if (!result) portal_.report(result.error());
}

}  // namespace countersign::app
