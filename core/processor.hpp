// Which instruction sets the processor and the operating system offer beyond what core is compiled for. Code
// that uses one asks here at run time and has a portable twin that computes the same.
#pragma once

#include <cstdint>

namespace palmkey::core {

// Sets of instructions as bits, so that a path can ask for several at once.
using ProcessorFeatures = std::uint32_t;

namespace processor {

inline constexpr ProcessorFeatures bmi2 = 1u << 0;        // MULX, RORX, SHLX
inline constexpr ProcessorFeatures adx = 1u << 1;         // ADCX, ADOX
inline constexpr ProcessorFeatures avx2 = 1u << 2;        // with 256-bit registers saved by the system
inline constexpr ProcessorFeatures avx512 = 1u << 3;      // F, VL, BW and DQ, with 512-bit registers saved
inline constexpr ProcessorFeatures avx512ifma = 1u << 4;  // 52-bit multiplication; comes with `avx512`
inline constexpr ProcessorFeatures aes = 1u << 5;         // AES-NI
inline constexpr ProcessorFeatures pclmul = 1u << 6;      // PCLMULQDQ
inline constexpr ProcessorFeatures gfni = 1u << 7;
inline constexpr ProcessorFeatures vaes = 1u << 8;
inline constexpr ProcessorFeatures vpclmulqdq = 1u << 9;

}  // namespace processor

#if defined(__x86_64__)

// True if all of `needed` are there. The processor is asked once; afterwards this costs one load.
// Thread-safe.
bool processor_has(ProcessorFeatures needed);

// For tests and benchmarks: while it lives, the whole process goes without `hidden`, so that another path is
// taken. Guards may be nested and must end in the reverse order; none may begin or end while another thread
// works.
class ProcessorWithout {
 public:
  explicit ProcessorWithout(ProcessorFeatures hidden);
  ~ProcessorWithout();
  ProcessorWithout(const ProcessorWithout&) = delete;
  ProcessorWithout& operator=(const ProcessorWithout&) = delete;

 private:
  ProcessorFeatures before_;
};

#else

constexpr bool processor_has(ProcessorFeatures) {
  return false;
}

class ProcessorWithout {
 public:
  explicit ProcessorWithout(ProcessorFeatures) {}
};

#endif

}  // namespace palmkey::core
