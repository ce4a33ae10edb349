# Makes shader_sources.hpp: each shader of this folder as a string, so that the portal needs no request to be able to draw.
#   embed_shaders(<target>)   ink.vert becomes shader_sources::ink_vert
set(shader_folder ${CMAKE_CURRENT_LIST_DIR})

function(embed_shaders target)
  file(GLOB shaders CONFIGURE_DEPENDS ${shader_folder}/*.vert ${shader_folder}/*.frag)
  set(header "// Made from shaders/ by shaders/embed.cmake.\n#pragma once\n\nnamespace shader_sources {\n\n")
  foreach(shader IN LISTS shaders)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${shader})
    get_filename_component(name ${shader} NAME)
    string(REPLACE "." "_" name ${name})
    file(READ ${shader} source)
    string(APPEND header "inline constexpr char ${name}[] = R\"glsl(${source})glsl\";\n\n")
  endforeach()
  string(APPEND header "}  // namespace shader_sources\n")
  set(folder ${CMAKE_BINARY_DIR}/generated/shaders)
  file(CONFIGURE OUTPUT ${folder}/shader_sources.hpp CONTENT "${header}" @ONLY)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
