// Settlement: admission, folding, JSON.
#include "core/domain/settlement.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {

namespace {

std::int64_t sum_of(const std::vector<SettlementLine>& lines) {
    std::int64_t sum = 0;
    for (const SettlementLine& line : lines) sum += line.net_minor;
    return sum;
}

}  // namespace

std::int64_t Settlement::history() const {
    const auto sent_back = std::count_if(issued.begin(), issued.end(), [](const IssuedSettlement& one) { return !one.stands(); });
    return static_cast<std::int64_t>(issued.size()) + sent_back;
}

const IssuedSettlement* Settlement::standing_of(LocalDate from, LocalDate to) const {
    const auto found = std::find_if(issued.begin(), issued.end(), [&](const IssuedSettlement& one) {
        return one.stands() && !one.content.corrects && one.content.from == from && one.content.to == to;
    });
    return found == issued.end() ? nullptr : &*found;
}

const IssuedSettlement* Settlement::answered_by(const SettlementAnswered& answer) const {
    const auto found = std::find_if(issued.rbegin(), issued.rend(), [&](const IssuedSettlement& one) {
        const bool meant = answer.settlement.empty() || answer.settlement == one.event;
        return meant && one.content.from == answer.from && one.content.to == answer.to;
    });
    return found == issued.rend() ? nullptr : &*found;
}

std::vector<const IssuedSettlement*> Settlement::standing() const {
    std::vector<const IssuedSettlement*> found;
    for (const IssuedSettlement& one : issued) {
        if (one.stands()) found.push_back(&one);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->content.from < b->content.from; });
    return found;
}

SettlementIssued issued_as(const SettlementStatement& statement, std::string_view statement_csv) {
    SettlementIssued issued{.from = statement.from,
                            .to = statement.to,
                            .net_minor = statement.net_minor,
                            .vat_minor = statement.vat_minor,
                            .gross_minor = statement.gross_minor,
                            .statement = sha256(statement_csv),
                            .closes = statement.closes,
                            .lines = statement.lines,
                            .money = statement.money,
                            .corrects = statement.corrects,
                            .agreement_version = statement.agreement_version,
                            .hours_lines = statement.hours_lines,
                            .hours_opening = statement.hours.opening,
                            .apart = statement.apart,
                            .summed = statement.summed,
                            .builds_on = statement.builds_on};
    return issued;
}

namespace {

Admission admit_issue(const Settlement& state, const SettlementIssued& body) {
    if (body.to < body.from) return refuse("refusal.settlement.ends_before_start");
    if (body.gross_minor != body.net_minor + body.vat_minor) return refuse("refusal.settlement.sums_differ");
    if (sum_of(body.lines) != body.net_minor) return refuse("refusal.settlement.lines_do_not_add_up");
    Rates rates;
    if (body.money) rates.vat_permille = body.money->vat_permille;
    if (body.money && body.vat_minor != rates.vat_minor(body.net_minor)) return refuse("refusal.settlement.vat_differs");
    if (body.builds_on && *body.builds_on != state.history()) return refuse("refusal.settlement.issued_meanwhile");
    if (write_json(body.to_json()).size() > settlement_bytes_max) return refuse("refusal.settlement.too_large");
    if (body.corrects) {
        if (state.standing_of(body.from, body.to) == nullptr) return refuse("refusal.settlement.corrects_nothing");
        const auto outside = [&](const SettlementLine& line) { return line.date < body.from || line.date > body.to; };
        const bool inside = !body.lines.empty() && std::none_of(body.lines.begin(), body.lines.end(), outside);
        return inside ? Admission{} : refuse("refusal.settlement.corrects_nothing");
    }
    const auto overlaps = [&](const IssuedSettlement& one) {
        return one.stands() && !one.content.corrects && one.content.from <= body.to && body.from <= one.content.to;
    };
    if (std::any_of(state.issued.begin(), state.issued.end(), overlaps)) return refuse("refusal.settlement.period_settled");
    return {};
}

Admission admit_answer(const Settlement& state, const SettlementAnswered& body) {
    const IssuedSettlement* issued = state.answered_by(body);
    if (issued == nullptr) return refuse("refusal.settlement.unknown");
    if (issued->answer) return refuse("refusal.settlement.already_answered");
    if (body.approved) return {};
    // What of these days was issued since would stand upon nothing, and be charged again with the next one of them.
    const auto builds_on_it = [&](const IssuedSettlement& one) {
        if (&one == issued || !one.stands()) return false;
        return std::any_of(one.content.lines.begin(), one.content.lines.end(),
                           [&](const SettlementLine& line) { return line.date >= body.from && line.date <= body.to; });
    };
    if (!issued->content.corrects && std::any_of(state.issued.begin(), state.issued.end(), builds_on_it)) {
        return refuse("refusal.settlement.corrected");
    }
    return require_text(body.remark, "refusal.settlement.remark_missing");
}

}  // namespace

Admission admit(const Settlement& state, const SettlementEvent& event, const Context&) {
    return std::visit(
        Overloaded{
            [&](const CreditsApproved& body) -> Admission {
                if (body.month.day != 1) return refuse("refusal.settlement.month_begins_on_first");
                const auto before = state.credits.find(body.month);
                if (before != state.credits.end() && before->second.owed_minor == body.owed_minor && before->second.lines == body.lines) {
                    return refuse("refusal.settlement.credits_approved");
                }
                std::int64_t sum = 0;
                for (const CreditLine& line : body.lines) sum += line.amount_minor;
                if (sum != body.sum_minor || body.owed_minor != std::min(body.sum_minor, body.cap_minor)) {
                    return refuse("refusal.settlement.credits_do_not_add_up");
                }
                return {};
            },
            [&](const SettlementIssued& body) { return admit_issue(state, body); },
            [&](const SettlementAnswered& body) { return admit_answer(state, body); },
        },
        event);
}

void apply(Settlement& state, const SettlementEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    std::visit(Overloaded{
                   [&](const CreditsApproved& body) { state.credits.insert_or_assign(body.month, body); },
                   [&](const SettlementIssued& body) {
                       state.issued.push_back({stored.envelope.id, body, stored.happened_at()});
                   },
                   [&](const SettlementAnswered& body) {
                       const IssuedSettlement* meant = state.answered_by(body);
                       for (IssuedSettlement& one : state.issued) {
                           if (&one == meant && !one.answer) one.answer = body;
                       }
                   },
               },
               event);
}

Result<std::vector<SettlementEvent>, Refusal> decide(const Settlement& state, const SettlementCommand& command, const Context& context) {
    const SettlementEvent event = std::visit(
        Overloaded{
            [](const ApproveCredits& c) -> SettlementEvent {
                return CreditsApproved{c.month, c.statement.lines, c.statement.sum_minor, c.statement.cap_minor, c.statement.owed_minor};
            },
            [](const IssueSettlement& c) -> SettlementEvent { return c.settlement; },
            [](const AnswerSettlement& c) -> SettlementEvent {
                return SettlementAnswered{c.from, c.to, c.approved, c.remark, c.settlement};
            },
        },
        command);
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

namespace {

Json lines_json(const std::vector<SettlementLine>& lines) {
    Json list = Json::array();
    for (const SettlementLine& line : lines) list.push_back(line.to_json());
    return list;
}

std::vector<SettlementLine> read_lines(FieldReader& fields) {
    std::vector<SettlementLine> lines;
    if (fields.has("lines")) read_each(fields, "lines", [&](FieldReader& line) { lines.push_back(SettlementLine::from_json(line)); });
    return lines;
}

MoneyTerms read_money(FieldReader& fields) {
    return {read_choice<Currency>(fields, "currency", currency_codes), read_count(fields, "vat_permille", 0, 0, 1'000)};
}

}  // namespace

Json SettlementApart::to_json() const {
    return {{"from", to_iso_text(from)},
            {"to", to_iso_text(to)},
            {"currency", currency_codes[static_cast<std::size_t>(money.currency)]},
            {"vat_permille", money.vat_permille},
            {"lines", lines_json(lines)}};
}

SettlementApart SettlementApart::from_json(FieldReader& fields) {
    const LocalDate from = read_date(fields, "from");
    const LocalDate to = read_date(fields, "to");
    const MoneyTerms money = read_money(fields);
    return {from, to, money, read_lines(fields)};
}

Json CreditsApproved::to_json() const {
    Json list = Json::array();
    for (const CreditLine& line : lines) {
        Json causes = Json::array();
        for (const CauseId& cause : line.causes) causes.push_back(cause.value);
        list.push_back({{"rule", line.rule}, {"causes", causes}, {"amount_minor", line.amount_minor}});
    }
    return {{"month", to_iso_text(month)}, {"lines", list}, {"sum_minor", sum_minor}, {"cap_minor", cap_minor}, {"owed_minor", owed_minor}};
}

CreditsApproved CreditsApproved::from_json(FieldReader& fields) {
    CreditsApproved body;
    body.month = read_date(fields, "month");
    read_each(fields, "lines", [&](FieldReader& line) {
        CreditLine one{line.text("rule", 200), {}, read_amount(line, "amount_minor")};
        // Credits that were approved when only tickets could cause them say so.
        const char* name = line.has("tickets") ? "tickets" : "causes";
        for (const Json& cause : line.array(name)) {
            if (cause.is_string()) one.causes.push_back({cause.get<std::string>()});
            if (!cause.is_string()) line.reject(name, "a list of ids is required");
        }
        body.lines.push_back(std::move(one));
    });
    body.sum_minor = read_amount(fields, "sum_minor");
    body.cap_minor = read_amount(fields, "cap_minor");
    body.owed_minor = read_amount(fields, "owed_minor");
    return body;
}

Json SettlementIssued::to_json() const {
    Json list = lines_json(lines);
    Json json{{"from", to_iso_text(from)},  {"to", to_iso_text(to)},          {"net_minor", net_minor}, {"vat_minor", vat_minor},
              {"gross_minor", gross_minor}, {"statement", to_hex(statement)}, {"closes", closes},       {"lines", std::move(list)}};
    if (money) {
        json["currency"] = currency_codes[static_cast<std::size_t>(money->currency)];
        json["vat_permille"] = money->vat_permille;
    }
    if (corrects) json["corrects"] = true;
    if (agreement_version != 0) json["agreement_version"] = agreement_version;
    if (!hours_lines.empty() || hours_opening.count != 0) {
        json["hours_opening_minutes"] = hours_opening.count;
        json["hours_lines"] = hours_lines_json(hours_lines);
    }
    if (!apart.empty()) {
        Json periods = Json::array();
        for (const SettlementApart& period : apart) periods.push_back(period.to_json());
        json["apart"] = std::move(periods);
    }
    if (summed) json["summed"] = true;
    if (builds_on) json["builds_on"] = *builds_on;
    return json;
}

SettlementIssued SettlementIssued::from_json(FieldReader& fields) {
    SettlementIssued body;
    body.from = read_date(fields, "from");
    body.to = read_date(fields, "to");
    body.net_minor = read_amount(fields, "net_minor");
    body.vat_minor = read_amount(fields, "vat_minor");
    body.gross_minor = read_amount(fields, "gross_minor");
    const auto statement = digest_from_hex(fields.text("statement", 64));
    if (!statement) fields.reject("statement", "64 hexadecimal digits are required");
    body.statement = statement.value_or(Digest{});
    body.closes = fields.boolean_or("closes", false);
    body.lines = read_lines(fields);
    if (fields.has("currency")) body.money = read_money(fields);
    body.corrects = fields.boolean_or("corrects", false);
    body.hours_opening = {fields.integer_or("hours_opening_minutes", 0)};
    if (fields.has("hours_lines")) body.hours_lines = read_hours_lines(fields, "hours_lines");
    body.agreement_version = read_count(fields, "agreement_version", 0, 0, 1'000'000);
    if (fields.has("apart")) {
        read_each(fields, "apart", [&](FieldReader& period) { body.apart.push_back(SettlementApart::from_json(period)); });
    }
    body.summed = fields.boolean_or("summed", false);
    if (fields.has("builds_on")) body.builds_on = fields.integer_or("builds_on", 0);
    return body;
}

Json SettlementAnswered::to_json() const {
    Json json{{"from", to_iso_text(from)}, {"to", to_iso_text(to)}, {"approved", approved}, {"remark", remark}};
    if (!settlement.empty()) json["settlement"] = settlement.value;
    return json;
}

SettlementAnswered SettlementAnswered::from_json(FieldReader& fields) {
    if (!fields.has("approved")) fields.reject("approved", "true or false is required");
    return {read_date(fields, "from"),
            read_date(fields, "to"),
            fields.boolean_or("approved", true),
            fields.text_or("remark", ""),
            {fields.text_or("settlement", "", 64)}};
}

}  // namespace countersign
