// One's own devices: the list, and the wish that one of them be wiped at its next contact (server/http/sync_routes.cpp).
#include "server/http/devices_json.hpp"
#include "server/http/route.hpp"

namespace countersign {

namespace {

constexpr std::size_t device_id_bytes_max = 200;

Json optional_instant(const std::optional<Instant>& instant) { return instant ? Json(instant->utc_ms) : Json(); }

HttpResponse unknown_device() { return answer_refusal({"refusal.device.unknown", {}}); }

HttpResponse list_devices(const Api& api, const Call& call) { return answer_devices(api, call.actor().user); }

HttpResponse wipe_own_device(const Api& api, const Call& call) { return wipe_device(api, call, call.actor().user); }

// Found again before it was in contact.
HttpResponse keep_own_device(const Api& api, const Call& call) {
    BodyReader body(api, call);
    const DeviceId device{body.text("device", device_id_bytes_max)};
    if (auto problem = body.problem()) return std::move(*problem);
    auto taken_back = api.access.devices.take_wipe_back(call.actor().user, device);
    if (!taken_back) return api.fail(taken_back.error());
    return *taken_back ? answer_nothing() : unknown_device();
}

}  // namespace

HttpResponse answer_devices(const Api& api, const UserId& user) {
    auto devices = api.access.devices.list(user);
    if (!devices) return api.fail(devices.error());
    Json list = Json::array();
    for (const Device& device : *devices) {
        list.push_back({{"id", device.id.value},
                        {"client", client_json(device.client)},
                        {"first_contact_at", device.first_contact_at.utc_ms},
                        {"last_contact_at", device.last_contact_at.utc_ms},
                        {"entries", device.cursors_total},
                        {"wipe_asked_at", optional_instant(device.wipe_asked_at)},
                        {"wiped_at", optional_instant(device.wiped_at)}});
    }
    return answer_json({{"devices", std::move(list)}});
}

HttpResponse wipe_device(const Api& api, const Call& call, const UserId& user) {
    BodyReader body(api, call);
    const DeviceId device{body.text("device", device_id_bytes_max)};
    if (auto problem = body.problem()) return std::move(*problem);
    auto asked = api.access.devices.ask_to_wipe(user, device, call.now);
    if (!asked) return api.fail(asked.error());
    return *asked ? answer_nothing() : unknown_device();
}

std::vector<Route> device_routes() {
    return {{"GET", "api/v1/devices", Audience::signed_in, list_devices},
            {"POST", "api/v1/devices/wipe", Audience::signed_in, wipe_own_device},
            {"POST", "api/v1/devices/keep", Audience::signed_in, keep_own_device}};
}

}  // namespace countersign
