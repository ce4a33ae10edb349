// The catalogues compiled into a program: for the server and the tests. The portal fetches only the ones it shows.
#pragma once

#include <string_view>

#include "core/i18n/language.hpp"

namespace countersign {

/// The JSON that Catalogue::load reads.
std::string_view built_in_catalogue_json(Language language);

}  // namespace countersign
