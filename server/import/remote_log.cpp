// Reading the rows of a remote log, and the events they become.
#include "server/import/remote_log.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "core/domain/organisation.hpp"
#include "core/domain/remote_session.hpp"
#include "core/domain/timestamp.hpp"
#include "server/import/csv_reader.hpp"

namespace countersign {

namespace {

using Fields = std::map<std::string, std::string>;

// The fields of a session come first: every row of it repeats them.
constexpr std::size_t session_field_count = 10;
constexpr std::array<std::string_view, 14> known_fields{"session", "started_at",     "ended_at",    "operator",     "device",
                                                        "tool",    "worked_minutes", "description", "ticket",       "transcript_sha256",
                                                        "task",    "task_at",        "exit_code",   "output_sha256"};
constexpr std::array<const char*, 6> required_fields{"session", "started_at", "ended_at", "operator", "device", "tool"};

std::string of(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

bool is_known(std::string_view name) { return std::find(known_fields.begin(), known_fields.end(), name) != known_fields.end(); }

Fields session_part(const Fields& fields) {
    Fields part;
    for (std::size_t i = 0; i < session_field_count; ++i) {
        const std::string name(known_fields[i]);
        if (const std::string value = of(fields, name.c_str()); !value.empty()) part[name] = value;
    }
    return part;
}

// Turns texts into values; the first that cannot be read is kept with its field.
class RowReader {
public:
    RowReader(const Fields& fields, std::int64_t line) : fields_(fields), line_(line) {}

    std::string text(const char* name, std::size_t bytes_max) {
        std::string value = of(fields_, name);
        if (value.size() > bytes_max) reject(name, fmt::format("is longer than {} bytes", bytes_max), "Shorten it.");
        return value;
    }
    Instant time(const char* name) {
        const auto instant = parse_timestamp(of(fields_, name));
        if (!instant) {
            reject(name, "\"" + of(fields_, name) + "\" is no time with its offset from UTC", "Write it as 2026-06-01T10:00:00+02:00.");
        }
        return instant.value_or(Instant{});
    }
    std::optional<std::int64_t> number(const char* name, std::int64_t least, std::int64_t most) {
        const std::string text = of(fields_, name);
        if (text.empty()) return std::nullopt;
        std::int64_t value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem == std::errc() && end == text.data() + text.size() && value >= least && value <= most) return value;
        reject(name, "\"" + text + "\" is no whole number from " + fmt::format("{} to {}", least, most), "Correct it or leave it empty.");
        return std::nullopt;
    }
    std::optional<Digest> digest(const char* name) {
        const std::string text = of(fields_, name);
        if (text.empty()) return std::nullopt;
        const auto digest = digest_from_hex(text);
        if (!digest) reject(name, "a SHA-256 has 64 hexadecimal digits", "Correct it or leave it empty.");
        return digest;
    }
    void reject(const std::string& name, const std::string& what, const std::string& hint) {
        if (!problem_) problem_ = ImportProblem{line_, name, what, hint};
    }
    const std::optional<ImportProblem>& problem() const { return problem_; }

private:
    const Fields& fields_;
    std::int64_t line_;
    std::optional<ImportProblem> problem_;
};

RemoteSessionRecorded read_session(RowReader& row) {
    RemoteSessionRecorded body;
    body.source = remote_log_source;
    body.external_id = row.text("session", 200);
    body.started_at = row.time("started_at");
    body.ended_at = row.time("ended_at");
    body.operator_name = row.text("operator", 500);
    body.device = row.text("device", 500);
    body.tool = row.text("tool", 500);
    body.description = row.text("description", 10'000);
    body.ticket = {row.text("ticket", 200)};
    body.transcript = row.digest("transcript_sha256");
    if (body.ended_at < body.started_at) row.reject("ended_at", "lies before started_at", "Correct the times.");
    const Minutes connected = connected_minutes(body.started_at, body.ended_at);
    body.worked = {row.number("worked_minutes", 0, connected.count).value_or(connected.count)};
    if (!body.ticket.empty() && !is_uuid(body.ticket.value)) {
        row.reject("ticket", "\"" + body.ticket.value + "\" is no id of a ticket",
                   "Take the id from the ticket's address, or leave it empty.");
    }
    return body;
}

RemoteTaskRecorded read_task(RowReader& row, const RemoteSessionRecorded& session) {
    RemoteTaskRecorded body;
    body.task = row.text("task", 10'000);
    body.started_at = row.time("task_at");
    // Windows counts its codes without a sign, others with one.
    if (const auto code = row.number("exit_code", -2'147'483'648LL, 4'294'967'295LL)) {
        body.exit_code = static_cast<std::int32_t>(static_cast<std::uint32_t>(*code & 0xFFFF'FFFF));
    }
    body.output = row.digest("output_sha256");
    if (body.started_at < session.started_at || body.started_at > session.ended_at) {
        row.reject("task_at", "lies outside the session", "Correct the time of the task or of the session.");
    }
    return body;
}

class LogReader {
public:
    RemoteLog take_log() { return std::move(log_); }

    void malformed(ImportProblem problem) {
        ++log_.rows_read;
        ++log_.malformed_rows;
        log_.problems.push_back(std::move(problem));
    }

    void refuse_file(ImportProblem problem) { log_.problems.push_back(std::move(problem)); }

    void take(const Fields& fields, std::int64_t line) {
        for (const char* name : required_fields) {
            if (of(fields, name).find_first_not_of(" \t") != std::string::npos) continue;
            malformed({line, name, "is missing", "Fill it in."});
            return;
        }
        RowReader row(fields, line);
        RemoteSessionRecorded body = read_session(row);
        if (row.problem()) {
            malformed(*row.problem());
            return;
        }
        const auto [found, is_new] = places_.emplace(body.external_id, log_.sessions.size());
        if (is_new) log_.sessions.push_back({line, std::move(body), session_part(fields), {}});
        RemoteLogSession& session = log_.sessions[found->second];
        if (const auto different = difference(session, fields)) {
            malformed({line, *different, fmt::format("differs from line {}, which is of the same session", session.line),
                       "Rows of one session say the same of it."});
            return;
        }
        take_task(session, fields, line, is_new);
    }

private:
    static std::optional<std::string> difference(const RemoteLogSession& session, const Fields& fields) {
        const Fields part = session_part(fields);
        for (std::size_t i = 0; i < session_field_count; ++i) {
            const std::string name(known_fields[i]);
            if (of(session.fields, name.c_str()) != of(part, name.c_str())) return name;
        }
        return std::nullopt;
    }

    void take_task(RemoteLogSession& session, const Fields& fields, std::int64_t line, bool first_row) {
        if (of(fields, "task").empty()) {
            for (const char* name : {"task_at", "exit_code", "output_sha256"}) {
                if (of(fields, name).empty()) continue;
                malformed({line, "task", "is missing beside " + std::string(name), "Say what was run or done."});
                return;
            }
            ++log_.rows_read;
            ++(first_row ? log_.session_rows : log_.identical_rows);
            return;
        }
        RowReader row(fields, line);
        RemoteTaskRecorded body = read_task(row, session.body);
        if (row.problem()) {
            malformed(*row.problem());
            return;
        }
        ++log_.rows_read;
        if (!seen_.emplace(session.body.external_id, write_json(body.to_json())).second) {
            ++log_.identical_rows;
            return;
        }
        ++log_.task_rows;
        session.tasks.push_back({line, std::move(body)});
    }

    RemoteLog log_;
    std::map<std::string, std::size_t> places_;
    std::set<std::pair<std::string, std::string>> seen_;
};

void read_csv(std::string_view text, LogReader& reader) {
    CsvReader csv(text);
    auto header = csv.next();
    if (!header) return reader.refuse_file({1, "", "the file is empty", "The first line names the fields."});
    if (!*header) return reader.refuse_file({header->error().line, "", header->error().what, header->error().hint});
    const std::vector<std::string> names = (*header)->fields;
    for (const std::string& name : names) {
        if (!is_known(name)) return reader.refuse_file({1, name, "this column is not known", "See docs/remote_log.md."});
        if (std::count(names.begin(), names.end(), name) > 1)
            return reader.refuse_file({1, name, "stands twice", "Leave one of them out."});
    }
    for (const char* name : required_fields) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            return reader.refuse_file({1, name, "this column is missing", "See docs/remote_log.md."});
        }
    }
    csv.expect_fields(names.size());
    while (auto record = csv.next()) {
        if (!*record) {
            const CsvProblem& problem = record->error();
            const bool named = problem.field > 0 && problem.field <= names.size();
            reader.malformed({problem.line, named ? names[problem.field - 1] : "", problem.what, problem.hint});
            continue;
        }
        Fields fields;
        for (std::size_t i = 0; i < names.size(); ++i) fields[names[i]] = (*record)->fields[i];
        reader.take(fields, (*record)->line);
    }
}

// A text or a whole number; the problem names the member.
std::optional<ImportProblem> read_member(const std::string& name, const Json& value, std::int64_t line, Fields& fields) {
    if (!is_known(name)) return ImportProblem{line, name, "this field is not known", "See docs/remote_log.md."};
    if (value.is_string()) {
        fields[name] = value.get<std::string>();
    } else if (value.is_number_integer()) {
        fields[name] = value.dump();
    } else if (!value.is_null()) {
        return ImportProblem{line, name, "is neither a text nor a whole number", "Write it as one of them."};
    }
    return std::nullopt;
}

void read_json_line(std::string_view text, std::int64_t line, LogReader& reader) {
    const auto document = parse_json(text, 4);
    if (!document || !document->is_object()) {
        return reader.malformed({line, "", document ? "is no JSON object" : document.error().cause, "Each line holds one object."});
    }
    Fields fields;
    for (const auto& [name, value] : document->items()) {
        if (auto problem = read_member(name, value, line, fields)) return reader.malformed(std::move(*problem));
    }
    reader.take(fields, line);
}

void read_ndjson(std::string_view text, LogReader& reader) {
    for (std::int64_t line = 1; !text.empty(); ++line) {
        const auto end = text.find('\n');
        std::string_view row = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (row.find_first_not_of(" \t\r") != std::string_view::npos) read_json_line(row, line, reader);
    }
}

AssetId asset_named(const Organisation& organisation, const std::string& name) {
    for (const auto& [id, asset] : organisation.assets) {
        if (asset.name == name) return id;
    }
    return {};
}

UserId staff_named(const Organisation& organisation, const std::string& name) {
    for (const auto& [id, member] : organisation.staff) {
        if (member.name == name) return id;
    }
    return {};
}

EventId task_id(const OrganisationId& organisation, const RemoteLogSession& session, const RemoteTaskRecorded& task) {
    return {content_id({remote_log_source, "task", organisation.value, session.body.external_id, write_json(task.to_json())})};
}

}  // namespace

RemoteLog read_remote_log(std::string_view text) {
    LogReader reader;
    const auto first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first != std::string_view::npos && text[first] == '{') {
        read_ndjson(text.substr(text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0), reader);
    } else {
        read_csv(text, reader);
    }
    return reader.take_log();
}

std::vector<ImportedEvent> events_of(const RemoteLog& log, const Organisation& organisation) {
    std::vector<ImportedEvent> events;
    for (const RemoteLogSession& session : log.sessions) {
        const auto id_of = [&](const char* what) {
            return content_id({remote_log_source, what, organisation.id.value, session.body.external_id});
        };
        const Subject subject{RemoteSession::subject_kind, id_of("subject")};
        RemoteSessionRecorded body = session.body;
        body.asset = asset_named(organisation, body.device);
        if (const Asset* asset = organisation.asset(body.asset)) body.site = asset->site;
        body.technician = staff_named(organisation, body.operator_name);
        const Instant ended_at = body.ended_at;
        events.push_back({{id_of("session")}, subject, ended_at, RemoteSessionEvent{std::move(body)}, session.line});
        for (const RemoteLogTask& task : session.tasks) {
            events.push_back(
                {task_id(organisation.id, session, task.body), subject, task.body.started_at, RemoteSessionEvent{task.body}, task.line});
        }
    }
    return events;
}

}  // namespace countersign
