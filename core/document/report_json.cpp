// The monthly report as data.
#include "core/document/report_json.hpp"

namespace countersign {

namespace {

Json causes_json(const std::vector<CauseId>& causes, const MonthlyReport& report) {
    Json list = Json::array();
    for (const CauseId& cause : causes) {
        const auto name = report.names.find(cause.value);
        list.push_back(name == report.names.end() ? cause.value : name->second);
    }
    return list;
}

Json attainment_json(const MonthlyReport& report) {
    Json list = Json::array();
    for (const LevelAttainment& level : report.attainment) {
        list.push_back({{"measure", measure_name(level.measure)},
                        {"priority", priority_name(level.priority)},
                        {"kept", level.share.kept},
                        {"judged", level.share.judged},
                        {"percent_thousandths", level.share.percent_thousandths()},
                        {"missed", causes_json(level.missed, report)}});
    }
    return list;
}

Json counts_json(const TicketCounts& counts) {
    return {{"open_before", counts.open_before},
            {"opened", counts.opened},
            {"reopened", counts.reopened},
            {"resolved", counts.resolved},
            {"open_at_end", counts.open_at_end}};
}

Json ticket_counts_json(const TicketCountsByPriority& counts) {
    Json by_priority = Json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        by_priority[std::string(priority_name(static_cast<Priority>(i + 1)))] = counts_json(counts[i]);
    }
    return {{"all", counts_json(sum_of(counts))}, {"by_priority", by_priority}};
}

Json visits_json(const MonthlyReport& report) {
    Json list = Json::array();
    for (const VisitOfMonth& visit : report.visits) {
        Json one{{"regular", to_iso_text(visit.regular)}, {"outcome", visit_outcome_names[static_cast<std::size_t>(visit.outcome)]}};
        const auto site = report.names.find(visit.site.value);
        if (!visit.site.empty()) one["site"] = site == report.names.end() ? visit.site.value : site->second;
        if (visit.planned) one["planned"] = to_iso_text(*visit.planned);
        if (visit.held_on) one["held_on"] = to_iso_text(*visit.held_on);
        if (!visit.holiday.empty()) one["holiday"] = visit.holiday;
        list.push_back(std::move(one));
    }
    return list;
}

Json credits_json(const CreditStatement& credits, const MonthlyReport& report) {
    Json lines = Json::array();
    for (const CreditLine& line : credits.lines) {
        lines.push_back({{"rule", line.rule}, {"causes", causes_json(line.causes, report)}, {"amount_minor", line.amount_minor}});
    }
    return {{"lines", lines},
            {"sum_minor", credits.sum_minor},
            {"cap_minor", credits.cap_minor},
            {"owed_minor", credits.owed_minor},
            {"currency", currency_codes[static_cast<std::size_t>(report.currency)]}};
}

Json satisfaction_json(const std::vector<Satisfaction>& months) {
    Json list = Json::array();
    for (const Satisfaction& month : months) {
        Json one{{"month", to_iso_text(month.month).substr(0, 7)}, {"answers", month.count}};
        if (const auto average = month.average_hundredths()) one["average_hundredths"] = *average;
        list.push_back(std::move(one));
    }
    return list;
}

Json controls_json(const std::vector<ControlCounts>& controls) {
    Json list = Json::array();
    for (const ControlCounts& control : controls) {
        list.push_back({{"name", control.name}, {"due", control.due}, {"done", control.done}, {"overdue", control.overdue}});
    }
    return list;
}

Json availability_json(const AvailabilityOfMonth& month) {
    Json outages = Json::array();
    for (const OutageOfMonth& outage : month.outages) {
        outages.push_back({{"service", outage.downtime.service},
                           {"site", outage.downtime.site.value},
                           {"from", to_iso_text(outage.from)},
                           {"to", outage.to ? Json(to_iso_text(*outage.to)) : Json()},
                           {"planned", outage.downtime.planned},
                           {"contested", outage.downtime.contested},
                           {"down_minutes", begun_minutes(outage.down).count},
                           {"what", outage.downtime.what}});
    }
    Json json{{"from", to_iso_text(month.first)},
              {"to", to_iso_text(month.last)},
              {"agreed_thousandths", month.agreed_thousandths},
              {"promised_minutes", begun_minutes(month.promised).count},
              {"down_minutes", begun_minutes(month.down).count},
              {"outages", std::move(outages)}};
    if (month.measured_thousandths) json["measured_thousandths"] = *month.measured_thousandths;
    return json;
}

}  // namespace

Json hours_statement_json(const HoursStatement& hours) {
    return {{"opening_minutes", hours.opening.count},     {"granted_minutes", hours.granted.count},
            {"debited_minutes", hours.debited.count},     {"expired_minutes", hours.expired.count},
            {"over_cap_minutes", hours.over_cap.count},   {"overdrawn_minutes", hours.overdrawn.count},
            {"closing_minutes", hours.closing.count},     {"free_of_charge_minutes", hours.free_of_charge.count},
            {"uncovered_minutes", hours.uncovered.count}, {"priced_minutes", hours.priced.count},
            {"used_percent", hours.used_percent()}};
}

Json report_json(const MonthlyReport& report) {
    Json json{{"organisation", report.organisation},
              {"agreement", report.agreement_number},
              {"version", report.agreement_version},
              {"month", to_iso_text(report.month).substr(0, 7)},
              {"made_on", to_iso_text(report.made_on)},
              {"attainment", attainment_json(report)},
              {"tickets", ticket_counts_json(report.tickets)},
              {"visits", visits_json(report)},
              {"controls", controls_json(report.controls)},
              {"satisfaction", satisfaction_json(report.satisfaction)},
              {"risks", report.risks},
              {"recommendations", report.recommendations}};
    if (report.hours) json["hours"] = hours_statement_json(*report.hours);
    if (!report.hours_late.empty()) {
        Json late = Json::array();
        for (const HoursLine& line : report.hours_late) late.push_back(line.to_json());
        json["hours_late"] = std::move(late);
    }
    if (report.credits) json["credits"] = credits_json(*report.credits, report);
    if (!report.availability.empty()) {
        json["availability"] = Json::array();
        for (const AvailabilityOfMonth& part : report.availability) json["availability"].push_back(availability_json(part));
    }
    Json complaints = Json::array();
    for (const OpenComplaint& complaint : report.complaints) {
        Json one{{"title", complaint.title}, {"overdue", complaint.overdue}};
        if (complaint.due) one["due"] = to_iso_text(*complaint.due);
        complaints.push_back(std::move(one));
    }
    json["complaints"] = std::move(complaints);
    return json;
}

}  // namespace countersign
