// Saving a verified work record as a sealed packet, also without a network (requirements.md N7; core/packet/sealed_packet.hpp).
#pragma once

#include "core/domain/work_record.hpp"
#include "web/screens/screen.hpp"

namespace countersign::screens {

/// The button, where the record is confirmed.
void draw_packet_button(Ui& ui, Portal& portal, const WorkRecord& record);

}  // namespace countersign::screens
