// Replica: what the device alone holds, and what it remembers about itself.
#include <set>

#include "core/storage/attachment_files.hpp"
#include "core/storage/replica.hpp"

namespace countersign {

OwnWork Replica::own_work() {
    auto found = database_->guarded([&] {
        OwnWork work;
        work.unsent = outbox_size_;
        auto refused = database_->prepare("SELECT count(*) FROM event WHERE refusal IS NOT NULL");
        refused.step();
        work.attention = static_cast<std::size_t>(refused.integer(0));
        // The fields of one form are one draft: "ticket_new/title" and "ticket_new/description".
        std::set<std::string> begun;
        auto draft = database_->prepare("SELECT name FROM draft WHERE value <> '' AND name NOT LIKE 'setting/%'");
        while (draft.step()) begun.insert(draft.text(0).substr(0, draft.text(0).rfind('/')));
        work.drafts = begun.size();
        work.files = AttachmentFiles(*database_).uploads_left();
        return work;
    });
    // The failure stays in the database's `take_last_failure`; what cannot be counted is not said to be nothing.
    return found ? *found : OwnWork{outbox_size_, 1, 0, 0};
}

Result<void, Failure> Replica::keep_draft(const std::string& name, const std::string& value) {
    return database_->guarded([&] {
        database_->prepare("INSERT INTO draft(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value")
            .bind(1, name)
            .bind(2, value)
            .run();
    });
}

std::string Replica::draft(const std::string& name) {
    auto value = database_->guarded([&] {
        auto query = database_->prepare("SELECT value FROM draft WHERE name = ?1");
        query.bind(1, name);
        return query.step() ? query.text(0) : std::string{};
    });
    // The failure, if any, stays in the database's `take_last_failure`, which the application shows.
    return value ? *value : std::string{};
}

Result<void, Failure> Replica::drop_draft(const std::string& name) {
    return database_->guarded([&] { database_->prepare("DELETE FROM draft WHERE name = ?1").bind(1, name).run(); });
}

Result<void, Failure> Replica::remember(const char* name, const std::string& value) {
    return database_->guarded([&] { set_meta(name, value); });
}

std::string Replica::remembered(const char* name) {
    auto value = database_->guarded([&] {
        auto query = database_->prepare("SELECT value FROM meta WHERE name = ?1");
        query.bind(1, name);
        return query.step() ? query.text(0) : std::string{};
    });
    return value ? *value : std::string{};
}

}  // namespace countersign
