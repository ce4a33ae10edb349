// Scene: one client with its people in a store of its own, and short ways to write events as their devices would.
#pragma once

#include "core/event/codec.hpp"
#include "server/demo/seeded_ids.hpp"
#include "server/store/sqlite_account_store.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/sync/sync_service.hpp"
#include "temporary_directory.hpp"

namespace countersign::testing {

inline constexpr Instant scene_time{1'760'000'000'000};

class Scene {
public:
    explicit Scene(const StoreOptions& options = {0, Database::Durability::unsynced}, PageLimit limit = {});

    /// An event as a device of that person writes it.
    std::string event(const Actor& author, const Subject& subject, const Body& body, StreamKind stream = StreamKind::shared);
    std::string open_ticket(const Actor& author, const Subject& ticket, const std::string& title = "Printer on fire");
    Subject new_subject(const char* kind) { return {kind, ids.next()}; }

    SyncAnswer sync(const Actor& actor, std::vector<std::string> events, std::map<StreamId, std::int64_t> cursors = {});
    FateOfEvent send(const Actor& actor, const std::string& event) { return sync(actor, {event}).fates.at(0); }
    /// The types of all events in a stream, in order.
    std::vector<std::string> types(const StreamId& stream);

    TemporaryDirectory directory;
    std::unique_ptr<StoreDatabase> database;
    SqliteEventStore events;
    SqliteAccountStore accounts;
    SeededIds ids{7};
    SyncService service;
    Instant now = scene_time;
    OrganisationId organisation;
    SiteId site;
    Actor admin, technician, contact, stranger, management, reporter;
    StreamId shared, internal;
};

/// The JSON of a type and body that no version of the program knows.
std::string foreign_event(Scene& scene, const Actor& author, const std::string& type);

}  // namespace countersign::testing
