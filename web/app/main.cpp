// The portal's entry points for the worker's JavaScript, and the one place where its parts are put together.
#include <emscripten.h>
#include <sodium/crypto_pwhash.h>

#include <optional>

#include "web/app/app.hpp"
#include "web/app/browser_platform.hpp"
#include "web/render/gl_renderer.hpp"
#include "web/storage/opfs_vfs.hpp"

namespace {

using namespace countersign;

struct Composition {
    app::BrowserPlatform platform;
    std::optional<DataKey> key;
    app::App app{platform,
                 {[] { return Instant{static_cast<std::int64_t>(app::BrowserPlatform::clock())}; }, [] { return emscripten_get_now(); }},
                 [this]() -> Result<std::unique_ptr<Database>, Failure> {
                     if (!key)
                         return Error{Failure{"failure.database_key", "open the database", "countersign.db", "no data key was given"}};
                     register_opfs_vfs();
                     return Database::open_encrypted("countersign.db", *key, opfs_vfs_name);
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

/// The key of the database that is opened next; the caller wipes its own copy. Anything but DataKey::size bytes is no key.
EMSCRIPTEN_KEEPALIVE void countersign_data_key(const char* bytes, int size) {
    auto key = DataKey::of({bytes, static_cast<std::size_t>(size)});
    composition().key.reset();
    if (key) composition().key.emplace(*key);
}

/// Argon2id (RFC 9106): writes 32 bytes that are made from a PIN and crypto_pwhash_SALTBYTES (16) of salt.
/// 0, or -1 when there is not that much memory.
EMSCRIPTEN_KEEPALIVE int countersign_pin_key(const char* pin, int size, const unsigned char* salt, int operations, int memory_bytes,
                                             unsigned char* out) {
    return crypto_pwhash(out, DataKey::size, pin, static_cast<unsigned long long>(size), salt, static_cast<unsigned long long>(operations),
                         static_cast<std::size_t>(memory_bytes), crypto_pwhash_ALG_ARGON2ID13);
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
