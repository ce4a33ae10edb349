// Wording: from values to texts of the catalogue.
#include "core/document/wording.hpp"

#include "core/domain/timestamp.hpp"
#include "core/i18n/format.hpp"
#include "core/i18n/number.hpp"

namespace countersign {
namespace {

constexpr std::array<const char*, 4> money_keys{"document.money_pln", "document.money_eur", "document.money_czk", "document.money_dkk"};

}  // namespace

std::string money_in_words(const Catalogue& catalogue, std::int64_t minor, Currency currency) {
    return catalogue.tr(money_keys[static_cast<std::size_t>(currency)], {{"amount", format_decimal(catalogue, minor, 2)}});
}

std::string share_in_words(const Catalogue& catalogue, std::int64_t percent_thousandths) {
    int decimals = 3;
    while (decimals > 0 && percent_thousandths % 10 == 0) {
        percent_thousandths /= 10;
        --decimals;
    }
    return catalogue.tr("common.percent", {{"number", format_decimal(catalogue, percent_thousandths, decimals)}});
}

std::string_view priority_in_words(const Catalogue& catalogue, Priority priority) {
    return catalogue.tr("priority." + std::string(priority_name(priority)));
}

std::string_view measure_in_words(const Catalogue& catalogue, Measure measure) {
    return catalogue.tr("measure." + std::string(measure_name(measure)));
}

std::string_view work_kind_in_words(const Catalogue& catalogue, WorkKind kind) {
    const std::string key = "document.work_" + std::string(work_kind_names[static_cast<std::size_t>(kind)]);
    return catalogue.tr(key);
}

std::string_view mode_in_words(const Catalogue& catalogue, ServiceMode mode) {
    return catalogue.tr("mode." + std::string(service_mode_name(mode)));
}

std::string target_in_words(const Catalogue& catalogue, const Target& target) {
    switch (target.kind) {
        case TargetKind::none:
            break;
        case TargetKind::real_minutes:
            return catalogue.tr("document.target_real", {{"duration", format_duration(catalogue, {target.amount})}});
        case TargetKind::working_minutes:
            return catalogue.tr("document.target_working", {{"duration", format_duration(catalogue, {target.amount})}});
        case TargetKind::working_days:
            return catalogue.tr_n("document.target_days", target.amount);
    }
    return std::string(catalogue.tr("document.target_none"));
}

Markup moment_in_words(const Catalogue& catalogue, const TimeZone& zone, Instant instant) {
    const LocalDateTime local = to_local(zone, instant);
    return Markup::moment(
        catalogue.tr("time.day_and_time", {{"day", format_date_with_year(catalogue, local.date)}, {"time", format_time(local.time)}}),
        to_timestamp(instant, zone));
}

Markup date_in_words(const Catalogue& catalogue, LocalDate date) {
    return Markup::moment(format_date_long(catalogue, date), to_iso_text(date));
}

Markup day_in_words(const Catalogue& catalogue, LocalDate date) {
    return Markup::moment(format_date_with_year(catalogue, date), to_iso_text(date));
}

Markup text_or_not_agreed(const Catalogue& catalogue, std::string_view text) {
    return text.empty() ? Markup(catalogue.tr("document.not_agreed")) : Markup(text);
}

std::string join_words(const std::vector<std::string>& words) {
    std::string joined;
    for (const std::string& word : words) joined += (joined.empty() ? "" : ", ") + word;
    return joined;
}

}  // namespace countersign
