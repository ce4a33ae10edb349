// How the block for programs lies in a packet's page: what writes it and what reads it agree on this.
#pragma once

#include <cstddef>
#include <string_view>

namespace countersign {

inline constexpr std::string_view block_begin = "<script type=\"application/json\" id=\"countersign-packet\">";
inline constexpr std::string_view block_end = "</script>";
inline constexpr std::string_view page_begin = "<!DOCTYPE html>\n<!-- Countersign sealed packet -->\n";
// Of an entry that is not shown: 32 bytes of digest and 8 of time.
inline constexpr std::size_t hidden_bytes = 40;

}  // namespace countersign
