# WebAssembly programs that hold all of core, built with Clang's wasm32-wasi target.
find_program(PALMKEY_WASM_COMPILER NAMES clang++-14 clang++ REQUIRED)
set(PALMKEY_WASM_FLAGS --target=wasm32-wasi -fno-exceptions)

# palmkey_wasm(known_answer a.cpp): bin/known_answer.wasm of a.cpp and every .cpp below core.
function(palmkey_wasm name)
  file(GLOB_RECURSE core_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/*.cpp)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE own_sources)
  set(objects)
  foreach(source ${core_sources} ${own_sources})
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR} ${source})
    set(object ${CMAKE_BINARY_DIR}/wasm/${name}/${path}.o)
    cmake_path(GET object PARENT_PATH folder)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(
      OUTPUT ${object}
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${PALMKEY_WASM_COMPILER} ${PALMKEY_WASM_FLAGS} -std=c++20 -O2
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
    COMMAND ${PALMKEY_WASM_COMPILER} ${PALMKEY_WASM_FLAGS} ${objects} -o ${program}
    DEPENDS ${objects}
    COMMENT "Linking ${name}.wasm"
    VERBATIM)
  add_custom_target(wasm_${name} ALL DEPENDS ${program})
endfunction()
