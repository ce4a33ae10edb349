// The port to what puts a frame on the screen. One adapter draws with WebGL 2; headless tests have none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "imgui.h"

namespace countersign::render {

// Ink of one signature in CSS pixels of the canvas; hangs on the draw command whose callback is `ink_callback()`.
struct InkDrawing {
    std::vector<float> capsules;  // x0 y0 r0 x1 y1 r1 each
    std::uint32_t colour = 0;     // 0xRRGGBBAA
};

class Renderer {
public:
    virtual ~Renderer() = default;
    // False when the machine cannot draw; `why` then says it in the words of the browser.
    virtual bool start(std::string& why) = 0;
    virtual void resize(int width_pixels, int height_pixels) = 0;
    virtual void upload_atlas(ImFontAtlas& atlas) = 0;
    // A picture's pixels, four bytes each, for drawing with ImDrawList::AddImage; null when nothing can be drawn.
    virtual ImTextureID make_picture(int width, int height, const void* rgba) = 0;
    virtual void drop_picture(ImTextureID picture) = 0;
    virtual void draw(const ImDrawData& data) = 0;
    // The browser took the context away and gave it back: all that was uploaded is gone.
    virtual bool restore(std::string& why) = 0;
    // For drawing ink with its own program; null when only plain triangles can be drawn.
    virtual ImDrawCallback ink_callback() const = 0;
};

}  // namespace countersign::render
