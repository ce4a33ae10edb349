// BarChart: a few numbers as horizontal bars, drawn as SVG within a page (requirements.md R1, N3).
//
// The rule: a drawing repeats what a table beside it says; it names every bar and its value in words, so that it means the same to who sees
// it and to who hears it, and nothing is told by colour alone. Bars are whole units long. Worked example: 99'500 of 100'000 is a bar of 318
// of 320 units.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/document/markup.hpp"

namespace countersign {

struct Bar {
    std::string label;
    std::string shown;       ///< the value in words
    std::int64_t value = 0;  ///< from 0 to the chart's most; what lies beyond is drawn at the end
};

struct BarChart {
    std::string id;     ///< unique within the page
    std::string title;  ///< what is compared
    std::vector<Bar> bars;
    std::int64_t most = 0;
};

Markup draw(const BarChart& chart);

}  // namespace countersign
