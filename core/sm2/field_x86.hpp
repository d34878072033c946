// Arithmetic modulo p for x86-64 processors with BMI2, ADX and AVX2, in constant time. Montgomery form, as in
// field_multiply.hpp, with the same numbers.
#pragma once

#include "core/sm2/field_multiply.hpp"
#include "core/x86_intrinsics.hpp"

namespace palmkey::core::sm2 {

// The two limbs of p that are no small number.
inline constexpr std::uint64_t field_limb1 = field_modulus[1];
inline constexpr std::uint64_t field_limb3 = field_modulus[3];

// r0 ... r4 += a·b[i]: first the products of a[0] and a[2], then those of a[1] and a[3], so that each carry
// chain takes limbs as they lie. ADCX and ADOX, with a chain for lower and one for upper halves, would take
// two more additions.
#define PALMKEY_ROW(offset, r0, r1, r2, r3, r4) \
  "mov " offset                                 \
  "(%[b]), %%rdx\n\t"                           \
  "mulx 24(%[a]), %[middle], " r4               \
  "\n\t"                                        \
  "mulx (%[a]), %[low], %[high]\n\t"            \
  "add %[low], " r0                             \
  "\n\t"                                        \
  "adc %[high], " r1                            \
  "\n\t"                                        \
  "mulx 16(%[a]), %[low], %[high]\n\t"          \
  "adc %[low], " r2                             \
  "\n\t"                                        \
  "adc %[high], " r3                            \
  "\n\t"                                        \
  "adc $0, " r4                                 \
  "\n\t"                                        \
  "mulx 8(%[a]), %[low], %[high]\n\t"           \
  "add %[low], " r1                             \
  "\n\t"                                        \
  "adc %[high], " r2                            \
  "\n\t"                                        \
  "adc %[middle], " r3                          \
  "\n\t"                                        \
  "adc $0, " r4 "\n\t"

// r2 r3 r0 q1 = (r0 r1 r2 r3 + q·p)/2^128 for the q that makes the two lowest limbs zero: q0 = r0 and q1 = r0
// + r1 - 2^32·r0 modulo 2^64. Two turns at once share their shifts; the number is at most p. Sums of an upper
// and a lower half of limbs have no carry. `a` holds 32.
#define PALMKEY_REDUCE_TWO(r0, r1, r2, r3, q1) \
  "shlx %[a], " r0                             \
  ", %[low]\n\t"                               \
  "shrx %[a], " r0                             \
  ", %[high]\n\t"                              \
  "lea (" r0 ", " r1 "), " q1                  \
  "\n\t"                                       \
  "sub %[low], " q1                            \
  "\n\t"                                       \
  "shlx %[a], " q1                             \
  ", %%rdx\n\t"                                \
  "add %%rdx, %[high]\n\t"                     \
  "shrx %[a], " q1                             \
  ", %%rdx\n\t"                                \
  "lea (%[low], %%rdx), %[middle]\n\t"         \
  "add " r0 ", " r1                            \
  "\n\t"                                       \
  "adc " q1 ", " r2                            \
  "\n\t"                                       \
  "adc $0, " r3                                \
  "\n\t"                                       \
  "adc $0, " r0                                \
  "\n\t"                                       \
  "adc $0, " q1                                \
  "\n\t"                                       \
  "sub %[low], " r1                            \
  "\n\t"                                       \
  "sbb %[high], " r2                           \
  "\n\t"                                       \
  "sbb %[middle], " r3                         \
  "\n\t"                                       \
  "sbb %[high], " r0                           \
  "\n\t"                                       \
  "sbb %%rdx, " q1 "\n\t"

// (r0 r1 r2 r3 top) less p, where that is not negative, with s0 ... s3 free.
#define PALMKEY_REDUCE_ONCE(r0, r1, r2, r3, top, s0, s1, s2, s3) \
  "mov " r0 ", " s0                                              \
  "\n\t"                                                         \
  "sub $-1, " s0                                                 \
  "\n\t"                                                         \
  "mov " r1 ", " s1                                              \
  "\n\t"                                                         \
  "sbb %[p1], " s1                                               \
  "\n\t"                                                         \
  "mov " r2 ", " s2                                              \
  "\n\t"                                                         \
  "sbb $-1, " s2                                                 \
  "\n\t"                                                         \
  "mov " r3 ", " s3                                              \
  "\n\t"                                                         \
  "sbb %[p3], " s3                                               \
  "\n\t"                                                         \
  "sbb $0, " top                                                 \
  "\n\t"                                                         \
  "cmovnc " s0 ", " r0                                           \
  "\n\t"                                                         \
  "cmovnc " s1 ", " r1                                           \
  "\n\t"                                                         \
  "cmovnc " s2 ", " r2                                           \
  "\n\t"                                                         \
  "cmovnc " s3 ", " r3 "\n\t"

// t4 t5 t6 t7 = t0 ... t7 divided by 2^256 modulo p, with q1 free: the lower half is reduced by itself to at
// most p, and then added to the upper half.
#define PALMKEY_REDUCE_WIDE(q1) \
  "mov $32, %k[a]\n\t" \
  PALMKEY_REDUCE_TWO("%[t0]", "%[t1]", "%[t2]", "%[t3]", q1) \
  PALMKEY_REDUCE_TWO("%[t2]", "%[t3]", "%[t0]", q1, "%[t1]") \
  "xor %k[low], %k[low]\n\t" \
  "add %[t0], %[t4]\n\t" \
  "adc " q1 ", %[t5]\n\t" \
  "adc %[t2], %[t6]\n\t" \
  "adc %[t1], %[t7]\n\t" \
  "adc $0, %[low]\n\t" \
  PALMKEY_REDUCE_ONCE("%[t4]", "%[t5]", "%[t6]", "%[t7]", "%[low]", "%[t0]", "%[t1]", "%[t2]", "%[t3]")

struct X86Field {
  [[gnu::noinline]] static void multiply(Limbs& r, const Limbs& a, const Limbs& b) {
    std::uint64_t t0, t1, t2, t3, t4, t5, t6, t7, low, high, middle;
    const std::uint64_t* left = a.data();
    const std::uint64_t* right = b.data();
    asm("mov (%[b]), %%rdx\n\t"
        "mulx (%[a]), %[t0], %[t1]\n\t"
        "mulx 8(%[a]), %[low], %[t2]\n\t"
        "add %[low], %[t1]\n\t"
        "mulx 16(%[a]), %[low], %[t3]\n\t"
        "adc %[low], %[t2]\n\t"
        "mulx 24(%[a]), %[low], %[t4]\n\t"
        "adc %[low], %[t3]\n\t"
        "adc $0, %[t4]\n\t"
        // clang-format off
        PALMKEY_ROW("8", "%[t1]", "%[t2]", "%[t3]", "%[t4]", "%[t5]")
        PALMKEY_ROW("16", "%[t2]", "%[t3]", "%[t4]", "%[t5]", "%[t6]")
        PALMKEY_ROW("24", "%[t3]", "%[t4]", "%[t5]", "%[t6]", "%[t7]")
        PALMKEY_REDUCE_WIDE("%[b]")
        // clang-format on
        : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5),
          [t6] "=&r"(t6), [t7] "=&r"(t7), [low] "=&r"(low), [high] "=&r"(high), [middle] "=&r"(middle),
          [a] "+&r"(left), [b] "+&r"(right)
        : [p1] "m"(field_limb1), [p3] "m"(field_limb3)
        : "rdx", "cc", "memory");  // operands for `a` and `b` would want registers that are not free
    r[0] = t4;
    r[1] = t5;
    r[2] = t6;
    r[3] = t7;
  }

  [[gnu::noinline]] static void square(Limbs& r, const Limbs& a) {
    std::uint64_t t0, t1, t2, t3, t4, t5, t6, t7, low, high, middle, q1;
    const std::uint64_t* pointer = a.data();
    asm("mov (%[a]), %%rdx\n\t"  // the products of two different limbs
        "mulx 8(%[a]), %[t1], %[t2]\n\t"
        "mulx 16(%[a]), %[low], %[t3]\n\t"
        "add %[low], %[t2]\n\t"
        "mulx 24(%[a]), %[low], %[t4]\n\t"
        "adc %[low], %[t3]\n\t"
        "adc $0, %[t4]\n\t"
        "mov 8(%[a]), %%rdx\n\t"
        "xor %k[t7], %k[t7]\n\t"
        "mulx 16(%[a]), %[low], %[high]\n\t"
        "adcx %[low], %[t3]\n\t"
        "adox %[high], %[t4]\n\t"
        "mulx 24(%[a]), %[low], %[t5]\n\t"
        "adcx %[low], %[t4]\n\t"
        "adox %[t7], %[t5]\n\t"
        "adcx %[t7], %[t5]\n\t"
        "mov 16(%[a]), %%rdx\n\t"
        "mulx 24(%[a]), %[low], %[t6]\n\t"
        "add %[low], %[t5]\n\t"
        "adc $0, %[t6]\n\t"
        "add %[t1], %[t1]\n\t"  // twice
        "adc %[t2], %[t2]\n\t"
        "adc %[t3], %[t3]\n\t"
        "adc %[t4], %[t4]\n\t"
        "adc %[t5], %[t5]\n\t"
        "adc %[t6], %[t6]\n\t"
        "adc %[t7], %[t7]\n\t"
        "mov (%[a]), %%rdx\n\t"  // the limbs' squares
        "mulx %%rdx, %[t0], %[high]\n\t"
        "add %[high], %[t1]\n\t"
        "mov 8(%[a]), %%rdx\n\t"
        "mulx %%rdx, %[low], %[high]\n\t"
        "adc %[low], %[t2]\n\t"
        "adc %[high], %[t3]\n\t"
        "mov 16(%[a]), %%rdx\n\t"
        "mulx %%rdx, %[low], %[high]\n\t"
        "adc %[low], %[t4]\n\t"
        "adc %[high], %[t5]\n\t"
        "mov 24(%[a]), %%rdx\n\t"
        "mulx %%rdx, %[low], %[high]\n\t"
        "adc %[low], %[t6]\n\t"
        "adc %[high], %[t7]\n\t"
        // clang-format off
        PALMKEY_REDUCE_WIDE("%[q1]")
        // clang-format on
        : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5),
          [t6] "=&r"(t6), [t7] "=&r"(t7), [low] "=&r"(low), [high] "=&r"(high), [middle] "=&r"(middle),
          [q1] "=&r"(q1), [a] "+&r"(pointer)
        : [p1] "m"(field_limb1), [p3] "m"(field_limb3)
        : "rdx", "cc",
          "memory");  // an operand for `a` would want a register that a frame pointer leaves not free
    r[0] = t4;
    r[1] = t5;
    r[2] = t6;
    r[3] = t7;
  }

  [[gnu::always_inline]] static inline void add(Limbs& r, const Limbs& a, const Limbs& b) {
    std::uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], s0, s1, s2, s3, top;
    asm("xor %k[top], %k[top]\n\t"
        "add %[b0], %[t0]\n\t"
        "adc %[b1], %[t1]\n\t"
        "adc %[b2], %[t2]\n\t"
        "adc %[b3], %[t3]\n\t"
        "adc $0, %[top]\n\t"
        // clang-format off
        PALMKEY_REDUCE_ONCE("%[t0]", "%[t1]", "%[t2]", "%[t3]", "%[top]", "%[s0]", "%[s1]", "%[s2]", "%[s3]")
        // clang-format on
        : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [s0] "=&r"(s0), [s1] "=&r"(s1),
          [s2] "=&r"(s2), [s3] "=&r"(s3), [top] "=&r"(top)
        : [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3]), [p1] "m"(field_limb1),
          [p3] "m"(field_limb3)
        : "cc");
    r[0] = t0;
    r[1] = t1;
    r[2] = t2;
    r[3] = t3;
  }

  [[gnu::always_inline]] static inline void subtract(Limbs& r, const Limbs& a, const Limbs& b) {
    std::uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], mask, p1 = field_limb1, p3 = field_limb3;
    asm("sub %[b0], %[t0]\n\t"
        "sbb %[b1], %[t1]\n\t"
        "sbb %[b2], %[t2]\n\t"
        "sbb %[b3], %[t3]\n\t"
        "sbb %[mask], %[mask]\n\t"
        "and %[mask], %[p1]\n\t"
        "and %[mask], %[p3]\n\t"
        "add %[mask], %[t0]\n\t"
        "adc %[p1], %[t1]\n\t"
        "adc %[mask], %[t2]\n\t"
        "adc %[p3], %[t3]\n\t"
        : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [mask] "=&r"(mask), [p1] "+&r"(p1),
          [p3] "+&r"(p3)
        : [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3])
        : "cc");
    r[0] = t0;
    r[1] = t1;
    r[2] = t2;
    r[3] = t3;
  }

  // An odd number is made even by adding p.
  [[gnu::always_inline]] static inline void halve(Limbs& r, const Limbs& a) {
    std::uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], p1 = field_limb1, p3 = field_limb3;
    std::uint64_t mask = 0 - (t0 & 1);
    asm("and %[mask], %[p1]\n\t"
        "and %[mask], %[p3]\n\t"
        "add %[mask], %[t0]\n\t"
        "adc %[p1], %[t1]\n\t"
        "adc %[mask], %[t2]\n\t"
        "adc %[p3], %[t3]\n\t"
        "rcr $1, %[t3]\n\t"
        "rcr $1, %[t2]\n\t"
        "rcr $1, %[t1]\n\t"
        "rcr $1, %[t0]\n\t"
        : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [p1] "+&r"(p1), [p3] "+&r"(p3)
        : [mask] "r"(mask)
        : "cc");
    r[0] = t0;
    r[1] = t1;
    r[2] = t2;
    r[3] = t3;
  }

  // See look_up.hpp.
  template <std::size_t Words>
  [[gnu::target("avx2"), gnu::noinline]] static void scan(void* found, const void* table, std::size_t entries,
                                                          std::uint64_t index) {
    constexpr std::size_t vectors = Words / 4;
    static_assert(Words % 4 == 0);
    const __m256i wanted = _mm256_set1_epi64x(static_cast<long long>(index));
    const __m256i one = _mm256_set1_epi64x(1);
    __m256i number = _mm256_setzero_si256();
    __m256i sum[vectors];
    for (auto& part : sum) part = _mm256_setzero_si256();
    const auto* entry = static_cast<const __m256i*>(table);
    for (std::size_t i = 0; i < entries; ++i, entry += vectors) {
      const __m256i mask = _mm256_cmpeq_epi64(number, wanted);
      number = _mm256_add_epi64(number, one);
      for (std::size_t v = 0; v < vectors; ++v)
        sum[v] = _mm256_or_si256(sum[v], _mm256_and_si256(mask, _mm256_loadu_si256(entry + v)));
    }
    for (std::size_t v = 0; v < vectors; ++v) _mm256_storeu_si256(static_cast<__m256i*>(found) + v, sum[v]);
  }
};

#undef PALMKEY_ROW
#undef PALMKEY_REDUCE_ONCE
#undef PALMKEY_REDUCE_TWO
#undef PALMKEY_REDUCE_WIDE

}  // namespace palmkey::core::sm2
