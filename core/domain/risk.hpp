// Risk: something that may happen to the client's systems, how bad it would be, and what is done about it (requirements.md C5; S2 "handling
// of security and risk").
//
// The rule: likelihood and impact from 1 to 5; their product orders the register. Each assessment names the treatment, its owner and the
// day by which the risk is looked at again; a risk whose day is over is overdue for review. What was thought before stays readable.
// Worked example: ransomware over e-mail, likelihood 4, impact 5: 20. After training and filtering, assessed anew as 2 and 5: 10.
#pragma once

#include <variant>

#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using RiskId = Id<struct RiskTag>;

enum class RiskTreatment : std::uint8_t { avoid, reduce, transfer, accept };
inline constexpr std::array<std::string_view, 4> risk_treatment_names{"avoid", "reduce", "transfer", "accept"};

struct RiskAssessment {
    std::int32_t likelihood = 1, impact = 1;  ///< 1 to 5
    RiskTreatment treatment = RiskTreatment::reduce;
    std::string measures;  ///< what is done; where it is accepted: why
    std::string owner;
    LocalDate review_on;
    bool operator==(const RiskAssessment&) const = default;

    std::int32_t score() const { return likelihood * impact; }
};

struct RiskRegistered {
    static constexpr const char* type = "risk_registered";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string title, description;
    RiskAssessment assessment;
    Json to_json() const;
    static RiskRegistered from_json(FieldReader& fields);
};

struct RiskReassessed {
    static constexpr const char* type = "risk_reassessed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    RiskAssessment assessment;
    std::string reason;
    Json to_json() const;
    static RiskReassessed from_json(FieldReader& fields);
};

struct RiskClosed {
    static constexpr const char* type = "risk_closed";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string reason;
    Json to_json() const;
    static RiskClosed from_json(FieldReader& fields);
};

using RiskEvent = std::variant<RiskRegistered, RiskReassessed, RiskClosed>;

struct Risk {
    static constexpr const char* subject_kind = "risk";
    RiskId id;
    StreamId stream;
    OrganisationId organisation;
    bool registered = false;
    bool closed = false;
    std::string title, description, close_reason;
    std::vector<RiskAssessment> assessments;  ///< the last one holds
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// Precondition: it is registered.
    const RiskAssessment& current() const { return assessments.back(); }
    bool review_overdue(LocalDate today) const { return registered && !closed && current().review_on < today; }
};

Admission admit(const Risk& state, const RiskEvent& event, const Context& context);
void apply(Risk& state, const RiskEvent& event, const StoredEvent& stored);

struct RegisterRisk {
    RiskRegistered details;
};
struct ReassessRisk {
    RiskReassessed details;
};
struct CloseRisk {
    RiskClosed details;
};
using RiskCommand = std::variant<RegisterRisk, ReassessRisk, CloseRisk>;

Result<std::vector<RiskEvent>, Refusal> decide(const Risk& state, const RiskCommand& command, const Context& context);

}  // namespace countersign
