// Agreement check: what an agreement lacks, what in it cannot be met, and whether its own examples hold (requirements.md A13, N13).
//
// The rule: the eight steps of a good service agreement (services, responsibilities, measurable goals, communication, levels, payment,
// term, disputes) and the clauses that keep the peace afterwards (exclusions, credits, termination, confidentiality, non-compete,
// ownership, hand-over, who may do what) are asked for one by one. A target that nobody can meet is a contradiction: a resolution sooner
// than the response, or two real hours on a calendar on which nobody works at night. Worked example: levels with a response of 4 h and a
// resolution of 2 h → contradiction check.resolution_before_response, priority high.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/domain/agreement_clock.hpp"

namespace countersign {

enum class FindingKind : std::uint8_t { missing, contradiction, example };
std::string_view finding_kind_name(FindingKind kind);

/// `text` is a key of the catalogues and what fills it.
struct Finding {
    FindingKind kind = FindingKind::missing;
    Refusal text;
    bool operator==(const Finding&) const = default;
};

/// Nothing found means complete. Without commercial terms (a technician's device) what they hold is not asked for.
std::vector<Finding> check_agreement(const AgreementClock& agreement, const CommercialTerms* commercial);

}  // namespace countersign
