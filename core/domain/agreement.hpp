// Agreement: what the provider promised the client, version by version (requirements.md A1, A3, A6, A8, A11, A12, N9; rules.md 15, 36, 38).
//
// The rule: a version is drafted, signed by both sides from wherever they are (counterparts), and from its date on it is what new tickets
// are promised by; older tickets keep theirs. What is signed is the hash of the terms and of the commercial terms, which lie in a stream of
// their own. A changed draft drops the signatures it had. An agreement on paper is drafted too, and its signatures name the paper. Notice,
// or an end for one of the grounds, ends it: the provider's for any of them, the client's, by management or who may sign, for all but
// convenience, which is what notice is for, and not before today.
// A fixed term that nothing renews ends the agreement although a later version was signed already: in between nothing is agreed. Notice is
// judged by the version that is in force when it is given, and ends nothing before the day on which it is told here.
// Worked example: version 1 from 1 March 2026 promises 8 h; version 2 from 1 June, signed by both sides on 20 and 25 May, promises 4 h. A
// ticket of 30 May stays with 8 h, whenever it is looked at. One month from 1 November, and version 2 from 1 February: December and January
// are nobody's, and November is the last month of the first.
#pragma once

#include <array>
#include <memory>
#include <variant>

#include "core/domain/agreement_clock.hpp"
#include "core/domain/fact.hpp"

namespace countersign {

enum class Side : std::uint8_t { provider, client };
inline constexpr std::array<std::string_view, 2> side_names{"provider", "client"};

enum class SignedHow : std::uint8_t {
    portal,  ///< by the signer in their own session
    paper,   ///< on paper, recorded by the account manager
};
inline constexpr std::array<std::string_view, 2> signed_how_names{"portal", "paper"};

/// Why an agreement ended (A8).
enum class EndGround : std::uint8_t { convenience, level_breach, insolvency, non_performance, impossibility };
inline constexpr std::array<std::string_view, 5> end_ground_names{"convenience", "level_breach", "insolvency", "non_performance",
                                                                  "impossibility"};

/// What one ticket was promised, written into the ticket when it is opened (requirements.md N9).
struct Promise {
    AgreementId agreement;
    std::optional<Instant> response_due = {};
    std::optional<Instant> resolution_due = {};
    std::optional<Instant> arrival_due = {};
    std::int32_t version = 0;     ///< of the agreement; 0 in tickets from before versions
    Digest calendar = {};         ///< of the calendar it was counted on
    std::string time_zones = {};  ///< version of the zone table it was counted with
    bool operator==(const Promise&) const = default;
};

/// How an agreement was recorded before there were versions: four levels in real minutes. Still read; it becomes a version 1 on paper.
struct AgreementRecorded {
    static constexpr const char* type = "agreement_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_agreement;
    struct Level {
        Minutes response;    ///< 0: none agreed
        Minutes resolution;  ///< 0: none agreed
    };
    std::string number, title;
    ServiceMode mode = ServiceMode::sla;
    Instant valid_from;
    std::array<Level, 4> levels{};  ///< by priority, low first
    UserId account_manager;
    Json to_json() const;
    static AgreementRecorded from_json(FieldReader& fields);
};

/// A text to be signed: the next version, or the same one anew while it is not in force.
struct AgreementVersionDrafted {
    static constexpr const char* type = "agreement_version_drafted";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_agreement;
    std::int32_t number = 1;  ///< of the version
    Instant takes_effect;
    AgreementTerms terms;
    std::optional<Digest> commercial = {};  ///< of the commercial terms of this version, where there are any
    std::string change;                     ///< what is different, in words; for an amendment
    std::optional<Digest> written = {};     ///< of the terms as they stand in the event; read, never written
    Json to_json() const;
    static AgreementVersionDrafted from_json(FieldReader& fields);
};

struct AgreementVersionSigned {
    static constexpr const char* type = "agreement_version_signed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::sign_agreement;
    std::int32_t number = 1;
    Digest text;  ///< AgreementVersion::text_digest of what the signer saw
    Side side = Side::provider;
    UserId signer;
    std::string signer_name;
    SignedHow how = SignedHow::portal;
    std::string paper = {};  ///< where the paper is, when it was signed on paper
    Json to_json() const;
    static AgreementVersionSigned from_json(FieldReader& fields);
};

struct AgreementNoticeGiven {
    static constexpr const char* type = "agreement_notice_given";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::sign_agreement;
    Side side = Side::client;
    LocalDate given_on;
    LocalDate last_day;  ///< by the agreement's notice period
    std::string reason;
    bool early = false;  ///< before a fixed term is over, against the fee for it
    Json to_json() const;
    static AgreementNoticeGiven from_json(FieldReader& fields);
};

struct AgreementEnded {
    static constexpr const char* type = "agreement_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::sign_agreement;
    Instant ends_at;
    std::string reason;
    EndGround ground = EndGround::convenience;
    Side side = Side::provider;  ///< who ended it; of events from before clients could: the provider
    Json to_json() const;
    static AgreementEnded from_json(FieldReader& fields);
};

using AgreementEvent =
    std::variant<AgreementRecorded, AgreementVersionDrafted, AgreementVersionSigned, AgreementNoticeGiven, AgreementEnded>;

struct AgreementSignature {
    EventId event;
    Side side = Side::provider;
    UserId signer;
    std::string signer_name;
    SignedHow how = SignedHow::portal;
    std::string paper;
    Instant signed_at;
};

struct AgreementVersion {
    std::int32_t number = 1;
    Instant takes_effect;
    std::shared_ptr<const AgreementClock> clock;  ///< holds the terms; never null
    std::optional<Digest> commercial = {};
    std::string change = {};
    std::vector<AgreementSignature> signatures = {};
    std::optional<Digest> written = {};  ///< of the terms as the draft's event holds them

    const AgreementTerms& terms() const { return clock->terms(); }
    const AgreementSignature* signature(Side side) const;
    bool signed_by_both() const { return signature(Side::provider) != nullptr && signature(Side::client) != nullptr; }
    /// Of the terms as they were written down, whatever this program can read of them.
    Digest terms_digest() const;
    /// What a signature stands under: SHA-256 of both digests and the date on which the version takes effect.
    Digest text_digest() const;
};

struct Agreement {
    static constexpr const char* subject_kind = "agreement";
    AgreementId id;
    StreamId stream;
    OrganisationId organisation;
    std::vector<AgreementVersion> versions;  ///< by number; at most the last one is not in force yet
    std::optional<AgreementNoticeGiven> notice;
    std::optional<Instant> ends_at;
    EndGround end_ground = EndGround::convenience;
    std::string end_reason;
    std::optional<Side> ended_by;  ///< by notice or for a ground
    std::vector<Flag> flags;

    /// Null while no version was signed by both sides.
    const AgreementVersion* first_signed() const;
    /// The version that applies at an instant, whether or not the agreement has ended since; null before the first one.
    const AgreementVersion* version_at(Instant instant) const;
    /// The version of a number, 0 standing for the first; null when there is none.
    const AgreementVersion* version(std::int32_t number) const;
    bool in_force_at(Instant instant) const;
    /// From when on it is over: by notice or for a ground, else with a fixed term that nothing renews (requirements.md A8); nothing while
    /// it runs for an indefinite time or renews itself. Of what was agreed last.
    std::optional<Instant> over_at() const;
    /// The same for the run of versions that this one belongs to: a version that takes effect after a fixed term was over begins anew.
    std::optional<Instant> over_at(const AgreementVersion& version) const;
    /// Whether it ends by the notice that was given, and nothing ended it sooner.
    bool ends_by_notice() const;
    /// Of the latest version, also of a draft; empty before the first.
    std::string number() const;
    /// What a ticket opened then is promised; `pinned` is the version that a ticket has, 0 for the one of that moment.
    Promise promise_for(Priority priority, const SiteId& site, Instant opened_at, std::int32_t pinned = 0) const;
};

/// SHA-256 of the JSON of the terms: what a signature and a client's copy can be checked against.
Digest digest_of(const AgreementTerms& terms);
Digest digest_of(const CommercialTerms& terms);

Admission admit(const Agreement& state, const AgreementEvent& event, const Context& context);
void apply(Agreement& state, const AgreementEvent& event, const StoredEvent& stored);

struct DraftAgreementVersion {
    Instant takes_effect;
    AgreementTerms terms;
    std::optional<Digest> commercial = {};
    std::string change = {};
};
/// In one's own session.
struct SignAgreementVersion {};
/// The account manager records a signature that was given on paper.
struct RecordPaperSignature {
    Side side = Side::client;
    std::string signer_name;
    std::string paper;
};
struct GiveNotice {
    LocalDate given_on;
    std::string reason;
    bool early = false;
};
struct EndAgreement {
    Instant ends_at;
    std::string reason;
    EndGround ground = EndGround::convenience;
};
using AgreementCommand = std::variant<DraftAgreementVersion, SignAgreementVersion, RecordPaperSignature, GiveNotice, EndAgreement>;

Result<std::vector<AgreementEvent>, Refusal> decide(const Agreement& state, const AgreementCommand& command, const Context& context);

}  // namespace countersign
