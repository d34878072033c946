#include "core/processor.hpp"

#if defined(__x86_64__)

#include <cpuid.h>

#include <atomic>

namespace palmkey::core {
namespace {

// Set once the processor has been asked, so that a processor with nothing is not asked again.
constexpr ProcessorFeatures asked = 1u << 31;

// Not a setting but a cached constant, which only the tests' guard changes.
std::atomic<ProcessorFeatures> known{0};

struct Registers {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
};

// Zeros for a leaf that the processor does not have.
Registers cpuid(unsigned leaf) {
  Registers r;
  __get_cpuid_count(leaf, 0, &r.eax, &r.ebx, &r.ecx, &r.edx);
  return r;
}

// Which registers the operating system saves when it switches between threads (XCR0).
std::uint32_t saved_registers() {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

constexpr bool all_of(std::uint32_t bits, std::uint32_t needed) {
  return (bits & needed) == needed;
}

// Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID leaves 1 and 7; volume
// 1, 14.3 and 15.2 to 15.4 for what the system has to save.
ProcessorFeatures ask() {
  const Registers basic = cpuid(1);
  const Registers extended = cpuid(7);
  const std::uint32_t saved = (basic.ecx & bit_OSXSAVE) != 0 ? saved_registers() : 0;
  const bool ymm = all_of(saved, 0x06) && (basic.ecx & bit_AVX) != 0;
  const bool zmm = ymm && all_of(saved, 0xe6);

  ProcessorFeatures found = asked;
  const auto add = [&](bool there, ProcessorFeatures feature) {
    if (there) found |= feature;
  };
  add(all_of(basic.ecx, bit_AES | bit_SSSE3 | bit_SSE4_1), processor::aes);
  add(all_of(basic.ecx, bit_PCLMUL | bit_SSSE3), processor::pclmul);
  add((extended.ebx & bit_BMI2) != 0, processor::bmi2);
  add((extended.ebx & bit_ADX) != 0, processor::adx);
  add((extended.ecx & bit_GFNI) != 0, processor::gfni);
  const bool avx2 = ymm && (extended.ebx & bit_AVX2) != 0;
  add(avx2, processor::avx2);
  add(avx2 && (extended.ecx & bit_VAES) != 0, processor::vaes);
  add(avx2 && (extended.ecx & bit_VPCLMULQDQ) != 0, processor::vpclmulqdq);
  const bool avx512 =
      avx2 && zmm && all_of(extended.ebx, bit_AVX512F | bit_AVX512VL | bit_AVX512BW | bit_AVX512DQ);
  add(avx512, processor::avx512);
  add(avx512 && (extended.ebx & bit_AVX512IFMA) != 0, processor::avx512ifma);
  return found;
}

ProcessorFeatures features() {
  ProcessorFeatures found = known.load(std::memory_order_relaxed);
  if (found == 0) {
    found = ask();
    known.store(found, std::memory_order_relaxed);
  }
  return found;
}

}  // namespace

bool processor_has(ProcessorFeatures needed) {
  return all_of(features(), needed);
}

ProcessorWithout::ProcessorWithout(ProcessorFeatures hidden) : before_(features()) {
  known.store(before_ & ~(hidden & ~asked), std::memory_order_relaxed);
}

ProcessorWithout::~ProcessorWithout() {
  known.store(before_, std::memory_order_relaxed);
}

}  // namespace palmkey::core

#endif
