// The real catalogues, loaded for the tests that check what they say.
#pragma once

#include <doctest/doctest.h>

#include "core/i18n/built_in.hpp"
#include "core/i18n/catalogue.hpp"

namespace countersign {

inline Catalogue real_catalogue(Language language) {
    auto loaded = Catalogue::load(language, built_in_catalogue_json(language), built_in_catalogue_json(Language::en));
    REQUIRE_MESSAGE(loaded.ok(), loaded.error().describe());
    return std::move(*loaded);
}

}  // namespace countersign
