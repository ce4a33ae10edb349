// Reading and writing the device table.
#include "server/store/sqlite_device_store.hpp"

namespace countersign {

namespace {

// A device that is looked at asks every few seconds; the list need not know it so exactly, and every write is a flush of the disk.
constexpr Milliseconds contact_known_to{60'000};
// Ids are the devices' own: a client that makes a new one each time must not fill the table.
constexpr std::int64_t devices_per_person_max = 100;

std::optional<Instant> optional_instant(const Statement& row, int column) {
    const auto value = row.optional_integer(column);
    return value ? std::optional(Instant{*value}) : std::nullopt;
}

struct Known {
    Instant last_contact_at;
    bool to_be_wiped = false;
    std::int64_t cursors_total = 0;
};

std::optional<Known> find(Database& database, const UserId& user, const DeviceId& device) {
    auto query = database.prepare("SELECT last_contact_at, wipe_asked_at, cursors_total FROM device WHERE user = ?1 AND id = ?2");
    if (!query.bind(1, user.value).bind(2, device.value).step()) return std::nullopt;
    return Known{{query.integer(0)}, query.optional_integer(1).has_value(), query.integer(2)};
}

}  // namespace

Result<bool, Failure> SqliteDeviceStore::contact(const DeviceContact& contact, Instant now) {
    const auto known = database_.read([&](Database& database) { return find(database, contact.user, contact.device); });
    if (!known) return Error{known.error()};
    // But from its first contact, when it held nothing yet, it should not be shown as empty.
    const bool has_begun = *known && ((*known)->cursors_total > 0 || contact.cursors_total == 0);
    if (has_begun && now - (*known)->last_contact_at < contact_known_to) return (*known)->to_be_wiped;
    auto written = database_.write([&](Database& database) {
        database
            .prepare(
                "INSERT INTO device(user, id, client, first_contact_at, last_contact_at, cursors_total) VALUES(?1, ?2, ?3, ?4, ?4, ?5) "
                "ON CONFLICT(user, id) DO UPDATE SET client = excluded.client, last_contact_at = excluded.last_contact_at, "
                "cursors_total = excluded.cursors_total")
            .bind(1, contact.user.value)
            .bind(2, contact.device.value)
            .bind(3, contact.client)
            .bind(4, now.utc_ms)
            .bind(5, contact.cursors_total)
            .run();
        // One that waits to be wiped is never forgotten for being old.
        database
            .prepare(
                "DELETE FROM device WHERE user = ?1 AND wipe_asked_at IS NULL AND id NOT IN "
                "(SELECT id FROM device WHERE user = ?1 ORDER BY last_contact_at DESC LIMIT ?2)")
            .bind(1, contact.user.value)
            .bind(2, devices_per_person_max)
            .run();
    });
    if (!written) return Error{written.error()};
    return *known && (*known)->to_be_wiped;
}

Result<bool, Failure> SqliteDeviceStore::is_to_be_wiped(const UserId& user, const DeviceId& device) {
    return database_.read([&](Database& database) {
        const auto known = find(database, user, device);
        return known && known->to_be_wiped;
    });
}

Result<void, Failure> SqliteDeviceStore::mark_wiped(const UserId& user, const DeviceId& device, Instant now) {
    return database_.write([&](Database& database) {
        database.prepare("UPDATE device SET wiped_at = ?3 WHERE user = ?1 AND id = ?2 AND wipe_asked_at IS NOT NULL AND wiped_at IS NULL")
            .bind(1, user.value)
            .bind(2, device.value)
            .bind(3, now.utc_ms)
            .run();
    });
}

Result<std::vector<Device>, Failure> SqliteDeviceStore::list(const UserId& user) {
    return database_.read([&](Database& database) {
        auto query = database.prepare(
            "SELECT id, client, first_contact_at, last_contact_at, cursors_total, wipe_asked_at, wiped_at FROM device WHERE user = ?1 "
            "ORDER BY last_contact_at DESC, id");
        query.bind(1, user.value);
        std::vector<Device> devices;
        while (query.step()) {
            devices.push_back({{query.text(0)},
                               query.text(1),
                               {query.integer(2)},
                               {query.integer(3)},
                               query.integer(4),
                               optional_instant(query, 5),
                               optional_instant(query, 6)});
        }
        return devices;
    });
}

Result<bool, Failure> SqliteDeviceStore::ask_to_wipe(const UserId& user, const DeviceId& device, Instant now) {
    return database_.write([&](Database& database) {
        if (!find(database, user, device)) return false;
        database.prepare("UPDATE device SET wipe_asked_at = ?3 WHERE user = ?1 AND id = ?2 AND wipe_asked_at IS NULL")
            .bind(1, user.value)
            .bind(2, device.value)
            .bind(3, now.utc_ms)
            .run();
        return true;
    });
}

Result<bool, Failure> SqliteDeviceStore::take_wipe_back(const UserId& user, const DeviceId& device) {
    return database_.write([&](Database& database) {
        database
            .prepare(
                "UPDATE device SET wipe_asked_at = NULL WHERE user = ?1 AND id = ?2 AND wipe_asked_at IS NOT NULL AND wiped_at IS NULL")
            .bind(1, user.value)
            .bind(2, device.value)
            .run();
        return database.changes() > 0;
    });
}

}  // namespace countersign
