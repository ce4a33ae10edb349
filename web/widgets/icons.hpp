// Code points of the icon font, by their Tabler names: the list of assets/icons/icons.txt. 0 stands for no icon.
#pragma once

#include <cstdint>

namespace countersign::widgets {

using Icon = std::uint32_t;

namespace icons {

inline constexpr Icon none = 0;
inline constexpr Icon alarm = 0xEA04;
inline constexpr Icon alert_circle = 0xEA05;
inline constexpr Icon alert_octagon = 0xECC6;
inline constexpr Icon alert_triangle = 0xEA06;
inline constexpr Icon arrow_back_up = 0xEB77;
inline constexpr Icon arrow_left = 0xEA19;
inline constexpr Icon arrows_exchange = 0xF1F4;
inline constexpr Icon bell = 0xEA35;
inline constexpr Icon bolt = 0xEA38;
inline constexpr Icon building = 0xEA4F;
inline constexpr Icon calendar_event = 0xEA52;
inline constexpr Icon calendar_week = 0xFD30;
inline constexpr Icon camera = 0xEA54;
inline constexpr Icon check = 0xEA5E;
inline constexpr Icon checks = 0xEBAA;
inline constexpr Icon chevron_down = 0xEA5F;
inline constexpr Icon chevron_left = 0xEA60;
inline constexpr Icon chevron_right = 0xEA61;
inline constexpr Icon chevron_up = 0xEA62;
inline constexpr Icon chevrons_right = 0xEA65;
inline constexpr Icon circle_check = 0xEA67;
inline constexpr Icon circle_dashed = 0xED27;
inline constexpr Icon circle_x = 0xEA6A;
inline constexpr Icon clock = 0xEA70;
inline constexpr Icon clock_off = 0xF0CF;
inline constexpr Icon cloud_check = 0xF84D;
inline constexpr Icon cloud_exclamation = 0xF852;
inline constexpr Icon cloud_off = 0xED3E;
inline constexpr Icon cloud_upload = 0xEA75;
inline constexpr Icon copy = 0xEA7A;
inline constexpr Icon database = 0xEA88;
inline constexpr Icon database_export = 0xEE6E;
inline constexpr Icon device_desktop = 0xEA89;
inline constexpr Icon device_laptop = 0xEB64;
inline constexpr Icon dots = 0xEA95;
inline constexpr Icon download = 0xEA96;
inline constexpr Icon eraser = 0xEB8B;
inline constexpr Icon external_link = 0xEA99;
inline constexpr Icon file_certificate = 0xED4D;
inline constexpr Icon file_text = 0xEAA2;
inline constexpr Icon filter = 0xEAA5;
inline constexpr Icon history = 0xEBEA;
inline constexpr Icon home = 0xEAC1;
inline constexpr Icon hourglass = 0xEF93;
inline constexpr Icon inbox = 0xEAC4;
inline constexpr Icon info_circle = 0xEAC5;
inline constexpr Icon key = 0xEAC7;
inline constexpr Icon language = 0xEBBE;
inline constexpr Icon layout_list = 0xEC14;
inline constexpr Icon list = 0xEB6B;
inline constexpr Icon list_check = 0xEB6A;
inline constexpr Icon lock = 0xEAE2;
inline constexpr Icon logout = 0xEBA8;
inline constexpr Icon map_pin = 0xEAE8;
inline constexpr Icon menu_2 = 0xEC42;
inline constexpr Icon message_circle = 0xEAED;
inline constexpr Icon minus = 0xEAF2;
inline constexpr Icon moon = 0xEAF8;
inline constexpr Icon paperclip = 0xEB02;
inline constexpr Icon pencil = 0xEB04;
inline constexpr Icon phone = 0xEB09;
inline constexpr Icon player_pause = 0xED45;
inline constexpr Icon player_play = 0xED46;
inline constexpr Icon plus = 0xEB0B;
inline constexpr Icon printer = 0xEB0E;
inline constexpr Icon progress = 0xFA0D;
inline constexpr Icon refresh = 0xEB13;
inline constexpr Icon repeat = 0xEB72;
inline constexpr Icon report_analytics = 0xEECB;
inline constexpr Icon rotate_clockwise = 0xEB15;
inline constexpr Icon scale = 0xEBC2;
inline constexpr Icon search = 0xEB1C;
inline constexpr Icon server = 0xEB1F;
inline constexpr Icon settings = 0xEB20;
inline constexpr Icon shield_check = 0xEB22;
inline constexpr Icon sun = 0xEB30;
inline constexpr Icon tool = 0xEB40;
inline constexpr Icon trash = 0xEB41;
inline constexpr Icon truck = 0xEBC4;
inline constexpr Icon user = 0xEB4D;
inline constexpr Icon user_check = 0xEB49;
inline constexpr Icon users = 0xEBF2;
inline constexpr Icon wifi_off = 0xECFA;
inline constexpr Icon writing = 0xEF08;
inline constexpr Icon writing_sign = 0xEF07;
inline constexpr Icon x = 0xEB55;

}  // namespace icons

}  // namespace countersign::widgets
