// Replica: identity, recording and folding.
#include "core/storage/replica.hpp"

#include "core/base/overloaded.hpp"
#include "core/domain/attachment.hpp"
#include "core/domain/device_key.hpp"
#include "core/event/codec.hpp"
#include "core/event/device_signature.hpp"
#include "core/storage/row_writer.hpp"
#include "core/storage/schema.hpp"

namespace countersign {

namespace {

constexpr const char* signing_seed_fact = "signing_seed";

// Carries a refusal out of a transaction, so that it is rolled back.
struct RolledBack {
    Trouble trouble;
};

Json identity_json(const Identity& identity) {
    Json organisations = Json::array();
    for (const OrganisationId& id : identity.actor.organisations) organisations.push_back(id.value);
    return {{"user", identity.actor.user.value}, {"role", role_name(identity.actor.role)},
            {"name", identity.actor.name},       {"organisations", organisations},
            {"login", identity.login},           {"device", identity.device.value}};
}

std::optional<Identity> read_identity(const std::string& text) {
    const auto document = parse_json(text);
    if (!document) return std::nullopt;
    FieldReader fields(*document);
    Identity identity;
    identity.actor.user = fields.id<UserId>("user");
    const auto role = parse_role(fields.text("role"));
    identity.actor.name = fields.text("name");
    for (const Json& id : fields.array("organisations")) identity.actor.organisations.push_back({id.get<std::string>()});
    identity.login = fields.text("login");
    identity.device = fields.id<DeviceId>("device");
    if (fields.problem() || !role) return std::nullopt;
    identity.actor.role = *role;
    return identity;
}

// What this device could not read again must never get into its log: nothing could be folded from then on.
Result<void, Refusal> check_readable(const StoredEvent& stored) {
    if (stored.bytes.size() > event_bytes_max) {
        return Error{Refusal{"refusal.entry_too_large", {{"kilobytes_max", std::to_string(event_bytes_max / 1024)}}}};
    }
    const auto read = read_event(stored.bytes);
    if (!read) return Error{Refusal{"refusal.entry_unreadable", {{"cause", read.error().cause}}}};
    if (const auto body = read_body(read->envelope); !body) {
        return Error{Refusal{"refusal.entry_unreadable", {{"cause", body.error().cause}}}};
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Replica>, Failure> Replica::open(std::unique_ptr<Database> database) {
    std::unique_ptr<Replica> replica(new Replica(std::move(database)));
    auto rebuild = prepare_schema(*replica->database_);
    if (!rebuild) return Error{rebuild.error()};
    if (auto started = replica->load_start(); !started) return Error{started.error()};
    if (*rebuild) {
        auto subjects = replica->database_->guarded([&] { return replica->log().subjects(); });
        if (!subjects) return Error{subjects.error()};
        replica->to_rebuild_ = std::move(*subjects);
    }
    return replica;
}

Result<void, Failure> Replica::load_start() {
    return database_->guarded([&] {
        auto query = database_->prepare("SELECT value FROM meta WHERE name = 'identity'");
        if (query.step()) {
            identity_ = read_identity(query.text(0));
            // Taken for nobody's, the device would be emptied for the next person, unsent entries and all.
            if (!identity_)
                throw DatabaseError{{"failure.database_corrupt", "read whose device this is", "meta", "the entry is malformed"}};
        }
        auto seed = database_->prepare("SELECT value FROM meta WHERE name = ?1");
        if (seed.bind(1, signing_seed_fact).step()) {
            const auto bytes = digest_from_hex(seed.text(0));
            if (!bytes) throw DatabaseError{{"failure.database_corrupt", "read the device's key", "meta", "the entry is malformed"}};
            signing_key_ = SigningKey::from_seed(bytes->bytes);
        }
        count_outbox();
    });
}

Result<std::size_t, Failure> Replica::rebuild_some(std::size_t subjects_max) {
    const std::size_t count = std::min(subjects_max, to_rebuild_.size());
    auto done = database_->guarded([&] {
        database_->transaction([&] {
            for (std::size_t i = 0; i < count; ++i) refold(to_rebuild_[i]);
            if (count == to_rebuild_.size()) mark_projections_whole(*database_);
        });
    });
    if (!done) return Error{done.error()};
    to_rebuild_.erase(to_rebuild_.begin(), to_rebuild_.begin() + static_cast<std::ptrdiff_t>(count));
    ++version_;
    return to_rebuild_.size();
}

void Replica::set_meta(const char* name, const std::string& value) {
    database_->prepare("INSERT INTO meta(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value")
        .bind(1, name)
        .bind(2, value)
        .run();
}

Result<void, Failure> Replica::set_identity(const Identity& identity) {
    auto done = database_->guarded([&] { set_meta("identity", write_json(identity_json(identity))); });
    if (done) {
        identity_ = identity;
        ++version_;
    }
    return done;
}

Result<void, Failure> Replica::set_signing_seed(const KeySeed& seed) {
    auto done = database_->guarded(
        [&] { set_meta(signing_seed_fact, to_hex(std::string_view(reinterpret_cast<const char*>(seed.data()), seed.size()))); });
    if (done) signing_key_ = SigningKey::from_seed(seed);
    return done;
}

Result<void, Failure> Replica::forget_everything() {
    auto done = database_->guarded([&] {
        database_->transaction([&] {
            database_->execute("DELETE FROM event");
            database_->execute("DELETE FROM subject_name");
            database_->execute("DELETE FROM stream_name");
            database_->execute("DELETE FROM stream");
            database_->execute("DELETE FROM draft");
            database_->execute("DELETE FROM attachment_upload");
            database_->execute("DELETE FROM attachment_part");
            database_->execute("DELETE FROM attachment_file");
            database_->execute("DELETE FROM meta WHERE name <> 'projection_version'");
            drop_projections(*database_);
            mark_projections_whole(*database_);
        });
    });
    if (!done) return done;
    identity_.reset();
    signing_key_.reset();
    agreements_.clear();
    recent_.clear();
    to_rebuild_.clear();
    outbox_size_ = 0;
    ++version_;
    overwrite_deleted();
    return {};
}

void Replica::overwrite_deleted() {
    // The records are gone whatever happens here. That their bytes could not be overwritten is told by the database's `take_last_failure`.
    (void)database_->guarded([&] {
        try {
            database_->execute("VACUUM");
            auto checkpoint = database_->prepare("PRAGMA wal_checkpoint(TRUNCATE)");
            const bool held_open = checkpoint.step() && checkpoint.integer(0) != 0;
            if (held_open) throw DatabaseError{{"failure.database_busy", "overwrite what was deleted", {}, "it is read elsewhere"}};
        } catch (DatabaseError& error) {
            error.failure.key = "failure.traces_left";
            throw;
        }
    });
}

void Replica::count_outbox() { outbox_size_ = log().outbox_size(); }

Result<SubjectState, Failure> Replica::load(const Subject& subject) {
    auto events = database_->guarded([&] { return log().events_of(subject); });
    if (!events) return Error{events.error()};
    return fold(subject, *events);
}

void Replica::refold(const Subject& subject) {
    recent_.forget(subject);
    const auto events = log().events_of(subject);
    const auto state = fold(subject, events);
    if (!state) throw DatabaseError{state.error()};
    write_state(subject, events.empty() ? SubjectState{} : *state);
}

void Replica::write_state(const Subject& subject, const SubjectState& state) {
    if (subject.kind == Agreement::subject_kind) agreements_.erase(subject.id);
    const auto* ticket = state.get_if<Ticket>();
    write_rows(*database_, subject, state, ticket == nullptr ? nullptr : clock_of(ticket->promise));
}

const AgreementClock* Replica::clock_of(const Promise& promise) {
    if (promise.agreement.empty()) return nullptr;
    auto found = agreements_.find(promise.agreement.value);
    if (found == agreements_.end()) {
        const Subject subject{Agreement::subject_kind, promise.agreement.value};
        auto state = fold(subject, log().events_of(subject));
        if (!state) throw DatabaseError{state.error()};
        found = agreements_.emplace(promise.agreement.value, state->get<Agreement>()).first;
    }
    const AgreementVersion* version = found->second.version(promise.version);
    return version == nullptr ? nullptr : version->clock.get();
}

std::optional<Agreement> Replica::agreement_of(const OrganisationId& organisation, Instant at) {
    auto id = database_->guarded([&] {
        auto query = database_->prepare(
            "SELECT id FROM agreement_row WHERE organisation = ?1 AND valid_from <= ?2 AND (ends_at IS NULL OR ends_at > ?2) "
            "ORDER BY valid_from DESC, id LIMIT 1");
        query.bind(1, organisation.value).bind(2, at.utc_ms);
        return query.step() ? query.text(0) : std::string{};
    });
    if (!id || id->empty()) return std::nullopt;
    return find<Agreement>(*id);
}

StreamId Replica::stream_for(const Body& body, const SubjectState& state, const Subject& subject,
                             const OrganisationId& organisation) const {
    const StreamKind fits = stream_kind_of(body);
    if (fits == StreamKind::internal || fits == StreamKind::commercial) return stream_id({fits, organisation, {}});
    const auto* ticket = state.get_if<Ticket>();
    if (ticket != nullptr && ticket->opened) return ticket->stream;
    if (subject.kind == Ticket::subject_kind && identity_->actor.role == Role::reporter) {
        return stream_id({StreamKind::reporter, organisation, identity_->actor.user});
    }
    return shared_stream(organisation);
}

StoredEvent Replica::write_own(const Entry& entry, const Body& body, Instant now, IdSource& ids) const {
    const auto kind = describe(body);
    StoredEvent stored = write_event(
        {{ids.next()}, entry.stream, entry.subject, kind->type, kind->version, identity_->actor.user, identity_->device, now, kind->json});
    if (signing_key_) stored.bytes = with_signature(std::move(stored.bytes), *signing_key_);
    return stored;
}

void Replica::register_key_in(const StreamId& stream, Instant now, IdSource& ids) {
    const Subject device{DeviceKey::subject_kind, identity_->device.value};
    if (log().holds_own_of(device, stream)) return;
    recent_.forget(device);
    const Command command = DeviceKeyCommand{RegisterDeviceKey{signing_key_->public_key()}};
    const auto bodies = decide(start_state(DeviceKey::subject_kind), command, {now, identity_->actor});
    for (const Body& body : *bodies) log().keep_own(write_own({device, stream}, body, now, ids));
}

Result<void, Refusal> Replica::record(const Entry& entry, const Body& body, Instant now, IdSource& ids) {
    if (signing_key_) register_key_in(entry.stream, now, ids);
    const StoredEvent stored = write_own(entry, body, now, ids);
    if (auto readable = check_readable(stored); !readable) return readable;
    log().keep_own(stored);
    return {};
}

std::vector<Repair> Replica::repairs_of(const OrganisationId& organisation) {
    std::vector<Repair> repairs;
    for (const Subject& subject : log().subjects_of_kind(Repair::subject_kind)) {
        auto repair = find<Repair>(subject.id);
        if (repair && repair->organisation == organisation) repairs.push_back(std::move(*repair));
    }
    return repairs;
}

Result<void, Trouble> Replica::execute(const Subject& subject, const OrganisationId& organisation, const Command& command, Instant now,
                                       IdSource& ids) {
    if (!identity_) return Error{Trouble{Refusal{"refusal.not_signed_in", {}}}};
    return atomically([&]() -> Result<void, Trouble> {
        const auto state = load(subject);
        if (!state) return Error{Trouble{state.error()}};
        const auto client = find<Organisation>(organisation.value);
        const auto agreement = agreement_of(organisation, now);
        Context context{now, identity_->actor, client ? &*client : nullptr, agreement ? &*agreement : nullptr};
        const auto* ticket = state->get_if<Ticket>();
        const bool pinned_elsewhere =
            ticket != nullptr && !ticket->promise.agreement.empty() && (!agreement || agreement->id != ticket->promise.agreement);
        const auto earlier = pinned_elsewhere ? find<Agreement>(ticket->promise.agreement.value) : std::nullopt;
        if (earlier) context.promised_by = &*earlier;
        const auto* on_ticket = command.get_if<TicketCommand>();
        const bool resolves = on_ticket != nullptr && std::holds_alternative<ResolveTicket>(*on_ticket);
        const std::vector<Repair> repairs = resolves ? repairs_of(organisation) : std::vector<Repair>{};
        std::vector<const Repair*> pointers;
        for (const Repair& repair : repairs) pointers.push_back(&repair);
        context.repairs = &pointers;
        StreamId about_stream;
        if (const auto* attaches = command.get_if<AttachmentCommand>()) {
            const auto about = load(std::get<AddAttachment>(*attaches).details.about);
            if (!about) return Error{Trouble{about.error()}};
            about_stream = stream_of(*about);
            context.about_stream = &about_stream;
        }
        StreamId ticket_stream;
        const auto* on_visit = command.get_if<VisitCommand>();
        const auto* orders = on_visit == nullptr ? nullptr : std::get_if<OrderEmergencyVisit>(on_visit);
        if (orders != nullptr && !orders->ticket.empty()) {
            const auto ticket_state = load({Ticket::subject_kind, orders->ticket.value});
            if (!ticket_state) return Error{Trouble{ticket_state.error()}};
            ticket_stream = stream_of(*ticket_state);
            context.about_stream = &ticket_stream;
        }
        const auto bodies = decide(*state, command, context);
        if (!bodies) return Error{Trouble{bodies.error()}};
        for (const Body& body : *bodies) {
            const StreamId stream = about_stream.empty() ? stream_for(body, *state, subject, organisation) : about_stream;
            if (auto recorded = record({subject, stream}, body, now, ids); !recorded) return Error{Trouble{recorded.error()}};
        }
        refold(subject);
        return {};
    });
}

Result<void, Trouble> Replica::atomically(const std::function<Result<void, Trouble>()>& work) {
    std::optional<Trouble> trouble;
    auto done = database_->guarded([&] {
        try {
            database_->transaction([&] {
                auto result = work();
                if (!result) throw RolledBack{result.error()};
            });
        } catch (RolledBack& rolled_back) {
            trouble = std::move(rolled_back.trouble);
            agreements_.clear();
        }
        count_outbox();
    });
    ++version_;
    if (!done) return Error{Trouble{done.error()}};
    if (trouble) return Error{std::move(*trouble)};
    return {};
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

}  // namespace countersign
