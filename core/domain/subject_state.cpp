// Dispatch from any subject's state to its own rules.
#include "core/domain/subject_state.hpp"

#include "core/base/overloaded.hpp"

namespace countersign {

SubjectState start_state(const std::string& kind) {
    if (kind == Ticket::subject_kind) return Ticket{};
    if (kind == Visit::subject_kind) return Visit{};
    if (kind == WorkRecord::subject_kind) return WorkRecord{};
    if (kind == Organisation::subject_kind) return Organisation{};
    if (kind == Agreement::subject_kind) return Agreement{};
    return std::monostate{};
}

namespace {

// Calls handler(state, event) where the state and the body belong to the same kind of subject; answers whether they do.
template <typename State, typename Handler>
bool with_matching(State& state, const Body& body, Handler handler) {
    return std::visit(Overloaded{
                          [&](auto& organisation, const OrganisationEvent& event) {
                              if constexpr (std::is_same_v<std::decay_t<decltype(organisation)>, Organisation>) {
                                  handler(organisation, event);
                                  return true;
                              } else {
                                  return (void)event, false;
                              }
                          },
                          [&](auto& agreement, const AgreementEvent& event) {
                              if constexpr (std::is_same_v<std::decay_t<decltype(agreement)>, Agreement>) {
                                  handler(agreement, event);
                                  return true;
                              } else {
                                  return (void)event, false;
                              }
                          },
                          [&](auto& ticket, const TicketEvent& event) {
                              if constexpr (std::is_same_v<std::decay_t<decltype(ticket)>, Ticket>) {
                                  handler(ticket, event);
                                  return true;
                              } else {
                                  return (void)event, false;
                              }
                          },
                          [&](auto& visit, const VisitEvent& event) {
                              if constexpr (std::is_same_v<std::decay_t<decltype(visit)>, Visit>) {
                                  handler(visit, event);
                                  return true;
                              } else {
                                  return (void)event, false;
                              }
                          },
                          [&](auto& record, const WorkRecordEvent& event) {
                              if constexpr (std::is_same_v<std::decay_t<decltype(record)>, WorkRecord>) {
                                  handler(record, event);
                                  return true;
                              } else {
                                  return (void)event, false;
                              }
                          },
                          [](auto&, const FactFlagged&) { return false; },
                          [](auto&, const UnknownBody&) { return false; },
                      },
                      state, body);
}

template <typename Event>
std::vector<Body> bodies_of(std::vector<Event> events) {
    std::vector<Body> bodies;
    for (Event& event : events) bodies.emplace_back(std::move(event));
    return bodies;
}

template <typename State, typename SubjectCommand>
Result<std::vector<Body>, Refusal> decide_as(const SubjectState& state, const SubjectCommand& command, const Context& context) {
    const auto* subject = std::get_if<State>(&state);
    if (subject == nullptr) return refuse("refusal.wrong_subject");
    auto events = decide(*subject, command, context);
    if (!events) return Error{events.error()};
    return bodies_of(std::move(*events));
}

}  // namespace

void apply(SubjectState& state, const Body& body, const StoredEvent& stored) {
    if (const auto* flagged = std::get_if<FactFlagged>(&body)) {
        std::visit(Overloaded{[](std::monostate&) {}, [&](auto& subject) { subject.flags.push_back(flagged->flag); }}, state);
        return;
    }
    with_matching(state, body, [&](auto& subject, const auto& event) { apply(subject, event, stored); });
}

Admission admit(const SubjectState& state, const Body& body, const Context& context) {
    Admission admission;
    const bool matches =
        with_matching(state, body, [&](const auto& subject, const auto& event) { admission = admit(subject, event, context); });
    if (!matches) return refuse("refusal.wrong_subject");
    return admission;
}

Result<std::vector<Body>, Refusal> decide(const SubjectState& state, const Command& command, const Context& context) {
    auto bodies = std::visit(Overloaded{
                                 [&](const OrganisationCommand& c) { return decide_as<Organisation>(state, c, context); },
                                 [&](const AgreementCommand& c) { return decide_as<Agreement>(state, c, context); },
                                 [&](const TicketCommand& c) { return decide_as<Ticket>(state, c, context); },
                                 [&](const VisitCommand& c) { return decide_as<Visit>(state, c, context); },
                                 [&](const WorkRecordCommand& c) { return decide_as<WorkRecord>(state, c, context); },
                             },
                             command);
    if (!bodies) return bodies;
    for (const Body& body : *bodies) {
        if (!may(context.actor.role, describe(body)->action)) return refuse("refusal.not_permitted");
    }
    return bodies;
}

Result<SubjectState, Failure> fold(const Subject& subject, const std::vector<StoredEvent>& events) {
    SubjectState state = start_state(subject.kind);
    for (const StoredEvent& stored : events) {
        auto body = read_body(stored.envelope);
        if (!body) return Error{body.error()};
        apply(state, *body, stored);
    }
    return state;
}

StreamKind stream_kind_of(const Body& body) {
    const auto* ticket_event = std::get_if<TicketEvent>(&body);
    const bool internal = ticket_event != nullptr && std::holds_alternative<InternalNoteAdded>(*ticket_event);
    return internal ? StreamKind::internal : StreamKind::shared;
}

}  // namespace countersign
