// Deciding, sending and checking what an agreement on paper becomes.
#include "server/report/agreement_recording.hpp"

#include "core/domain/commercial_agreement.hpp"
#include "core/event/codec.hpp"
#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"
#include "server/sync/intake.hpp"

namespace countersign {

namespace {

/// Thrown inside the write, so that nothing of it remains.
struct Refused {
    Refusal reason;
};

std::string words_of(const Refusal& refusal) {
    const auto catalogue = Catalogue::load(Language::en, built_in_catalogue_json(Language::en), built_in_catalogue_json(Language::en));
    return catalogue ? catalogue->tr(refusal.key, refusal.params) : refusal.key;
}

class Recorder {
public:
    Recorder(Intake& intake, const OrganisationId& organisation, const ImportTarget& target)
        : intake_(intake), organisation_(organisation), target_(target), now_(target.clock()) {}

    void run(const Subject& subject, const Command& command) {
        const Context context{now_, import_actor(), intake_.organisation(organisation_), nullptr};
        auto bodies = decide(intake_.state_of(subject), command, context);
        if (!bodies) throw Refused{bodies.error()};
        for (const Body& body : *bodies) {
            const auto kind = describe(body);
            const StreamId stream = stream_id({stream_kind_of(body), organisation_, {}});
            const StoredEvent event = write_event(
                {{target_.ids.next()}, stream, subject, kind->type, kind->version, import_actor().user, {"import"}, now_, kind->json});
            const FateOfEvent fate = intake_.take_in(event.bytes, 0, import_actor(), now_);
            if (fate.fate == EventFate::refused) throw Refused{fate.reason};
        }
    }

private:
    Intake& intake_;
    OrganisationId organisation_;
    const ImportTarget& target_;
    Instant now_;
};

}  // namespace

Result<AgreementId, std::string> record_paper_agreement(const PaperAgreement& agreement, const OrganisationId& organisation,
                                                        const ImportTarget& target) {
    const AgreementId id{target.ids.next()};
    std::optional<Digest> commercial;
    if (agreement.commercial) commercial = digest_of(*agreement.commercial);
    try {
        auto written = target.store.write([&](EventWriter& writer) {
            Intake intake(writer, target.ids);
            Recorder recorder(intake, organisation, target);
            const Subject subject{Agreement::subject_kind, id.value};
            if (agreement.commercial) {
                recorder.run({CommercialAgreement::subject_kind, id.value},
                             CommercialAgreementCommand{DraftCommercialTerms{*agreement.commercial}});
            }
            recorder.run(subject, AgreementCommand{DraftAgreementVersion{agreement.takes_effect, agreement.terms, commercial}});
            for (const Side side : {Side::provider, Side::client}) {
                const Party& party = side == Side::provider ? agreement.terms.provider : agreement.terms.client;
                const std::string name = party.name.empty() ? std::string(side_names[static_cast<std::size_t>(side)]) : party.name;
                recorder.run(subject, AgreementCommand{RecordPaperSignature{side, name, agreement.paper}});
            }
        });
        if (!written) return Error{written.error().describe()};
    } catch (const Refused& refused) {
        return Error{words_of(refused.reason)};
    }
    return id;
}

}  // namespace countersign
