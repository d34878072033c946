# How a folder of this project becomes a target: one library a folder, one test executable a folder.
find_program(PALMKEY_CCACHE ccache)
if(PALMKEY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_SOURCE_DIR}/scripts/cmake/ccache)
endif()
find_program(PALMKEY_MOLD mold)
if(PALMKEY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)

# What most of the code gains from more costs every build minutes: core asks for it.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")

add_library(palmkey_options INTERFACE)
target_compile_options(palmkey_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on std::string concatenation, GCC bug 105329.
  target_compile_options(palmkey_options INTERFACE -Wno-restrict)
endif()
target_include_directories(palmkey_options INTERFACE ${CMAKE_SOURCE_DIR})
if(PALMKEY_SANITIZE)
  target_compile_options(palmkey_options INTERFACE -fsanitize=${PALMKEY_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all
                                                   # GCC warns of bounds falsely where sanitizers changed the code;
                                                   # the build without them sees the same sources.
                                                   -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
                                                   -Wno-maybe-uninitialized -Wno-unknown-warning-option)
  target_link_options(palmkey_options INTERFACE -fsanitize=${PALMKEY_SANITIZE})
  if(PALMKEY_SANITIZE STREQUAL thread)
    # ThreadSanitizer does not understand fences, which Asio has around handlers beside its locks: GCC refuses them.
    target_compile_definitions(palmkey_options INTERFACE ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()

# palmkey_library(core DEPENDS ...): every .cpp below the calling folder, as target palmkey_core.
function(palmkey_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    add_library(palmkey_${name} INTERFACE)
    target_link_libraries(palmkey_${name} INTERFACE palmkey_options ${ARG_DEPENDS})
    return()
  endif()
  add_library(palmkey_${name} STATIC ${sources})
  target_link_libraries(palmkey_${name} PUBLIC palmkey_options ${ARG_DEPENDS})
endfunction()

# palmkey_tests(core DEPENDS ...): every *_test.cpp and *_fixture.cpp below tests/core, as bin/test_core. ctest runs each
# case on its own; with ONE_PROCESS all in one, where they share a PostgreSQL server that takes seconds to start.
# THREADED names the files of those that have several threads, by what stands before _test.cpp: ThreadSanitizer can find
# nothing in the others, and to compile and run them takes it twice as long as all of these.
function(palmkey_tests name)
  cmake_parse_arguments(ARG "ONE_PROCESS" "" "DEPENDS;THREADED" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*_test.cpp
       ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*_fixture.cpp)
  if(PALMKEY_SANITIZE STREQUAL thread AND ARG_THREADED)
    foreach(threaded IN LISTS ARG_THREADED)
      if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/${threaded}_test.cpp)
        message(FATAL_ERROR "there is no tests/${name}/${threaded}_test.cpp")
      endif()
    endforeach()
    list(JOIN ARG_THREADED "|" threaded)
    list(FILTER sources INCLUDE REGEX "_fixture\\.cpp$|/(${threaded})_test\\.cpp$")
  endif()
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_link_libraries(test_${name} PRIVATE palmkey_options ${ARG_DEPENDS} GTest::gtest_main GTest::gmock)
  if(ARG_ONE_PROCESS)
    add_test(NAME ${name} COMMAND test_${name} --gtest_brief=1 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 COST 50)
    return()
  endif()
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                       WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()
