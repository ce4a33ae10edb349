// Catalogue: every text a person sees, by key, in one language.
//
// The rule: a text that the language lacks comes from the fallback (English), one that both lack is shown as its key; placeholders are
// names in braces, and one that no argument fills stays visible as it is written. Numbers are written the way of the language.
// Worked example: with "visits.count" = "{n} wizyta | {n} wizyty | {n} wizyt", tr_n("visits.count", 22) is "22 wizyty".
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/refusal.hpp"
#include "core/base/result.hpp"
#include "core/i18n/language.hpp"

namespace countersign {

/// What fills one placeholder; lives no longer than the call it is made for.
class TextArgument {
public:
    TextArgument(std::string_view name, std::string_view text) : name_(name), text_(text) {}
    template <typename Integer, typename = std::enable_if_t<std::is_integral_v<Integer>>>
    TextArgument(std::string_view name, Integer number) : name_(name), number_(static_cast<std::int64_t>(number)), is_number_(true) {}

    std::string_view name() const { return name_; }
    std::string_view text() const { return text_; }
    std::int64_t number() const { return number_; }
    bool is_number() const { return is_number_; }

private:
    std::string_view name_;
    std::string_view text_;
    std::int64_t number_ = 0;
    bool is_number_ = false;
};

class Catalogue {
public:
    using Arguments = std::initializer_list<TextArgument>;

    /// Reads `{"area.name":"text","area.counted":["one","few","many"]}`, as the build makes it from the PO files; "~" stands for a
    /// no-break space. `fallback_json` is the English one. Failure "failure.catalogue".
    static Result<Catalogue, Failure> load(Language language, std::string_view json);
    static Result<Catalogue, Failure> load(Language language, std::string_view json, std::string_view fallback_json);

    Language language() const { return language_; }

    /// The text itself. The view lasts as long as the catalogue (or, for an unknown key, the key).
    std::string_view tr(std::string_view key) const;
    /// The text with its placeholders filled: tr("ticket.opened_by", {{"name", person}, {"count", 3}}).
    std::string tr(std::string_view key, Arguments arguments) const;
    std::string tr(std::string_view key, const std::map<std::string, std::string>& arguments) const;
    /// The form that goes with `number`, which also fills {n}.
    std::string tr_n(std::string_view key, std::int64_t number, Arguments arguments = {}) const;

    std::string tr(const Refusal& refusal) const { return tr(refusal.key, refusal.params); }

    bool has(std::string_view key) const { return find(key) != nullptr; }
    /// Whether the text is there in this language itself, not only in the fallback.
    bool has_own(std::string_view key) const;
    std::vector<std::string_view> keys() const;
    /// The forms of a text: one, or as many as the language that it is in counts.
    const std::vector<std::string>& forms(std::string_view key) const;

private:
    struct Entry {
        std::string key;
        std::vector<std::string> forms;
        Language language = Language::en;
    };

    const Entry* find(std::string_view key) const;
    std::string fill(std::string_view text, Arguments arguments) const;

    Language language_ = Language::en;
    std::vector<Entry> entries_;  // by key
};

/// The names in braces that a text holds, in order.
std::vector<std::string_view> placeholders_of(std::string_view text);

}  // namespace countersign
