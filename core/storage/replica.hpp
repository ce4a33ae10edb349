// Replica: what one device holds. It keeps the log (confirmed events and its own that are still to be sent), folds subjects from it, and
// answers what the screens ask. Everything that `execute` reports as done has been committed to the disk.
//
// Own events lie on top of confirmed ones. When confirmed ones arrive, each touched subject is folded again from its start (confirmed
// events, then own pending ones) and its rows are replaced: there is no undo code, and every replica comes to the same result.
#pragma once

#include <functional>
#include <map>

#include "core/base/signing.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/subject_state.hpp"
#include "core/projection/rows.hpp"
#include "core/storage/database.hpp"
#include "core/storage/event_log.hpp"
#include "core/storage/recent_states.hpp"
#include "core/sync/message.hpp"

namespace countersign {

/// Why something was not done: the rules say no, or the disk does.
using Trouble = std::variant<Refusal, Failure>;

/// Whose device this is.
struct Identity {
    Actor actor;
    std::string login;
    DeviceId device;
};

/// An own event that the server refused; it waits for its author.
struct AttentionEntry {
    StoredEvent event;
    Refusal reason;
};

struct StreamHolding {
    StreamId stream;
    std::int64_t seq = 0;
    Digest chain;
    std::string alarm;  ///< empty, or how the server's history contradicts what this device holds
};

/// What a sync brought.
struct ReceiveSummary {
    std::size_t confirmed = 0;  ///< own events that got their place
    std::size_t arrived = 0;    ///< events of others
    std::size_t refused = 0;
    bool more = false;  ///< there are further pages: ask again at once
    // Over the streams of the answer, each up to its end: how far a catching up has come.
    std::int64_t held = 0;       ///< entries that are here now
    std::int64_t at_server = 0;  ///< entries that there are
};

/// What is on this device and nowhere else.
struct OwnWork {
    std::size_t unsent = 0;
    std::size_t attention = 0;  ///< refused, and waiting for a decision
    std::size_t drafts = 0;     ///< tickets, notes, signatures that were begun
    std::size_t files = 0;      ///< photos and files whose bytes the server does not have yet
    bool empty() const { return unsent + attention + drafts + files == 0; }
};

class Replica {
public:
    /// Takes the database over. Failure "failure.database_newer" for a file of a newer program; the file is not touched then.
    static Result<std::unique_ptr<Replica>, Failure> open(std::unique_ptr<Database> database);

    /// Rows of the projections are of an older version: call `rebuild_some` until it answers 0, showing progress.
    std::size_t subjects_to_rebuild() const { return to_rebuild_.size(); }
    Result<std::size_t, Failure> rebuild_some(std::size_t subjects_max);

    const std::optional<Identity>& identity() const { return identity_; }
    Result<void, Failure> set_identity(const Identity& identity);
    /// From now on everything that is recorded is signed with the key made from this seed (core/domain/device_key.hpp). Set once for each
    /// identity: 32 bytes that nobody can guess, and that never leave the device.
    Result<void, Failure> set_signing_seed(const KeySeed& seed);
    bool signs() const { return signing_key_.has_value(); }
    /// Sign-out: nothing of this person stays on the device. Where the bytes of what was deleted could not be overwritten, the database's
    /// `take_last_failure` says so.
    Result<void, Failure> forget_everything();

    /// Decides and records on this device. `subject` may be new.
    Result<void, Trouble> execute(const Subject& subject, const OrganisationId& organisation, const Command& command, Instant now,
                                  IdSource& ids);
    /// Several executes as one: all of them are recorded, or none.
    Result<void, Trouble> atomically(const std::function<Result<void, Trouble>()>& work);

    Result<SubjectState, Failure> load(const Subject& subject);
    /// Nothing when the subject is not of that kind or does not exist here.
    template <typename State>
    std::optional<State> find(const std::string& id) {
        auto state = load({State::subject_kind, id});
        if (!state || !state->template holds<State>()) return std::nullopt;
        return state->template get<State>();
    }
    /// The client's agreement in force at an instant.
    std::optional<Agreement> agreement_of(const OrganisationId& organisation, Instant at);

    // Sync

    /// `skip`: so many entries at the front of the outbox are left out.
    Result<SyncRequest, Failure> next_request(Instant now, std::size_t bytes_max = 1'000'000, std::size_t skip = 0);
    /// `cursors`: those of the request that this answers.
    Result<ReceiveSummary, Failure> receive(const SyncAnswer& answer, const std::map<StreamId, std::int64_t>& cursors);
    std::size_t outbox_size() const { return outbox_size_; }
    std::vector<AttentionEntry> attention();
    /// Puts a refused event back into the outbox.
    Result<void, Failure> retry(const EventId& event);
    /// Gives a refused event up. Only ever by its author's choice.
    Result<void, Failure> discard(const EventId& event);
    std::vector<StreamHolding> streams();
    /// Confirmed events of a stream, newest first, then older ones before `seq_before` (0: from the head).
    std::vector<StoredEvent> log_page(const StreamId& stream, std::int64_t seq_before, std::size_t count);
    /// Follows the whole chain of a stream again and checks its devices' signatures; nothing when all of it holds.
    std::optional<std::string> verify_stream(const StreamId& stream);

    /// Texts that people are typing; they survive everything.
    Result<void, Failure> keep_draft(const std::string& name, const std::string& value);
    std::string draft(const std::string& name);
    Result<void, Failure> drop_draft(const std::string& name);
    OwnWork own_work();

    /// Facts about this device that outlive the program; signing out forgets them with everything else.
    Result<void, Failure> remember(const char* name, const std::string& value);
    /// Empty when there is none.
    std::string remembered(const char* name);

    /// Grows with every change of what this replica holds; while pages follow one another, with some of them only, so that a list of a
    /// hundred thousand rows is not made anew for each.
    std::uint64_t version() const { return version_; }
    Database& database() { return *database_; }
    /// Gives the database up, for whoever opens it next; the replica is of no use afterwards.
    std::unique_ptr<Database> release_database() { return std::move(database_); }

private:
    explicit Replica(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    Result<void, Failure> load_start();
    EventLog log() { return EventLog(*database_); }
    struct Entry {
        Subject subject;
        StreamId stream;
    };
    Result<void, Refusal> record(const Entry& entry, const Body& body, Instant now, IdSource& ids);
    void register_key_in(const StreamId& stream, Instant now, IdSource& ids);
    StoredEvent write_own(const Entry& entry, const Body& body, Instant now, IdSource& ids) const;
    StreamId stream_for(const Body& body, const SubjectState& state, const Subject& subject, const OrganisationId& organisation) const;
    class Receiver;
    void refold(const Subject& subject);
    void write_state(const Subject& subject, const SubjectState& state);
    std::vector<Repair> repairs_of(const OrganisationId& organisation);
    const AgreementClock* clock_of(const Promise& promise);
    void overwrite_deleted();
    void count_outbox();
    void set_meta(const char* name, const std::string& value);

    std::unique_ptr<Database> database_;
    std::optional<Identity> identity_;
    std::optional<SigningKey> signing_key_;
    std::vector<Subject> to_rebuild_;
    RecentStates recent_;                          ///< while there are further pages to take in
    std::map<std::string, Agreement> agreements_;  ///< folded for the clocks of tickets; dropped when their events change
    std::size_t outbox_size_ = 0;
    std::uint64_t version_ = 1;
    int pages_unseen_ = 0;  ///< taken in since the version grew
};

}  // namespace countersign
