// Agreement: what is admitted and what a command becomes.
#include "core/domain/agreement.hpp"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.hpp"
#include "core/domain/client_day.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {

namespace {

const AgreementVersion* waiting_for_signatures(const Agreement& state) {
    return state.versions.empty() || state.versions.back().signed_by_both() ? nullptr : &state.versions.back();
}

Admission admit_draft(const Agreement& state, const AgreementVersionDrafted& body) {
    if (state.ends_at) return refuse("refusal.agreement.already_ended");
    if (auto number = require_text(body.terms.number, "refusal.agreement.number_missing", 200); !number) return number;
    const AgreementVersion* open = waiting_for_signatures(state);
    const auto expected = static_cast<std::int32_t>(state.versions.size()) + (open == nullptr ? 1 : 0);
    if (body.number != expected) return refuse("refusal.agreement.version_out_of_turn", {{"number", std::to_string(expected)}});
    if (expected > 1) {
        if (body.takes_effect <= state.versions[static_cast<std::size_t>(expected) - 2].takes_effect) {
            return refuse("refusal.agreement.effect_before_last_version");
        }
        if (auto change = require_text(body.change, "refusal.agreement.change_missing"); !change) return change;
    }
    if (!AgreementClock::of(body.terms).ok()) return refuse("refusal.agreement.time_zone_unknown");
    return {};
}

Admission admit_client_signer(const UserId& signer, const Context& context) {
    if (context.actor.role == Role::management) return {};
    const Contact* contact = context.organisation == nullptr ? nullptr : context.organisation->contact(signer);
    if (contact == nullptr || !contact->may_sign_agreement) return refuse("refusal.agreement.may_not_sign");
    return {};
}

Admission admit_signature(const Agreement& state, const AgreementVersionSigned& body, const Context& context) {
    const AgreementVersion* open = waiting_for_signatures(state);
    if (open == nullptr || open->number != body.number) return refuse("refusal.agreement.nothing_to_sign");
    if (body.text != open->text_digest()) return refuse("refusal.agreement.text_changed");
    if (open->signature(body.side) != nullptr) return refuse("refusal.agreement.already_signed");
    if (auto name = require_text(body.signer_name, "refusal.agreement.signer_missing", 200); !name) return name;
    if (body.how == SignedHow::paper) {
        if (!is_staff(context.actor.role)) return refuse("refusal.agreement.paper_by_provider_only");
        return require_text(body.paper, "refusal.agreement.paper_missing", 500);
    }
    if (body.signer != context.actor.user) return refuse("refusal.agreement.signs_for_another");
    if (body.side == Side::provider) {
        if (!is_staff(context.actor.role)) return refuse("refusal.agreement.wrong_side");
        return {};
    }
    if (is_staff(context.actor.role)) return refuse("refusal.agreement.wrong_side");
    return admit_client_signer(body.signer, context);
}

// What notice of that day ends, and is judged by: the signed version that applies on it. What was agreed for later binds nobody yet, unless
// nothing else does, and a draft never. Null while nothing is signed.
const AgreementVersion* bound_by(const Agreement& state, LocalDate given_on, const Context& context) {
    const AgreementVersion* bound = nullptr;
    for (const AgreementVersion& version : state.versions) {
        if (!version.signed_by_both()) continue;
        const auto over = bound == nullptr ? std::nullopt : state.over_at(*bound);
        const bool nothing_else = bound == nullptr || (over && client_day(context.organisation, *over - Milliseconds{1}) < given_on);
        if (nothing_else || client_day(context.organisation, version.takes_effect) <= given_on) bound = &version;
    }
    return bound;
}

// Dated back, it still ends nothing before the day on which it is told.
LocalDate last_day_of_notice(LocalDate by_term, const Context& context) { return std::max(by_term, today(context)); }

Admission admit_notice(const Agreement& state, const AgreementNoticeGiven& body, const Context& context) {
    const AgreementVersion* version = bound_by(state, body.given_on, context);
    if (version == nullptr) return refuse("refusal.agreement.not_in_force");
    const LocalDate earliest = client_day(context.organisation, context.now - offline_at_most);
    const LocalDate latest = add_days(client_day(context.organisation, context.now), 1);
    if (body.given_on < earliest || body.given_on > latest) return refuse("refusal.agreement.notice_day");
    if (state.ends_at) return refuse("refusal.agreement.already_ended");
    if ((body.side == Side::provider) != is_staff(context.actor.role)) return refuse("refusal.agreement.wrong_side");
    if (body.side == Side::client) {
        if (auto may_sign = admit_client_signer(context.actor.user, context); !may_sign) return may_sign;
    }
    const AgreementTerm& term = version->terms().term;
    const auto early = term.ends_early_after_notice(body.given_on);
    if (body.early && !early) return refuse("refusal.agreement.no_early_end");
    const LocalDate by_term = body.early ? *early : term.ends_after_notice(body.given_on);
    // It may have been told on any day since it was given, and have come from a device without a network.
    if (body.last_day < by_term || body.last_day > last_day_of_notice(by_term, context))
        return refuse("refusal.agreement.last_day_differs");
    return {};
}

Admission admit_end_by_client(const AgreementEnded& body, const Context& context) {
    if (auto may_sign = admit_client_signer(context.actor.user, context); !may_sign) return may_sign;
    if (body.ground == EndGround::convenience) return refuse("refusal.agreement.client_needs_ground");
    return {};
}

// What needs no ground needs the notice that was agreed.
Admission admit_end_by_provider(const Agreement& state, const AgreementEnded& body, const Context& context) {
    if (body.ground != EndGround::convenience) return {};
    const LocalDate earliest = bound_by(state, today(context), context)->terms().term.ends_after_notice(today(context));
    if (client_day(context.organisation, body.ends_at - Milliseconds{1}) >= earliest) return {};
    return refuse("refusal.agreement.ends_before_notice", {{"date", to_iso_text(earliest)}});
}

Admission admit_end(const Agreement& state, const AgreementEnded& body, const Context& context) {
    const AgreementVersion* first = state.first_signed();
    if (first == nullptr) return refuse("refusal.agreement.not_in_force");
    if ((body.side == Side::provider) != is_staff(context.actor.role)) return refuse("refusal.agreement.wrong_side");
    if (state.ends_at && body.ends_at >= *state.ends_at) return refuse("refusal.agreement.already_ended");
    if (body.ends_at < first->takes_effect) return refuse("refusal.agreement.ends_before_start");
    const bool by_client = body.side == Side::client;
    if (auto by = by_client ? admit_end_by_client(body, context) : admit_end_by_provider(state, body, context); !by) return by;
    if (client_day(context.organisation, body.ends_at) < today(context)) return refuse("refusal.agreement.ends_before_today");
    return require_text(body.reason, "refusal.agreement.reason_missing");
}

Side side_of(const Actor& actor) { return is_staff(actor.role) ? Side::provider : Side::client; }

Result<AgreementEvent, Refusal> event_of(const Agreement& state, const AgreementCommand& command, const Context& context) {
    using Answer = Result<AgreementEvent, Refusal>;
    const AgreementVersion* open = waiting_for_signatures(state);
    return std::visit(Overloaded{
                          [&](const DraftAgreementVersion& c) -> Answer {
                              const auto number = static_cast<std::int32_t>(state.versions.size()) + (open == nullptr ? 1 : 0);
                              return AgreementEvent{AgreementVersionDrafted{number, c.takes_effect, c.terms, c.commercial, c.change}};
                          },
                          [&](const SignAgreementVersion&) -> Answer {
                              if (open == nullptr) return refuse("refusal.agreement.nothing_to_sign");
                              return AgreementEvent{AgreementVersionSigned{open->number, open->text_digest(), side_of(context.actor),
                                                                           context.actor.user, context.actor.name, SignedHow::portal, ""}};
                          },
                          [&](const RecordPaperSignature& c) -> Answer {
                              if (open == nullptr) return refuse("refusal.agreement.nothing_to_sign");
                              return AgreementEvent{AgreementVersionSigned{
                                  open->number, open->text_digest(), c.side, {}, c.signer_name, SignedHow::paper, c.paper}};
                          },
                          [&](const GiveNotice& c) -> Answer {
                              const AgreementVersion* version = bound_by(state, c.given_on, context);
                              if (version == nullptr) return refuse("refusal.agreement.not_in_force");
                              const AgreementTerm& term = version->terms().term;
                              const auto early = c.early ? term.ends_early_after_notice(c.given_on) : std::nullopt;
                              const LocalDate by_term = early.value_or(term.ends_after_notice(c.given_on));
                              const LocalDate last_day = last_day_of_notice(by_term, context);
                              return AgreementEvent{AgreementNoticeGiven{side_of(context.actor), c.given_on, last_day, c.reason, c.early}};
                          },
                          [&](const EndAgreement& c) -> Answer {
                              return AgreementEvent{AgreementEnded{c.ends_at, c.reason, c.ground, side_of(context.actor)}};
                          },
                      },
                      command);
}

}  // namespace

Admission admit(const Agreement& state, const AgreementEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          // No command makes these any more, and a second beginning is none.
                          [&](const AgreementRecorded&) -> Admission { return refuse("refusal.agreement.old_form"); },
                          [&](const AgreementVersionDrafted& body) { return admit_draft(state, body); },
                          [&](const AgreementVersionSigned& body) { return admit_signature(state, body, context); },
                          [&](const AgreementNoticeGiven& body) { return admit_notice(state, body, context); },
                          [&](const AgreementEnded& body) { return admit_end(state, body, context); },
                      },
                      event);
}

Result<std::vector<AgreementEvent>, Refusal> decide(const Agreement& state, const AgreementCommand& command, const Context& context) {
    auto event = event_of(state, command, context);
    if (!event) return Error{event.error()};
    if (auto admission = admit(state, *event, context); !admission) return Error{admission.error()};
    return std::vector{*event};
}

}  // namespace countersign
