// Signature ink: from the pad to the event and back.
#include "web/screens/signature_ink.hpp"

namespace countersign::screens {

std::vector<std::vector<InkPoint>> strokes_of(const widgets::Ink& ink) {
    std::vector<std::vector<InkPoint>> strokes;
    for (const widgets::InkStroke& drawn : ink.strokes) {
        std::vector<InkPoint> stroke;
        for (const widgets::InkPoint& point : drawn) stroke.push_back({point.x, point.y, point.width, point.time_ms});
        strokes.push_back(std::move(stroke));
    }
    return strokes;
}

widgets::Ink ink_of(const Signature& signature) {
    widgets::Ink ink;
    for (const std::vector<InkPoint>& kept : signature.strokes) {
        widgets::InkStroke stroke;
        for (const InkPoint& point : kept) stroke.push_back({point.x, point.y, point.time_ms, point.width});
        ink.strokes.push_back(std::move(stroke));
    }
    return ink;
}

}  // namespace countersign::screens
