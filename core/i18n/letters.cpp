// The table of Latin letters with marks: Latin-1, Latin Extended-A and the Romanian and German ones beyond.
#include "core/i18n/letters.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/i18n/utf8.hpp"

namespace countersign {
namespace {

struct Row {
    char16_t upper;
    char16_t lower;
    std::string_view base;
    Mark mark;
};

// By lower case, for binary search.
constexpr Row rows[] = {
    {0x1e9e, u'ß', "ss", Mark::ligature},  {u'À', u'à', "a", Mark::grave},       {u'Á', u'á', "a", Mark::acute},
    {u'Â', u'â', "a", Mark::circumflex},   {u'Ã', u'ã', "a", Mark::tilde},       {u'Ä', u'ä', "a", Mark::diaeresis},
    {u'Å', u'å', "a", Mark::ring},         {u'Æ', u'æ', "ae", Mark::ligature},   {u'Ç', u'ç', "c", Mark::cedilla},
    {u'È', u'è', "e", Mark::grave},        {u'É', u'é', "e", Mark::acute},       {u'Ê', u'ê', "e", Mark::circumflex},
    {u'Ë', u'ë', "e", Mark::diaeresis},    {u'Ì', u'ì', "i", Mark::grave},       {u'Í', u'í', "i", Mark::acute},
    {u'Î', u'î', "i", Mark::circumflex},   {u'Ï', u'ï', "i", Mark::diaeresis},   {u'Ð', u'ð', "d", Mark::ligature},
    {u'Ñ', u'ñ', "n", Mark::tilde},        {u'Ò', u'ò', "o", Mark::grave},       {u'Ó', u'ó', "o", Mark::acute},
    {u'Ô', u'ô', "o", Mark::circumflex},   {u'Õ', u'õ', "o", Mark::tilde},       {u'Ö', u'ö', "o", Mark::diaeresis},
    {u'Ø', u'ø', "o", Mark::stroke},       {u'Ù', u'ù', "u", Mark::grave},       {u'Ú', u'ú', "u", Mark::acute},
    {u'Û', u'û', "u", Mark::circumflex},   {u'Ü', u'ü', "u", Mark::diaeresis},   {u'Ý', u'ý', "y", Mark::acute},
    {u'Þ', u'þ', "th", Mark::ligature},    {u'Ÿ', u'ÿ', "y", Mark::diaeresis},   {u'Ā', u'ā', "a", Mark::macron},
    {u'Ă', u'ă', "a", Mark::breve},        {u'Ą', u'ą', "a", Mark::ogonek},      {u'Ć', u'ć', "c", Mark::acute},
    {u'Ĉ', u'ĉ', "c", Mark::circumflex},   {u'Ċ', u'ċ', "c", Mark::dot},         {u'Č', u'č', "c", Mark::caron},
    {u'Ď', u'ď', "d", Mark::caron},        {u'Đ', u'đ', "d", Mark::stroke},      {u'Ē', u'ē', "e", Mark::macron},
    {u'Ĕ', u'ĕ', "e", Mark::breve},        {u'Ė', u'ė', "e", Mark::dot},         {u'Ę', u'ę', "e", Mark::ogonek},
    {u'Ě', u'ě', "e", Mark::caron},        {u'Ĝ', u'ĝ', "g", Mark::circumflex},  {u'Ğ', u'ğ', "g", Mark::breve},
    {u'Ġ', u'ġ', "g", Mark::dot},          {u'Ģ', u'ģ', "g", Mark::cedilla},     {u'Ĥ', u'ĥ', "h", Mark::circumflex},
    {u'Ħ', u'ħ', "h", Mark::stroke},       {u'Ĩ', u'ĩ', "i", Mark::tilde},       {u'Ī', u'ī', "i", Mark::macron},
    {u'Ĭ', u'ĭ', "i", Mark::breve},        {u'Į', u'į', "i", Mark::ogonek},      {u'İ', u'ı', "i", Mark::dot},
    {u'Ĳ', u'ĳ', "ij", Mark::ligature},    {u'Ĵ', u'ĵ', "j", Mark::circumflex},  {u'Ķ', u'ķ', "k", Mark::cedilla},
    {u'Ĺ', u'ĺ', "l", Mark::acute},        {u'Ļ', u'ļ', "l", Mark::cedilla},     {u'Ľ', u'ľ', "l", Mark::caron},
    {u'Ŀ', u'ŀ', "l", Mark::dot},          {u'Ł', u'ł', "l", Mark::stroke},      {u'Ń', u'ń', "n", Mark::acute},
    {u'Ņ', u'ņ', "n", Mark::cedilla},      {u'Ň', u'ň', "n", Mark::caron},       {u'Ŋ', u'ŋ', "ng", Mark::ligature},
    {u'Ō', u'ō', "o", Mark::macron},       {u'Ŏ', u'ŏ', "o", Mark::breve},       {u'Ő', u'ő', "o", Mark::double_acute},
    {u'Œ', u'œ', "oe", Mark::ligature},    {u'Ŕ', u'ŕ', "r", Mark::acute},       {u'Ŗ', u'ŗ', "r", Mark::cedilla},
    {u'Ř', u'ř', "r", Mark::caron},        {u'Ś', u'ś', "s", Mark::acute},       {u'Ŝ', u'ŝ', "s", Mark::circumflex},
    {u'Ş', u'ş', "s", Mark::cedilla},      {u'Š', u'š', "s", Mark::caron},       {u'Ţ', u'ţ', "t", Mark::cedilla},
    {u'Ť', u'ť', "t", Mark::caron},        {u'Ŧ', u'ŧ', "t", Mark::stroke},      {u'Ũ', u'ũ', "u", Mark::tilde},
    {u'Ū', u'ū', "u", Mark::macron},       {u'Ŭ', u'ŭ', "u", Mark::breve},       {u'Ů', u'ů', "u", Mark::ring},
    {u'Ű', u'ű', "u", Mark::double_acute}, {u'Ų', u'ų', "u", Mark::ogonek},      {u'Ŵ', u'ŵ', "w", Mark::circumflex},
    {u'Ŷ', u'ŷ', "y", Mark::circumflex},   {u'Ź', u'ź', "z", Mark::acute},       {u'Ż', u'ż', "z", Mark::dot},
    {u'Ž', u'ž', "z", Mark::caron},        {u'Ș', u'ș', "s", Mark::comma_below}, {u'Ț', u'ț', "t", Mark::comma_below},
};
static_assert(std::is_sorted(std::begin(rows), std::end(rows), [](const Row& a, const Row& b) { return a.lower < b.lower; }));

struct CombiningMark {
    char32_t code_point;
    Mark mark;
};
constexpr CombiningMark combining_marks[] = {
    {0x300, Mark::grave}, {0x301, Mark::acute},       {0x302, Mark::circumflex}, {0x303, Mark::tilde},  {0x304, Mark::macron},
    {0x306, Mark::breve}, {0x307, Mark::dot},         {0x308, Mark::diaeresis},  {0x30a, Mark::ring},   {0x30b, Mark::double_acute},
    {0x30c, Mark::caron}, {0x326, Mark::comma_below}, {0x327, Mark::cedilla},    {0x328, Mark::ogonek},
};

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz";

constexpr bool is_combining(char32_t code_point) { return code_point >= 0x300 && code_point <= 0x36f; }

/// One step from capital to small where the alphabets have them at fixed distances.
char32_t lower_of_other_alphabets(char32_t code_point) {
    const bool greek = code_point >= 0x391 && code_point <= 0x3a9 && code_point != 0x3a2;
    const bool cyrillic = code_point >= 0x410 && code_point <= 0x42f;
    if (greek || cyrillic) return code_point + 0x20;
    if (code_point >= 0x400 && code_point <= 0x40f) return code_point + 0x50;
    const bool cyrillic_pair = code_point >= 0x460 && code_point <= 0x4bf && (code_point < 0x482 || code_point > 0x489);
    return cyrillic_pair && code_point % 2 == 0 ? code_point + 1 : code_point;
}

const Row* row_of_lower(char32_t code_point) {
    const auto* found =
        std::lower_bound(std::begin(rows), std::end(rows), code_point, [](const Row& row, char32_t wanted) { return row.lower < wanted; });
    return found != std::end(rows) && found->lower == code_point ? found : nullptr;
}

const Row* row_of_upper(char32_t code_point) {
    const auto* found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.upper == code_point; });
    return found != std::end(rows) ? found : nullptr;
}

/// Puts the mark on a letter that has none; a pair that is no letter of the table keeps its base.
void join_mark(Letter& letter, char32_t combining) {
    const auto* known = std::find_if(std::begin(combining_marks), std::end(combining_marks),
                                     [&](const CombiningMark& mark) { return mark.code_point == combining; });
    if (known == std::end(combining_marks) || letter.mark != Mark::none) return;
    const auto* row = std::find_if(std::begin(rows), std::end(rows),
                                   [&](const Row& candidate) { return candidate.base == letter.base && candidate.mark == known->mark; });
    letter.mark = known->mark;
    if (row != std::end(rows)) letter.lower = row->lower;
}

}  // namespace

Letter letter_of(char32_t code_point) {
    if (code_point < 0x80) {
        const bool is_upper = code_point >= 'A' && code_point <= 'Z';
        const char32_t lower = is_upper ? code_point + ('a' - 'A') : code_point;
        const bool is_letter = lower >= 'a' && lower <= 'z';
        return {lower, is_letter ? alphabet.substr(lower - 'a', 1) : std::string_view{}, Mark::none, is_upper};
    }
    if (const Row* row = row_of_lower(code_point)) return {row->lower, row->base, row->mark, false};
    if (const Row* row = row_of_upper(code_point)) return {row->lower, row->base, row->mark, true};
    const char32_t lower = lower_of_other_alphabets(code_point);
    return {lower, {}, Mark::none, lower != code_point};
}

std::vector<Letter> letters_of(std::string_view text) {
    std::vector<Letter> letters;
    letters.reserve(text.size());
    while (!text.empty()) {
        const char32_t code_point = take_code_point(text);
        if (is_combining(code_point)) {
            if (!letters.empty() && !letters.back().base.empty()) join_mark(letters.back(), code_point);
            continue;
        }
        letters.push_back(letter_of(code_point));
    }
    return letters;
}

}  // namespace countersign
