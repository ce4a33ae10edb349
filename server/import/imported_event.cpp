// Problems in words, ids from content, and reading the file.
#include "server/import/imported_event.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/base/digest.hpp"

namespace countersign {

namespace {

constexpr std::size_t file_bytes_max = 512 * 1024 * 1024;
constexpr std::size_t problems_printed_max = 200;

Result<std::string, std::string> read_all(std::istream& input, const std::string& name) {
    std::string text;
    std::string block(1 << 16, '\0');
    while (input) {
        input.read(block.data(), static_cast<std::streamsize>(block.size()));
        text.append(block, 0, static_cast<std::size_t>(input.gcount()));
        if (text.size() > file_bytes_max) {
            return Error{fmt::format("{} is larger than {} MiB. Split it: every part with the header line.", name, file_bytes_max >> 20)};
        }
    }
    if (input.bad()) return Error{"Reading " + name + " failed before its end."};
    return text;
}

Result<std::string, std::string> read_text(const std::string& path) {
    if (path == "-") return read_all(std::cin, "Standard input");
    if (std::filesystem::is_directory(path)) return Error{path + " is a folder, not a file."};
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{path + " cannot be opened. Is the name right, and may you read it?"};
    return read_all(file, path);
}

// A packed file is no malformed CSV: say what to do with it.
bool is_packed(const std::string& text) {
    return text.rfind(
               "\xfd"
               "7zXZ",
               0) == 0 ||
           text.rfind("\x1f\x8b", 0) == 0 || text.rfind("PK\x03\x04", 0) == 0;
}

}  // namespace

std::string ImportProblem::text() const {
    return column.empty() ? fmt::format("line {}: {}. {}", line, what, hint)
                          : fmt::format("line {}, column {}: {}. {}", line, column, what, hint);
}

std::string content_id(const std::vector<std::string_view>& parts) {
    std::string content;
    for (const std::string_view part : parts) {
        // The length before each part keeps "a","bc" apart from "ab","c".
        content += std::to_string(part.size());
        content += ':';
        content += part;
    }
    std::string hex = to_hex(sha256(content)).substr(0, 32);
    hex[12] = '8';
    hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" + hex.substr(20);
}

Result<std::string, std::string> read_import_file(const std::string& path) {
    auto text = read_text(path);
    if (text && is_packed(*text)) return Error{std::string("The file is packed. Unpack it on the way in, as --help shows.")};
    return text;
}

void print_problems(const std::vector<ImportProblem>& problems) {
    const std::size_t shown = std::min(problems.size(), problems_printed_max);
    for (std::size_t i = 0; i < shown; ++i) fmt::print(stderr, "{}\n", problems[i].text());
    if (shown < problems.size()) fmt::print(stderr, "… and {} more problems.\n", problems.size() - shown);
}

}  // namespace countersign
