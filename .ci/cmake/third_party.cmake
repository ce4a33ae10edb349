# Third-party libraries as targets named third_party::…: the only place that knows where their source lies and which macros it needs.
# Folders come from build/third_party (filled by .ci/fetch_third_party) unless given: -DIMGUI_DIR=, -DHTTPLIB_DIR=, -DSODIUM_DIR=, -DSQLITE_DIR=.

set(third_party_dir ${CMAKE_SOURCE_DIR}/build/third_party)
set(IMGUI_DIR ${third_party_dir}/imgui CACHE PATH "Dear ImGui 1.90.1: the folder that holds imgui.h")
set(HTTPLIB_DIR ${third_party_dir}/httplib CACHE PATH "cpp-httplib 0.18.7: the folder that holds httplib.h")
set(SODIUM_DIR ${third_party_dir}/sodium CACHE PATH "libsodium 1.0.18 source: the folder that holds src/libsodium (wasm only)")
set(SQLITE_DIR ${third_party_dir}/sqlite CACHE PATH "SQLite amalgamation: the folder that holds sqlite3.c")
set(HEADERS_DIR ${third_party_dir}/include CACHE PATH "A folder that holds nlohmann/, doctest/ and fmt/ and nothing else")

function(third_party_require variable file hint)
  if(NOT EXISTS ${${variable}}/${file})
    message(FATAL_ERROR "${hint} is missing: there is no ${file} in ${${variable}}.\n"
      "On Debian, .ci/fetch_third_party fetches it (./run does that for you). Elsewhere, give its folder: -D${variable}=…")
  endif()
endfunction()

function(third_party_header_only name)
  add_library(third_party_${name} INTERFACE)
  target_include_directories(third_party_${name} SYSTEM INTERFACE ${HEADERS_DIR})
  add_library(third_party::${name} ALIAS third_party_${name})
endfunction()

# Warnings of other people's code are not ours to mend.
function(third_party_quiet target)
  target_compile_options(${target} PRIVATE -w)
endfunction()

third_party_require(HEADERS_DIR nlohmann/json.hpp "nlohmann/json")
third_party_require(HEADERS_DIR doctest/doctest.h "doctest")
third_party_require(HEADERS_DIR fmt/format.h "fmt")
third_party_header_only(json)
third_party_header_only(doctest)
third_party_header_only(fmt)
target_compile_definitions(third_party_fmt INTERFACE FMT_HEADER_ONLY)

# SQLite (with SQLite3 Multiple Ciphers, of which only the default cipher is built). In the browser there is no operating system
# beneath it: whoever links it there supplies sqlite3_os_init and registers a VFS.
third_party_require(SQLITE_DIR sqlite3.c "The SQLite amalgamation")
add_library(third_party_sqlite STATIC ${SQLITE_DIR}/sqlite3.c)
target_include_directories(third_party_sqlite SYSTEM PUBLIC ${SQLITE_DIR})
target_compile_definitions(third_party_sqlite PRIVATE
  SQLITE_DQS=0 SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE
  SQLITE_OMIT_LOAD_EXTENSION SQLITE_TEMP_STORE=3 SQLITE_DEFAULT_MEMSTATUS=0
  HAVE_CIPHER_AES_128_CBC=0 HAVE_CIPHER_AES_256_CBC=0 HAVE_CIPHER_SQLCIPHER=0 HAVE_CIPHER_RC4=0 HAVE_CIPHER_ASCON128=0 HAVE_CIPHER_AEGIS=0)
if(EMSCRIPTEN)
  target_compile_definitions(third_party_sqlite PRIVATE
    SQLITE_OS_OTHER=1 SQLITE_THREADSAFE=0 SQLITE_OMIT_DECLTYPE SQLITE_OMIT_TCL_VARIABLE SQLITE_OMIT_COMPLETE SQLITE_OMIT_GET_TABLE)
  # Where the ciphers' salts and nonces come from. Emscripten calls itself unix, and they would be sought in /dev/urandom, which is not there;
  # with this, they come from getentropy, which Emscripten takes from crypto.getRandomValues.
  target_compile_definitions(third_party_sqlite PRIVATE __WASM__=1)
else()
  target_compile_definitions(third_party_sqlite PRIVATE SQLITE_THREADSAFE=1)
  find_package(Threads REQUIRED)
  target_link_libraries(third_party_sqlite PUBLIC Threads::Threads m)
endif()
third_party_quiet(third_party_sqlite)
add_library(third_party::sqlite ALIAS third_party_sqlite)

# libsodium: the system's own natively (it gets the system's security updates); compiled from source for the browser.
if(EMSCRIPTEN)
  third_party_require(SODIUM_DIR src/libsodium/include/sodium.h "The source of libsodium")
  set(sodium_generated ${CMAKE_BINARY_DIR}/sodium_include)
  configure_file(${SODIUM_DIR}/builds/msvc/version.h ${sodium_generated}/sodium/version.h COPYONLY)
  file(GLOB_RECURSE sodium_sources ${SODIUM_DIR}/src/libsodium/*.c)
  add_library(third_party_sodium STATIC ${sodium_sources})
  target_include_directories(third_party_sodium SYSTEM PUBLIC ${sodium_generated} ${SODIUM_DIR}/src/libsodium/include)
  target_include_directories(third_party_sodium PRIVATE ${sodium_generated}/sodium ${SODIUM_DIR}/src/libsodium/include/sodium)
  target_compile_definitions(third_party_sodium PUBLIC SODIUM_STATIC=1 PRIVATE CONFIGURE_D=1 DEV_MODE=1)
  third_party_quiet(third_party_sodium)
else()
  find_path(SODIUM_INCLUDE_DIR sodium.h)
  find_library(SODIUM_LIBRARY NAMES libsodium.a sodium)
  if(NOT SODIUM_INCLUDE_DIR OR NOT SODIUM_LIBRARY)
    message(FATAL_ERROR "libsodium is missing. Debian: libsodium-dev. Elsewhere: -DSODIUM_INCLUDE_DIR=… -DSODIUM_LIBRARY=…")
  endif()
  add_library(third_party_sodium INTERFACE)
  target_include_directories(third_party_sodium SYSTEM INTERFACE ${SODIUM_INCLUDE_DIR})
  target_link_libraries(third_party_sodium INTERFACE ${SODIUM_LIBRARY})
endif()
add_library(third_party::sodium ALIAS third_party_sodium)

# Dear ImGui. Its IMGUI_* macros change the layout of its structures, so they stand here once and reach every file that includes it.
# IMGUI_ENABLE_TEST_ENGINE makes it call the item hooks that web/semantics defines. The renderer is ours (web/render).
third_party_require(IMGUI_DIR imgui.h "The source of Dear ImGui")
add_library(third_party_imgui STATIC
  ${IMGUI_DIR}/imgui.cpp ${IMGUI_DIR}/imgui_draw.cpp ${IMGUI_DIR}/imgui_tables.cpp ${IMGUI_DIR}/imgui_widgets.cpp)
target_include_directories(third_party_imgui SYSTEM PUBLIC ${IMGUI_DIR})
target_compile_definitions(third_party_imgui PUBLIC
  IMGUI_ENABLE_TEST_ENGINE IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_USE_WCHAR32)
third_party_quiet(third_party_imgui)
add_library(third_party::imgui ALIAS third_party_imgui)

if(NOT EMSCRIPTEN)
  find_package(ZLIB REQUIRED)
  add_library(third_party_zlib INTERFACE)
  target_link_libraries(third_party_zlib INTERFACE ZLIB::ZLIB)
  add_library(third_party::zlib ALIAS third_party_zlib)

  # For HMAC with SHA-1 alone, which authenticator apps use and libsodium has not.
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
  add_library(third_party_crypto INTERFACE)
  target_link_libraries(third_party_crypto INTERFACE OpenSSL::Crypto)
  add_library(third_party::crypto ALIAS third_party_crypto)

  # The HTTP server, and the client of its tests. TLS is the reverse proxy's business.
  # poll() instead of select(), which knows no descriptor above 1 023. The default of 5 waiting connections is less than one browser opens. The
  # limits for a head are the highest that can be set (server/config/setting.cpp): which one holds is decided before the library sees it.
  third_party_require(HTTPLIB_DIR httplib.h "cpp-httplib")
  add_library(third_party_httplib INTERFACE)
  target_include_directories(third_party_httplib SYSTEM INTERFACE ${HTTPLIB_DIR})
  target_compile_definitions(third_party_httplib INTERFACE
    CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_USE_POLL CPPHTTPLIB_LISTEN_BACKLOG=128
    CPPHTTPLIB_REQUEST_URI_MAX_LENGTH=66000 CPPHTTPLIB_HEADER_MAX_LENGTH=1048576 CPPHTTPLIB_HEADER_MAX_COUNT=10000
    CPPHTTPLIB_MAX_LINE_LENGTH=1049000)
  target_link_libraries(third_party_httplib INTERFACE third_party::zlib Threads::Threads)
  add_library(third_party::httplib ALIAS third_party_httplib)
endif()
