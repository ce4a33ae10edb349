// Loading catalogues and filling their texts.
#include "core/i18n/catalogue.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/i18n/number.hpp"
#include "core/i18n/plural.hpp"

namespace countersign {
namespace {

Error<Failure> broken(std::string object, std::string cause) {
    return Error{
        Failure{.key = "failure.catalogue", .operation = "read catalogue", .object = std::move(object), .cause = std::move(cause)}};
}

bool is_name_character(char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_';
}

/// The name of the placeholder that begins at `start` of the text; empty where there is none.
std::string_view placeholder_at(std::string_view text, std::size_t start) {
    std::size_t end = start + 1;
    while (end < text.size() && is_name_character(text[end])) ++end;
    if (end == start + 1 || end == text.size() || text[end] != '}') return {};
    return text.substr(start + 1, end - start - 1);
}

/// Writes `text` to `filled`; `value_of(name, out)` appends a placeholder's value or says that it has none.
template <typename ValueOf>
void fill_placeholders(std::string_view text, std::string& filled, ValueOf value_of) {
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t brace = std::min(text.find('{', position), text.size());
        filled.append(text.substr(position, brace - position));
        if (brace == text.size()) return;
        const std::string_view name = placeholder_at(text, brace);
        if (!name.empty() && value_of(name, filled)) {
            position = brace + name.size() + 2;
        } else {
            filled += '{';
            position = brace + 1;
        }
    }
}

std::string with_no_break_spaces(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char character : text) {
        if (character == '~') {
            result += "\u00a0";
        } else {
            result += character;
        }
    }
    return result;
}

}  // namespace

Result<Catalogue, Failure> Catalogue::load(Language language, std::string_view json) {
    const auto parsed = parse_json(json);
    const std::string name(language_code(language));
    if (!parsed) return broken(name, parsed.error().describe());
    if (!parsed->is_object()) return broken(name, "not an object");

    Catalogue catalogue;
    catalogue.language_ = language;
    catalogue.entries_.reserve(parsed->size());
    for (const auto& [key, value] : parsed->items()) {
        Entry entry{.key = key, .forms = {}, .language = language};
        if (value.is_string()) {
            entry.forms.push_back(with_no_break_spaces(value.get_ref<const std::string&>()));
        } else if (value.is_array() && value.size() == plural_form_count(language) &&
                   std::all_of(value.begin(), value.end(), [](const Json& form) { return form.is_string(); })) {
            for (const Json& form : value) entry.forms.push_back(with_no_break_spaces(form.get_ref<const std::string&>()));
        } else {
            return broken(name, key + " is neither a text nor as many forms as the language has");
        }
        catalogue.entries_.push_back(std::move(entry));
    }
    std::sort(catalogue.entries_.begin(), catalogue.entries_.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    return catalogue;
}

Result<Catalogue, Failure> Catalogue::load(Language language, std::string_view json, std::string_view fallback_json) {
    auto own = load(language, json);
    if (!own) return own;
    auto fallback = load(Language::en, fallback_json);
    if (!fallback) return fallback;
    std::vector<Entry> merged;
    merged.reserve(fallback->entries_.size());
    // Equal keys: std::set_union takes those of the first range.
    std::set_union(std::make_move_iterator(own->entries_.begin()), std::make_move_iterator(own->entries_.end()),
                   std::make_move_iterator(fallback->entries_.begin()), std::make_move_iterator(fallback->entries_.end()),
                   std::back_inserter(merged), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    own->entries_ = std::move(merged);
    return own;
}

const Catalogue::Entry* Catalogue::find(std::string_view key) const {
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), key,
                                        [](const Entry& entry, std::string_view wanted) { return entry.key < wanted; });
    return found != entries_.end() && found->key == key ? &*found : nullptr;
}

bool Catalogue::has_own(std::string_view key) const {
    const Entry* entry = find(key);
    return entry != nullptr && entry->language == language_;
}

std::vector<std::string_view> Catalogue::keys() const {
    std::vector<std::string_view> keys;
    keys.reserve(entries_.size());
    for (const Entry& entry : entries_) keys.push_back(entry.key);
    return keys;
}

const std::vector<std::string>& Catalogue::forms(std::string_view key) const {
    static const std::vector<std::string> none;
    const Entry* entry = find(key);
    return entry != nullptr ? entry->forms : none;
}

std::string_view Catalogue::tr(std::string_view key) const {
    const Entry* entry = find(key);
    return entry != nullptr ? std::string_view(entry->forms.back()) : key;
}

std::string Catalogue::tr(std::string_view key, Arguments arguments) const { return fill(tr(key), arguments); }

std::string Catalogue::tr(std::string_view key, const std::map<std::string, std::string>& arguments) const {
    std::string filled;
    fill_placeholders(tr(key), filled, [&](std::string_view name, std::string& out) {
        const auto found = arguments.find(std::string(name));
        if (found == arguments.end()) return false;
        out += found->second;
        return true;
    });
    return filled;
}

std::string Catalogue::tr_n(std::string_view key, std::int64_t number, Arguments arguments) const {
    const Entry* entry = find(key);
    if (entry == nullptr) return std::string(key);
    const std::size_t form = entry->forms.size() == 1 ? 0 : plural_form(entry->language, number);
    std::string filled;
    fill_placeholders(entry->forms[form], filled, [&](std::string_view name, std::string& out) {
        if (name != "n") return false;
        out += format_number(*this, number);
        return true;
    });
    return arguments.size() == 0 ? filled : fill(filled, arguments);
}

std::string Catalogue::fill(std::string_view text, Arguments arguments) const {
    std::string filled;
    fill_placeholders(text, filled, [&](std::string_view name, std::string& out) {
        const auto* found =
            std::find_if(arguments.begin(), arguments.end(), [&](const TextArgument& argument) { return argument.name() == name; });
        if (found == arguments.end()) return false;
        if (found->is_number()) {
            out += format_number(*this, found->number());
        } else {
            out += found->text();
        }
        return true;
    });
    return filled;
}

std::vector<std::string_view> placeholders_of(std::string_view text) {
    std::vector<std::string_view> names;
    for (std::size_t brace = text.find('{'); brace != std::string_view::npos; brace = text.find('{', brace + 1)) {
        const std::string_view name = placeholder_at(text, brace);
        if (!name.empty()) names.push_back(name);
    }
    return names;
}

}  // namespace countersign
