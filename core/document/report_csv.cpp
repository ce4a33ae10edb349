// The monthly report as CSV, section by section.
#include "core/document/report_csv.hpp"

#include "core/document/csv.hpp"

namespace countersign {
namespace {

/// What a line is about; the empty ones do not apply.
struct Place {
    std::string_view section;
    std::string subject = {};
    std::string_view measure = {}, priority = {};
};

class ReportCsv {
public:
    explicit ReportCsv(const MonthlyReport& report) : report_(report) {}

    std::string write() {
        csv_.row({"month", "section", "subject", "measure", "priority", "figure", "value", "unit"});
        const Place head{"report"};
        line(head, "organisation", report_.organisation, "text");
        line(head, "agreement_number", report_.agreement_number, "text");
        line(head, "agreement_version", report_.agreement_version, "number");
        line(head, "made_on", to_iso_text(report_.made_on), "date");
        write_attainment();
        write_tickets();
        write_visits();
        write_hours();
        write_care();
        write_credits();
        write_words();
        return csv_.text();
    }

private:
    void line(const Place& place, std::string_view figure, const CsvCell& value, std::string_view unit) {
        csv_.row({to_iso_text(report_.month), place.section, place.subject, place.measure, place.priority, figure, value, unit});
    }

    std::string name_of(const std::string& id) const {
        const auto found = report_.names.find(id);
        return found == report_.names.end() ? id : found->second;
    }

    void write_attainment() {
        for (const LevelAttainment& level : report_.attainment) {
            Place place{"attainment", "", measure_name(level.measure), priority_name(level.priority)};
            line(place, "kept", level.share.kept, "promises");
            line(place, "judged", level.share.judged, "promises");
            line(place, "share", level.share.percent_thousandths(), "percent_thousandths");
            for (const CauseId& cause : level.missed) {
                place.subject = name_of(cause.value);
                line(place, "missed", 1, "promises");
            }
        }
    }

    void write_tickets() {
        for (std::size_t i = 0; i < report_.tickets.size(); ++i) {
            const TicketCounts& counts = report_.tickets[i];
            const Place place{"tickets", "", "", priority_name(static_cast<Priority>(i + 1))};
            line(place, "open_before", counts.open_before, "tickets");
            line(place, "opened", counts.opened, "tickets");
            line(place, "reopened", counts.reopened, "tickets");
            line(place, "resolved", counts.resolved, "tickets");
            line(place, "open_at_end", counts.open_at_end, "tickets");
        }
    }

    void write_visits() {
        for (const VisitOfMonth& visit : report_.visits) {
            const std::string outcome(visit_outcome_names[static_cast<std::size_t>(visit.outcome)]);
            const Place place{"visits", name_of(visit.site.value)};
            line(place, "regular", to_iso_text(visit.regular), "date");
            line(place, "planned", visit.planned ? to_iso_text(*visit.planned) : "", "date");
            line(place, "held_on", visit.held_on ? to_iso_text(*visit.held_on) : "", "date");
            line(place, "outcome", outcome, "word");
            line(place, "holiday", visit.holiday, "word");
        }
    }

    void write_hours() {
        if (!report_.hours) return;
        const HoursStatement& hours = *report_.hours;
        const Place place{"hours"};
        line(place, "opening", hours.opening.count, "minutes");
        line(place, "granted", hours.granted.count, "minutes");
        line(place, "debited", hours.debited.count, "minutes");
        line(place, "expired", hours.expired.count, "minutes");
        line(place, "over_cap", hours.over_cap.count, "minutes");
        line(place, "overdrawn", hours.overdrawn.count, "minutes");
        line(place, "closing", hours.closing.count, "minutes");
        line(place, "free_of_charge", hours.free_of_charge.count, "minutes");
        line(place, "uncovered", hours.uncovered.count, "minutes");
        line(place, "priced", hours.priced.count, "minutes");
        for (const HoursLine& late : report_.hours_late) {
            line({"hours_late", to_iso_text(late.date)}, hours_line_kind_name(late.kind), late.minutes.count, "minutes");
        }
    }

    void write_care() {
        for (const ControlCounts& control : report_.controls) {
            const Place place{"controls", control.name};
            line(place, "due", control.due, "controls");
            line(place, "done", control.done, "controls");
            line(place, "overdue", control.overdue, "controls");
        }
        write_availability();
        for (const Satisfaction& month : report_.satisfaction) {
            const Place place{"satisfaction", to_iso_text(month.month)};
            line(place, "answers", month.count, "answers");
            line(place, "sum", month.sum, "points");
        }
    }

    void write_availability() {
        for (const AvailabilityOfMonth& part : report_.availability) write_availability(part);
    }

    void write_availability(const AvailabilityOfMonth& month) {
        // One part is the month; of several each is named by its first day.
        const Place place{"availability", report_.availability.size() > 1 ? to_iso_text(month.first) : std::string{}};
        line(place, "agreed", month.agreed_thousandths, "percent_thousandths");
        const auto measured = month.measured_thousandths;
        line(place, "measured", measured ? CsvCell(*measured) : CsvCell(""), "percent_thousandths");
        line(place, "promised", begun_minutes(month.promised).count, "minutes");
        line(place, "down", begun_minutes(month.down).count, "minutes");
        for (const OutageOfMonth& outage : month.outages) {
            const Place at{"outages", outage.downtime.service};
            line(at, "site", name_of(outage.downtime.site.value), "text");
            line(at, "from", to_iso_text(outage.from), "time");
            line(at, "to", outage.to ? to_iso_text(*outage.to) : "", "time");
            line(at, "planned", outage.downtime.planned ? 1 : 0, "number");
            line(at, "contested", outage.downtime.contested ? 1 : 0, "number");
            line(at, "down", begun_minutes(outage.down).count, "minutes");
            line(at, "what", outage.downtime.what, "text");
        }
    }

    void write_credits() {
        if (!report_.credits) return;
        const std::string unit = std::string(currency_codes[static_cast<std::size_t>(report_.currency)]) + "_minor";
        for (const CreditLine& credit : report_.credits->lines) line({"credits", credit.rule}, "amount", credit.amount_minor, unit);
        line({"credits"}, "sum", report_.credits->sum_minor, unit);
        line({"credits"}, "cap", report_.credits->cap_minor, unit);
        line({"credits"}, "owed", report_.credits->owed_minor, unit);
    }

    void write_words() {
        for (const std::string& risk : report_.risks) line({"risks"}, "open", risk, "text");
        for (const OpenComplaint& complaint : report_.complaints) {
            const Place place{"complaints", complaint.title};
            line(place, "due", complaint.due ? to_iso_text(*complaint.due) : "", "date");
            line(place, "overdue", complaint.overdue ? 1 : 0, "number");
        }
        for (const std::string& recommendation : report_.recommendations) line({"recommendations"}, "text", recommendation, "text");
    }

    const MonthlyReport& report_;
    CsvWriter csv_;
};

}  // namespace

std::string report_csv(const MonthlyReport& report) { return ReportCsv(report).write(); }

}  // namespace countersign
