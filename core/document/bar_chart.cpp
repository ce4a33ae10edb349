// BarChart: drawing.
#include "core/document/bar_chart.hpp"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::int64_t label_width = 240, bar_width = 320, value_width = 160, row_height = 26;

std::int64_t length_of(const Bar& bar, std::int64_t most) {
    if (most <= 0) return 0;
    return std::clamp<std::int64_t>(bar.value, 0, most) * bar_width / most;
}

std::string rectangle(std::int64_t x, std::int64_t y, std::int64_t width, const char* fill) {
    return "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" + std::to_string(width) +
           "\" height=\"16\" fill=\"" + fill + "\"/>";
}

std::string label(std::int64_t x, std::int64_t y, std::string_view text) {
    return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\">" + escape_html(text) + "</text>";
}

}  // namespace

Markup draw(const BarChart& chart) {
    const std::string id = escape_html(chart.id);
    const std::int64_t width = label_width + bar_width + value_width;
    const std::int64_t height = row_height * static_cast<std::int64_t>(chart.bars.size());
    std::string described;
    std::string drawn;
    std::int64_t top = 0;
    for (const Bar& bar : chart.bars) {
        described += (described.empty() ? "" : "; ") + escape_html(bar.label) + ": " + escape_html(bar.shown);
        drawn += label(0, top + 17, bar.label) + rectangle(label_width, top + 5, bar_width, "#dde3e9") +
                 rectangle(label_width, top + 5, length_of(bar, chart.most), "#1f5f8b") +
                 label(label_width + bar_width + 8, top + 17, bar.shown) + "\n";
        top += row_height;
    }
    return Markup::of_html("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"" + id + "-title " + id +
                           "-text\" viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(height) + "\" width=\"" +
                           std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" font-size=\"13\">\n<title id=\"" + id +
                           "-title\">" + escape_html(chart.title) + "</title><desc id=\"" + id + "-text\">" + described + "</desc>\n" +
                           drawn + "</svg>");
}

}  // namespace countersign
