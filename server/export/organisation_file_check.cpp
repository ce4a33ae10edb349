// The file is made once more from its own log, and every table compared with that.
#include "server/export/organisation_file_check.hpp"

#include <fmt/core.h>

#include <map>
#include <set>

#include "core/domain/attachment.hpp"
#include "core/event/codec.hpp"
#include "server/export/file_event_store.hpp"
#include "server/export/organisation_file.hpp"
#include "server/export/table_row.hpp"
#include "server/system/version.hpp"

namespace countersign {

namespace {

// So many places are named in one table; who finds a hundred has seen enough.
constexpr std::size_t named_places_max = 5;

std::int64_t pragma_of(Database& file, const char* name) {
    auto query = file.prepare(std::string("PRAGMA ") + name);
    return query.step() ? query.integer(0) : 0;
}

std::string about_in(Database& file, const char* name) {
    auto query = file.prepare("SELECT value FROM about WHERE name = ?1");
    return query.bind(1, std::string_view(name)).step() ? query.text(0) : std::string{};
}

using SchemaObjects = std::map<std::string, std::string>;

SchemaObjects schema_of(Database& file) {
    SchemaObjects objects;
    auto query = file.prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema");
    while (query.step()) objects[query.text(0)] = query.text(1);
    return objects;
}

std::vector<std::string> columns_of(Database& file, const std::string& table) {
    std::vector<std::string> columns;
    auto query = file.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid");
    query.bind(1, table);
    while (query.step()) columns.push_back(query.text(0));
    return columns;
}

// Every value with its type, whatever bytes are in it.
std::string exact_rows(const std::string& table, const std::vector<std::string>& columns) {
    std::string sql = "SELECT " + columns.front();
    for (const std::string& column : columns) sql += ", typeof(\"" + column + "\") || ':' || hex(\"" + column + "\")";
    std::string order;
    for (const std::string& column : columns) order += (order.empty() ? " ORDER BY CAST(\"" : ", CAST(\"") + column + "\" AS TEXT)";
    return sql + " FROM \"" + table + "\"" + order;
}

class TableComparison {
public:
    TableComparison(Database& file, Database& fresh, CheckedOrganisationFile& checked) : file_(file), fresh_(fresh), checked_(checked) {}

    void compare(const std::string& table) {
        const auto columns = columns_of(fresh_, table);
        const std::string sql = exact_rows(table, columns);
        auto theirs = file_.prepare(sql), ours = fresh_.prepare(sql);
        std::vector<std::string> places;
        bool more_theirs = theirs.step(), more_ours = ours.step();
        while ((more_theirs || more_ours) && places.size() < named_places_max) {
            std::optional<std::size_t> column;
            for (std::size_t i = 0; i < columns.size() && more_theirs && more_ours && !column; ++i) {
                const int at = static_cast<int>(i) + 1;
                if (theirs.text(at) != ours.text(at)) column = i;
            }
            const std::string their_key = more_theirs ? theirs.text(0) : "", our_key = more_ours ? ours.text(0) : "";
            if (more_theirs && more_ours && !column) {
                more_theirs = theirs.step();
                more_ours = ours.step();
            } else if (more_theirs && more_ours && their_key == our_key) {
                places.push_back("row " + their_key + ", column " + columns[*column] + " is not what the log says");
                more_theirs = theirs.step();
                more_ours = ours.step();
            } else if (!more_ours || (more_theirs && their_key < our_key)) {
                places.push_back("row " + their_key + " is not in the log");
                more_theirs = theirs.step();
            } else {
                places.push_back("row " + our_key + " is missing");
                more_ours = ours.step();
            }
        }
        ++checked_.tables;
        for (const std::string& place : places) tell(table, place);
    }

private:
    // Words may be chosen differently by another version of the program; numbers and facts may not.
    void tell(const std::string& table, const std::string& place) {
        const std::string text = "table " + table + ": " + place;
        const std::string program = about_in(file_, "program");
        const bool of_words = table == "readme" || table == "document";
        if (of_words && program != version_text) {
            checked_.texts_not_compared = true;
            checked_.notes.push_back(text + "; the file is of version " + program + ", this program is version " + version_text);
        } else {
            checked_.problems.push_back(text);
        }
    }

    Database& file_;
    Database& fresh_;
    CheckedOrganisationFile& checked_;
};

bool compare_schema(Database& file, Database& fresh, CheckedOrganisationFile& checked) {
    const SchemaObjects theirs = schema_of(file), ours = schema_of(fresh);
    const std::size_t before = checked.problems.size();
    for (const auto& [name, sql] : ours) {
        const auto found = theirs.find(name);
        if (found == theirs.end()) {
            checked.problems.push_back(name + " is missing");
        } else if (found->second != sql) {
            checked.problems.push_back(name + " is not the one that the program makes");
        }
    }
    for (const auto& [name, sql] : theirs) {
        if (ours.count(name) == 0) checked.problems.push_back(name + " does not belong in such a file");
    }
    return checked.problems.size() == before;
}

std::vector<StoredEvent> read_log(Database& file) {
    std::vector<StoredEvent> log;
    auto query = file.prepare("SELECT bytes, seq, received_at_ms, chain_sha256 FROM log_event ORDER BY stream, seq");
    while (query.step()) {
        auto event = read_event(query.blob(0));
        if (!event) throw DatabaseError{event.error()};
        event->placement = Placement{query.integer(1), {query.integer(2)}, digest_from_hex(query.text(3)).value_or(Digest{})};
        log.push_back(std::move(*event));
    }
    return log;
}

// What the log says of attached bytes, against the bytes.
void check_attachments(Database& file, const std::vector<StoredEvent>& log, CheckedOrganisationFile& checked) {
    std::map<std::string, std::string> named;  // digest to name
    std::map<std::string, std::string> digest_of_attachment;
    std::set<std::string> received;
    for (const StoredEvent& event : log) {
        FieldReader fields(event.envelope.body);
        if (event.envelope.type == AttachmentAdded::type) {
            const AttachmentAdded added = AttachmentAdded::from_json(fields);
            named[to_hex(added.sha256)] = added.name;
            digest_of_attachment[event.envelope.subject.id] = to_hex(added.sha256);
        } else if (event.envelope.type == AttachmentReceived::type) {
            received.insert(event.envelope.subject.id);
        }
    }
    std::set<std::string> present;
    auto query = file.prepare("SELECT sha256, bytes FROM attachment_file ORDER BY sha256");
    while (query.step()) {
        const std::string digest = query.text(0);
        const auto name = named.find(digest);
        if (name == named.end()) {
            checked.problems.push_back("attached file " + digest + " is named by no entry of the log");
        } else if (to_hex(sha256(query.blob(1))) != digest) {
            checked.problems.push_back("attached file " + name->second + " (" + digest +
                                       ") is DAMAGED: its bytes are not those that the log names");
        } else {
            ++checked.attachments;
        }
        present.insert(digest);
    }
    for (const std::string& id : received) {
        const auto digest = digest_of_attachment.find(id);
        if (digest == digest_of_attachment.end() || present.count(digest->second) > 0) continue;
        checked.problems.push_back("attached file " + named[digest->second] + " (" + digest->second +
                                   ") is MISSING: the log says that the server had it");
    }
}

void check_pages(Database& file, CheckedOrganisationFile& checked) {
    auto query = file.prepare("PRAGMA integrity_check(5)");
    while (query.step()) {
        if (query.text(0) != "ok") checked.problems.push_back("the database is damaged: " + query.text(0));
    }
}

bool streams_hold(const CheckedOrganisationFile& checked) {
    for (const VerifiedStream& stream : checked.streams) {
        if (stream.problem) return false;
    }
    return true;
}

void check_tables(Database& file, Database& fresh, CheckedOrganisationFile& checked) {
    const std::vector<StoredEvent> log = read_log(file);
    check_attachments(file, log, checked);
    for (const VerifiedStream& stream : checked.streams) {
        const auto head = stream.head;
        fresh.prepare("INSERT INTO log_stream VALUES(?1,?2,?3)")
            .bind(1, stream.stream.value)
            .bind(2, stream.events)
            .bind(3, to_hex(head))
            .run();
    }
    for (const StoredEvent& event : log) write_log_event(fresh, event);
    const auto language = language_from_code(about_in(file, "language"));
    if (!language) checked.problems.push_back("table about: language is none that the program knows");
    add_row(fresh, "about", {"program", about_in(file, "program")});
    write_derived_tables(fresh, log, {about_in(file, "organisation")}, language.value_or(Language::en));
    TableComparison comparison(file, fresh, checked);
    for (const auto& [name, sql] : schema_of(fresh)) {
        if (name.rfind("table ", 0) == 0 && name != "table attachment_file") comparison.compare(name.substr(6));
    }
}

// Every stream of the file is of the organisation that the file names.
void check_owner(CheckedOrganisationFile& checked, const std::string& organisation) {
    for (const VerifiedStream& stream : checked.streams) {
        const auto name = parse_stream(stream.stream);
        if (!name || name->organisation.value != organisation)
            checked.problems.push_back("stream " + stream.stream.value + " is not of the organisation that the file names");
    }
}

void check(Database& file, CheckedOrganisationFile& checked) {
    file.execute("PRAGMA trusted_schema=OFF");
    check_pages(file, checked);
    if (!checked.sound()) return;
    const std::int64_t format = pragma_of(file, "user_version");
    if (format != organisation_file_format) {
        checked.problems.push_back(fmt::format("the file is of format {}, this program knows {}: check it with the version that made it",
                                               format, organisation_file_format));
        return;
    }
    auto fresh = Database::open(":memory:");
    if (!fresh) throw DatabaseError{fresh.error()};
    create_file_tables(**fresh);
    if (!compare_schema(file, **fresh, checked)) return;
    checked.organisation = about_in(file, "name") + " (" + about_in(file, "organisation") + ")";
    checked.last_entry_at = about_in(file, "last_entry_at");

    FileEventStore events(file);
    auto streams = verify_store(events);
    if (!streams) throw DatabaseError{streams.error()};
    checked.streams = std::move(*streams);
    for (const VerifiedStream& stream : checked.streams) {
        if (stream.problem) checked.problems.push_back("stream " + stream.stream.value + ": " + *stream.problem);
        if (stream.forged_events > 0) {
            checked.problems.push_back(fmt::format("stream {}: {} events are not signed by the device that they name; the first is {}",
                                                   stream.stream.value, stream.forged_events, stream.first_forged));
        }
    }
    if (checked.streams.empty()) checked.problems.push_back("the file holds no log");
    check_owner(checked, about_in(file, "organisation"));
    if (streams_hold(checked)) (*fresh)->transaction([&] { check_tables(file, **fresh, checked); });
}

}  // namespace

bool is_organisation_file(const std::string& path) {
    auto file = Database::open_to_read(path, Database::Beside::nothing);
    if (!file) return false;
    const auto mark = (*file)->guarded([&] { return pragma_of(**file, "application_id"); });
    return mark && *mark == organisation_file_mark;
}

Result<CheckedOrganisationFile, Failure> check_organisation_file(const std::string& path) {
    auto file = Database::open_to_read(path, Database::Beside::nothing);
    if (!file) return Error{file.error()};
    CheckedOrganisationFile checked;
    auto done = (*file)->guarded([&] { check(**file, checked); });
    if (!done) return Error{done.error()};
    return checked;
}

Result<std::optional<Digest>, Failure> chain_in_organisation_file(const std::string& path, const StreamId& stream, std::int64_t seq) {
    auto file = Database::open_to_read(path, Database::Beside::nothing);
    if (!file) return Error{file.error()};
    return (*file)->guarded([&]() -> std::optional<Digest> {
        auto query = (*file)->prepare("SELECT chain_sha256 FROM log_event WHERE stream = ?1 AND seq = ?2");
        return query.bind(1, stream.value).bind(2, seq).step() ? digest_from_hex(query.text(0)) : std::nullopt;
    });
}

}  // namespace countersign
