# How every target of the project is made: same warnings, same sanitizers, one precompiled header,
# and the rule that a target sees only the layers it links.

find_package(Threads REQUIRED)

# Warnings and sanitizers, for our own code only.
add_library(ventanilla_options INTERFACE)
target_compile_options(ventanilla_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  -Wformat=2 -Wimplicit-fallthrough -Wsuggest-override)
if(VENTANILLA_WARNINGS_AS_ERRORS)
  target_compile_options(ventanilla_options INTERFACE -Werror)
endif()
if(VENTANILLA_SANITIZE)
  target_compile_options(ventanilla_options INTERFACE
    -fsanitize=${VENTANILLA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(ventanilla_options INTERFACE -fsanitize=${VENTANILLA_SANITIZE})
  # Between a sanitizer's calls GCC does not see what has been initialized (gcc.gnu.org/PR105562); the
  # builds without one are still told.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(ventanilla_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(VENTANILLA_FUZZ) # what the fuzzer looks at to see how far an input came
  target_compile_options(ventanilla_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_compile_definitions(ventanilla_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER
  VENTANILLA_VERSION="${PROJECT_VERSION}")
target_link_libraries(ventanilla_options INTERFACE Threads::Threads)

# ventanilla_library(<layer> ROOT <include root> SOURCES … LINKS …)
#
# Makes the static library of one layer and its alias ventanilla::<layer>. Headers are included by
# layer ("protocol/events.h"), so ROOT is the folder that holds the layer's folder.
function(ventanilla_library layer)
  cmake_parse_arguments(arg "" "ROOT" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  set(target ventanilla_${layer})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(ventanilla::${layer} ALIAS ${target})
  target_include_directories(${target} PUBLIC ${arg_ROOT})
  target_link_libraries(${target} PUBLIC ${arg_LINKS} PRIVATE ventanilla_options ${arg_PRIVATE_LINKS})
  ventanilla_precompile(${target})
endfunction()

# ventanilla_executable(<name> SOURCES … LINKS …): a program under bin/.
function(ventanilla_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} ventanilla_options)
  ventanilla_precompile(${name})
endfunction()

# The precompiled header holds Qt Core only, so one serves every layer.
function(ventanilla_precompile target)
  if(target STREQUAL "ventanilla_core")
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/shared/cmake/precompiled.h)
  else()
    target_precompile_headers(${target} REUSE_FROM ventanilla_core)
  endif()
endfunction()
