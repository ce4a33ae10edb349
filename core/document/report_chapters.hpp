// The chapters of the monthly report's page; report_document.cpp puts them in order.
//
// The rule: as for an agreement, each chapter stands in every report, so that readers find the same number in the same place each month.
// Worked example: chapter 4 is hours, also of a client without an allowance.
#pragma once

#include "core/document/html.hpp"
#include "core/domain/monthly_report.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

struct ReportPage {
    const Catalogue& catalogue;
    const MonthlyReport& report;
    HtmlDocument& html;

    std::string text(std::string_view key) const { return std::string(catalogue.tr(key)); }
    std::string name_of(const std::string& id) const;
    std::string causes_in_words(const std::vector<CauseId>& causes) const;
};

void write_attainment(ReportPage& page);
void write_tickets(ReportPage& page);
void write_visits_of_month(ReportPage& page);
void write_hours_of_month(ReportPage& page);
void write_controls(ReportPage& page);
void write_availability_of_month(ReportPage& page);
void write_satisfaction(ReportPage& page);
void write_credits_of_month(ReportPage& page);
void write_risks(ReportPage& page);
void write_complaints(ReportPage& page);
void write_recommendations(ReportPage& page);

}  // namespace countersign
