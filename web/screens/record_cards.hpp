// Work records as cards that ask for a signature, and as rows that say how they stand. On the day's overview and on the list of what to
// verify.
#pragma once

#include <string>
#include <vector>

#include "web/screens/screen.hpp"

namespace countersign::screens {

/// The `first` of several has the page's primary button.
void draw_record_to_verify(Ui& ui, Portal& portal, const WorkRecordRow& row, bool first);
void draw_record_rows(Ui& ui, Portal& portal, const std::vector<const WorkRecordRow*>& rows, std::size_t most, const std::string& name);

}  // namespace countersign::screens
