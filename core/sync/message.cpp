// The JSON form of the sync request and answer.
#include "core/sync/message.hpp"

#include <algorithm>
#include <array>

namespace countersign {

namespace {

constexpr std::array<std::string_view, 4> fate_names{"accepted", "flagged", "duplicate", "refused"};

Error<Failure> malformed(const std::string& cause) { return Error{Failure{"failure.sync_message", "read sync message", {}, cause}}; }

Json placed_json(const PlacedBytes& event) {
    return {{"seq", event.placement.seq},
            {"received_at", event.placement.received_at.utc_ms},
            {"chain", to_hex(event.placement.chain)},
            {"bytes", event.bytes}};
}

PlacedBytes read_placed(FieldReader& fields) {
    PlacedBytes event;
    event.placement.seq = fields.integer("seq");
    event.placement.received_at = fields.instant("received_at");
    const auto chain = digest_from_hex(fields.text("chain", 64));
    if (!chain) fields.reject("chain", "64 hexadecimal digits are required");
    event.placement.chain = chain.value_or(Digest{});
    event.bytes = fields.text("bytes", event_bytes_max);
    return event;
}

FateOfEvent read_fate(FieldReader& fields) {
    FateOfEvent fate;
    fate.id = fields.id<EventId>("id");
    const std::string name = fields.text("fate", 50);
    const auto* found = std::find(fate_names.begin(), fate_names.end(), name);
    if (found == fate_names.end()) {
        fields.reject("fate", "unknown fate");
    } else {
        fate.fate = static_cast<EventFate>(found - fate_names.begin());
    }
    fate.seq = fields.integer_or("seq", 0);
    FieldReader reason(fields.object("reason"));
    fate.reason.key = reason.text_or("key", "", 200);
    for (const auto& [name_of_param, value] : reason.object("params").items()) {
        if (value.is_string()) fate.reason.params[name_of_param] = value.get<std::string>();
    }
    return fate;
}

}  // namespace

bool SyncAnswer::more() const {
    for (const auto& [id, news] : streams) {
        if (!news.events.empty() && news.events.back().placement.seq < news.head) return true;
    }
    return false;
}

std::string write_sync_request(const SyncRequest& request) {
    Json cursors = Json::object();
    for (const auto& [stream, seq] : request.cursors) cursors[stream.value] = seq;
    return write_json({{"protocol", sync_protocol},
                       {"user", request.user.value},
                       {"device", request.device.value},
                       {"device_time", request.device_time.utc_ms},
                       {"cursors", cursors},
                       {"events", request.events}});
}

Result<SyncRequest, Failure> read_sync_request(std::string_view text) {
    auto document = parse_json(text, 8);
    if (!document) return malformed(document.error().cause);
    FieldReader fields(*document);
    if (fields.integer("protocol") != sync_protocol && !fields.problem()) {
        fields.reject("protocol", "version " + std::to_string(sync_protocol) + " is spoken here");
    }
    SyncRequest request;
    request.user = fields.id<UserId>("user");
    request.device = fields.id<DeviceId>("device");
    request.device_time = fields.instant("device_time");
    for (const auto& [stream, seq] : fields.object("cursors").items()) {
        if (!seq.is_number_integer() || seq.get<std::int64_t>() < 0) {
            fields.reject("cursors", "whole numbers from 0 are required");
        } else {
            request.cursors[{stream}] = seq.get<std::int64_t>();
        }
    }
    for (const Json& event : fields.array("events")) {
        if (event.is_string()) {
            request.events.push_back(event.get<std::string>());
        } else {
            fields.reject("events", "texts are required");
        }
    }
    if (fields.problem()) return malformed(*fields.problem());
    return request;
}

std::string write_sync_answer(const SyncAnswer& answer) {
    Json fates = Json::array();
    for (const FateOfEvent& fate : answer.fates) {
        Json json = {{"id", fate.id.value}, {"fate", fate_names[static_cast<std::size_t>(fate.fate)]}};
        if (fate.seq != 0) json["seq"] = fate.seq;
        if (!fate.reason.key.empty()) json["reason"] = {{"key", fate.reason.key}, {"params", fate.reason.params}};
        fates.push_back(std::move(json));
    }
    Json streams = Json::object();
    for (const auto& [stream, news] : answer.streams) {
        Json events = Json::array();
        for (const PlacedBytes& event : news.events) events.push_back(placed_json(event));
        streams[stream.value] = {{"head", news.head}, {"events", std::move(events)}};
    }
    return write_json({{"protocol", sync_protocol},
                       {"server_time", answer.server_time.utc_ms},
                       {"fates", std::move(fates)},
                       {"streams", std::move(streams)}});
}

Result<SyncAnswer, Failure> read_sync_answer(std::string_view text) {
    auto document = parse_json(text, 8);
    if (!document) return malformed(document.error().cause);
    FieldReader fields(*document);
    SyncAnswer answer;
    answer.server_time = fields.instant("server_time");
    for (const Json& entry : fields.array("fates")) {
        FieldReader fate(entry);
        answer.fates.push_back(read_fate(fate));
        if (fate.problem()) fields.reject("fates", *fate.problem());
    }
    for (const auto& [stream, entry] : fields.object("streams").items()) {
        FieldReader news(entry);
        StreamNews& target = answer.streams[{stream}];
        target.head = news.integer("head");
        for (const Json& event : news.array("events")) {
            FieldReader placed(event);
            target.events.push_back(read_placed(placed));
            if (placed.problem()) news.reject("events", *placed.problem());
        }
        if (news.problem()) fields.reject("streams", *news.problem());
    }
    if (fields.problem()) return malformed(*fields.problem());
    return answer;
}

}  // namespace countersign
