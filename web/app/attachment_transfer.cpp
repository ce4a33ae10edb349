// Sending and fetching, one thing at a time.
#include <algorithm>
#include <charconv>
#include <utility>

#include "web/app/attachment_desk.hpp"
#include "web/app/portal.hpp"

namespace countersign::app {

namespace {

constexpr int damaged_at_most = 3;
// Larger ones are fetched in pieces, so that a slow line does not begin anew each time.
constexpr std::int64_t fetch_bytes_max = 1'000'000;

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
    if (row.bytes > fetch_bytes_max) {
        const auto from = static_cast<std::int64_t>(fetched_[row.id.value].size());
        question.range = "bytes=" + std::to_string(from) + "-" + std::to_string(from + fetch_bytes_max - 1);
    }
    portal_.ask_bytes(std::move(question), [this, row, person = person_](const Reply& reply) {
        if (person == person_) on_bytes(row, reply);
    });
    changed();
    return true;
}

void AttachmentDesk::on_bytes(const AttachmentRow& row, const Reply& reply) {
    fetching_.clear();
    changed();
    if (reply.status == 206) {
        std::string& fetched = fetched_[row.id.value];
        fetched += reply.bytes;
        if (!reply.bytes.empty() && static_cast<std::int64_t>(fetched.size()) < row.bytes) {
            wanted_.push_front(row);
        } else {
            take_fetched(row, std::exchange(fetched, {}));
        }
    } else if (reply.status == 404) {
        not_there_.insert(row.id.value);
    } else if (reply.status != 200) {
        // What came before is kept: it goes on from there.
        wanted_.push_front(row);
        return fail();
    } else {
        take_fetched(row, reply.bytes);
    }
    pace_.succeeded(portal_.now(), true);
}

void AttachmentDesk::take_fetched(const AttachmentRow& row, const std::string& bytes) {
    fetched_.erase(row.id.value);
    if (static_cast<std::int64_t>(bytes.size()) != row.bytes || sha256(bytes) != row.sha256) {
        damaged_.insert(to_hex(row.sha256));
        return;
    }
    make_room();
    report(AttachmentFiles(portal_.replica().database()).keep(bytes, portal_.now()));
}

void AttachmentDesk::fail() {
    // How much the server has may be another by then.
    if (sending_) sending_->asked = false;
    changed();
    pace_.failed(portal_.now(), portal_.jitter());
}

}  // namespace countersign::app
