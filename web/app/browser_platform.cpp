// The module's members as a Platform.
#include "web/app/browser_platform.hpp"

#include <emscripten.h>

#include "web/storage/opfs_vfs.hpp"

// clang-format off
EM_JS(void, countersign_post, (const char* json), { Module.post(UTF8ToString(json)); });
EM_JS(void, countersign_http, (int id, const char* method, const char* path, const char* body, const char* media_type, int wanted), {
    const type = UTF8ToString(media_type);
    const headers = type === "" ? "" : JSON.stringify({"Content-Type" : type});
    Module.http(id, UTF8ToString(method), UTF8ToString(path), UTF8ToString(body), headers, 0, wanted !== 0);
});
EM_JS(void, countersign_http_bytes, (int id, const char* method, const char* path, const char* bytes, int size, const char* range, int wanted), {
    const headers = size === 0 ? {} : {"Content-Type" : "application/octet-stream"};
    if (UTF8ToString(range) !== "") headers.Range = UTF8ToString(range);
    const body = size === 0 ? "" : HEAPU8.slice(bytes, bytes + size);
    Module.http(id, UTF8ToString(method), UTF8ToString(path), body, JSON.stringify(headers), 0, wanted !== 0);
});
EM_JS(void, countersign_read_picture, (const char* key, const char* bytes, int size, int edge), {
    Module.read_picture(UTF8ToString(key), HEAPU8.slice(bytes, bytes + size), edge);
});
EM_JS(void, countersign_save_file, (const char* name, const char* bytes, int size), {
    Module.save_file(UTF8ToString(name), HEAPU8.slice(bytes, bytes + size));
});
EM_JS(void, countersign_random, (std::uint8_t* at, int size), { Module.random(at, size); });
EM_JS(void, countersign_wake_at, (double utc_ms), { Module.wake_at(utc_ms); });
EM_JS(void, countersign_frame_wanted, (), { Module.frame_wanted(); });
EM_JS(double, countersign_clock, (), { return Date.now(); });
// clang-format on

namespace countersign::app {

void BrowserPlatform::post(const Json& message) { post_text(write_json(message)); }

void BrowserPlatform::post_text(const std::string& json) { countersign_post(json.c_str()); }

std::string BrowserPlatform::storage_problem() {
    const StorageProblem problem = last_storage_problem();
    return problem.key.empty() ? std::string() : problem.key + ": " + problem.detail;
}

void BrowserPlatform::read_picture(const PictureQuestion& question) {
    countersign_read_picture(question.key.c_str(), question.bytes.data(), static_cast<int>(question.bytes.size()), question.edge_pixels);
}

void BrowserPlatform::save_file(const std::string& name, const std::string& bytes) {
    countersign_save_file(name.c_str(), bytes.data(), static_cast<int>(bytes.size()));
}

void BrowserPlatform::http(const HttpQuestion& question) {
    if (!question.range.empty() || question.media_type == bytes_media_type) {
        countersign_http_bytes(question.id, question.method.c_str(), question.path.c_str(), question.body.data(),
                               static_cast<int>(question.body.size()), question.range.c_str(), question.bytes_wanted ? 1 : 0);
        return;
    }
    countersign_http(question.id, question.method.c_str(), question.path.c_str(), question.body.c_str(), question.media_type.c_str(),
                     question.bytes_wanted ? 1 : 0);
}

std::array<std::uint8_t, 10> BrowserPlatform::random() {
    std::array<std::uint8_t, 10> bytes{};
    countersign_random(bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

void BrowserPlatform::wake_at(double utc_ms) { countersign_wake_at(utc_ms); }

void BrowserPlatform::frame_wanted() { countersign_frame_wanted(); }

double BrowserPlatform::clock() { return countersign_clock(); }

}  // namespace countersign::app
