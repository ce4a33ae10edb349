// Commercial agreement: texts by their hash.
#include "core/domain/commercial_agreement.hpp"

#include <algorithm>

namespace countersign {

const CommercialTerms* CommercialAgreement::text(const Digest& digest) const {
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const CommercialTerms& terms) { return digest_of(terms) == digest; });
    return found == texts.end() ? nullptr : &*found;
}

const CommercialTerms* CommercialAgreement::of(const AgreementVersion& version) const {
    return version.commercial ? text(*version.commercial) : nullptr;
}

Admission admit(const CommercialAgreement& state, const CommercialAgreementEvent& event, const Context&) {
    const auto& drafted = std::get<CommercialTermsDrafted>(event);
    if (state.text(digest_of(drafted.terms)) != nullptr) return refuse("refusal.agreement.same_commercial_terms");
    return {};
}

void apply(CommercialAgreement& state, const CommercialAgreementEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    state.texts.push_back(std::get<CommercialTermsDrafted>(event).terms);
}

Result<std::vector<CommercialAgreementEvent>, Refusal> decide(const CommercialAgreement& state, const CommercialAgreementCommand& command,
                                                              const Context& context) {
    const CommercialAgreementEvent event = CommercialTermsDrafted{std::get<DraftCommercialTerms>(command).terms};
    if (auto admission = admit(state, event, context); !admission) return Error{admission.error()};
    return std::vector{event};
}

Json CommercialTermsDrafted::to_json() const { return {{"terms", terms.to_json()}}; }

CommercialTermsDrafted CommercialTermsDrafted::from_json(FieldReader& fields) {
    FieldReader terms(fields.object("terms"));
    CommercialTermsDrafted body{CommercialTerms::from_json(terms)};
    if (terms.problem()) fields.reject("terms", *terms.problem());
    return body;
}

}  // namespace countersign
