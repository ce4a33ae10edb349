// Supplier case: a matter with another supplier of the client (internet, hosting) that the provider handles for them (requirements.md C4;
// S4: "cooperation with the internet provider, hosting of the web site, and so on").
//
// The rule: the provider asks, chases and notes each answer until the matter is done; a supplier's promised day that is over without the
// matter being done calls for chasing. Worked example: line down at the branch, reported to the internet provider on 3 June under their
// number 44-812, who promise 5 June: on 6 June it is to be chased; their new promise of 9 June moves that to 10 June.
#pragma once

#include <variant>

#include "core/domain/client_day.hpp"
#include "core/domain/folding.hpp"

namespace countersign {

using SupplierCaseId = Id<struct SupplierCaseTag>;

struct SupplierCaseOpened {
    static constexpr const char* type = "supplier_case_opened";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string supplier;
    std::string service;    ///< what they supply: "internet at the branch"
    std::string reference;  ///< their number for it, where they gave one
    std::string matter;
    SiteId site;
    TicketId ticket;
    std::optional<LocalDate> promised_on = {};
    Json to_json() const;
    static SupplierCaseOpened from_json(FieldReader& fields);
};

struct SupplierChased {
    static constexpr const char* type = "supplier_chased";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string how;  ///< "by telephone, Mr Novák"
    Json to_json() const;
    static SupplierChased from_json(FieldReader& fields);
};

struct SupplierAnswered {
    static constexpr const char* type = "supplier_answered";
    static constexpr int version = 1;
    static constexpr bool guarded = false;
    static constexpr Action action = Action::manage_care;
    std::string answer;
    std::string reference;  ///< where they gave one now
    std::optional<LocalDate> promised_on = {};
    Json to_json() const;
    static SupplierAnswered from_json(FieldReader& fields);
};

struct SupplierCaseDone {
    static constexpr const char* type = "supplier_case_done";
    static constexpr int version = 1;
    static constexpr bool guarded = true;
    static constexpr Action action = Action::manage_care;
    std::string outcome;
    Json to_json() const;
    static SupplierCaseDone from_json(FieldReader& fields);
};

using SupplierCaseEvent = std::variant<SupplierCaseOpened, SupplierChased, SupplierAnswered, SupplierCaseDone>;

struct SupplierCase {
    static constexpr const char* subject_kind = "supplier_case";
    SupplierCaseId id;
    StreamId stream;
    OrganisationId organisation;
    bool opened = false;
    bool done = false;
    std::string supplier, service, reference, matter, outcome;
    SiteId site;
    TicketId ticket;
    std::optional<LocalDate> promised_on;
    std::optional<Instant> last_chased_at, last_answered_at;
    bool pending = false;
    std::vector<HistoryEntry> history;
    std::vector<Flag> flags;

    /// The day that the supplier promised is over.
    bool to_be_chased(LocalDate today) const { return opened && !done && is_over(promised_on, today); }
};

Admission admit(const SupplierCase& state, const SupplierCaseEvent& event, const Context& context);
void apply(SupplierCase& state, const SupplierCaseEvent& event, const StoredEvent& stored);

struct OpenSupplierCase {
    SupplierCaseOpened details;
};
struct ChaseSupplier {
    SupplierChased details;
};
struct RecordSupplierAnswer {
    SupplierAnswered details;
};
struct FinishSupplierCase {
    SupplierCaseDone details;
};
using SupplierCaseCommand = std::variant<OpenSupplierCase, ChaseSupplier, RecordSupplierAnswer, FinishSupplierCase>;

Result<std::vector<SupplierCaseEvent>, Refusal> decide(const SupplierCase& state, const SupplierCaseCommand& command,
                                                       const Context& context);

}  // namespace countersign
