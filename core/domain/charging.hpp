// Charging: which minutes are charged for a piece of work, and what they cost (requirements.md H2, A7; rules.md 23, 26).
//
// The rule: rounding is by kind of work and applied once per entry or visit: at least the minimum, then every started step. Real and
// charged minutes are both kept. Warranty and own-fault work is charged nothing and still shown. Work outside the hours costs the
// surcharge, and travel is its own amount. Where an allowance or a package pays for work outside the hours, it pays the surcharge in
// minutes, as the agreement says how much; what is left for the price is charged minutes again. Worked example: on-site work with a minimum
// of 60 and steps of 30: 20 min charge 60, 61 min charge 90, 90 min charge 90. At 160.00 an hour and +100 % after hours 90 min cost 240.00
// in hours and 480.00 after them. Of a package they use up 90 and 180: if it has 120 left, it pays for 60 of the 90 min after hours, and
// the other 30 cost 160.00.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/instant.hpp"
#include "core/base/json.hpp"
#include "core/base/money.hpp"

namespace countersign {

enum class WorkKind : std::uint8_t { remote, on_site, phone, workshop };
inline constexpr std::size_t work_kind_count = 4;
extern const std::array<std::string_view, work_kind_count> work_kind_names;

struct RoundingRule {
    Minutes minimum = {0};
    Minutes step = {1};
    bool operator==(const RoundingRule&) const = default;
    /// Nothing worked is nothing charged.
    Minutes charged(Minutes worked) const;
};

/// The minutes of an allowance or a package that charged minutes use up, halves up; `after_hours_percent` is added to them, 0 within the
/// hours.
Minutes used_up(Minutes charged, std::int32_t after_hours_percent);
/// The charged minutes that so many used-up ones stand for; of used_up(charged) it is `charged` again.
Minutes charged_for(Minutes used, std::int32_t after_hours_percent);

using Roundings = std::array<RoundingRule, work_kind_count>;  ///< by WorkKind
Json roundings_json(const Roundings& roundings);
/// From the field "rounding"; what is not named is counted by the minute.
Roundings read_roundings(FieldReader& fields);

struct Rates {
    Currency currency = Currency::pln;
    std::int64_t per_hour_minor = 0;         ///< inside the hours
    std::int32_t after_hours_percent = 100;  ///< added outside them
    std::int64_t travel_minor = 0;           ///< per journey
    std::int32_t vat_permille = 230;         ///< 23 %; Czech 21 % and Danish 25 % are 210 and 250
    Roundings rounding{};
    bool operator==(const Rates&) const = default;

    Json to_json() const;
    static Rates from_json(FieldReader& fields);

    const RoundingRule& rounding_of(WorkKind kind) const { return rounding[static_cast<std::size_t>(kind)]; }
    /// Net price of charged minutes.
    std::int64_t price_minor(Minutes charged, bool after_hours) const;
    /// VAT on a net sum: worked out once per rate on the sum, not line by line.
    std::int64_t vat_minor(std::int64_t net_minor) const { return scaled(net_minor, vat_permille, 1'000); }
};

}  // namespace countersign
