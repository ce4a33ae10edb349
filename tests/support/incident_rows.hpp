// A small incident log for tests: the columns that matter, and rows of our own making.
#pragma once

#include <string>

namespace countersign::test {

inline constexpr const char* incident_header =
    "number,incident_state,sys_mod_count,caller_id,opened_at,sys_updated_at,category,subcategory,u_symptom,impact,urgency,priority,"
    "assignment_group,assigned_to\n";

struct IncidentRow {
    std::string number = "INC7";
    std::string state = "New";
    std::string count = "0";
    std::string opened = "12-11-2025 09:00";
    std::string updated = "12-11-2025 09:10";
    std::string priority = "3 - Moderate";
    std::string person = "?";

    std::string text() const {
        return number + "," + state + "," + count + ",Caller 5," + opened + "," + updated +
               ",Category 55,Subcategory 170,?,1 - High,3 - Low," + priority + ",Group 56," + person + "\n";
    }
};

}  // namespace countersign::test
