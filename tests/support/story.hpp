// A small client company and the people around it, for tests that need a world to happen in.
#pragma once

#include "core/domain/organisation.hpp"
#include "core/domain/subject_state.hpp"
#include "core/domain/work_record.hpp"
#include "core/event/codec.hpp"

namespace countersign::test {

/// Ids that count: the n-th is …-00000000000n, at a fixed time.
class CountingIds final : public IdSource {
public:
    explicit CountingIds(std::uint8_t family = 0) : family_(family) {}
    std::string next() override {
        ++count_;
        std::array<std::uint8_t, 10> bytes{};
        bytes[2] = family_;
        for (std::size_t i = 0; i < 4; ++i) bytes[9 - i] = static_cast<std::uint8_t>(count_ >> (8 * i));
        return uuid_v7({1'762'900'000'000}, bytes);
    }

private:
    std::uint32_t count_ = 0;
    std::uint8_t family_;
};

/// A fixed id by number, for the things of the story.
inline std::string fixed_id(std::uint8_t number) {
    std::array<std::uint8_t, 10> bytes{};
    bytes[9] = number;
    return uuid_v7({0}, bytes);
}

inline constexpr Instant morning{1'762'934'400'000};  // 2025-11-12 08:00 UTC
inline Instant at_minute(std::int64_t minutes) { return morning + Minutes{minutes}.milliseconds(); }

struct Story {
    OrganisationId clinic{fixed_id(1)};
    SiteId reception{fixed_id(2)};
    AssetId first_computer{fixed_id(3)};
    AssetId second_computer{fixed_id(4)};
    AgreementId agreement{fixed_id(5)};
    Actor technician{{fixed_id(10)}, Role::technician, "Łukasz Świerk", {}};
    Actor manager{{fixed_id(11)}, Role::account_manager, "Agnieszka Brzęk", {}};
    Actor contact{{fixed_id(12)}, Role::contact_person, "Halina Dębska", {clinic}};
    Actor other_contact{{fixed_id(13)}, Role::contact_person, "Tomasz Wąż", {clinic}};
    Actor reporter{{fixed_id(14)}, Role::reporter, "Ewa Lis", {clinic}};
    Actor stranger{{fixed_id(15)}, Role::contact_person, "Bo Krogh", {{fixed_id(99)}}};

    Subject organisation_subject() const { return {Organisation::subject_kind, clinic.value}; }
    Subject agreement_subject() const { return {Agreement::subject_kind, agreement.value}; }

    /// Around the clock, in real time: low 8 h and 24 h, normal 8 h and 16 h, high 4 h and 8 h, critical 1 h and 4 h.
    static AgreementTerms terms() {
        AgreementTerms terms;
        terms.number = "UM-2024/017";
        terms.calendars["always"] = around_the_clock("Europe/Warsaw");
        terms.levels.calendar = "always";
        constexpr std::array<std::array<std::int64_t, 2>, 4> minutes{{{480, 1440}, {480, 960}, {240, 480}, {60, 240}}};
        for (std::size_t i = 0; i < minutes.size(); ++i) {
            terms.levels.by_priority[i].first_response = Target::real({minutes[i][0]});
            terms.levels.by_priority[i].resolution = Target::real({minutes[i][1]});
        }
        terms.exclusions = {{"access", "No access", "The site is locked."}};
        return terms;
    }

    /// Both sides' signatures under a first draft.
    static std::vector<AgreementEvent> paper_signatures(const AgreementVersionDrafted& draft) {
        AgreementVersion version{draft.number, draft.takes_effect,
                                 std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(draft.terms))), draft.commercial};
        std::vector<AgreementEvent> signatures;
        for (const Side side : {Side::provider, Side::client}) {
            signatures.emplace_back(AgreementVersionSigned{
                draft.number, version.text_digest(), side, {}, "Halina Dębska", SignedHow::paper, "segregator 2024"});
        }
        return signatures;
    }

    /// An agreement in force on these terms, without the way there.
    static Agreement agreement_on(const AgreementTerms& terms, const AgreementId& id) {
        Agreement agreement;
        agreement.id = id;
        AgreementVersion first{1, morning - Minutes{60 * 24 * 30}.milliseconds(),
                               std::make_shared<const AgreementClock>(std::move(*AgreementClock::of(terms)))};
        first.signatures = {{{}, Side::provider, {}, "A", SignedHow::paper, "", {}}, {{}, Side::client, {}, "B", SignedHow::paper, "", {}}};
        agreement.versions = {std::move(first)};
        return agreement;
    }

    /// What the account manager records when the client comes: people, site, computers, agreement.
    std::vector<std::pair<Subject, Command>> beginnings() const {
        OrganisationRegistered clinic_details;
        clinic_details.name = "Przychodnia Łąkowa";
        clinic_details.address = "ul. Łąkowa 3, Poznań";
        clinic_details.time_zone = "Europe/Warsaw";
        clinic_details.language = "pl";
        clinic_details.provider_name = "Kwarcyt IT";
        const Contact verifies{contact.user, contact.name, "kierowniczka", "", "", true, false, false, false};
        const Contact orders{other_contact.user, other_contact.name, "", "", "", false, true, false, false};
        return {
            {organisation_subject(), OrganisationCommand{RegisterOrganisation{clinic_details}}},
            {organisation_subject(), OrganisationCommand{AddSite{{reception, "Rejestracja", "ul. Łąkowa 3"}}}},
            {organisation_subject(), OrganisationCommand{NameContact{verifies}}},
            {organisation_subject(), OrganisationCommand{NameContact{orders}}},
            {organisation_subject(), OrganisationCommand{AssignStaff{{technician.user, technician.name, Role::technician, "", true}}}},
            {organisation_subject(), OrganisationCommand{AssignStaff{{manager.user, manager.name, Role::account_manager, "", false}}}},
            {organisation_subject(), OrganisationCommand{RegisterAsset{{first_computer, reception, "REJ-01", "computer", "Okienko 1"}}}},
            {organisation_subject(), OrganisationCommand{RegisterAsset{{second_computer, reception, "REJ-02", "computer", "Okienko 2"}}}},
            {agreement_subject(), AgreementCommand{DraftAgreementVersion{morning - Minutes{60 * 24 * 30}.milliseconds(), terms()}}},
            {agreement_subject(), AgreementCommand{SignAgreementVersion{}}},
            {agreement_subject(), AgreementCommand{RecordPaperSignature{Side::client, "Halina Dębska", "segregator 2024"}}},
        };
    }

    PlanVisit plan() const {
        const std::vector<PlannedCheck> checks{{"backup", "Kopia zapasowa wykonana"}, {"antivirus", "Antywirus"}};
        return {
            VisitKind::maintenance,
            reception,
            technician.user,
            at_minute(0),
            at_minute(180),
            {{first_computer, "REJ-01", "computer", "Okienko 1", checks}, {second_computer, "REJ-02", "computer", "Okienko 2", checks}}};
    }

    Signature ink() const { return {{{{1000, 2000, 30, 0}, {1500, 2100, 28, 16}}}, ""}; }
};

}  // namespace countersign::test
