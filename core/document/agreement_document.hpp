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
#include "core/domain/agreement.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

struct AgreementToShow {
    const AgreementClock& agreement;
    const CommercialTerms* commercial = nullptr;
    /// Names of the people and sites by the value of their id; what is not here is shown by its id.
    std::map<std::string, std::string> names = {};
    std::int32_t version = 0;  ///< 0: terms that are no version of a recorded agreement yet
    std::optional<Instant> takes_effect = {};
    std::string change = {};  ///< of an amendment, in words
    std::optional<Digest> terms_digest = {}, commercial_digest = {};
    std::optional<Digest> text_digest = {};  ///< what the signatures stand under
    std::vector<AgreementSignature> signatures = {};
};

/// A recorded version with all that its signatures stand under. `version` must outlive the result, and so must `commercial`.
AgreementToShow to_show(const AgreementVersion& version, const CommercialTerms* commercial);

std::string agreement_document(const Catalogue& catalogue, const AgreementToShow& shown);

}  // namespace countersign
