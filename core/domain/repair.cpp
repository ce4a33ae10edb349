// Repair: rules, clock and folding.
#include "core/domain/repair.hpp"

#include <algorithm>

#include "core/base/overloaded.hpp"
#include "core/domain/agreement.hpp"
#include "core/domain/organisation.hpp"

namespace countersign {
namespace {

template <typename Loans>
auto find_out(Loans& loans, const AssetId& device) {
    return std::find_if(loans.begin(), loans.end(), [&](const Loan& loan) { return loan.device == device && !loan.to; });
}

Admission require_open(const Repair& repair) {
    if (!repair.handed_over) return refuse("refusal.subject.unknown");
    if (repair.closed) return refuse("refusal.repair.closed");
    return {};
}

Admission require_away(const Repair& repair, Instant at) {
    if (auto open = require_open(repair); !open) return open;
    if (repair.returned) return refuse("refusal.repair.device_is_back");
    if (at < repair.device.at) return refuse("refusal.repair.before_hand_over");
    return {};
}

Refusal replacement_still_out(const Loan& loan) {
    return {"refusal.repair.replacement_still_out", {{"name", loan.name}, {"holder", loan.holder}}};
}

Admission admit_hand_over(const Repair& state, const DeviceHandedOver& body, const Context& context) {
    if (state.handed_over) return refuse("refusal.repair.already_handed_over");
    if (context.organisation != nullptr && !body.asset.empty() && context.organisation->asset(body.asset) == nullptr) {
        return refuse("refusal.repair.device_unknown");
    }
    if (auto named = require_text(body.name, "refusal.repair.device_name_missing", 200); !named) return named;
    return require_text(body.fault, "refusal.repair.fault_missing");
}

Admission admit_loan(const Repair& state, const ReplacementLent& body) {
    if (auto away = require_away(state, body.at); !away) return away;
    if (find_out(state.loans, body.device) != state.loans.end()) return refuse("refusal.repair.replacement_already_out");
    if (auto named = require_text(body.name, "refusal.repair.device_name_missing", 200); !named) return named;
    return require_text(body.holder, "refusal.repair.holder_missing", 200);
}

Admission admit_taking_back(const Repair& state, const ReplacementTakenBack& body) {
    if (auto open = require_open(state); !open) return open;
    const auto loan = find_out(state.loans, body.device);
    if (loan == state.loans.end()) return refuse("refusal.repair.replacement_not_out");
    if (body.at < loan->from) return refuse("refusal.repair.back_before_lent");
    return {};
}

Admission admit_closing(const Repair& state) {
    if (auto open = require_open(state); !open) return open;
    if (state.device_away()) return refuse("refusal.repair.device_still_away", {{"name", state.device.name}});
    if (const Loan* loan = state.loan_out()) return Error{replacement_still_out(*loan)};
    return {};
}

}  // namespace

const Loan* Repair::loan_out() const {
    const auto found = std::find_if(loans.begin(), loans.end(), [](const Loan& loan) { return !loan.to; });
    return found == loans.end() ? nullptr : &*found;
}

std::string Repair::custodian() const {
    if (returned) return returned->received_by;
    return services.empty() ? device.taken_by : services.back().service;
}

std::optional<LocalDate> Repair::promised_on() const {
    std::optional<std::pair<Instant, LocalDate>> last;
    const auto consider = [&](const auto& said) {
        if (said.promised_on && (!last || said.at >= last->first)) last = {said.at, *said.promised_on};
    };
    for (const DeviceSentToService& service : services) consider(service);
    for (const RepairServiceChased& chase : chased) consider(chase);
    return last ? std::optional(last->second) : std::nullopt;
}

SlaClock replacement_clock(const Repair& repair, const WorkingTime& time, Instant now) {
    ClockRun run{repair.device.at, repair.device.replacement};
    if (repair.returned) run.stopped_at = repair.returned->at;
    for (const Loan& loan : repair.loans) {
        if (!loan.counts) continue;
        const bool until_the_end = !loan.to || (repair.returned && *loan.to >= repair.returned->at);
        if (!until_the_end) {
            run.pauses.push_back({loan.from, loan.to, loan.name});
        } else if (!run.stopped_at || loan.from < *run.stopped_at) {
            run.stopped_at = loan.from;
        }
    }
    return {time, std::move(run), now};
}

bool replacement_owed(const Repair& repair, const WorkingTime& time, Instant now) {
    if (!repair.device_away() || repair.loan_out() != nullptr) return false;
    const auto due = replacement_clock(repair, time, now).due();
    return due && *due <= now;
}

Admission may_close_ticket(const TicketId& ticket, const std::vector<const Repair*>& repairs) {
    for (const Repair* repair : repairs) {
        if (repair->device.ticket != ticket || repair->closed) continue;
        if (const Loan* loan = repair->loan_out()) return Error{replacement_still_out(*loan)};
        if (repair->device_away()) return refuse("refusal.repair.device_still_away", {{"name", repair->device.name}});
    }
    return {};
}

Admission admit(const Repair& state, const RepairEvent& event, const Context& context) {
    return std::visit(Overloaded{
                          [&](const DeviceHandedOver& body) { return admit_hand_over(state, body, context); },
                          [&](const DeviceSentToService& body) -> Admission {
                              if (auto away = require_away(state, body.at); !away) return away;
                              return require_text(body.service, "refusal.repair.service_missing", 200);
                          },
                          [&](const RepairServiceChased& body) -> Admission {
                              if (auto away = require_away(state, body.at); !away) return away;
                              return require_text(body.answer, "refusal.supplier.answer_missing");
                          },
                          [&](const ReplacementLent& body) { return admit_loan(state, body); },
                          [&](const ReplacementTakenBack& body) { return admit_taking_back(state, body); },
                          [&](const DeviceReturned& body) -> Admission {
                              if (auto away = require_away(state, body.at); !away) return away;
                              return require_text(body.received_by, "refusal.repair.receiver_missing", 200);
                          },
                          [&](const RepairClosed&) { return admit_closing(state); },
                          [&](const RepairPromised&) { return require_open(state); },
                      },
                      event);
}

std::optional<RepairPromised> owed_replacement(const DeviceHandedOver& body, Instant made_at, const Context& context) {
    const Agreement* agreement = context.agreement;
    const AgreementVersion* version = agreement == nullptr ? nullptr : agreement->version_at(std::min(body.at, made_at));
    RepairPromised owed{agreement == nullptr ? AgreementId{} : agreement->id, Target::none()};
    if (version != nullptr) owed.replacement = version->clock->target(Measure::replacement, Priority::normal, body.site);
    if (owed.agreement == body.agreement && owed.replacement == body.replacement) return std::nullopt;
    return owed;
}

void apply(Repair& state, const Flag& flag) {
    if (!voids(flag) || flag.expectation.key == "refusal.repair.before_hand_over") return;
    for (Loan& loan : state.loans) {
        if (loan.event == flag.event) loan.counts = false;
    }
}

void apply(Repair& state, const RepairEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    const auto happened = [&](Instant said, Instant not_before) {
        return said < not_before ? stored.happened_at() : std::min(said, stored.happened_at());
    };
    std::visit(Overloaded{
                   [&](const DeviceHandedOver& body) {
                       entry.text = body.fault;
                       // The first hand-over stands: its promise was made first.
                       if (!state.handed_over) {
                           state.device = body;
                           state.device.at = std::min(body.at, stored.happened_at());
                       }
                       state.handed_over = true;
                   },
                   [&](const DeviceSentToService& body) {
                       state.services.push_back(body);
                       entry.text = body.service;
                   },
                   [&](const RepairServiceChased& body) {
                       state.chased.push_back(body);
                       entry.text = body.answer;
                   },
                   [&](const ReplacementLent& body) {
                       entry.text = body.holder;
                       // Two tablets that record the same loan lend one device.
                       if (find_out(state.loans, body.device) != state.loans.end()) return;
                       state.loans.push_back({stored.envelope.id, body.device, body.name, body.holder, happened(body.at, state.device.at)});
                   },
                   [&](const ReplacementTakenBack& body) {
                       entry.text = body.condition;
                       const auto loan = find_out(state.loans, body.device);
                       if (loan == state.loans.end()) return;
                       loan->to = happened(body.at, loan->from);
                       loan->condition = body.condition;
                   },
                   [&](const DeviceReturned& body) {
                       if (!state.returned) {
                           state.returned = body;
                           state.returned->at = happened(body.at, state.device.at);
                       }
                       entry.text = body.remark;
                   },
                   [&](const RepairClosed& body) {
                       state.closed = true;
                       entry.text = body.remark;
                   },
                   [&](const RepairPromised& body) {
                       state.device.agreement = body.agreement;
                       state.device.replacement = body.replacement;
                   },
               },
               event);
}

Result<std::vector<RepairEvent>, Refusal> decide(const Repair& state, const RepairCommand& command, const Context& context) {
    RepairEvent event = std::visit(Overloaded{
                                       [&](const HandOverDevice& c) -> RepairEvent {
                                           DeviceHandedOver body = c.details;
                                           body.replacement = Target::none();
                                           body.agreement = context.agreement == nullptr ? AgreementId{} : context.agreement->id;
                                           if (c.agreement != nullptr) {
                                               body.replacement = c.agreement->target(Measure::replacement, Priority::normal, body.site);
                                           }
                                           return body;
                                       },
                                       [](const CloseRepair& c) -> RepairEvent { return RepairClosed{c.remark}; },
                                       [](const auto& c) -> RepairEvent { return c.details; },
                                   },
                                   command);
    return decided(state, std::move(event), context);
}

}  // namespace countersign
