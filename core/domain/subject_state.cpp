// Dispatch from any subject's state to its own rules.
#include "core/domain/subject_state.hpp"

#include "core/domain/subject_kinds.hpp"

namespace countersign {

SubjectState start_state(const std::string& subject_kind) {
    SubjectState state;
    SubjectKinds::find([&](auto kind) {
        using State = typename decltype(kind)::State;
        if (subject_kind != State::subject_kind) return false;
        state = State{};
        return true;
    });
    return state;
}

namespace {

// Calls handler(state, event) where the state and the body belong to the same kind of subject; answers whether they do.
template <typename AnyState, typename Handler>
bool with_matching(AnyState& state, const Body& body, const Handler& handler) {
    return SubjectKinds::find([&](auto kind) {
        auto* subject = state.template get_if<typename decltype(kind)::State>();
        const auto* event = body.get_if<typename decltype(kind)::Event>();
        if (subject == nullptr || event == nullptr) return false;
        handler(*subject, *event);
        return true;
    });
}

// Calls handler(state) with what the state is; not at all for a kind that this version does not know.
template <typename AnyState, typename Handler>
void with_state(AnyState& state, const Handler& handler) {
    SubjectKinds::find([&](auto kind) {
        auto* subject = state.template get_if<typename decltype(kind)::State>();
        if (subject != nullptr) handler(*subject);
        return subject != nullptr;
    });
}

// Where events of a kind of subject lie: with the prices where it says so, else where both sides' people read them.
template <typename State>
constexpr StreamKind home_of() {
    if constexpr (requires { State::home; }) return State::home;
    return StreamKind::shared;
}

template <typename Event>
std::vector<Body> bodies_of(std::vector<Event> events) {
    std::vector<Body> bodies;
    for (Event& event : events) bodies.emplace_back(std::move(event));
    return bodies;
}

}  // namespace

void apply(SubjectState& state, const Body& body, const StoredEvent& stored) {
    if (const auto* flagged = body.get_if<FactFlagged>()) {
        with_state(state, [&](auto& subject) {
            subject.flags.push_back(flagged->flag);
            if constexpr (requires { apply(subject, flagged->flag); }) apply(subject, flagged->flag);
        });
        return;
    }
    with_matching(state, body, [&](auto& subject, const auto& event) {
        if constexpr (requires { subject.stream; }) {
            // A note may come before what it belongs to; where it lies says nothing about that.
            if (subject.stream.empty() && stream_kind_of(body) != StreamKind::internal) subject.stream = stored.envelope.stream;
        }
        apply(subject, event, stored);
    });
}

Admission admit(const SubjectState& state, const Body& body, const Context& context) {
    Admission admission;
    const bool matches =
        with_matching(state, body, [&](const auto& subject, const auto& event) { admission = admit(subject, event, context); });
    if (!matches) return refuse("refusal.wrong_subject");
    return admission;
}

Result<std::vector<Body>, Refusal> decide(const SubjectState& state, const Command& command, const Context& context) {
    Result<std::vector<Body>, Refusal> bodies = refuse("refusal.wrong_subject");
    SubjectKinds::find([&](auto kind) {
        const auto* subject = state.template get_if<typename decltype(kind)::State>();
        const auto* known = command.get_if<typename decltype(kind)::Command>();
        if (subject == nullptr || known == nullptr) return false;
        auto events = decide(*subject, *known, context);
        if (events) {
            bodies = bodies_of(std::move(*events));
        } else {
            bodies = Error{events.error()};
        }
        return true;
    });
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

StreamId stream_of(const SubjectState& state) {
    StreamId stream;
    with_state(state, [&](const auto& subject) {
        if constexpr (requires { subject.stream; }) stream = subject.stream;
    });
    return stream;
}

StreamKind stream_kind_of(const Body& body) {
    const auto* ticket_event = body.get_if<TicketEvent>();
    if (ticket_event != nullptr && std::holds_alternative<InternalNoteAdded>(*ticket_event)) return StreamKind::internal;
    StreamKind home = StreamKind::shared;
    SubjectKinds::find([&](auto kind) {
        if (!body.holds<typename decltype(kind)::Event>()) return false;
        home = home_of<typename decltype(kind)::State>();
        return true;
    });
    return home;
}

}  // namespace countersign
