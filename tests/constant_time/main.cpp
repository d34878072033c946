// constant_time PATH [--planted]: runs core's secret operations on one of its paths, under valgrind, and says
// after each how many findings valgrind had in it. `judge` runs this.
#include <valgrind/memcheck.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "core/sm2/point.hpp"
#include "core/sm2/point_path.hpp"
#include "tests/constant_time/marks.hpp"
#include "tests/constant_time/operations.hpp"
#include "tests/constant_time/processor.hpp"

namespace palmkey::constant_time {
namespace {

struct Path {
  std::string_view name;
  std::string_view points;  // what core calls its way of computing with points
  core::ProcessorFeatures features;
};

// What valgrind can run. It knows no GFNI, no VAES and no AVX-512.
constexpr Path paths[] = {{"portable", "portable", 0},
                          {"x86-64", "x86-64 with BMI2, ADX and AVX2",
                           core::processor::bmi2 | core::processor::adx | core::processor::avx2 |
                               core::processor::aes | core::processor::pclmul}};

void run_all(const std::vector<Operation>& operations) {
  for (const Operation& operation : operations) {
    const unsigned long seen = marked_values_seen();
    const unsigned long found = VALGRIND_COUNT_ERRORS;
    operation.run();
    // One line each: findings, whether any marked value came out in the end, name.
    std::printf("operation\t%lu\t%s\t%s\n", static_cast<unsigned long>(VALGRIND_COUNT_ERRORS) - found,
                marked_values_seen() > seen ? "marked" : "unmarked", std::string(operation.name).c_str());
    std::fflush(stdout);
  }
}

int run(std::string_view path_name, bool planted) {
  if (RUNNING_ON_VALGRIND == 0) give_up("this shows something under valgrind only: run judge");
  for (const Path& path : paths) {
    if (path.name != path_name) continue;
    set_processor(path.features);
    if (core::sm2::point_path().name != path.points) give_up("core takes another path");
    // Makes the base point's table, which is public, before anything is marked.
    if (!core::sm2::multiply_base(core::sm2::Scalar::one()).has_value()) give_up("G is not finite");
    if (planted) {
      run_all(planted_operations());
      return 0;
    }
    run_all(curve_operations());
    run_all(split_key_operations());
    run_all(symmetric_operations());
    run_all(message_operations());
    return 0;
  }
  give_up("no such path");
}

}  // namespace
}  // namespace palmkey::constant_time

int main(int argc, char** argv) {
  if (argc < 2) palmkey::constant_time::give_up("usage: constant_time PATH [--planted]");
  return palmkey::constant_time::run(argv[1], argc > 2 && std::strcmp(argv[2], "--planted") == 0);
}
