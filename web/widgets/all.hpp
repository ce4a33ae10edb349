// Every widget, for screens that use many of them.
#pragma once

#include "web/widgets/buttons.hpp"
#include "web/widgets/checklist.hpp"
#include "web/widgets/choice.hpp"
#include "web/widgets/dialog.hpp"
#include "web/widgets/feedback.hpp"
#include "web/widgets/fields.hpp"
#include "web/widgets/file_button.hpp"
#include "web/widgets/ink_pad.hpp"
#include "web/widgets/layout.hpp"
#include "web/widgets/navigation.hpp"
#include "web/widgets/picture.hpp"
#include "web/widgets/status.hpp"
#include "web/widgets/table.hpp"
#include "web/widgets/text.hpp"
#include "web/widgets/theme.hpp"
#include "web/widgets/ui.hpp"
