// Agreement document: everything that the parties agreed, as a page that people read, print and sign, in any language from the same data
// (requirements.md A1 to A12, N4, N13; rules.md 31, 33, 36).
//
// The rule: nothing of the terms is left out, and what is not agreed says so. Texts that the parties wrote themselves stand as they wrote
// them; all else is the catalogue's. What is signed is named by its SHA-256, so the page can be held against the log. The examples show the
// due time that they state beside the one that the agreement gives. Without commercial terms (a technician's copy) the page says that they
// are missing. Worked example: tests/scenarios/agreements/complete.json, shown by `countersign agreement show`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/domain/agreement_clock.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

enum class AgreementSide : std::uint8_t { provider, client };

/// How a signature was given; the document says it, because the ways do not weigh the same (rules.md 31).
enum class SigningWay : std::uint8_t { drawn, typed };

struct AgreementSignature {
    AgreementSide side = AgreementSide::provider;
    std::string name;
    Instant signed_at;
    SigningWay way = SigningWay::drawn;
    std::string device = {};
};

struct AgreementToShow {
    const AgreementClock& agreement;
    const CommercialTerms* commercial = nullptr;
    /// Names of the people and sites by the value of their id; what is not here is shown by its id.
    std::map<std::string, std::string> names = {};
    std::optional<Digest> terms_digest = {}, commercial_digest = {};
    std::vector<AgreementSignature> signatures = {};
};

std::string agreement_document(const Catalogue& catalogue, const AgreementToShow& shown);

}  // namespace countersign
