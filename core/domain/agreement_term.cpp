// Term of an agreement: computing with months.
#include "core/domain/agreement_term.hpp"

#include <algorithm>

#include "core/domain/read_fields.hpp"

namespace countersign {

LocalDate NoticePeriod::last_day_after(LocalDate given) const {
    if (to_end_of_month) return add_days(end_of_month(add_months({given.year, given.month, 1}, months)), days);
    return add_days(add_months(given, months), days);
}

std::optional<LocalDate> AgreementTerm::last_day(LocalDate date) const {
    if (months == 0 || date < starts_on) return std::nullopt;
    std::int32_t total = months;
    // Always counted from the start: a term that begins on the 31st does not drift to the 28th.
    while (renewal_months > 0 && last_day_of_months(starts_on, total) < date) total += renewal_months;
    return last_day_of_months(starts_on, total);
}

std::optional<LocalDate> AgreementTerm::last_day_for_notice(LocalDate date) const {
    const auto end = last_day(date);
    if (!end || renewal_months == 0) return std::nullopt;
    // Walked backwards, since months of different length make the way back from an end ambiguous.
    LocalDate given = *end;
    while (notice.last_day_after(given) > *end && given >= starts_on) given = add_days(given, -1);
    return given;
}

std::optional<LocalDate> AgreementTerm::announce_from(LocalDate date) const {
    const auto until = renewal_months > 0 ? last_day_for_notice(date) : last_day(date);
    if (!until) return std::nullopt;
    return add_days(*until, -announce_days);
}

LocalDate AgreementTerm::ends_after_notice(LocalDate given) const {
    const LocalDate by_notice = notice.last_day_after(std::max(given, starts_on));
    if (months == 0) return by_notice;
    // Without renewal the fixed term ends by itself, and notice ends nothing earlier.
    return last_day(renewal_months > 0 ? by_notice : starts_on).value_or(by_notice);
}

std::optional<LocalDate> AgreementTerm::ends_early_after_notice(LocalDate given) const {
    const LocalDate by_notice = notice.last_day_after(std::max(given, starts_on));
    if (!early_end || by_notice >= ends_after_notice(given)) return std::nullopt;
    return by_notice;
}

Json AgreementTerm::to_json() const {
    Json json{{"starts_on", to_iso_text(starts_on)}, {"months", months},           {"renewal_months", renewal_months},
              {"notice_months", notice.months},      {"notice_days", notice.days}, {"notice_to_end_of_month", notice.to_end_of_month},
              {"announce_days", announce_days}};
    // Terms that were signed before this could be agreed keep their text.
    if (early_end) json["early_end"] = true;
    return json;
}

AgreementTerm AgreementTerm::from_json(FieldReader& fields) {
    AgreementTerm term;
    term.starts_on = read_date(fields, "starts_on");
    term.months = read_count(fields, "months", 0, 0, 1'200);
    term.renewal_months = read_count(fields, "renewal_months", 0, 0, 1'200);
    term.notice.months = read_count(fields, "notice_months", 1, 0, 60);
    term.notice.days = read_count(fields, "notice_days", 0, 0, 366);
    term.notice.to_end_of_month = fields.boolean_or("notice_to_end_of_month", true);
    term.announce_days = read_count(fields, "announce_days", 30, 0, 366);
    term.early_end = fields.boolean_or("early_end", false);
    return term;
}

}  // namespace countersign
