// Agreement: what the provider promised the client (requirements.md A3, A6, A8): the service mode, and per priority how soon someone
// answers and how soon it is fixed, counted around the clock. Worked example: priority high promises 4 h and 8 h; a ticket opened at 09:00
// is to be answered by 13:00 and fixed by 17:00. Targets of zero minutes mean that none was agreed.
#pragma once

#include <array>
#include <variant>

#include "core/domain/fact.hpp"
#include "core/domain/priority.hpp"
#include "core/domain/service_mode.hpp"

namespace countersign {

struct ServiceLevel {
    Minutes response;    ///< 0: none agreed
    Minutes resolution;  ///< 0: none agreed
};

/// What one ticket was promised, written into the ticket when it is opened (requirements.md N9).
struct Promise {
    AgreementId agreement;
    std::optional<Instant> response_due;
    std::optional<Instant> resolution_due;
    bool operator==(const Promise&) const = default;
};

struct AgreementRecorded {
    static constexpr const char* type = "agreement_recorded";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_agreement;
    std::string number, title;
    ServiceMode mode = ServiceMode::sla;
    Instant valid_from;
    std::array<ServiceLevel, 4> levels{};  ///< by priority, low first
    UserId account_manager;
    Json to_json() const;
    static AgreementRecorded from_json(FieldReader& fields);
};

struct AgreementEnded {
    static constexpr const char* type = "agreement_ended";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_agreement;
    Instant ends_at;
    std::string reason;
    Json to_json() const;
    static AgreementEnded from_json(FieldReader& fields);
};

using AgreementEvent = std::variant<AgreementRecorded, AgreementEnded>;

struct Agreement {
    static constexpr const char* subject_kind = "agreement";
    AgreementId id;
    StreamId stream;
    OrganisationId organisation;
    bool recorded = false;
    std::string number, title;
    ServiceMode mode = ServiceMode::sla;
    Instant valid_from;
    std::optional<Instant> ends_at;
    std::string end_reason;
    std::array<ServiceLevel, 4> levels{};
    UserId account_manager;
    std::vector<Flag> flags;

    bool in_force_at(Instant instant) const;
    const ServiceLevel& level(Priority priority) const { return levels[static_cast<std::size_t>(priority) - 1]; }
    Promise promise_for(Priority priority, Instant opened_at) const;
};

Admission admit(const Agreement& state, const AgreementEvent& event, const Context& context);
void apply(Agreement& state, const AgreementEvent& event, const StoredEvent& stored);

struct RecordAgreement {
    AgreementRecorded terms;
};
struct EndAgreement {
    Instant ends_at;
    std::string reason;
};
using AgreementCommand = std::variant<RecordAgreement, EndAgreement>;

Result<std::vector<AgreementEvent>, Refusal> decide(const Agreement& state, const AgreementCommand& command, const Context& context);

}  // namespace countersign
