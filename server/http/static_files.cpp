// Finding, choosing the compressed form, and cache headers.
#include "server/http/static_files.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include "core/base/digest.hpp"
#include "server/http/compression.hpp"
#include "server/http/range_answer.hpp"

namespace countersign {

namespace {

constexpr std::size_t path_bytes_max = 300;

std::string_view extension_of(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

struct FileType {
    std::string_view extension;
    const char* content_type;
};

constexpr std::array<FileType, 13> file_types{{
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"wasm", "application/wasm"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"ttf", "font/ttf"},
    {"woff2", "font/woff2"},
    {"txt", "text/plain; charset=utf-8"},
    {"vert", "text/plain; charset=utf-8"},
    {"frag", "text/plain; charset=utf-8"},
}};

// Only these kinds of file are ever served.
const char* content_type_of(std::string_view path) {
    for (const FileType& type : file_types) {
        if (type.extension == extension_of(path)) return type.content_type;
    }
    return nullptr;
}

bool immutable(std::string_view path) { return path.substr(0, 4) == "app/"; }

constexpr std::string_view base_path_token = "@BASE@";

std::string digest_text(std::string_view content) { return to_hex(sha256(content)).substr(0, 20); }

bool client_has(const HttpRequest& request, const std::string& etag) {
    return request.header("If-None-Match").find(etag) != std::string::npos;
}

HttpResponse not_modified(HttpResponse response) {
    response.status = 304;
    return response;
}

void replace_all(std::string& text, std::string_view token, const std::string& value) {
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size())) {
        text.replace(at, token.size(), value);
    }
}

// A file that says under which path the portal is reached; packed here, since the build could not know that path.
HttpResponse answer_rewritten(const HttpRequest& request, std::string page, const std::string& base_path, HttpResponse response) {
    replace_all(page, base_path_token, base_path);
    const std::string etag = "W/\"" + digest_text(page) + "\"";
    response.set("Cache-Control", "no-cache");
    response.set("ETag", etag);
    if (client_has(request, etag)) return not_modified(std::move(response));
    if (accepts_encoding(request.header("Accept-Encoding"), "gzip")) {
        response.set("Content-Encoding", "gzip");
        response.body = gzip(page);
    } else {
        response.body = std::move(page);
    }
    return response;
}

}  // namespace

bool is_plain_path(std::string_view path) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./";
    if (path.empty() || path.size() > path_bytes_max || path.find_first_not_of(allowed) != std::string_view::npos) return false;
    if (path.front() == '.' || path.front() == '/') return false;
    return path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

bool StaticFiles::present() const { return read("index.html").has_value(); }

std::optional<std::string> StaticFiles::read(const std::string& path) const {
    std::ifstream file(directory_ + "/" + path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    // A folder opens like a file and fails on the first read.
    if (file.bad()) return std::nullopt;
    return content;
}

std::optional<HttpResponse> StaticFiles::answer(const HttpRequest& request, std::string_view path, const std::string& base_path) const {
    if (path.empty()) return answer_file(request, "index.html", base_path);
    if (!is_plain_path(path)) return std::nullopt;
    return answer_file(request, extension_of(path).empty() ? "index.html" : std::string(path), base_path);
}

std::optional<HttpResponse> StaticFiles::answer_file(const HttpRequest& request, const std::string& path,
                                                     const std::string& base_path) const {
    const char* content_type = content_type_of(path);
    if (content_type == nullptr) return std::nullopt;
    HttpResponse response;
    response.set("Content-Type", content_type);
    response.set("Vary", "Accept-Encoding");
    if (!immutable(path)) {
        auto page = read(path);
        if (!page) return std::nullopt;
        if (page->find(base_path_token) != std::string::npos) return answer_rewritten(request, std::move(*page), base_path, response);
    }
    auto content = read_best_form(request, path, response);
    if (!content) return std::nullopt;
    const std::string etag = "\"" + digest_text(*content) + "\"";
    if (immutable(path)) {
        response.set("Cache-Control", "public, max-age=31536000, immutable");
    } else {
        response.set("Cache-Control", "no-cache");
    }
    response.set("ETag", etag);
    if (client_has(request, etag)) return not_modified(std::move(response));
    response.body = std::move(*content);
    return answer_range(request, etag, std::move(response));
}

std::optional<std::string> StaticFiles::read_best_form(const HttpRequest& request, const std::string& path, HttpResponse& response) const {
    const std::string& accepted = request.header("Accept-Encoding");
    for (const auto& [coding, suffix] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
        if (!accepts_encoding(accepted, coding)) continue;
        if (auto content = read(path + suffix)) {
            response.set("Content-Encoding", coding);
            return content;
        }
    }
    return read(path);
}

}  // namespace countersign
