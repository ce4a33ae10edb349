// The settlement of a period as a page.
#include "core/document/settlement_document.hpp"

#include "core/document/hours_table.hpp"
#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"
#include "core/i18n/number.hpp"

namespace countersign {
namespace {

std::string quantity_in_words(const Catalogue& catalogue, const SettlementLine& line) {
    switch (line.kind) {
        case SettlementLineKind::work: {
            const std::string charged = format_duration(catalogue, line.charged);
            return line.after_hours ? catalogue.tr("document.charged_after_hours", {{"duration", charged}}) : charged;
        }
        case SettlementLineKind::overdrawn:
            return format_duration(catalogue, line.charged);
        case SettlementLineKind::travel:
        case SettlementLineKind::package:
        case SettlementLineKind::early_end:
            return format_number(catalogue, line.count);
        case SettlementLineKind::fee:
        case SettlementLineKind::discount:
        case SettlementLineKind::credit:
            break;
    }
    return format_month(catalogue, line.date);
}

std::vector<Markup> row_of(const Catalogue& catalogue, const SettlementLine& line, LocalDate period_begins, Currency currency) {
    const std::string key = "document.settle_" + std::string(settlement_line_kind_names[static_cast<std::size_t>(line.kind)]);
    std::string item(catalogue.tr(key));
    if (line.date < period_begins) item = catalogue.tr("document.settle_earlier", {{"item", item}});
    const bool pieces = line.kind == SettlementLineKind::work && line.count != 1;
    const std::string text = pieces ? std::string(catalogue.tr_n("document.settle_pieces_of_work", line.count)) : line.text;
    return {item, day_in_words(catalogue, line.date), text, quantity_in_words(catalogue, line),
            money_in_words(catalogue, line.net_minor, currency)};
}

HtmlTable lines_table(const Catalogue& catalogue, const SettlementStatement& statement) {
    const auto text = [&](const char* key) { return std::string(catalogue.tr(key)); };
    const auto money = [&](std::int64_t minor) { return money_in_words(catalogue, minor, statement.money.currency); };
    const auto total = [&](const std::string& name, std::int64_t minor) -> std::vector<Markup> { return {name, "", "", "", money(minor)}; };
    const std::string vat = catalogue.tr("document.vat_of", {{"share", permille_in_words(catalogue, statement.money.vat_permille)}});
    HtmlTable table{.caption = text("document.settlement_lines"),
                    .columns = {text("document.settlement_item"), text("document.date"), text("document.description"),
                                text("document.quantity"), text("document.net")},
                    .rows = {},
                    .totals = {total(text("document.net_sum"), statement.net_minor), total(vat, statement.vat_minor),
                               total(text("document.gross_sum"), statement.gross_minor)},
                    .numbers_from = 4};
    for (const SettlementLine& line : statement.lines) {
        table.rows.push_back(row_of(catalogue, line, statement.from, statement.money.currency));
    }
    return table;
}

// What the sums cannot hold, since it is owed in other money.
void write_apart(const Catalogue& catalogue, const SettlementStatement& statement, HtmlDocument& html) {
    if (statement.apart.empty()) return;
    const auto text = [&](const char* key) { return std::string(catalogue.tr(key)); };
    html.paragraph(text("document.settlement_apart"));
    for (const SettlementApart& period : statement.apart) {
        HtmlTable table{.caption = catalogue.tr("document.settlement_apart_lines",
                                                {{"from", format_date_long(catalogue, period.from)},
                                                 {"to", format_date_long(catalogue, period.to)},
                                                 {"share", permille_in_words(catalogue, period.money.vat_permille)}}),
                        .columns = {text("document.settlement_item"), text("document.date"), text("document.description"),
                                    text("document.quantity"), text("document.net")},
                        .rows = {},
                        .totals = {},
                        .numbers_from = 4};
        for (const SettlementLine& line : period.lines) {
            table.rows.push_back(row_of(catalogue, line, period.from, period.money.currency));
        }
        html.table(table);
    }
}

// Which kind of settlement this is, and what the client said to it.
void write_standing(const Catalogue& catalogue, const SettlementStatement& statement, HtmlDocument& html) {
    if (statement.corrects) html.paragraph(std::string(catalogue.tr("document.settlement_corrects")));
    if (statement.closes) html.paragraph(std::string(catalogue.tr("document.settlement_closes")));
    if (!statement.issued) return;
    html.paragraph(catalogue.tr("document.settlement_issued", {{"date", format_date_long(catalogue, statement.issued->on)}}));
    if (!statement.issued->approved) return;
    html.paragraph(
        std::string(catalogue.tr(*statement.issued->approved ? "document.settlement_approved" : "document.settlement_sent_back")));
    if (!statement.issued->remark.empty()) html.paragraph(statement.issued->remark);
}

}  // namespace

std::string settlement_document(const Catalogue& catalogue, const SettlementStatement& statement) {
    const auto text = [&](const char* key) { return std::string(catalogue.tr(key)); };
    const std::string from = format_date_long(catalogue, statement.from);
    const std::string to = format_date_long(catalogue, statement.to);
    HtmlDocument html(catalogue.language(),
                      catalogue.tr("document.settlement_title", {{"number", statement.agreement_number}, {"from", from}, {"to", to}}));
    html.subtitle(catalogue.tr("document.settlement_subtitle", {{"version", statement.agreement_version}}));
    write_standing(catalogue, statement, html);
    html.chapter(text("document.parties"));
    HtmlTable parties{.caption = text("document.parties"),
                      .columns = {text("document.party"), text("document.name"), text("document.address"), text("document.tax_number")},
                      .rows = {}};
    for (const Party* party : {&statement.provider, &statement.client}) {
        parties.rows.push_back(
            {text(party == &statement.provider ? "work.provider" : "work.client"), party->name, party->address, party->tax_number});
    }
    html.table(parties);

    html.chapter(text("document.settlement_lines"));
    html.table(lines_table(catalogue, statement));
    html.paragraph(text("document.settlement_what"));
    write_apart(catalogue, statement, html);

    html.chapter(text("document.report_hours"));
    html.table(hours_table(catalogue, statement.hours));
    html.facts(hours_beside_the_balance(catalogue, statement.hours));
    if (!statement.hours_lines.empty()) html.table(hours_lines_table(catalogue, statement.hours_lines, statement.hours_names));
    return html.finish();
}

}  // namespace countersign
