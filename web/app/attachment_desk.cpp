// Saving, sending, fetching.
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
constexpr int damaged_at_most = 3;

std::string path_of(const AttachmentId& id) { return "api/v1/attachments/" + id.value; }

struct Answered {
    std::string key;
    std::int64_t received = -1;
    bool complete = false;
};

// Of an answer about an upload, good or not.
Answered answered(const Reply& reply) {
    const auto document = parse_json(reply.body);
    if (!document || !document->is_object()) return {};
    FieldReader fields(*document);
    Answered found{fields.text_or("key", {}), fields.integer_or("received", -1), fields.boolean_or("complete", false)};
    if (fields.has("params")) {
        FieldReader params(fields.object("params"));
        const std::string text = params.text_or("received", {});
        std::from_chars(text.data(), text.data() + text.size(), found.received);
    }
    return found;
}

// Trying again soon would get the same answer.
bool will_not_pass(int status, const std::string& key) {
    if (key == "failure.attachment.quota") return true;
    return status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
}

}  // namespace

AttachmentDesk::AttachmentDesk(Portal& portal) : portal_(portal), pace_(transfer_pace) {}

bool AttachmentDesk::add(const Subject& about, const OrganisationId& organisation, widgets::PickedFile file) {
    const std::string media_type = is_attachment_type(file.media_type) ? file.media_type : "application/octet-stream";
    const AttachmentAdded details{about,      file.name,  media_type, static_cast<std::int64_t>(file.bytes.size()), sha256(file.bytes),
                                  file.width, file.height};
    const std::string id = portal_.new_id();
    make_room();
    const bool done = portal_.run_all([&] {
        AttachmentFiles files(portal_.replica().database());
        auto kept = files.keep(file.bytes, portal_.now());
        if (kept) kept = files.enqueue({id}, details.sha256);
        if (!kept) portal_.report(kept.error());
        return kept.ok() && portal_.run({Attachment::subject_kind, id}, organisation, AttachmentCommand{AddAttachment{details}});
    });
    ++version_;
    hurry();
    return done;
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

bool AttachmentDesk::send_next() {
    if (!sending_) {
        auto next = AttachmentFiles(portal_.replica().database()).next_upload();
        if (!next) {
            portal_.report(next.error());
            return false;
        }
        if (!*next) return false;
        sending_ = Sending{**next};
    }
    if (sending_->asked) {
        send_part();
    } else {
        ask(path_of(sending_->upload.attachment) + "/upload", {});
    }
    return true;
}

void AttachmentDesk::ask(const std::string& path, std::string part) {
    HttpQuestion question;
    question.method = part.empty() ? "GET" : "POST";
    question.path = path;
    question.media_type = part.empty() ? "" : bytes_media_type;
    question.body = std::move(part);
    portal_.ask_bytes(std::move(question), [this, person = person_](const Reply& reply) {
        if (person == person_) on_upload_answer(reply);
    });
}

void AttachmentDesk::send_part() {
    const AttachmentUpload& upload = sending_->upload;
    auto part = AttachmentFiles(portal_.replica().database()).read_part(upload.sha256, upload.sent);
    if (!part) {
        // The device itself lost it, and says so; the others go on.
        portal_.report(part.error());
        return hold(part.error().key);
    }
    ask(path_of(upload.attachment) + "/upload/" + std::to_string(upload.sent), std::move(*part));
}

void AttachmentDesk::on_upload_answer(const Reply& reply) {
    if (!sending_) return;
    const Answered said = answered(reply);
    if (reply.status == 200 && said.received >= 0) {
        const bool further = !sending_->asked || said.complete || said.received > sending_->upload.sent;
        return further ? on_received(said.received, said.complete) : fail();
    }
    if (reply.status == 409 && said.received >= 0) return on_received(said.received, false);
    if (said.key == "failure.attachment.damaged" && ++sending_->damaged < damaged_at_most) return on_received(0, false);
    if (will_not_pass(reply.status, said.key)) return hold(said.key.empty() ? "failure.server_answered" : said.key);
    fail();
}

void AttachmentDesk::on_received(std::int64_t bytes, bool complete) {
    AttachmentFiles files(portal_.replica().database());
    sending_->asked = true;
    sending_->upload.sent = bytes;
    report(complete ? files.finish_upload(sending_->upload.attachment) : files.note_sent(sending_->upload.attachment, bytes));
    if (complete) sending_.reset();
    changed();
    pace_.succeeded(portal_.now(), true);
}

void AttachmentDesk::hold(const std::string& problem_key) {
    report(AttachmentFiles(portal_.replica().database()).hold_upload(sending_->upload.attachment, problem_key));
    sending_.reset();
    changed();
    pace_.succeeded(portal_.now(), true);
}

bool AttachmentDesk::fetch_next() {
    AttachmentFiles files(portal_.replica().database());
    while (!wanted_.empty() && files.has(wanted_.front().sha256)) wanted_.pop_front();
    if (wanted_.empty()) return false;
    const AttachmentRow row = wanted_.front();
    wanted_.pop_front();
    fetching_ = row.id.value;
    HttpQuestion question;
    question.method = "GET";
    question.path = path_of(row.id);
    question.bytes_wanted = true;
    portal_.ask_bytes(std::move(question), [this, row, person = person_](const Reply& reply) {
        if (person == person_) on_bytes(row, reply);
    });
    changed();
    return true;
}

void AttachmentDesk::on_bytes(const AttachmentRow& row, const Reply& reply) {
    fetching_.clear();
    changed();
    if (reply.status == 404) {
        not_there_.insert(row.id.value);
    } else if (reply.status != 200) {
        wanted_.push_front(row);
        return fail();
    } else if (static_cast<std::int64_t>(reply.bytes.size()) != row.bytes || sha256(reply.bytes) != row.sha256) {
        damaged_.insert(to_hex(row.sha256));
    } else {
        make_room();
        report(AttachmentFiles(portal_.replica().database()).keep(reply.bytes, portal_.now()));
    }
    pace_.succeeded(portal_.now(), true);
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
    if (auto gone = files.evict(bytes_max, needed); !gone) portal_.report(gone.error());
    changed();
}

void AttachmentDesk::fail() {
    // How much the server has may be another by then.
    if (sending_) sending_->asked = false;
    changed();
    pace_.failed(portal_.now(), portal_.jitter());
}

void AttachmentDesk::report(const Result<void, Failure>& result) {
    if (!result) portal_.report(result.error());
}

}  // namespace countersign::app
