// The test-engine hooks of Dear ImGui (IMGUI_ENABLE_TEST_ENGINE), implemented for our own purpose.
#include "web/semantics/item_hooks.hpp"

#include <algorithm>

#include "imgui.h"
#include "imgui_internal.h"

#include "web/semantics/tree.hpp"

namespace countersign::semantics {

void ItemRecorder::attach(ImGuiContext& context) {
    context.TestEngine = this;
    context.TestEngineHookItems = true;
}

void ItemRecorder::detach(ImGuiContext& context) {
    context.TestEngine = nullptr;
    context.TestEngineHookItems = false;
}

void ItemRecorder::label(NodeId id, const char* text) {
    const auto item = std::find_if(items_.begin(), items_.end(), [id](const Item& candidate) { return candidate.id == id; });
    if (item != items_.end() && text != nullptr) item->label = text;
}

std::vector<ItemRecorder::Item> ItemRecorder::undeclared(const Tree& tree) const {
    std::vector<Item> missing;
    for (const Item& item : items_)
        if (!tree.declared(item.id)) missing.push_back(item);
    return missing;
}

}  // namespace countersign::semantics

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box, const ImGuiLastItemData* item) {
    auto* recorder = static_cast<countersign::semantics::ItemRecorder*>(context->TestEngine);
    // Windows report themselves without item data; the library's own fallback window is never shown.
    if (recorder == nullptr || item == nullptr || (context->CurrentWindow != nullptr && context->CurrentWindow->IsFallbackWindow)) return;
    recorder->record(
        {id,
         {},
         {static_cast<int>(box.Min.x), static_cast<int>(box.Min.y), static_cast<int>(box.GetWidth()), static_cast<int>(box.GetHeight())}});
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label, ImGuiItemStatusFlags) {
    if (auto* recorder = static_cast<countersign::semantics::ItemRecorder*>(context->TestEngine)) recorder->label(id, label);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
