// Reading and describing any event body.
#include "core/domain/body.hpp"

#include "core/domain/subject_kinds.hpp"

namespace countersign {

namespace {

// Tries the alternatives of one subject's variant in turn; nothing when none has this type, or only in an older version.
template <typename Variant, std::size_t index = 0>
std::optional<Body> read_alternative(const Envelope& envelope, FieldReader& fields) {
    if constexpr (index == std::variant_size_v<Variant>) {
        return std::nullopt;
    } else {
        using Alternative = std::variant_alternative_t<index, Variant>;
        if (envelope.type == Alternative::type && envelope.version <= Alternative::version) {
            return Body{Variant{Alternative::from_json(fields)}};
        }
        return read_alternative<Variant, index + 1>(envelope, fields);
    }
}

std::optional<Body> read_known(const Envelope& envelope, FieldReader& fields) {
    if (envelope.type == FactFlagged::type && envelope.version <= FactFlagged::version) return Body{FactFlagged::from_json(fields)};
    std::optional<Body> body;
    SubjectKinds::find([&](auto kind) {
        if (envelope.subject.kind != decltype(kind)::State::subject_kind) return false;
        body = read_alternative<typename decltype(kind)::Event>(envelope, fields);
        return true;
    });
    return body;
}

template <typename Alternative>
BodyKind kind_of(const Alternative& body) {
    return {Alternative::type, Alternative::version, Alternative::guarded, Alternative::action, body.to_json()};
}

}  // namespace

Result<Body, Failure> read_body(const Envelope& envelope) {
    FieldReader fields(envelope.body);
    auto body = read_known(envelope, fields);
    if (!body) return Body{};
    if (fields.problem()) return Error{Failure{"failure.event", "read event", envelope.type, *fields.problem()}};
    return std::move(*body);
}

std::optional<BodyKind> describe(const Body& body) {
    if (const auto* flagged = body.get_if<FactFlagged>()) return kind_of(*flagged);
    std::optional<BodyKind> described;
    SubjectKinds::find([&](auto kind) {
        const auto* event = body.get_if<typename decltype(kind)::Event>();
        if (event == nullptr) return false;
        described = std::visit([](const auto& alternative) { return kind_of(alternative); }, *event);
        return true;
    });
    return described;
}

}  // namespace countersign
