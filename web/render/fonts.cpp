// Baking of fonts.
#include "web/render/fonts.hpp"

#include <algorithm>
#include <cmath>

#include "imgui_internal.h"

namespace countersign::render {
namespace {

using widgets::TextStyle;

struct StyleSpec {
    float em;
    float line;
    int weight;
};

// type.scale of the visual language, in the order of TextStyle.
constexpr StyleSpec style_specs[] = {{10, 10, 600}, {12, 16, 400}, {12, 16, 500}, {12, 16, 600}, {13, 20, 400},
                                     {13, 20, 500}, {13, 20, 600}, {14, 20, 400}, {14, 20, 500}, {14, 20, 600},
                                     {16, 24, 500}, {16, 24, 600}, {20, 28, 600}, {28, 36, 600}, {16, 24, 400}};
static_assert(std::size(style_specs) == static_cast<std::size_t>(TextStyle::count));

// What assets/fonts/make_fonts.py keeps of Inter (it also puts the digits of equal width in the place of 0-9).
constexpr ImWchar text_ranges[] = {0x20,   0x7E,   0xA0,   0x17F,  0x2010, 0x2026, 0x2030, 0x2030, 0x2032, 0x2033, 0x20AC,
                                   0x20AC, 0x2190, 0x2193, 0x2212, 0x2212, 0x2713, 0x2713, 0xFFFD, 0xFFFD, 0};
constexpr ImWchar icon_ranges[] = {0xE000, 0xFFFC, 0};

std::uint16_t big_endian_16(const Bytes& bytes, std::size_t at) {
    return at + 2 > bytes.size() ? std::uint16_t{0} : static_cast<std::uint16_t>((bytes[at] << 8) | bytes[at + 1]);
}
std::size_t big_endian_32(const Bytes& bytes, std::size_t at) {
    return (static_cast<std::size_t>(big_endian_16(bytes, at)) << 16) | big_endian_16(bytes, at + 2);
}

// Where a table of the TrueType file begins, 0 when there is none.
std::size_t table_offset(const Bytes& file, const char* tag) {
    const std::size_t tables = big_endian_16(file, 4);
    for (std::size_t index = 0; index < tables; ++index) {
        const std::size_t record = 12 + index * 16;
        if (record + 16 > file.size()) return 0;
        if (std::equal(tag, tag + 4, file.begin() + static_cast<std::ptrdiff_t>(record))) return big_endian_32(file, record + 8);
    }
    return 0;
}

// Dear ImGui measures a font from ascent to descent, CSS by the em square: how many of the former make one of the latter.
float height_per_em(const Bytes& file) {
    const std::size_t head = table_offset(file, "head");
    const std::size_t hhea = table_offset(file, "hhea");
    const float units = big_endian_16(file, head + 18);
    if (head == 0 || hhea == 0 || units <= 0) return 1.0F;
    const float ascent = static_cast<std::int16_t>(big_endian_16(file, hhea + 4));
    const float descent = static_cast<std::int16_t>(big_endian_16(file, hhea + 6));
    return (ascent - descent) / units;
}

}  // namespace

Fonts::Fonts() : atlas_(std::make_unique<ImFontAtlas>()) {}
Fonts::~Fonts() = default;

void Fonts::set_files(FontFiles files) {
    files_ = std::move(files);
    stale_ = true;
}

void Fonts::set_scale(float device_pixel_ratio) {
    if (std::abs(scale_ - device_pixel_ratio) < 0.001F) return;
    scale_ = device_pixel_ratio;
    stale_ = true;
}

const Face& Fonts::face(TextStyle style) {
    const auto index = static_cast<std::size_t>(style);
    if (faces_[index].font != nullptr) return faces_[index];
    wanted_[index] = true;
    missing_ = true;
    fallback_.line = style_specs[index].line;
    fallback_.em = style_specs[index].em;
    fallback_.weight = style_specs[index].weight;
    return fallback_;
}

const Face& Fonts::icons(float size) {
    std::size_t index = 0;
    while (index + 1 < icon_sizes.size() && icon_sizes[index] < size - 0.5F) ++index;
    if (icon_faces_[index].font != nullptr) return icon_faces_[index];
    icons_wanted_[index] = true;
    missing_ = true;
    return fallback_;
}

bool Fonts::prepare() {
    if (!stale_ && !missing_) return false;
    if (bake_count_ > 1 && missing_) {
        // Past the first screen: bake everything at once rather than stumble over style after style.
        wanted_.fill(true);
        icons_wanted_.fill(true);
    }
    bake();
    stale_ = false;
    missing_ = false;
    ++bake_count_;
    return true;
}

ImFont* Fonts::add(const Bytes& file, float em, const ImWchar* ranges, float& size) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = scale_ < 1.5F ? 2 : 1;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    config.GlyphRanges = ranges;
    const float pixels = em * height_per_em(file) * scale_;
    size = pixels / scale_;
    auto* data = const_cast<std::uint8_t*>(file.data());
    return atlas_->AddFontFromMemoryTTF(data, static_cast<int>(file.size()), pixels, &config, ranges);
}

void Fonts::bake() {
    atlas_->Clear();
    atlas_->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    if (files_.regular.empty()) {
        ImFont* font = atlas_->AddFontDefault();
        atlas_->Build();
        fallback_ = {font, 13, 20, 13, 400};
        for (std::size_t index = 0; index < style_count; ++index)
            faces_[index] = {font, style_specs[index].em, style_specs[index].line, style_specs[index].em, style_specs[index].weight};
        for (std::size_t index = 0; index < icon_sizes.size(); ++index)
            icon_faces_[index] = {font, icon_sizes[index], icon_sizes[index], icon_sizes[index], 400};
        return;
    }
    // Something must be drawable in the first pass, before any style has been asked for.
    wanted_[static_cast<std::size_t>(TextStyle::Body)] = true;
    for (std::size_t index = 0; index < style_count; ++index) {
        faces_[index] = {};
        if (!wanted_[index]) continue;
        const StyleSpec& spec = style_specs[index];
        const Bytes& file = spec.weight == 400 ? files_.regular : spec.weight == 500 ? files_.medium : files_.semibold;
        Face& face = faces_[index];
        face = {nullptr, 0, spec.line, spec.em, spec.weight};
        face.font = add(file, spec.em, text_ranges, face.size);
    }
    for (std::size_t index = 0; index < icon_sizes.size(); ++index) {
        icon_faces_[index] = {};
        if (!icons_wanted_[index] || files_.icons.empty()) continue;
        Face& face = icon_faces_[index];
        face = {nullptr, 0, icon_sizes[index], icon_sizes[index], 400};
        face.font = add(files_.icons, icon_sizes[index], icon_ranges, face.size);
    }
    atlas_->Build();
    fallback_ = faces_[static_cast<std::size_t>(TextStyle::Body)];
}

}  // namespace countersign::render
