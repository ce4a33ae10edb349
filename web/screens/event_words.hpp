// Words for events, wherever they are listed: the log, what waits to be sent, what needs attention, what changed.
#pragma once

#include <string>

#include "web/app/portal.hpp"
#include "web/widgets/icons.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::screens {

/// "Ticket opened", or for a type that this version does not know a sentence with its name.
std::string event_words(const app::Portal& portal, const std::string& type);

struct EventLook {
    widgets::Icon icon = widgets::icons::none;
    widgets::Tone tone = widgets::Tone::Muted;
};
EventLook event_look(const std::string& type);

/// Which log it is: "Lakowa clinic, shared by client and provider".
std::string stream_words(app::Portal& portal, const StreamId& id);

/// What an event is about: "CS-1482 Scanner does not answer", "Maintenance visit, Main hall", the organisation's name.
std::string subject_words(app::Portal& portal, const Subject& subject);
/// Where that can be looked at; empty where it has no page.
std::string subject_path(const Subject& subject);

}  // namespace countersign::screens
