// Taking an incident log in, many events to a transaction.
#include "server/import/log_import.hpp"

#include <fmt/core.h>

#include "core/domain/organisation.hpp"
#include "core/domain/remote_session.hpp"
#include "core/event/codec.hpp"
#include "server/sync/sync_service.hpp"

namespace countersign {

namespace {

// One flush to the disk for so many; small enough that a running server waits no noticeable time for the database.
constexpr std::size_t events_per_transaction = 1'000;
constexpr const char* import_device = "import";

std::string bytes_of(const ImportedEvent& event, const OrganisationId& organisation) {
    const auto kind = describe(event.body);
    return write_event({event.id,
                        shared_stream(organisation),
                        event.subject,
                        kind->type,
                        kind->version,
                        import_actor().user,
                        {import_device},
                        event.occurred_at,
                        kind->json})
        .bytes;
}

std::string words_of(const Refusal& refusal) {
    std::string words = refusal.key;
    for (const auto& [name, value] : refusal.params) words += fmt::format(" {}={}", name, value);
    return words;
}

bool begins_subject(const Body& body) {
    if (const auto* ticket = body.get_if<TicketEvent>()) return std::holds_alternative<TicketOpened>(*ticket);
    const auto* session = body.get_if<RemoteSessionEvent>();
    return session != nullptr && std::holds_alternative<RemoteSessionRecorded>(*session);
}

// One transaction's worth of events, and what became of them.
class Batch {
public:
    Batch(const OrganisationId& organisation, const ImportTarget& target, LogImportSummary& summary)
        : organisation_(organisation), target_(target), summary_(summary) {}

    void add(const std::vector<ImportedEvent>& events) {
        for (const ImportedEvent& event : events) {
            bytes_.push_back(bytes_of(event, organisation_));
            origins_.push_back({event.line, begins_subject(event.body)});
        }
    }

    bool full() const { return bytes_.size() >= events_per_transaction; }

    Result<void, Failure> commit() {
        if (bytes_.empty()) return {};
        SyncService service(target_.store, target_.ids);
        auto fates = service.take_in(bytes_, import_actor(), target_.clock());
        if (!fates) return Error{fates.error()};
        for (std::size_t i = 0; i < fates->size(); ++i) count((*fates)[i], origins_[i]);
        bytes_.clear();
        origins_.clear();
        return {};
    }

private:
    struct Origin {
        std::int64_t line = 0;
        bool opening = false;
    };

    void count(const FateOfEvent& fate, const Origin& origin) {
        switch (fate.fate) {
            case EventFate::flagged:
                summary_.problems.push_back(
                    {origin.line, "", "taken in, but flagged: " + words_of(fate.reason), "Look at it in the portal."});
                [[fallthrough]];
            case EventFate::accepted:
                ++(origin.opening ? summary_.subjects_added : summary_.updates_added);
                return;
            case EventFate::duplicate:
                ++summary_.already_there;
                return;
            case EventFate::refused:
                break;
        }
        if (fate.reason.key == "refusal.event_id_taken") {
            ++summary_.already_there;
            ++summary_.read_differently;
            return;
        }
        ++summary_.refused;
        summary_.problems.push_back(
            {origin.line, "", "the server refused it: " + words_of(fate.reason), "Mend the row and import the file again."});
    }

    const OrganisationId& organisation_;
    const ImportTarget& target_;
    LogImportSummary& summary_;
    std::vector<std::string> bytes_;
    std::vector<Origin> origins_;
};

}  // namespace

const Actor& import_actor() {
    static const Actor actor{{"import"}, Role::administrator, "import", {}};
    return actor;
}

Result<LogImportSummary, Failure> import_log(const ServiceNowLog& log, const OrganisationId& organisation, const ImportTarget& target,
                                             const std::function<void(std::int64_t)>& progress) {
    LogImportSummary summary;
    Batch batch(organisation, target, summary);
    std::int64_t updates_done = 0;
    for (const ServiceNowIncident& incident : log.incidents) {
        batch.add(events_of(log, incident, organisation));
        updates_done += static_cast<std::int64_t>(incident.rows.size());
        if (!batch.full()) continue;
        if (auto committed = batch.commit(); !committed) return Error{committed.error()};
        if (progress) progress(updates_done);
    }
    if (auto committed = batch.commit(); !committed) return Error{committed.error()};
    return summary;
}

Result<LogImportSummary, Failure> import_events(const std::vector<ImportedEvent>& events, const OrganisationId& organisation,
                                                const ImportTarget& target) {
    LogImportSummary summary;
    Batch batch(organisation, target, summary);
    for (const ImportedEvent& event : events) {
        batch.add({event});
        if (!batch.full()) continue;
        if (auto committed = batch.commit(); !committed) return Error{committed.error()};
    }
    if (auto committed = batch.commit(); !committed) return Error{committed.error()};
    return summary;
}

Result<std::vector<OrganisationId>, Failure> organisations_named(const std::string& name, const ImportTarget& target) {
    auto heads = target.store.heads();
    if (!heads) return Error{heads.error()};
    std::vector<OrganisationId> named;
    auto looked = target.store.write([&](EventWriter& writer) {
        named.clear();
        Intake intake(writer, target.ids);
        for (const auto& [stream, head] : *heads) {
            const auto parsed = parse_stream(stream);
            if (!parsed || parsed->kind != StreamKind::shared) continue;
            const Organisation* organisation = intake.organisation(parsed->organisation);
            if (organisation != nullptr && organisation->name == name) named.push_back(parsed->organisation);
        }
    });
    if (!looked) return Error{looked.error()};
    return named;
}

Result<bool, Failure> organisation_exists(const OrganisationId& id, const ImportTarget& target) {
    const auto found = find_organisation(id, target);
    if (!found) return Error{found.error()};
    return found->has_value();
}

Result<std::optional<Organisation>, Failure> find_organisation(const OrganisationId& id, const ImportTarget& target) {
    std::optional<Organisation> found;
    auto looked = target.store.write([&](EventWriter& writer) {
        Intake intake(writer, target.ids);
        if (const Organisation* organisation = intake.organisation(id)) found = *organisation;
    });
    if (!looked) return Error{looked.error()};
    return found;
}

Result<OrganisationId, Failure> register_organisation(const std::string& name, const TimeZone& zone, const ImportTarget& target) {
    const OrganisationId id{target.ids.next()};
    OrganisationRegistered details;
    details.name = name;
    details.time_zone = zone.name;
    details.language = "en";
    const Instant now = target.clock();
    const ImportedEvent event{{target.ids.next()}, {Organisation::subject_kind, id.value}, now, OrganisationEvent{details}, 0};
    auto fates = SyncService(target.store, target.ids).take_in({bytes_of(event, id)}, import_actor(), now);
    if (!fates) return Error{fates.error()};
    if (fates->front().fate != EventFate::accepted) {
        return Error{Failure{"failure.import", "register the organisation", name, words_of(fates->front().reason)}};
    }
    return id;
}

}  // namespace countersign
