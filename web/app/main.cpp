// The portal's entry points for the worker's JavaScript, and the one place where its parts are put together.
#include <emscripten.h>

#include "web/app/app.hpp"
#include "web/app/browser_platform.hpp"
#include "web/render/gl_renderer.hpp"
#include "web/storage/opfs_vfs.hpp"

namespace {

using namespace countersign;

struct Composition {
    app::BrowserPlatform platform;
    app::App app{platform,
                 {[] { return Instant{static_cast<std::int64_t>(app::BrowserPlatform::clock())}; }, [] { return emscripten_get_now(); }},
                 [] {
                     register_opfs_vfs();
                     return Database::open("countersign.db", opfs_vfs_name);
                 },
                 std::make_unique<render::GlRenderer>()};

    void ask_to_be_woken() { platform.wake_at(static_cast<double>(app.wake_at().utc_ms)); }
};

Composition& composition() {
    static Composition made;
    return made;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void countersign_asset(const char* name, const char* bytes, int size) {
    composition().app.give_asset(name, {bytes, static_cast<std::size_t>(size)});
}

EMSCRIPTEN_KEEPALIVE void countersign_boot(const char* json, int size) {
    composition().app.boot({json, static_cast<std::size_t>(size)});
    composition().ask_to_be_woken();
}

EMSCRIPTEN_KEEPALIVE void countersign_message(const char* json, int size) {
    composition().app.on_message({json, static_cast<std::size_t>(size)});
    composition().ask_to_be_woken();
}

EMSCRIPTEN_KEEPALIVE void countersign_context_restored() { composition().app.host().context_restored(); }

EMSCRIPTEN_KEEPALIVE void countersign_frame(double steady_ms) {
    composition().app.frame(steady_ms);
    if (composition().app.host().wants_frame(emscripten_get_now())) composition().platform.frame_wanted();
    composition().ask_to_be_woken();
}
}
