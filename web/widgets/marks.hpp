// Drawing of the marks of state at a given place, for widgets that lay out their own parts (tables, rows, navigation).
#pragma once

#include "web/widgets/layout.hpp"
#include "web/widgets/paint.hpp"
#include "web/widgets/status.hpp"
#include "web/widgets/text.hpp"

namespace countersign::widgets {

inline constexpr float time_left_height = 30;

void draw_chip(UiCore& core, const ImRect& box, const Chip& options);
void draw_avatar(UiCore& core, const ImRect& box, std::string_view name);
float state_width(UiCore& core, const State& options);
void draw_state(UiCore& core, const ImRect& box, const State& options);
float priority_width(UiCore& core, const Priority& options);
void draw_priority(UiCore& core, const ImRect& box, const Priority& options);
float pair_width(UiCore& core, const CountersignPair& options);
void draw_pair(UiCore& core, const ImRect& box, const CountersignPair& options);
std::string pair_name(const CountersignPair& options);
void draw_time_left(UiCore& core, const ImRect& box, const TimeLeft& options);
std::string time_left_name(const TimeLeft& options);

}  // namespace countersign::widgets
