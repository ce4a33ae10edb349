// Cutting a message into frames, and putting it together again.
#include "core/base/code_frames.hpp"

#include <algorithm>

#include "core/base/digest.hpp"

namespace countersign {

namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view begin = "CS1:";
constexpr std::size_t mark_bytes = 8;
constexpr std::size_t head_characters = 8;

std::string two_digits(std::size_t number) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {digits[number / 16 % 16], digits[number % 16]};
}

std::optional<std::size_t> from_two_digits(std::string_view text) {
    std::size_t number = 0;
    for (const char c : text) {
        const std::size_t digit = letters.substr(0, 16).find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        number = number * 16 + digit;
    }
    return number;
}

Error<Refusal> unreadable() { return Error{Refusal{"refusal.two_keys.unreadable", {}}}; }

}  // namespace

std::string to_base45(std::string_view bytes) {
    std::string text;
    const auto put = [&](std::size_t value, int count) {
        for (int i = 0; i < count; ++i, value /= 45) text += letters[value % 45];
    };
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const std::size_t first = static_cast<unsigned char>(bytes[i]);
        if (i + 1 == bytes.size()) {
            put(first, 2);
        } else {
            put(first * 256 + static_cast<unsigned char>(bytes[i + 1]), 3);
        }
    }
    return text;
}

std::optional<std::string> from_base45(std::string_view text) {
    if (text.size() % 3 == 1) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const std::string_view group = text.substr(i, 3);
        std::size_t value = 0;
        for (std::size_t k = group.size(); k > 0; --k) {
            const std::size_t digit = letters.find(group[k - 1]);
            if (digit == std::string_view::npos) return std::nullopt;
            value = value * 45 + digit;
        }
        if (value > (group.size() == 3 ? 0xFFFFU : 0xFFU)) return std::nullopt;
        if (group.size() == 3) bytes += static_cast<char>(value / 256);
        bytes += static_cast<char>(value % 256);
    }
    return bytes;
}

std::optional<std::vector<std::string>> code_frames(std::string_view message, std::size_t bytes_in_each) {
    const std::size_t each = std::clamp<std::size_t>(bytes_in_each, 1, frame_bytes_max);
    const std::size_t count = std::max<std::size_t>(1, (message.size() + each - 1) / each);
    if (count > frames_max) return std::nullopt;
    const std::string mark(raw(sha256(message)).substr(0, mark_bytes));
    std::vector<std::string> frames;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string part = mark + std::string(message.substr(std::min(message.size(), i * each), each));
        frames.push_back(std::string(begin) + two_digits(i + 1) + two_digits(count) + to_base45(part));
    }
    return frames;
}

Result<std::optional<std::string>, Refusal> FrameReader::read(std::string_view frame) {
    if (frame.substr(0, begin.size()) != begin || frame.size() < head_characters) return unreadable();
    const auto number = from_two_digits(frame.substr(4, 2)), total = from_two_digits(frame.substr(6, 2));
    const auto part = from_base45(frame.substr(head_characters));
    if (!number || !total || !part || part->size() < mark_bytes) return unreadable();
    if (*number < 1 || *number > *total || *total > frames_max) return unreadable();
    const std::string mark = part->substr(0, mark_bytes);
    if (total_ != 0 && (mark != mark_ || *total != total_)) return Error{Refusal{"refusal.two_keys.other_code", {}}};
    mark_ = mark;
    total_ = *total;
    parts_.try_emplace(*number, part->substr(mark_bytes));
    if (parts_.size() < total_) return std::optional<std::string>{};
    std::string message;
    for (const auto& [place, text] : parts_) message += text;
    if (raw(sha256(message)).substr(0, mark_bytes) != mark_) {
        // Some frame was read wrongly: which one cannot be said, so all of them are read again.
        parts_.clear();
        total_ = 0;
        return unreadable();
    }
    return std::optional(std::move(message));
}

}  // namespace countersign
