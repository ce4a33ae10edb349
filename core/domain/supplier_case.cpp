// Supplier case: rules, folding, JSON.
#include "core/domain/supplier_case.hpp"

#include "core/base/overloaded.hpp"
#include "core/domain/read_fields.hpp"

namespace countersign {
namespace {

Admission require_open(const SupplierCase& state) {
    if (!state.opened) return refuse("refusal.subject.unknown");
    if (state.done) return refuse("refusal.supplier.case_done");
    return {};
}

}  // namespace

Admission admit(const SupplierCase& state, const SupplierCaseEvent& event, const Context&) {
    return std::visit(Overloaded{
                          [&](const SupplierCaseOpened& body) -> Admission {
                              if (state.opened) return refuse("refusal.subject.already_there");
                              if (auto named = require_text(body.supplier, "refusal.supplier.name_missing", 200); !named) return named;
                              return require_text(body.matter, "refusal.supplier.matter_missing");
                          },
                          [&](const SupplierChased&) { return require_open(state); },
                          [&](const SupplierAnswered& body) -> Admission {
                              if (auto open = require_open(state); !open) return open;
                              return require_text(body.answer, "refusal.supplier.answer_missing");
                          },
                          [&](const SupplierCaseDone& body) -> Admission {
                              if (auto open = require_open(state); !open) return open;
                              return require_text(body.outcome, "refusal.supplier.outcome_missing");
                          },
                      },
                      event);
}

void apply(SupplierCase& state, const SupplierCaseEvent& event, const StoredEvent& stored) {
    HistoryEntry& entry = begin_fold(state, stored);
    std::visit(Overloaded{
                   [&](const SupplierCaseOpened& body) {
                       entry.text = body.matter;
                       if (state.opened) return;
                       state.opened = true;
                       state.supplier = body.supplier;
                       state.service = body.service;
                       state.reference = body.reference;
                       state.matter = body.matter;
                       state.site = body.site;
                       state.ticket = body.ticket;
                       state.promised_on = body.promised_on;
                   },
                   [&](const SupplierChased& body) {
                       state.last_chased_at = stored.envelope.occurred_at;
                       entry.text = body.how;
                   },
                   [&](const SupplierAnswered& body) {
                       state.last_answered_at = stored.envelope.occurred_at;
                       if (!body.reference.empty()) state.reference = body.reference;
                       if (body.promised_on) state.promised_on = body.promised_on;
                       entry.text = body.answer;
                   },
                   [&](const SupplierCaseDone& body) {
                       state.done = true;
                       state.outcome = body.outcome;
                       entry.text = body.outcome;
                   },
               },
               event);
}

Result<std::vector<SupplierCaseEvent>, Refusal> decide(const SupplierCase& state, const SupplierCaseCommand& command,
                                                       const Context& context) {
    return decided(state, std::visit([](const auto& c) -> SupplierCaseEvent { return c.details; }, command), context);
}

Json SupplierCaseOpened::to_json() const {
    return {{"supplier", supplier},
            {"service", service},
            {"reference", reference},
            {"matter", matter},
            {"site", site.value},
            {"ticket", ticket.value},
            {"promised_on", date_json(promised_on)}};
}

SupplierCaseOpened SupplierCaseOpened::from_json(FieldReader& fields) {
    return {fields.text("supplier"),
            fields.text_or("service", ""),
            fields.text_or("reference", ""),
            fields.text("matter"),
            {fields.text_or("site", "", 200)},
            {fields.text_or("ticket", "", 200)},
            read_optional_date(fields, "promised_on")};
}

Json SupplierChased::to_json() const { return {{"how", how}}; }
SupplierChased SupplierChased::from_json(FieldReader& fields) { return {fields.text_or("how", "")}; }

Json SupplierAnswered::to_json() const { return {{"answer", answer}, {"reference", reference}, {"promised_on", date_json(promised_on)}}; }

SupplierAnswered SupplierAnswered::from_json(FieldReader& fields) {
    return {fields.text("answer"), fields.text_or("reference", ""), read_optional_date(fields, "promised_on")};
}

Json SupplierCaseDone::to_json() const { return {{"outcome", outcome}}; }
SupplierCaseDone SupplierCaseDone::from_json(FieldReader& fields) { return {fields.text("outcome")}; }

}  // namespace countersign
