// DemoClient: one client company as data: who they are, what was agreed, their computers, and what happened. Each client has a file of its
// own.
#pragma once

#include "core/domain/agreement_terms.hpp"
#include "core/domain/organisation.hpp"
#include "server/demo/demo_world.hpp"

namespace countersign {

/// Who gives a command in a story; resolved to the client's and the provider's people.
enum class Who { contact, second_contact, reporter, technician, other_technician, manager };

struct TicketStep {
    int minutes_later = 0;  ///< after the opening
    Who who = Who::technician;
    TicketCommand command;
};

struct TicketStory {
    int minutes_ago = 0;
    Who who = Who::contact;
    int impact = 2, urgency = 2;
    std::string title, description;
    std::vector<TicketStep> steps = {};
    std::string reporter_name = {};  ///< set: the technician wrote it down while on the telephone
    std::size_t site = 0;
};

struct DemoFinding {
    std::size_t asset = 0;
    std::size_t check = 0;
    std::string note;
};

enum class VisitEnding { planned, to_verify, accepted, with_remarks };

struct VisitStory {
    int day = 0;  ///< from today; past ones are moved off weekends
    const char* from = "8:00";
    const char* until = "11:00";
    VisitEnding ending = VisitEnding::planned;
    Who technician = Who::technician;
    std::size_t site = 0;
    int minutes = 45;
    std::vector<DemoFinding> findings = {};
    std::string summary = {};
    std::string remark = {};
};

struct DemoSite {
    std::string name, address;
};

struct DemoAsset {
    std::size_t site;
    std::string name, kind, place;
};

/// What was agreed in a demo, in one line each: response and resolution per priority in real hours, low first; no hours in modes without
/// guaranteed time.
struct DemoAgreement {
    std::string number, title;
    ServiceMode mode = ServiceMode::sla;
    Instant valid_from;
    std::string time_zone = "Europe/Warsaw";
    std::array<std::array<Minutes, 2>, 4> levels = {};
    AllowanceTerms allowance = {};
    CommercialTerms prices = {};
    std::int32_t term_months = 12;  ///< from valid_from on, renewed by as much; one month's notice to the end of a month

    AgreementTerms terms() const;
};

/// What the provider counts everywhere: remote and telephone by the started quarter, on site the first hour and then halves (rules.md 23).
inline constexpr Roundings demo_rounding{{{{15}, {15}}, {{60}, {30}}, {{15}, {15}}, {{30}, {30}}}};

/// A price list in one line: the monthly fee, an hour, a journey, VAT; after hours twice the price.
CommercialTerms demo_prices(Currency currency, std::int64_t fee_minor, std::int64_t hour_minor, std::int64_t journey_minor,
                            std::int32_t vat_permille);

/// A package of the price list that the client bought so many days ago.
struct DemoPackage {
    std::int32_t days_ago = 0;
    Minutes minutes;
    std::string name;
};

struct DemoClient {
    OrganisationRegistered details;
    std::vector<DemoSite> sites;
    std::vector<DemoAsset> assets;
    std::vector<std::string> checks;  ///< titles of the five, in the client's language
    DemoPerson contact, second_contact;
    std::vector<DemoPerson> others = {};  ///< management and reporters: accounts, no part in the agreement
    Contact contact_rights, second_contact_rights;
    DemoAgreement agreement;
    std::vector<DemoPackage> packages = {};
    bool other_technician_is_permanent = false;
    std::vector<VisitStory> visits;
    std::vector<TicketStory> tickets;
};

struct DemoProvider {
    std::string name, address, tax_number;
    DemoPerson technician, other_technician, manager, administrator;
};

/// Registers the client and plans its stories. Answers its people, who now belong to it.
std::vector<DemoPerson> play_client(DemoWorld& world, const DemoProvider& provider, DemoClient client);

DemoClient drukarnia_jaskolka(DemoWorld& world);
DemoClient przychodnia_lakowa(DemoWorld& world);
DemoClient nordlys_fiskehandel(DemoWorld& world);
DemoClient pekarna_u_reky(DemoWorld& world);

// Steps, so that a story reads as a story.
inline TicketStep assign(int minutes_later, Who technician) { return {minutes_later, technician, AssignTicket{}}; }
inline TicketStep start(int minutes_later, Who who) { return {minutes_later, who, StartTicketWork{}}; }
inline TicketStep say(int minutes_later, Who who, std::string text) { return {minutes_later, who, AddTicketComment{std::move(text)}}; }
inline TicketStep note(int minutes_later, Who who, std::string text) { return {minutes_later, who, AddInternalNote{std::move(text)}}; }
inline TicketStep pause(int minutes_later, Who who, std::string reason) { return {minutes_later, who, PauseTicket{std::move(reason)}}; }
inline TicketStep resume(int minutes_later, Who who) { return {minutes_later, who, ResumeTicket{}}; }
inline TicketStep resolve(int minutes_later, Who who, std::string solution) {
    return {minutes_later, who, ResolveTicket{std::move(solution)}};
}
inline TicketStep spend(int minutes_later, Who who, WorkKind kind, std::int64_t minutes, std::string what) {
    return {minutes_later, who, RecordTicketTime{{kind, {}, {minutes}, std::move(what)}}};
}
inline TicketStep accept(int minutes_later, Who who) { return {minutes_later, who, AcceptResolution{}}; }
inline TicketStep reject(int minutes_later, Who who, std::string reason) {
    return {minutes_later, who, RejectResolution{std::move(reason)}};
}

}  // namespace countersign
