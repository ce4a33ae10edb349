# countersign_generate_catalogues(variable): sets the variable to the path of a C++ source with all catalogues (core/i18n/built_in.hpp), made
# from the PO files whenever one of them changes.
find_program(NODE_PROGRAM NAMES node nodejs REQUIRED)
set(catalogue_folder "${CMAKE_CURRENT_LIST_DIR}")

function(countersign_generate_catalogues variable)
  set(output "${PROJECT_BINARY_DIR}/generated/built_in_catalogues.cpp")
  set(writer "${catalogue_folder}/write_built_in_catalogues.mjs")
  file(GLOB catalogues CONFIGURE_DEPENDS "${catalogue_folder}/*.po")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${NODE_PROGRAM} "${writer}" "${output}"
    DEPENDS "${writer}" "${PROJECT_SOURCE_DIR}/web/catalogue.mjs" ${catalogues}
    COMMENT "Writing the built-in catalogues"
    VERBATIM)
  set(${variable} "${output}" PARENT_SCOPE)
endfunction()
