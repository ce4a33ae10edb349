// A server's store in a temporary folder with one organisation registered, for tests of the import.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "server/import/log_import.hpp"
#include "server/store/sqlite_event_store.hpp"
#include "server/sync/intake.hpp"
#include "tests/support/incident_rows.hpp"
#include "tests/support/story.hpp"

namespace countersign::test {

class ImportStage {
public:
    ImportStage() {
        std::string pattern = (std::filesystem::temp_directory_path() / "countersign_import_XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
        auto opened = StoreDatabase::open(database_path(folder_), {0, Database::Durability::unsynced});
        REQUIRE(opened.ok());
        database_ = std::move(*opened);
        store_ = std::make_unique<SqliteEventStore>(*database_);
        auto registered = register_organisation("Service desk", **find_time_zone("Europe/Warsaw"), target());
        REQUIRE(registered.ok());
        organisation = *registered;
    }
    ~ImportStage() {
        store_.reset();
        database_.reset();
        std::error_code problem;
        std::filesystem::remove_all(folder_, problem);
    }
    ImportStage(const ImportStage&) = delete;
    ImportStage& operator=(const ImportStage&) = delete;

    ImportTarget target() { return {*store_, ids_, clock_}; }

    LogImportSummary import(const ServiceNowLog& log) {
        auto summary = import_log(log, organisation, target());
        REQUIRE(summary.ok());
        CHECK(summary->events() == log.updates + static_cast<std::int64_t>(log.incidents.size()));
        return *summary;
    }

    std::int64_t events_in_all() {
        std::int64_t events = 0;
        const auto heads = store_->heads();
        REQUIRE(heads.ok());
        for (const auto& [stream, head] : *heads) events += head.seq;
        return events;
    }

    Ticket ticket(const Subject& subject) {
        Ticket ticket;
        REQUIRE(store_->write([&](EventWriter& writer) { ticket = Intake(writer, ids_).state_of(subject).get<Ticket>(); }).ok());
        return ticket;
    }

    EventStore& store() { return *store_; }
    IdSource& ids() { return ids_; }
    Instant now() const { return clock_(); }

    OrganisationId organisation;

private:
    std::string folder_;
    std::unique_ptr<StoreDatabase> database_;
    std::unique_ptr<SqliteEventStore> store_;
    CountingIds ids_{90};
    Clock clock_ = [] { return Instant{1'790'000'000'000}; };
};

}  // namespace countersign::test
