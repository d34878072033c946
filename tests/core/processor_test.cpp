#include "core/processor.hpp"

#include <gtest/gtest.h>

namespace palmkey::core {
namespace {

constexpr ProcessorFeatures all = processor::bmi2 | processor::adx | processor::avx2 | processor::avx512 |
                                  processor::avx512ifma | processor::aes | processor::pclmul |
                                  processor::gfni | processor::vaes | processor::vpclmulqdq;

TEST(Processor, HasWhatTheCompilerFinds) {
#if defined(__x86_64__)
  EXPECT_EQ(processor_has(processor::bmi2), __builtin_cpu_supports("bmi2") != 0);
  EXPECT_EQ(processor_has(processor::avx2), __builtin_cpu_supports("avx2") != 0);
  EXPECT_EQ(processor_has(processor::aes), __builtin_cpu_supports("aes") != 0);
  EXPECT_EQ(processor_has(processor::pclmul), __builtin_cpu_supports("pclmul") != 0);
  EXPECT_EQ(processor_has(processor::gfni), __builtin_cpu_supports("gfni") != 0);
  EXPECT_EQ(processor_has(processor::vpclmulqdq), __builtin_cpu_supports("vpclmulqdq") != 0);
  EXPECT_EQ(processor_has(processor::avx512ifma), __builtin_cpu_supports("avx512ifma") != 0);
#else
  EXPECT_FALSE(processor_has(processor::avx2));
#endif
  EXPECT_TRUE(processor_has(0));
}

TEST(Processor, NeedsAllThatWasAskedFor) {
  const ProcessorWithout without(processor::avx2);
  EXPECT_FALSE(processor_has(processor::avx2));
  EXPECT_FALSE(processor_has(processor::avx2 | processor::bmi2));
  EXPECT_FALSE(processor_has(all));
}

TEST(Processor, HasEverythingAgainAfterTheGuard) {
  const bool bmi2 = processor_has(processor::bmi2);
  const bool aes = processor_has(processor::aes);
  {
    const ProcessorWithout outer(processor::bmi2);
    EXPECT_EQ(processor_has(processor::aes), aes);
    {
      const ProcessorWithout inner(all);
      EXPECT_FALSE(processor_has(processor::bmi2));
      EXPECT_FALSE(processor_has(processor::aes));
    }
    EXPECT_FALSE(processor_has(processor::bmi2));
    EXPECT_EQ(processor_has(processor::aes), aes);
  }
  EXPECT_EQ(processor_has(processor::bmi2), bmi2);
}

}  // namespace
}  // namespace palmkey::core
