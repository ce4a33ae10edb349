// Setting the scene.
#include "scene.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/ticket.hpp"

#include <doctest/doctest.h>

namespace countersign::testing {

namespace {

std::unique_ptr<StoreDatabase> open_store(const TemporaryDirectory& directory, const StoreOptions& options) {
    auto database = StoreDatabase::open(database_path(directory.path()), options);
    REQUIRE(database.ok());
    return std::move(*database);
}

}  // namespace

Scene::Scene(const StoreOptions& options, PageLimit limit)
    : database(open_store(directory, options)), events(*database), accounts(*database), service(events, ids, limit) {
    ids.set_time(scene_time);
    organisation = {ids.next()};
    site = {ids.next()};
    shared = shared_stream(organisation);
    internal = internal_stream(organisation);
    const auto person = [&](const char* name, Role role, std::vector<OrganisationId> organisations) {
        return Actor{{ids.next()}, role, name, std::move(organisations)};
    };
    admin = person("Michał", Role::administrator, {});
    technician = person("Łukasz", Role::technician, {});
    contact = person("Grażyna", Role::contact_person, {organisation});
    stranger = person("Somebody else", Role::contact_person, {{ids.next()}});
    management = person("Roman", Role::management, {organisation});
    reporter = person("Tomasz", Role::reporter, {organisation});

    OrganisationRegistered details;
    details.name = "Drukarnia Jaskółka";
    details.time_zone = "Europe/Warsaw";
    Contact rights;
    rights.user = contact.user;
    rights.name = contact.name;
    rights.may_verify_work = true;
    const Subject client{Organisation::subject_kind, organisation.value};
    const auto answer = sync(
        admin, {event(admin, client, OrganisationEvent{details}), event(admin, client, OrganisationEvent{SiteAdded{{site, "Biuro", ""}}}),
                event(admin, client, OrganisationEvent{StaffAssigned{{technician.user, technician.name, Role::technician, "", true}}}),
                event(admin, client, OrganisationEvent{ContactNamed{rights}})});
    for (const FateOfEvent& fate : answer.fates) REQUIRE(fate.fate == EventFate::accepted);
}

std::string Scene::event(const Actor& author, const Subject& subject, const Body& body, StreamKind stream) {
    const auto kind = describe(body);
    REQUIRE(kind.has_value());
    const StreamName name{stream, organisation, stream == StreamKind::reporter ? author.user : UserId{}};
    return write_event({{ids.next()}, stream_id(name), subject, kind->type, kind->version, author.user, {"device"}, now, kind->json}).bytes;
}

std::string Scene::open_ticket(const Actor& author, const Subject& ticket, const std::string& title) {
    TicketOpened opened;
    opened.title = title;
    return event(author, ticket, TicketEvent{opened});
}

SyncAnswer Scene::sync(const Actor& actor, std::vector<std::string> sent, std::map<StreamId, std::int64_t> cursors) {
    auto answer = service.handle({{"device"}, now, std::move(cursors), std::move(sent)}, actor, now);
    REQUIRE(answer.ok());
    return std::move(*answer);
}

std::vector<std::string> Scene::types(const StreamId& stream) {
    auto entries = events.read_after(stream, 0, {100'000, 100'000'000});
    REQUIRE(entries.ok());
    std::vector<std::string> types;
    for (const LogEntry& entry : *entries) types.push_back(read_event(entry.event.bytes)->envelope.type);
    return types;
}

std::string foreign_event(Scene& scene, const Actor& author, const std::string& type) {
    return write_event(
               {{scene.ids.next()}, scene.shared, scene.new_subject("ticket"), type, 1, author.user, {"device"}, scene.now, Json::object()})
        .bytes;
}

}  // namespace countersign::testing
