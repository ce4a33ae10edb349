// Hours as tables.
#include "core/document/hours_table.hpp"

#include "core/document/wording.hpp"
#include "core/i18n/format.hpp"

namespace countersign {

HtmlTable hours_table(const Catalogue& catalogue, const HoursStatement& statement) {
    const auto row = [&](const char* key, std::int64_t minutes) -> std::vector<Markup> {
        return {catalogue.tr(key), format_duration(catalogue, {minutes})};
    };
    return {
        .caption = std::string(catalogue.tr("document.hours_statement")),
        .columns = {std::string(catalogue.tr("document.hours_item")), std::string(catalogue.tr("document.time_amount"))},
        .rows = {row("document.hours_opening", statement.opening.count), row("document.hours_granted", statement.granted.count),
                 row("document.hours_debited", -statement.debited.count), row("document.hours_expired", -statement.expired.count),
                 row("document.hours_over_cap", -statement.over_cap.count), row("document.hours_overdrawn", -statement.overdrawn.count)},
        .totals = {row("document.hours_closing", statement.closing.count)},
        .numbers_from = 1};
}

Facts hours_beside_the_balance(const Catalogue& catalogue, const HoursStatement& statement) {
    const auto fact = [&](const char* key, Minutes minutes) -> std::pair<std::string, Markup> {
        return {std::string(catalogue.tr(key)), format_duration(catalogue, minutes)};
    };
    return {fact("document.hours_free_of_charge", statement.free_of_charge), fact("document.hours_uncovered", statement.uncovered),
            fact("document.hours_priced", statement.priced)};
}

namespace {

constexpr std::string_view allowance = "allowance/", correction = "correction/";

// "allowance/2026-10", or of a later version "allowance/2026-10/2".
std::string source_in_words(const Catalogue& catalogue, const EntitlementId& id, const HoursNames& names) {
    if (const auto named = names.packages.find(id); named != names.packages.end()) return named->second;
    if (id.value.rfind(correction, 0) == 0) return std::string(catalogue.tr("document.hours_correction"));
    if (id.value.rfind(allowance, 0) != 0) return id.value;
    const auto month = parse_local_date(id.value.substr(allowance.size(), 7) + "-01");
    return month ? format_month(catalogue, *month) : id.value;
}

std::string entry_in_words(const Catalogue& catalogue, const HoursEntryId& id, const HoursNames& names) {
    if (const auto named = names.entries.find(id); named != names.entries.end() && !named->second.empty()) return named->second;
    return id.value.rfind(correction, 0) == 0 ? std::string(catalogue.tr("document.hours_correction")) : id.value;
}

}  // namespace

HtmlTable hours_lines_table(const Catalogue& catalogue, const std::vector<HoursLine>& lines, const HoursNames& names) {
    HtmlTable table{.caption = std::string(catalogue.tr("document.hours_lines")),
                    .columns = {std::string(catalogue.tr("document.date")), std::string(catalogue.tr("document.hours_item")),
                                std::string(catalogue.tr("document.hours_source")), std::string(catalogue.tr("document.hours_entry")),
                                std::string(catalogue.tr("document.time_amount")), std::string(catalogue.tr("document.hours_effect"))},
                    .rows = {},
                    .numbers_from = 4};
    for (const HoursLine& line : lines) {
        const std::string kind = "document.hours_" + std::string(hours_line_kind_name(line.kind));
        table.rows.push_back({day_in_words(catalogue, line.date), catalogue.tr(kind), source_in_words(catalogue, line.entitlement, names),
                              entry_in_words(catalogue, line.entry, names), format_duration(catalogue, line.minutes),
                              format_duration(catalogue, line.effect)});
    }
    return table;
}

}  // namespace countersign
