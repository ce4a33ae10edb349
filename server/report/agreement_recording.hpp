// AgreementRecording: takes an agreement that was signed on paper in through the server's own intake, as version 1 with both signatures.
#pragma once

#include "core/domain/agreement.hpp"
#include "server/import/log_import.hpp"

namespace countersign {

struct PaperAgreement {
    AgreementTerms terms;
    std::optional<CommercialTerms> commercial;
    Instant takes_effect;
    std::string paper;  ///< where it is kept
};

/// The id of the new agreement. The error says in words what was refused; nothing is recorded then.
Result<AgreementId, std::string> record_paper_agreement(const PaperAgreement& agreement, const OrganisationId& organisation,
                                                        const ImportTarget& target);

}  // namespace countersign
