// Proposal: a new use, an add-on or a further service that the provider suggests, with what it costs (requirements.md R3; S1: "we propose
// directions of development", "add-ons").
//
// The rule: a proposal names its cost once and per month, net, in the currency of the agreement, and the last day on which it holds. The
// client accepts or declines it as a whole, with their name; who declines says why. After that day it has lapsed and must be made anew.
// What was accepted is what it costs: a proposal is never changed, only withdrawn and made anew.
// Worked example: "SMS reminders", 1 200.00 PLN once and 90.00 a month, valid until 31 January: accepted on the 31st it stands, with
// 2 280.00 in the first year; on 1 February it has lapsed.
#pragma once

#include <variant>

#include "core/domain/agreement_terms.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using ProposalId = Id<struct ProposalTag>;

enum class ProposalKind : std::uint8_t { new_use, add_on, further_service, purchase };
inline constexpr std::array<std::string_view, 4> proposal_kind_names{"new_use", "add_on", "further_service", "purchase"};

struct ProposalMade {
    static constexpr const char* type = "proposal_made";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::propose;
    ProposalKind kind = ProposalKind::new_use;
    std::string title, description;  ///< and what the client gains by it
    std::int64_t once_minor = 0, per_month_minor = 0;
    Currency currency = Currency::pln;
    LocalDate valid_until;
    AgreementId agreement;
    Json to_json() const;
    static ProposalMade from_json(FieldReader& fields);
};

struct ProposalDecided {
    static constexpr const char* type = "proposal_decided";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::decide_proposal;
    bool accepted = false;
    LocalDate on;
    std::string decided_by;
    std::string reason;
    Json to_json() const;
    static ProposalDecided from_json(FieldReader& fields);
};

struct ProposalWithdrawn {
    static constexpr const char* type = "proposal_withdrawn";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::propose;
    std::string reason;
    Json to_json() const;
    static ProposalWithdrawn from_json(FieldReader& fields);
};

using ProposalEvent = std::variant<ProposalMade, ProposalDecided, ProposalWithdrawn>;

enum class ProposalState : std::uint8_t { open, accepted, declined, withdrawn };

struct Proposal {
    static constexpr const char* subject_kind = "proposal";
    static constexpr StreamKind home = StreamKind::commercial;
    ProposalId id;
    StreamId stream;
    OrganisationId organisation;
    bool made = false;
    ProposalState state = ProposalState::open;
    ProposalMade content;
    std::optional<ProposalDecided> decision;
    std::string withdrawal_reason;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// Nobody decided while it held.
    bool lapsed(LocalDate today) const { return made && state == ProposalState::open && content.valid_until < today; }
    /// What it costs until a year from its beginning.
    std::int64_t first_year_minor() const { return content.once_minor + 12 * content.per_month_minor; }
};

Admission admit(const Proposal& state, const ProposalEvent& event, const Context& context);
void apply(Proposal& state, const ProposalEvent& event, const StoredEvent& stored);

/// The currency in `details` is not the caller's to fill: it is the agreement's.
struct MakeProposal {
    ProposalMade details;
    const CommercialTerms* terms = nullptr;  ///< in force now; null where this device has none
};
struct AcceptProposal {
    std::string remark = {};
};
struct DeclineProposal {
    std::string reason;
};
struct WithdrawProposal {
    std::string reason;
};
using ProposalCommand = std::variant<MakeProposal, AcceptProposal, DeclineProposal, WithdrawProposal>;

Result<std::vector<ProposalEvent>, Refusal> decide(const Proposal& state, const ProposalCommand& command, const Context& context);

}  // namespace countersign
