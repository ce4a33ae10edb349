# countersign_generate_time_zones(variable): sets the variable to the path of the time zone table's source, made from the system's tzdata
# when the generator or tzdata changes. -DTIME_ZONE_DIR=… names another place than /usr/share/zoneinfo.
find_program(PYTHON_PROGRAM NAMES python3 REQUIRED)
set(TIME_ZONE_DIR "/usr/share/zoneinfo" CACHE PATH "Compiled time zones with tzdata.zi and zone.tab (package tzdata)")

function(countersign_generate_time_zones variable)
  if(NOT EXISTS "${TIME_ZONE_DIR}/tzdata.zi")
    message(FATAL_ERROR "No tzdata.zi in ${TIME_ZONE_DIR}. On Debian: apt-get install tzdata. Elsewhere: -DTIME_ZONE_DIR=<folder>")
  endif()
  set(generator "${PROJECT_SOURCE_DIR}/assets/time_zones/generate_time_zone_table.py")
  set(output "${PROJECT_BINARY_DIR}/generated/time_zone_table.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${PYTHON_PROGRAM} "${generator}" "${output}" --zoneinfo "${TIME_ZONE_DIR}"
    DEPENDS "${generator}" "${TIME_ZONE_DIR}/tzdata.zi"
    COMMENT "Writing the time zone table"
    VERBATIM)
  set(${variable} "${output}" PARENT_SCOPE)
endfunction()
