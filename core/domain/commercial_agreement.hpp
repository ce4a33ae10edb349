// Commercial agreement: the prices, rates and credits of each version of an agreement (requirements.md A5, A7, A12; design: they lie in a
// stream of their own, which technicians and contact persons do not receive).
//
// The rule: each text is kept; a version of the agreement names the one that was signed with it by its hash. Worked example: version 2 is
// drafted at 180.00 an hour, then anew at 170.00 and signed: its hash finds the 170.00, the 180.00 stay readable and bind nobody.
#pragma once

#include <variant>

#include "core/domain/agreement.hpp"

namespace countersign {

struct CommercialTermsDrafted {
    static constexpr const char* type = "commercial_terms_drafted";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_agreement;
    CommercialTerms terms;
    std::optional<Digest> written = {};  ///< of the terms as they stand in the event; read, never written
    Json to_json() const;
    static CommercialTermsDrafted from_json(FieldReader& fields);
};

using CommercialAgreementEvent = std::variant<CommercialTermsDrafted>;

struct CommercialText {
    CommercialTerms terms;
    Digest digest;  ///< of the terms as they were written down
};

struct CommercialAgreement {
    static constexpr const char* subject_kind = "commercial_agreement";
    static constexpr StreamKind home = StreamKind::commercial;
    AgreementId id;  ///< of the agreement
    StreamId stream;
    OrganisationId organisation;
    std::vector<CommercialText> texts;  ///< in the order in which they were drafted
    std::vector<Flag> flags;

    /// The text with this hash; null when this device does not hold it.
    const CommercialTerms* text(const Digest& digest) const;
    /// What was signed with a version; null when it has none or this device does not hold it.
    const CommercialTerms* of(const AgreementVersion& version) const;
};

Admission admit(const CommercialAgreement& state, const CommercialAgreementEvent& event, const Context& context);
void apply(CommercialAgreement& state, const CommercialAgreementEvent& event, const StoredEvent& stored);

struct DraftCommercialTerms {
    CommercialTerms terms;
};
using CommercialAgreementCommand = std::variant<DraftCommercialTerms>;

Result<std::vector<CommercialAgreementEvent>, Refusal> decide(const CommercialAgreement& state, const CommercialAgreementCommand& command,
                                                              const Context& context);

}  // namespace countersign
