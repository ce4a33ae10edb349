// The SQL behind the lists.
#include "core/storage/queries.hpp"

#include "core/event/codec.hpp"
#include "core/i18n/search_fold.hpp"

namespace countersign {

namespace {

constexpr std::string_view ticket_columns =
    "SELECT id, organisation, number, external_number, title, state, is_open, priority, site, technician, handled_by, visit, opened_at, "
    "changed_at, "
    "due_at, due_is_response, pending, flagged FROM ticket_row ";

std::optional<Instant> instant_at(const Statement& query, int column) {
    const auto ms = query.optional_integer(column);
    return ms ? std::optional(Instant{*ms}) : std::nullopt;
}

TicketRow read_ticket(const Statement& query) {
    TicketRow row;
    row.id = {query.text(0)};
    row.organisation = {query.text(1)};
    row.number = query.integer(2);
    row.external_number = query.text(3);
    row.title = query.text(4);
    row.state = static_cast<TicketState>(query.integer(5));
    row.open = query.integer(6) != 0;
    row.priority = static_cast<Priority>(query.integer(7));
    row.site = {query.text(8)};
    row.technician = {query.text(9)};
    row.handled_by = query.text(10);
    row.visit = {query.text(11)};
    row.opened_at = {query.integer(12)};
    row.changed_at = {query.integer(13)};
    row.due_at = instant_at(query, 14);
    row.due_is_response = query.integer(15) != 0;
    row.pending = query.integer(16) != 0;
    row.flagged = query.integer(17) != 0;
    return row;
}

constexpr std::string_view visit_columns =
    "SELECT id, organisation, number, kind, state, site, technician, starts_at, ends_at, checks_total, checks_answered, faults, pending, "
    "flagged, regular, holiday, arrival_due "
    "FROM visit_row ";

VisitRow read_visit(const Statement& query) {
    VisitRow row;
    row.id = {query.text(0)};
    row.organisation = {query.text(1)};
    row.number = query.integer(2);
    row.kind = static_cast<VisitKind>(query.integer(3));
    row.state = static_cast<VisitState>(query.integer(4));
    row.site = {query.text(5)};
    row.technician = {query.text(6)};
    row.starts_at = {query.integer(7)};
    row.ends_at = {query.integer(8)};
    row.checks_total = query.integer(9);
    row.checks_answered = query.integer(10);
    row.faults = query.integer(11);
    row.pending = query.integer(12) != 0;
    row.flagged = query.integer(13) != 0;
    row.regular = parse_local_date(query.text(14));
    row.holiday = query.text(15);
    row.arrival_due = instant_at(query, 16);
    return row;
}

constexpr std::string_view record_columns =
    "SELECT id, organisation, visit, revision, technician_name, site_name, started_at, ended_at, worked_minutes, checks_ok, checks_total, "
    "findings, "
    "decision, verified_by, verified_at, pending FROM work_record_row ";

WorkRecordRow read_record(const Statement& query) {
    WorkRecordRow row;
    row.id = {query.text(0)};
    row.organisation = {query.text(1)};
    row.visit = {query.text(2)};
    row.revision = static_cast<int>(query.integer(3));
    row.technician_name = query.text(4);
    row.site_name = query.text(5);
    row.started_at = {query.integer(6)};
    row.ended_at = {query.integer(7)};
    row.worked = {query.integer(8)};
    row.checks_ok = query.integer(9);
    row.checks_total = query.integer(10);
    row.findings = query.integer(11);
    row.standing = static_cast<RecordStanding>(query.integer(12));
    row.verified_by = query.text(13);
    row.verified_at = instant_at(query, 14);
    row.pending = query.integer(15) != 0;
    return row;
}

constexpr std::string_view session_columns =
    "SELECT id, organisation, site, asset, ticket, operator_name, device, tool, started_at, ended_at, worked_minutes, tasks, failed_tasks, "
    "notes, pending, flagged FROM remote_session_row ";

RemoteSessionRow read_session(const Statement& query) {
    RemoteSessionRow row;
    row.id = {query.text(0)};
    row.organisation = {query.text(1)};
    row.site = {query.text(2)};
    row.asset = {query.text(3)};
    row.ticket = {query.text(4)};
    row.operator_name = query.text(5);
    row.device = query.text(6);
    row.tool = query.text(7);
    row.started_at = {query.integer(8)};
    row.ended_at = {query.integer(9)};
    row.worked = {query.integer(10)};
    row.tasks = query.integer(11);
    row.failed_tasks = query.integer(12);
    row.notes = query.integer(13);
    row.pending = query.integer(14) != 0;
    row.flagged = query.integer(15) != 0;
    return row;
}

constexpr std::string_view ticket_order =
    " ORDER BY is_open DESC, due_at IS NULL, CASE WHEN is_open THEN due_at END, CASE WHEN is_open THEN opened_at ELSE -changed_at END, id";

struct Condition {
    std::string sql;
    std::vector<std::string> texts;
};

std::string like_pattern(const std::string& word) {
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

Condition condition_of(const TicketQuery& query) {
    Condition condition{"WHERE 1", {}};
    const auto with_text = [&](const char* before, const std::string& text, const char* after) {
        condition.texts.push_back(text);
        condition.sql += before + std::string("?") + std::to_string(condition.texts.size()) + after;
    };
    switch (query.filter) {
        case TicketFilter::open:
            condition.sql += " AND is_open = 1";
            break;
        case TicketFilter::waiting:
            condition.sql += " AND state = " + std::to_string(static_cast<int>(TicketState::waiting));
            break;
        case TicketFilter::to_accept:
            condition.sql += " AND state = " + std::to_string(static_cast<int>(TicketState::resolved));
            break;
        case TicketFilter::closed:
            condition.sql += " AND state = " + std::to_string(static_cast<int>(TicketState::closed));
            break;
        case TicketFilter::all:
            break;
    }
    if (query.priority) condition.sql += " AND priority = " + std::to_string(static_cast<int>(*query.priority));
    if (!query.organisation.empty()) with_text(" AND organisation = ", query.organisation.value, "");
    if (!query.technician.empty()) with_text(" AND technician = ", query.technician.value, "");
    const std::string folded = fold_for_search(query.text);
    for (std::size_t start = folded.find_first_not_of(' '); start != std::string::npos;) {
        const std::size_t end = folded.find(' ', start);
        with_text(" AND search LIKE ", like_pattern(folded.substr(start, end - start)), " ESCAPE '\\'");
        start = end == std::string::npos ? end : folded.find_first_not_of(' ', end);
    }
    return condition;
}

Statement prepared(Database& database, std::string_view select, const Condition& condition, std::string_view rest) {
    Statement statement = database.prepare(std::string(select) + condition.sql + std::string(rest));
    for (std::size_t i = 0; i < condition.texts.size(); ++i) statement.bind(static_cast<int>(i) + 1, condition.texts[i]);
    return statement;
}

// A list that cannot be read is empty here; the failure stays in the database's `take_last_failure`, which the application shows.
template <typename Work>
auto or_empty(Database& database, Work work) {
    auto result = database.guarded(work);
    return result ? std::move(*result) : decltype(work()){};
}

}  // namespace

std::vector<TicketKey> find_tickets(Database& database, const TicketQuery& query) {
    return or_empty(database, [&] {
        std::vector<TicketKey> keys;
        auto statement = prepared(database, "SELECT rowid, state, due_at FROM ticket_row ", condition_of(query), ticket_order);
        while (statement.step())
            keys.push_back({statement.integer(0), static_cast<TicketState>(statement.integer(1)), instant_at(statement, 2)});
        return keys;
    });
}

std::optional<TicketRow> ticket_row(Database& database, std::int64_t key) {
    return or_empty(database, [&]() -> std::optional<TicketRow> {
        auto statement = database.prepare(std::string(ticket_columns) + "WHERE rowid = ?1");
        statement.bind(1, key);
        if (!statement.step()) return std::nullopt;
        return read_ticket(statement);
    });
}

std::vector<TicketRow> tickets_of_visit(Database& database, const VisitId& visit) {
    return or_empty(database, [&] {
        std::vector<TicketRow> rows;
        auto statement = database.prepare(std::string(ticket_columns) + "WHERE visit = ?1 AND visit <> '' ORDER BY opened_at, id");
        statement.bind(1, visit.value);
        while (statement.step()) rows.push_back(read_ticket(statement));
        return rows;
    });
}

std::vector<ImportedRow> imported_rows(Database& database, const TicketId& ticket) {
    return or_empty(database, [&] {
        std::vector<ImportedRow> rows;
        auto statement = database.prepare(
            "SELECT bytes FROM event WHERE subject = (SELECT number FROM subject_name WHERE name = ?1) AND seq IS NOT NULL ORDER BY seq");
        statement.bind(1, Subject{Ticket::subject_kind, ticket.value}.text());
        while (statement.step()) {
            const auto event = read_event(statement.blob(0));
            if (!event) throw DatabaseError{event.error()};
            if (event->envelope.type != TicketUpdateImported::type) continue;
            FieldReader fields(event->envelope.body);
            auto update = TicketUpdateImported::from_json(fields);
            // A body that cannot be read was named when the ticket was folded.
            if (!fields.problem()) rows.push_back({event->envelope.id, std::move(update)});
        }
        return rows;
    });
}

std::vector<StoredEvent> unsent_events(Database& database, std::size_t count_max) {
    return or_empty(database, [&] {
        std::vector<StoredEvent> events;
        auto statement = database.prepare("SELECT bytes FROM event WHERE seq IS NULL AND refusal IS NULL ORDER BY local_order LIMIT ?1");
        statement.bind(1, static_cast<std::int64_t>(count_max));
        while (statement.step()) {
            auto event = read_event(statement.blob(0));
            if (!event) throw DatabaseError{event.error()};
            events.push_back(std::move(*event));
        }
        return events;
    });
}

std::int64_t count_tickets(Database& database, const TicketQuery& query) {
    return or_empty(database, [&] {
        auto statement = prepared(database, "SELECT count(*) FROM ticket_row ", condition_of(query), "");
        return statement.step() ? statement.integer(0) : std::int64_t{0};
    });
}

std::vector<VisitRow> visits_between(Database& database, Instant from, Instant to) {
    return or_empty(database, [&] {
        std::vector<VisitRow> rows;
        auto statement = database.prepare(std::string(visit_columns) + "WHERE starts_at < ?2 AND ends_at > ?1 ORDER BY starts_at, id");
        statement.bind(1, from.utc_ms).bind(2, to.utc_ms);
        while (statement.step()) rows.push_back(read_visit(statement));
        return rows;
    });
}

std::vector<VisitRow> visits_on_site(Database& database) {
    return or_empty(database, [&] {
        std::vector<VisitRow> rows;
        auto statement = database.prepare(std::string(visit_columns) + "WHERE state = ?1 ORDER BY starts_at, id");
        statement.bind(1, static_cast<std::int64_t>(VisitState::on_site));
        while (statement.step()) rows.push_back(read_visit(statement));
        return rows;
    });
}

std::vector<WorkRecordRow> work_records(Database& database, std::optional<RecordStanding> standing, std::size_t count_max) {
    return or_empty(database, [&] {
        std::vector<WorkRecordRow> rows;
        auto statement =
            database.prepare(std::string(record_columns) + "WHERE ?1 IS NULL OR decision = ?1 ORDER BY started_at DESC, id LIMIT ?2");
        statement.bind(1, standing ? std::optional(static_cast<std::int64_t>(*standing)) : std::nullopt)
            .bind(2, static_cast<std::int64_t>(count_max));
        while (statement.step()) rows.push_back(read_record(statement));
        return rows;
    });
}

std::optional<WorkRecordRow> work_record_of_visit(Database& database, const VisitId& visit) {
    return or_empty(database, [&]() -> std::optional<WorkRecordRow> {
        auto statement = database.prepare(std::string(record_columns) + "WHERE visit = ?1 ORDER BY started_at, id LIMIT 1");
        statement.bind(1, visit.value);
        if (!statement.step()) return std::nullopt;
        return read_record(statement);
    });
}

std::vector<RemoteSessionRow> remote_sessions_between(Database& database, Instant from, Instant to) {
    return or_empty(database, [&] {
        std::vector<RemoteSessionRow> rows;
        auto query =
            database.prepare(std::string(session_columns) + "WHERE started_at < ?2 AND ended_at >= ?1 ORDER BY started_at DESC, id");
        query.bind(1, from.utc_ms).bind(2, to.utc_ms);
        while (query.step()) rows.push_back(read_session(query));
        return rows;
    });
}

std::vector<OrganisationRow> organisations(Database& database) {
    return or_empty(database, [&] {
        std::vector<OrganisationRow> rows;
        auto statement = database.prepare("SELECT id, name, time_zone FROM organisation_row ORDER BY name, id");
        while (statement.step()) rows.push_back({{statement.text(0)}, statement.text(1), statement.text(2)});
        return rows;
    });
}

namespace {

AttachmentRow read_attachment(const Statement& query) {
    AttachmentRow row;
    row.id = {query.text(0)};
    row.organisation = {query.text(1)};
    row.about = Subject::parse(query.text(2)).value_or(Subject{});
    row.name = query.text(3);
    row.media_type = query.text(4);
    row.bytes = query.integer(5);
    row.sha256 = digest_from_hex(query.text(6)).value_or(Digest{});
    row.width = static_cast<std::int32_t>(query.integer(7));
    row.height = static_cast<std::int32_t>(query.integer(8));
    row.author = {query.text(9)};
    row.added_at = {query.integer(10)};
    row.received = query.integer(11) != 0;
    row.pending = query.integer(12) != 0;
    row.flagged = query.integer(13) != 0;
    return row;
}

std::vector<AttachmentRow> read_attachments(Statement& query) {
    std::vector<AttachmentRow> rows;
    while (query.step()) rows.push_back(read_attachment(query));
    return rows;
}

}  // namespace

std::vector<AttachmentRow> attachments_of(Database& database, const Subject& about) {
    return or_empty(database, [&] {
        auto query = database.prepare(
            "SELECT id, organisation, about, name, media_type, bytes, sha256, width, height, author, added_at, received, pending, flagged "
            "FROM attachment_row WHERE about = ?1 ORDER BY added_at, id");
        query.bind(1, about.text());
        return read_attachments(query);
    });
}

std::optional<AttachmentRow> attachment_row(Database& database, const AttachmentId& id) {
    const auto rows = or_empty(database, [&] {
        auto query = database.prepare(
            "SELECT id, organisation, about, name, media_type, bytes, sha256, width, height, author, added_at, received, pending, flagged "
            "FROM attachment_row WHERE id = ?1");
        query.bind(1, id.value);
        return read_attachments(query);
    });
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

std::vector<std::string> drafts_named(Database& database, std::string_view suffix) {
    return or_empty(database, [&] {
        auto query = database.prepare("SELECT value FROM draft WHERE substr(name, -length(?1)) = ?1");
        query.bind(1, suffix);
        std::vector<std::string> values;
        while (query.step()) values.push_back(query.text(0));
        return values;
    });
}

std::vector<AttachmentRow> attachments_of_work(Database& database, const UserId& technician, Instant from, Instant to) {
    return or_empty(database, [&] {
        auto query = database.prepare(
            "SELECT id, organisation, about, name, media_type, bytes, sha256, width, height, author, added_at, received, pending, flagged "
            "FROM attachment_row WHERE about IN (SELECT 'visit/' || id FROM visit_row WHERE technician = ?1 AND starts_at < ?3 AND "
            "ends_at >= ?2 UNION SELECT 'ticket/' || id FROM ticket_row WHERE technician = ?1 AND is_open = 1) ORDER BY added_at, id");
        query.bind(1, technician.value).bind(2, from.utc_ms).bind(3, to.utc_ms);
        return read_attachments(query);
    });
}

}  // namespace countersign
