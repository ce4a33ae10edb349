// Folding a text for search.
#include "core/i18n/search_fold.hpp"

#include "core/i18n/letters.hpp"
#include "core/i18n/utf8.hpp"

namespace countersign {

std::string fold_for_search(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    for (const Letter& letter : letters_of(text)) {
        if (!letter.base.empty()) {
            folded += letter.base;
        } else if (is_space(letter.lower)) {
            if (!folded.empty() && folded.back() != ' ') folded += ' ';
        } else if (is_dash(letter.lower)) {
            folded += '-';
        } else {
            append_code_point(folded, letter.lower);
        }
    }
    if (!folded.empty() && folded.back() == ' ') folded.pop_back();
    return folded;
}

}  // namespace countersign
