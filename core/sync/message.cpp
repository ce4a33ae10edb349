// The JSON form of the sync request and answer.
#include "core/sync/message.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign {

namespace {

constexpr std::array<std::string_view, 4> fate_names{"accepted", "flagged", "duplicate", "refused"};

Error<Failure> malformed(const std::string& cause) { return Error{Failure{"failure.sync_message", "read sync message", {}, cause}}; }

// The lines behind the first one.
class Frames {
public:
    explicit Frames(std::string_view text) : text_(text) {}

    /// Whole numbers up to the end of the line; false where it is something else.
    template <std::size_t count>
    bool read_numbers(std::array<std::int64_t, count>& numbers) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), numbers[i]);
            const auto length = static_cast<std::size_t>(end - text_.data());
            const char separator = i + 1 == count ? '\n' : ' ';
            if (error != std::errc{} || length == text_.size() || text_[length] != separator || numbers[i] < 0) return false;
            text_.remove_prefix(length + 1);
        }
        return true;
    }
    /// The bytes of one event and the line's end behind them; nothing where the text is shorter.
    std::optional<std::string> read_bytes(std::int64_t length) {
        if (length > static_cast<std::int64_t>(event_bytes_max)) return std::nullopt;
        const auto size = static_cast<std::size_t>(length);
        if (size >= text_.size() || text_[size] != '\n') return std::nullopt;
        std::string bytes(text_.substr(0, size));
        text_.remove_prefix(size + 1);
        return bytes;
    }
    bool at_end() const { return text_.empty(); }

private:
    std::string_view text_;
};

struct Parts {
    std::string_view head;
    Frames frames;
};

Parts parts_of(std::string_view text) {
    const std::size_t line = std::min(text.find('\n'), text.size());
    return {text.substr(0, line), Frames(text.substr(std::min(line + 1, text.size())))};
}

void add_frame(std::string& message, std::string_view line, const std::string& bytes) {
    message += line;
    message += '\n';
    message += bytes;
    message += '\n';
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
    std::string message = write_json({{"protocol", sync_protocol},
                                      {"user", request.user.value},
                                      {"device", request.device.value},
                                      {"device_time", request.device_time.utc_ms},
                                      {"cursors", cursors},
                                      {"events", request.events.size()}}) +
                          "\n";
    for (const std::string& event : request.events) add_frame(message, std::to_string(event.size()), event);
    return message;
}

Result<SyncRequest, Failure> read_sync_request(std::string_view text) {
    auto [head, frames] = parts_of(text);
    auto document = parse_json(head, 8);
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
    const std::int64_t count = fields.integer("events");
    if (fields.problem()) return malformed(*fields.problem());
    for (std::int64_t index = 0; index < count; ++index) {
        std::array<std::int64_t, 1> length{};
        auto bytes = frames.read_numbers(length) ? frames.read_bytes(length[0]) : std::nullopt;
        if (!bytes)
            return malformed("event " + std::to_string(index) + ": its length, a line's end, its bytes and a line's end are required");
        request.events.push_back(std::move(*bytes));
    }
    if (!frames.at_end()) return malformed("there is more than the events that it announces");
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
    std::size_t size = 0;
    for (const auto& [stream, news] : answer.streams) {
        Json json = {{"head", news.head}, {"events", news.events.size()}};
        if (news.chain) json["chain"] = to_hex(*news.chain);
        streams[stream.value] = std::move(json);
        for (const PlacedBytes& event : news.events) size += event.bytes.size() + 60;
    }
    std::string message = write_json({{"protocol", sync_protocol},
                                      {"server_time", answer.server_time.utc_ms},
                                      {"fates", std::move(fates)},
                                      {"streams", std::move(streams)}}) +
                          "\n";
    message.reserve(message.size() + size);
    for (const auto& [stream, news] : answer.streams) {
        for (const PlacedBytes& event : news.events) {
            const Placement& placement = event.placement;
            add_frame(message,
                      std::to_string(placement.seq) + " " + std::to_string(placement.received_at.utc_ms) + " " +
                          std::to_string(event.bytes.size()),
                      event.bytes);
        }
    }
    return message;
}

namespace {

// The first line; of the events only how many follow.
Result<std::vector<std::int64_t>, std::string> read_head(std::string_view head, SyncAnswer& answer) {
    auto document = parse_json(head, 8);
    if (!document) return Error{document.error().cause};
    FieldReader fields(*document);
    if (fields.integer("protocol") != sync_protocol && !fields.problem()) {
        fields.reject("protocol", "version " + std::to_string(sync_protocol) + " is spoken here");
    }
    answer.server_time = fields.instant("server_time");
    for (const Json& entry : fields.array("fates")) {
        FieldReader fate(entry);
        answer.fates.push_back(read_fate(fate));
        if (fate.problem()) fields.reject("fates", *fate.problem());
    }
    std::vector<std::int64_t> counts;
    for (const auto& [stream, entry] : fields.object("streams").items()) {
        FieldReader news(entry);
        StreamNews& target = answer.streams[{stream}];
        target.head = news.integer("head");
        counts.push_back(news.integer("events"));
        if (news.has("chain")) {
            target.chain = digest_from_hex(news.text("chain", 64));
            if (!target.chain) news.reject("chain", "64 hexadecimal digits are required");
        }
        if (news.problem()) fields.reject("streams", *news.problem());
    }
    if (fields.problem()) return Error{*fields.problem()};
    return counts;
}

}  // namespace

Result<SyncAnswer, Failure> read_sync_answer(std::string_view text) {
    auto [head, frames] = parts_of(text);
    SyncAnswer answer;
    const auto counts = read_head(head, answer);
    if (!counts) return malformed(counts.error());
    auto count = counts->begin();
    for (auto& [stream, news] : answer.streams) {
        for (std::int64_t left = *count++; left > 0; --left) {
            std::array<std::int64_t, 3> numbers{};  // seq, received_at, length
            auto bytes = frames.read_numbers(numbers) ? frames.read_bytes(numbers[2]) : std::nullopt;
            if (!bytes) return malformed("an event of " + stream.value + ": number, time, length, bytes and a line's end are required");
            news.events.push_back({std::move(*bytes), {numbers[0], {numbers[1]}, {}}});
        }
    }
    if (!frames.at_end()) return malformed("there is more than the events that it announces");
    return answer;
}

}  // namespace countersign
