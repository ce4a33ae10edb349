// Signature ink between the pad that draws it and the event that keeps it: the same whole numbers on the same sheet, in two types.
#pragma once

#include "core/domain/verification.hpp"
#include "web/widgets/ink_pad.hpp"

namespace countersign::screens {

std::vector<std::vector<InkPoint>> strokes_of(const widgets::Ink& ink);
widgets::Ink ink_of(const Signature& signature);

}  // namespace countersign::screens
