// Baking of fonts.
#include "web/render/fonts.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

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
// The letters of the languages the portal speaks, beyond ASCII, with the marks its sentences use.
constexpr std::u32string_view language_letters =
    U"\u0104\u0106\u0118\u0141\u0143\u00D3\u015A\u0179\u017B\u0105\u0107\u0119\u0142\u0144\u00F3\u015B\u017A\u017C"
    U"\u00C1\u010C\u010E\u00C9\u011A\u00CD\u0147\u0158\u0160\u0164\u00DA\u016E\u00DD\u017D\u00E1\u010D\u010F\u00E9\u011B\u00ED\u0148\u0159"
    U"\u0161\u0165\u00FA\u016F\u00FD\u017E\u00C6\u00D8\u00C5\u00E6\u00F8\u00E5\u00C4\u00D6\u00DC\u00E4\u00F6\u00FC\u00DF"
    U"\u00A0\u00A7\u00AB\u00B0\u00B7\u00BB\u00D7\u2010\u2013\u2014\u2019\u201A\u201C\u201D\u201E\u2022\u2026\u20AC\u2190\u2192\uFFFD";
constexpr std::size_t letters_at_most = 0x2714;

constexpr ImWchar icon_ranges[] = {0xE000, 0xFFFC, 0};

bool in_text_font(char32_t letter) {
    for (const ImWchar* range = text_ranges; *range != 0; range += 2)
        if (letter >= range[0] && letter <= range[1]) return true;
    return false;
}

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

// Typographic spaces have no glyph of their own in the cut font.
void draw_spaces_as_space(ImFont& font) {
    for (ImWchar space = 0x2000; space <= 0x200A; ++space) font.AddRemapChar(space, 0x20, true);
    font.AddRemapChar(0x202F, 0x20, true);
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

void Fonts::need(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        unsigned int letter = 0;
        at += static_cast<std::size_t>(std::max(1, ImTextCharFromUtf8(&letter, text.data() + at, text.data() + text.size())));
        if (letter >= letters_at_most || baked_letters_.empty() || baked_letters_[letter]) continue;
        baked_letters_[letter] = true;  // asked for once
        if (!in_text_font(letter)) continue;
        seen_letters_.push_back(letter);
        missing_ = true;
    }
}

void Fonts::choose_letters() {
    ImFontGlyphRangesBuilder builder;
    for (ImWchar letter = 0x20; letter < 0x7F; ++letter) builder.AddChar(letter);
    if (coverage_ == Coverage::Everything) {
        builder.AddRanges(text_ranges);
    } else {
        for (const char32_t letter : seen_letters_) builder.AddChar(static_cast<ImWchar>(letter));
        builder.AddChar(0x2026);
        builder.AddChar(0x2022);
        if (coverage_ == Coverage::Languages)
            for (const char32_t letter : language_letters) builder.AddChar(static_cast<ImWchar>(letter));
    }
    letters_.clear();
    builder.BuildRanges(&letters_);
    baked_letters_.assign(letters_at_most, false);
    for (std::size_t letter = 0; letter < letters_at_most; ++letter) baked_letters_[letter] = builder.GetBit(letter);
}

bool Fonts::prepare() {
    if (!stale_ && !missing_) return false;
    // The first bake is for measuring at all, the second for the first screen. After that: rather once for all than again and again.
    if (missing_ && bake_count_ >= 2) {
        coverage_ = bake_count_ == 2 ? Coverage::Languages : Coverage::Everything;
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
    choose_letters();
    // Something must be drawable in the first pass, before any style has been asked for.
    wanted_[static_cast<std::size_t>(TextStyle::Body)] = true;
    for (std::size_t index = 0; index < style_count; ++index) {
        faces_[index] = {};
        if (!wanted_[index]) continue;
        const StyleSpec& spec = style_specs[index];
        const Bytes& file = spec.weight == 400 ? files_.regular : spec.weight == 500 ? files_.medium : files_.semibold;
        Face& face = faces_[index];
        face = {nullptr, 0, spec.line, spec.em, spec.weight};
        face.font = add(file, spec.em, letters_.Data, face.size);
    }
    for (std::size_t index = 0; index < icon_sizes.size(); ++index) {
        icon_faces_[index] = {};
        if (!icons_wanted_[index] || files_.icons.empty()) continue;
        Face& face = icon_faces_[index];
        face = {nullptr, 0, icon_sizes[index], icon_sizes[index], 400};
        face.font = add(files_.icons, icon_sizes[index], icon_ranges, face.size);
    }
    atlas_->Build();
    for (const Face& face : faces_)
        if (face.font != nullptr) draw_spaces_as_space(*face.font);
    fallback_ = faces_[static_cast<std::size_t>(TextStyle::Body)];
}

}  // namespace countersign::render
