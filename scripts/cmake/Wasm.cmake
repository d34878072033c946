# WebAssembly programs that hold all of core, built with Clang's wasm32-wasi target.
find_program(PALMKEY_WASM_COMPILER NAMES clang++-14 clang++ REQUIRED)
set(PALMKEY_WASM_FLAGS --target=wasm32-wasi -fno-exceptions)

# palmkey_wasm(known_answer SOURCES a.cpp): bin/known_answer.wasm of a.cpp and every .cpp below core, a program that runs
# once. With REACTOR: a module without main, whose exported functions a host calls as long as it likes, built small.
function(palmkey_wasm name)
  cmake_parse_arguments(ARG "REACTOR" "" "SOURCES" ${ARGN})
  set(compile_options -O2)
  set(link_options -Wl,--stack-first -Wl,-z,stack-size=262144)
  if(ARG_REACTOR)
    set(compile_options -Os -ffunction-sections -fdata-sections)
    list(APPEND link_options -mexec-model=reactor -Wl,--gc-sections -Wl,--strip-all)
  endif()
  file(GLOB_RECURSE core_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/*.cpp)
  list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE own_sources)
  set(objects)
  foreach(source ${core_sources} ${own_sources})
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR} ${source})
    set(object ${CMAKE_BINARY_DIR}/wasm/${name}/${path}.o)
    cmake_path(GET object PARENT_PATH folder)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(
      OUTPUT ${object}
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${PALMKEY_WASM_COMPILER} ${PALMKEY_WASM_FLAGS} -std=c++20 ${compile_options}
              -Wall -Wextra -Wpedantic -Wshadow -Werror -I${CMAKE_SOURCE_DIR} -MD -MF ${object}.d -c ${source} -o ${object}
      DEPENDS ${source}
      DEPFILE ${object}.d
      COMMENT "Building WebAssembly object ${path}.o"
      VERBATIM)
    list(APPEND objects ${object})
  endforeach()
  set(program ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${name}.wasm)
  add_custom_command(
    OUTPUT ${program}
    COMMAND ${PALMKEY_WASM_COMPILER} ${PALMKEY_WASM_FLAGS} ${link_options} ${objects} -o ${program}
    DEPENDS ${objects}
    COMMENT "Linking ${name}.wasm"
    VERBATIM)
  add_custom_target(wasm_${name} ALL DEPENDS ${program})
endfunction()
