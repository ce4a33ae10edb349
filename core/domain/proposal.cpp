// Proposal: rules, folding, JSON.
#include "core/domain/proposal.hpp"

#include "core/base/overloaded.hpp"
#include "core/domain/confirmation.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Admission require_open(const Proposal& state) {
    if (!state.made) return refuse("refusal.subject.unknown");
    if (state.state != ProposalState::open) return refuse("refusal.proposal.decided");
    return {};
}

bool is_amount(std::int64_t minor) { return minor >= 0 && minor <= rate_minor_max; }

}  // namespace

Admission admit(const Proposal& state, const ProposalEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const ProposalMade& body) -> Admission {
                              if (state.made) return refuse("refusal.subject.already_there");
                              if (!is_amount(body.once_minor) || !is_amount(body.per_month_minor)) return refuse("refusal.proposal.cost");
                              return require_text(body.title, "refusal.proposal.title_missing", 500);
                          },
                          [&](const ProposalDecided& body) -> Admission {
                              if (auto open = require_open(state); !open) return open;
                              if (state.content.valid_until < body.on) return refuse("refusal.proposal.lapsed");
                              if (auto named = require_text(body.decided_by, "refusal.proposal.name_missing", 200); !named) return named;
                              if (body.accepted) return {};
                              return require_text(body.reason, "refusal.proposal.decline_reason_missing");
                          },
                          [&](const ProposalWithdrawn& body) -> Admission {
                              if (auto open = require_open(state); !open) return open;
                              return require_text(body.reason, "refusal.proposal.withdrawal_reason_missing");
                          },
                      },
                      event);
}

void apply(Proposal& state, const ProposalEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const ProposalMade& body) {
                       state.made = true;
                       state.content = body;
                       entry.text = body.title;
                   },
                   [&](const ProposalDecided& body) {
                       state.state = body.accepted ? ProposalState::accepted : ProposalState::declined;
                       state.decision = body;
                       entry.text = body.reason;
                   },
                   [&](const ProposalWithdrawn& body) {
                       state.state = ProposalState::withdrawn;
                       state.withdrawal_reason = body.reason;
                       entry.text = body.reason;
                   },
               },
               event);
}

Result<std::vector<ProposalEvent>, Refusal> decide(const Proposal& state, const ProposalCommand& command, const Context& context) {
    const auto decision = [&](bool accepted, const std::string& reason) {
        return ProposalDecided{accepted, today(context), name_of_actor(context), reason};
    };
    auto event = std::visit(
        Overloaded{
            [&](const MakeProposal& c) -> Result<ProposalEvent, Refusal> {
                if (c.terms == nullptr) return refuse("refusal.proposal.no_prices");
                ProposalMade body = c.details;
                body.currency = c.terms->rates.currency;
                body.agreement = context.agreement == nullptr ? AgreementId{} : context.agreement->id;
                return ProposalEvent{std::move(body)};
            },
            [&](const AcceptProposal& c) -> Result<ProposalEvent, Refusal> { return ProposalEvent{decision(true, c.remark)}; },
            [&](const DeclineProposal& c) -> Result<ProposalEvent, Refusal> { return ProposalEvent{decision(false, c.reason)}; },
            [&](const WithdrawProposal& c) -> Result<ProposalEvent, Refusal> { return ProposalEvent{ProposalWithdrawn{c.reason}}; },
        },
        command);
    if (!event) return Error{event.error()};
    return decided(state, std::move(*event), context);
}

Json ProposalMade::to_json() const {
    return {{"kind", proposal_kind_names[static_cast<std::size_t>(kind)]},
            {"title", title},
            {"description", description},
            {"once_minor", once_minor},
            {"per_month_minor", per_month_minor},
            {"currency", currency_codes[static_cast<std::size_t>(currency)]},
            {"valid_until", to_iso_text(valid_until)},
            {"agreement", agreement.value}};
}

ProposalMade ProposalMade::from_json(FieldReader& fields) {
    ProposalMade body;
    body.kind = read_choice<ProposalKind>(fields, "kind", proposal_kind_names);
    body.title = fields.text("title");
    body.description = fields.text_or("description", "");
    body.once_minor = read_minor(fields, "once_minor", rate_minor_max);
    body.per_month_minor = read_minor(fields, "per_month_minor", rate_minor_max);
    body.currency = read_choice<Currency>(fields, "currency", currency_codes);
    body.valid_until = read_date(fields, "valid_until");
    body.agreement = {fields.text_or("agreement", "", 200)};
    return body;
}

Json ProposalDecided::to_json() const {
    return {{"accepted", accepted}, {"on", to_iso_text(on)}, {"decided_by", decided_by}, {"reason", reason}};
}

ProposalDecided ProposalDecided::from_json(FieldReader& fields) {
    if (!fields.has("accepted")) fields.reject("accepted", "true or false is required");
    return {fields.boolean_or("accepted", false), read_date(fields, "on"), fields.text("decided_by"), fields.text_or("reason", "")};
}

Json ProposalWithdrawn::to_json() const { return {{"reason", reason}}; }
ProposalWithdrawn ProposalWithdrawn::from_json(FieldReader& fields) { return {fields.text("reason")}; }

}  // namespace countersign
