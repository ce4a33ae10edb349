// The text styles of the visual language as Dear ImGui fonts, baked at size × device pixel ratio. Baking takes time, so the first screen
// gets the styles and letters it shows, the next one all styles with the letters of our languages, and a rarer letter all there are.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "imgui.h"

#include "web/widgets/ui.hpp"

namespace countersign::render {

using Bytes = std::vector<std::uint8_t>;

// TrueType files: Inter in three weights and the icon subset. Without them (headless tests) the library's own font stands in.
struct FontFiles {
    Bytes regular;
    Bytes medium;
    Bytes semibold;
    Bytes icons;
};

struct Face {
    ImFont* font = nullptr;
    float size = 0;  // to be given to ImDrawList::AddText: CSS pixels from ascent to descent
    float line = 0;  // line height
    float em = 0;    // CSS font size
    int weight = 400;
};

class Fonts {
public:
    Fonts();
    ~Fonts();
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;

    void set_files(FontFiles files);
    void set_scale(float device_pixel_ratio);

    // The face of a style; when it is not baked yet another one, and `missing()` becomes true.
    const Face& face(widgets::TextStyle style);
    // Says which text is about to be measured or drawn: a letter that is not baked yet makes `missing()` true.
    void need(std::string_view text);
    // Sizes 14, 16, 18, 20 and 22.
    const Face& icons(float size);

    bool missing() const { return missing_; }
    // The card lost its copy of the atlas.
    void request_upload() { stale_ = true; }
    // Bakes what is missing; to be called between two frames. True when the atlas changed and must be uploaded again.
    bool prepare();
    ImFontAtlas& atlas() { return *atlas_; }
    int bake_count() const { return bake_count_; }

private:
    static constexpr std::size_t style_count = static_cast<std::size_t>(widgets::TextStyle::count);
    static constexpr std::array<float, 5> icon_sizes = {14, 16, 18, 20, 22};

    enum class Coverage { Seen, Languages, Everything };

    void bake();
    void choose_letters();
    ImFont* add(const Bytes& file, float em, const ImWchar* ranges, float& size);

    FontFiles files_;
    std::unique_ptr<ImFontAtlas> atlas_;
    float scale_ = 1;
    bool stale_ = true;
    bool missing_ = false;
    int bake_count_ = 0;
    std::array<bool, style_count> wanted_{};
    std::array<bool, icon_sizes.size()> icons_wanted_{};
    std::array<Face, style_count> faces_{};
    std::array<Face, icon_sizes.size()> icon_faces_{};
    Face fallback_;
    Coverage coverage_ = Coverage::Seen;
    std::vector<bool> baked_letters_;
    std::vector<char32_t> seen_letters_;
    ImVector<ImWchar> letters_;
};

}  // namespace countersign::render
