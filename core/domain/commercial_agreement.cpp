// Commercial agreement: texts by their hash.
#include "core/domain/commercial_agreement.hpp"

#include <algorithm>

namespace countersign {

namespace {
Digest digest_of(const CommercialTermsDrafted& drafted) { return drafted.written ? *drafted.written : digest_of(drafted.terms); }
}  // namespace

const CommercialTerms* CommercialAgreement::text(const Digest& digest) const {
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const CommercialText& text) { return text.digest == digest; });
    return found == texts.end() ? nullptr : &found->terms;
}

const CommercialTerms* CommercialAgreement::of(const AgreementVersion& version) const {
    return version.commercial ? text(*version.commercial) : nullptr;
}

Admission admit(const CommercialAgreement& state, const CommercialAgreementEvent& event, const Context&) {
    const auto& drafted = std::get<CommercialTermsDrafted>(event);
    if (state.text(digest_of(drafted)) != nullptr) return refuse("refusal.agreement.same_commercial_terms");
    return {};
}

void apply(CommercialAgreement& state, const CommercialAgreementEvent& event, const StoredEvent& stored) {
    state.id = {stored.envelope.subject.id};
    if (const auto stream = parse_stream(stored.envelope.stream)) state.organisation = stream->organisation;
    const auto& drafted = std::get<CommercialTermsDrafted>(event);
    state.texts.push_back({drafted.terms, digest_of(drafted)});
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
    CommercialTermsDrafted body{CommercialTerms::from_json(terms), sha256(write_json(fields.object("terms")))};
    if (terms.problem()) fields.reject("terms", *terms.problem());
    return body;
}

}  // namespace countersign
