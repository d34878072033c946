# WebAssembly programs that hold all of core, built with Clang's wasm32-wasi target.
find_program(PALMKEY_WASM_COMPILER NAMES clang++-14 clang++ REQUIRED)
set(PALMKEY_WASM_FLAGS --target=wasm32-wasi -fno-exceptions)

# One WebAssembly object of a source file; appended to the list that `list` names. Phones load what is built here: all is
# made small, but for the arithmetic, which is made fast.
function(palmkey_wasm_object source list)
  file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR} ${source})
  set(optimise -Oz)
  if(path MATCHES "^core/(sm2/|sm3|hmac_sm3)")
    set(optimise -O2)
  endif()
  set(object ${CMAKE_BINARY_DIR}/wasm/${path}.o)
  set(${list} ${${list}} ${object} PARENT_SCOPE)
  # Of another program of this folder already.
  get_source_file_property(is_built ${object} GENERATED)
  if(is_built)
    return()
  endif()
  cmake_path(GET object PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${object}
    COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${PALMKEY_WASM_COMPILER} ${PALMKEY_WASM_FLAGS} -std=c++20 ${optimise}
            -ffunction-sections -fdata-sections -Wall -Wextra -Wpedantic -Wshadow -Werror -I${CMAKE_SOURCE_DIR} -MD
            -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source}
    DEPFILE ${object}.d
    COMMENT "Building WebAssembly object ${path}.o"
    VERBATIM)
endfunction()

# All of core, compiled once for every program: what the tests run is what phones get.
file(GLOB_RECURSE core_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/*.cpp)
set(PALMKEY_WASM_CORE)
foreach(source IN LISTS core_sources)
  palmkey_wasm_object(${source} PALMKEY_WASM_CORE)
endforeach()
add_custom_target(wasm_core DEPENDS ${PALMKEY_WASM_CORE})

# palmkey_wasm(known_answer SOURCES a.cpp): bin/known_answer.wasm of a.cpp and core, a program that runs once. With REACTOR:
# a module without main, whose exported functions a host calls as long as it likes.
function(palmkey_wasm name)
  cmake_parse_arguments(ARG "REACTOR" "" "SOURCES" ${ARGN})
  set(link_options -Wl,--stack-first -Wl,-z,stack-size=262144 -Wl,--gc-sections)
  if(ARG_REACTOR)
    list(APPEND link_options -mexec-model=reactor -Wl,--strip-all)
  endif()
  list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE own_sources)
  set(objects)
  foreach(source IN LISTS own_sources)
    palmkey_wasm_object(${source} objects)
  endforeach()
  set(program ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${name}.wasm)
  add_custom_command(
    OUTPUT ${program}
    COMMAND ${PALMKEY_WASM_COMPILER} ${PALMKEY_WASM_FLAGS} ${link_options} ${objects} ${PALMKEY_WASM_CORE} -o ${program}
    DEPENDS ${objects} ${PALMKEY_WASM_CORE}
    COMMENT "Linking ${name}.wasm"
    VERBATIM)
  add_custom_target(wasm_${name} ALL DEPENDS ${program})
  add_dependencies(wasm_${name} wasm_core)
endfunction()
