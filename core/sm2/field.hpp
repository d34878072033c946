// The field of the SM2 curve's coordinates (GB/T 32918.5), in constant time.
#pragma once

#include <cstring>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sm2/field_multiply.hpp"

namespace palmkey::core::sm2 {

// Arithmetic modulo p in Montgomery form that runs everywhere. The result may take the place of an argument.
struct PortableField {
  using Field = Arithmetic<FieldModulus>;
  static constexpr void multiply(Limbs& r, const Limbs& a, const Limbs& b) { r = Field::multiply(a, b); }
  static constexpr void square(Limbs& r, const Limbs& a) { r = Field::square(a); }
  static constexpr void add(Limbs& r, const Limbs& a, const Limbs& b) { r = Field::add(a, b); }
  static constexpr void subtract(Limbs& r, const Limbs& a, const Limbs& b) { r = Field::subtract(a, b); }
  // Half of it: an odd number is made even by adding p.
  static constexpr void halve(Limbs& r, const Limbs& a) {
    const std::uint64_t odd = mask_of_bit(a[0] & 1);
    std::uint64_t carry = 0;
    Limbs sum{};
    for (std::size_t i = 0; i < 4; ++i) sum[i] = add_with_carry(a[i], field_modulus[i] & odd, carry);
    for (std::size_t i = 0; i < 3; ++i) r[i] = sum[i] >> 1 | sum[i + 1] << 63;
    r[3] = sum[3] >> 1 | carry << 63;
  }
  // See look_up.hpp.
  template <std::size_t Words>
  static void scan(void* found, const void* table, std::size_t entries, std::uint64_t index) {
    Wiped<std::array<std::uint64_t, Words>> sum;
    const auto* entry = static_cast<const unsigned char*>(table);
    for (std::size_t i = 0; i < entries; ++i, entry += 8 * Words) {
      const std::uint64_t mask = mask_of_zero(index ^ i);
      std::array<std::uint64_t, Words> words{};
      std::memcpy(words.data(), entry, sizeof words);
      for (std::size_t w = 0; w < Words; ++w) sum.value[w] |= words[w] & mask;
    }
    std::memcpy(found, sum.value.data(), sizeof sum.value);
  }
};

// An integer modulo p, computed with by `Machine`, which has the functions of PortableField; the numbers that
// it holds are the same for each. Copies freely and is not wiped: whoever holds a secret one wraps it in
// Wiped.
template <class Machine>
class BasicFieldElement {
 public:
  constexpr BasicFieldElement() : limbs_{} {}  // zero
  static constexpr BasicFieldElement one() { return of_montgomery(Field::one); }
  // Limbs, the least significant first, of a number less than p.
  static constexpr BasicFieldElement of_limbs(const Limbs& limbs) {
    return of_montgomery(Field::to_montgomery(limbs));
  }
  // From what montgomery() gave.
  static constexpr BasicFieldElement of_montgomery(const Limbs& montgomery) {
    BasicFieldElement element;
    element.limbs_ = montgomery;
    return element;
  }

  // 32 bytes big-endian, less than p; Error::malformed otherwise.
  static Result<BasicFieldElement> decode(ByteView bytes32) {
    if (bytes32.size() != 32) return Error::malformed;
    const Limbs limbs = limbs_of_bytes(bytes32);
    if (is_less(limbs, field_modulus) == 0) return Error::malformed;
    return of_limbs(limbs);
  }
  ByteArray<32> encode() const { return bytes_of_limbs(Field::from_montgomery(limbs_)); }

  constexpr const Limbs& montgomery() const { return limbs_; }

  constexpr BasicFieldElement operator+(const BasicFieldElement& other) const {
    BasicFieldElement sum(unset);
    Machine::add(sum.limbs_, limbs_, other.limbs_);
    return sum;
  }
  constexpr BasicFieldElement operator-(const BasicFieldElement& other) const {
    BasicFieldElement difference(unset);
    difference.set_difference(*this, other);
    return difference;
  }
  constexpr BasicFieldElement operator*(const BasicFieldElement& other) const {
    BasicFieldElement product(unset);
    product.set_product(*this, other);
    return product;
  }
  constexpr BasicFieldElement squared() const {
    BasicFieldElement square(unset);
    square.set_square(*this);
    return square;
  }
  constexpr BasicFieldElement twice() const { return *this + *this; }
  constexpr BasicFieldElement thrice() const { return twice() + *this; }
  constexpr BasicFieldElement half() const {
    BasicFieldElement result(unset);
    Machine::halve(result.limbs_, limbs_);
    return result;
  }

  constexpr BasicFieldElement inverse() const {
    return of_montgomery(Field::invert(limbs_));
  }  // of zero: zero

  // In place, where a copy would cost: a processor waits for limbs that were written one by one before it
  // reads them two at a time.
  constexpr void set_product(const BasicFieldElement& a, const BasicFieldElement& b) {
    Machine::multiply(limbs_, a.limbs_, b.limbs_);
  }
  constexpr void set_square(const BasicFieldElement& a) { Machine::square(limbs_, a.limbs_); }
  constexpr void set_difference(const BasicFieldElement& a, const BasicFieldElement& b) {
    Machine::subtract(limbs_, a.limbs_, b.limbs_);
  }

  // All ones if it is zero, all zeros otherwise.
  constexpr std::uint64_t zero_mask() const {
    return mask_of_zero(limbs_[0] | limbs_[1] | limbs_[2] | limbs_[3]);
  }
  // In constant time; the answer is treated as public.
  bool is_zero() const { return zero_mask() != 0; }

  // `a` where the mask has ones, `b` where it has zeros.
  static constexpr BasicFieldElement select(std::uint64_t mask, const BasicFieldElement& a,
                                            const BasicFieldElement& b) {
    return of_montgomery(sm2::select(mask, a.limbs_, b.limbs_));
  }

 private:
  using Field = Arithmetic<FieldModulus>;
  enum Unset { unset };
  // For results, which are written before they are read.
  explicit constexpr BasicFieldElement(Unset) {}  // NOLINT(cppcoreguidelines-pro-type-member-init)
  Limbs limbs_;                                   // in Montgomery form, fully reduced
};

using FieldElement = BasicFieldElement<PortableField>;

}  // namespace palmkey::core::sm2
