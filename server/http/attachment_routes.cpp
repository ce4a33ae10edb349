// Attachments: the bytes of what the log names, in parts on their way here and as a whole on their way out.
//   GET  api/v1/attachments/:attachment                 the bytes, or a range of them
//   GET  api/v1/attachments/:attachment/upload          how much of them is here
//   POST api/v1/attachments/:attachment/upload/:start   a part, from that byte on
// Whoever may read the stream in which it is named may read them, and whoever may write there may send them. For all others, and for one
// that no log names, the answer is the same: there is none.
#include <algorithm>
#include <charconv>

#include "server/http/range_answer.hpp"
#include "server/http/request_check.hpp"
#include "server/http/route.hpp"

namespace countersign {

namespace {

constexpr const char* bytes_media_type = "application/octet-stream";

HttpResponse unknown_attachment() { return answer_refusal({"refusal.attachment.unknown", {}}); }

/// The attachment, or what to answer instead.
Result<Attachment, HttpResponse> find_for(const Api& api, const Call& call, Access least) {
    auto found = api.attachments.find({call.param("attachment")});
    if (!found) return Error{api.fail(found.error())};
    if (!*found) return Error{unknown_attachment()};
    const auto stream = parse_stream((*found)->stream);
    if (!stream) return Error{unknown_attachment()};
    const Access allowed = access(call.actor(), *stream);
    if (allowed == Access::none) return Error{unknown_attachment()};
    if (allowed != Access::write && least == Access::write) return Error{answer_refusal({"refusal.access.role", {}})};
    return std::move(**found);
}

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

Problem too_large(const Api& api) {
    return {413,
            "failure.attachment.too_large",
            "Attachments may not be larger than this here.",
            {{"bytes_max", std::to_string(api.attachment_limits.bytes_max)}}};
}

HttpResponse answer_standing(const Attachment& attachment, const AttachmentStanding& standing) {
    return answer_json({{"bytes", attachment.content.bytes},
                        {"received", standing.received},
                        {"complete", standing.complete},
                        {"part_bytes_max", attachment_part_bytes}});
}

// That it is all here is written into the log, behind it: once, also where the server was stopped before it came to that.
HttpResponse answer_written(const Api& api, const Call& call, const Attachment& attachment, const AttachmentStanding& standing) {
    if (standing.complete && !attachment.received) {
        if (auto told = api.sync.tell_received(attachment.id, call.now); !told) return api.fail(told.error());
    }
    return answer_standing(attachment, standing);
}

HttpResponse answer_upload(const Api& api, const Call& call) {
    auto attachment = find_for(api, call, Access::write);
    if (!attachment) return std::move(attachment.error());
    if (attachment->content.bytes > api.attachment_limits.bytes_max) return answer_problem(too_large(api));
    auto standing = api.attachments.standing(*attachment);
    if (!standing) return api.fail(standing.error());
    return answer_written(api, call, *attachment, *standing);
}

HttpResponse take_part(const Api& api, const Call& call) {
    auto attachment = find_for(api, call, Access::write);
    if (!attachment) return std::move(attachment.error());
    if (attachment->content.bytes > api.attachment_limits.bytes_max) return answer_problem(too_large(api));
    const auto start = whole_number(call.param("start"));
    if (!start) return answer_problem({400, "failure.attachment.start", "The part's first byte is a whole number.", {}});
    const HttpRequest& request = call.request;
    if (request.body_state == BodyState::too_large || request.body.size() > attachment_part_bytes) {
        return answer_problem(
            {413, "failure.http.body_too_large", "Send less at once.", {{"bytes_max", std::to_string(attachment_part_bytes)}}});
    }
    if (!has_media_type(request, bytes_media_type) || !request.header("Content-Encoding").empty()) {
        return answer_problem(
            {415, "failure.attachment.not_bytes", "Content-Type: application/octet-stream is required, and no Content-Encoding.", {}});
    }
    auto standing = api.attachments.add(*attachment, {*start, request.body}, api.attachment_limits.quota_bytes);
    if (!standing) return api.fail(standing.error());
    const std::string received = std::to_string(standing->received);
    switch (standing->outcome) {
        case AttachmentStanding::Outcome::taken:
            break;
        case AttachmentStanding::Outcome::elsewhere:
            return answer_problem({409, "failure.attachment.elsewhere", "Go on where what is here ends.", {{"received", received}}});
        case AttachmentStanding::Outcome::over_quota:
            return answer_problem({507,
                                   "failure.attachment.quota",
                                   "The attachments of this organisation fill what was set aside for them.",
                                   {{"bytes_max", std::to_string(api.attachment_limits.quota_bytes)}}});
        case AttachmentStanding::Outcome::damaged:
            return answer_problem(
                {422, "failure.attachment.damaged", "The bytes are not those that the log names. Send all of them again.", {}});
    }
    return answer_written(api, call, *attachment, *standing);
}

// RFC 6266 and RFC 8187: what is not plain is only in the second form.
std::string disposition_of(const std::string& name) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string ascii, encoded;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = plain.find(c) != std::string_view::npos;
        ascii += is_plain ? c : '_';
        if (is_plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 0xF];
        }
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
}

HttpResponse answer_bytes(const Api& api, const Call& call) {
    auto attachment = find_for(api, call, Access::read);
    if (!attachment) return std::move(attachment.error());
    auto bytes = api.attachments.read(*attachment);
    if (!bytes) return api.fail(bytes.error());
    if (!*bytes) return answer_problem({404, "failure.attachment.not_sent_yet", "The device that has it has not sent it yet.", {}});
    HttpResponse response{200, {}, std::move(**bytes)};
    // Whatever it is, it is saved and not opened: nothing in it can act as a page of the portal.
    response.set("Content-Type", attachment->content.media_type);
    response.set("Content-Disposition", disposition_of(attachment->content.name));
    response.set("Content-Security-Policy", "sandbox; default-src 'none'");
    response.set("Cache-Control", "private, no-store");
    const std::string etag = "\"" + to_hex(attachment->content.sha256) + "\"";
    response.set("ETag", etag);
    return answer_range(call.request, etag, std::move(response));
}

}  // namespace

std::vector<Route> attachment_routes() {
    return {{"GET", "api/v1/attachments/:attachment", Audience::signed_in, answer_bytes},
            {"GET", "api/v1/attachments/:attachment/upload", Audience::signed_in, answer_upload},
            {"POST", "api/v1/attachments/:attachment/upload/:start", Audience::signed_in, take_part}};
}

}  // namespace countersign
