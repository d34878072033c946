#include "core/sm2/lanes/sign.hpp"

#if defined(PALMKEY_LANES)

#include <algorithm>

#include "core/constant_time.hpp"
#include "core/sm2/lanes/base_comb.hpp"
#include "core/sm2/lanes/nonces.hpp"

namespace palmkey::core::sm2::lanes {
namespace {

// Everything secret that outlives a step, so that it can be wiped at once.
struct Work {
  Numbers numbers[group_limit];  // the multipliers, then the x coordinates
  Jacobian points[group_limit];
  Element products[group_limit];  // of the z up to this group
};

// Simultaneous inversion (Montgomery's trick), in each lane over the groups: one inversion for all.
PALMKEY_LANES_CODE void multiply_groups(Work& work, std::size_t groups) {
  for (std::size_t g = 0; g < groups; ++g) {
    Jacobian& point = work.points[g];
    point = multiply_base_up_to_sign(work.numbers[g]);
    const __mmask8 infinite = zero_lanes(point.z);
    point.z = select(infinite, all(one), point.z);
    point.x = select(infinite, all(Constant{}), point.x);
    work.products[g] = g == 0 ? point.z : work.products[g - 1] * point.z;
  }
  Element inverted = inverse(work.products[groups - 1]);
  for (std::size_t g = groups; g-- > 0;) {
    const Element z = g == 0 ? inverted : inverted * work.products[g - 1];
    store(work.numbers[g], from_montgomery(work.points[g].x * square(z)));
    inverted = inverted * work.points[g].z;
  }
}

// What compiled code of this folder may have left below the stack pointer: spilled registers.
[[gnu::noinline]] void wipe_stack() {
  ByteArray<32768> below{};
  wipe(below.data(), below.size());
}

constexpr std::size_t chunk_limit = group_limit * width;

// (1 + d)^-1 (k - r d) = (1 + d)^-1 (k + r) - r, as in PrivateKey::sign_digest.
std::optional<Signature> equation(const Scalar& k, const ByteArray<32>& x, const Digest& e,
                                  const Scalar& inverse) {
  const Scalar r = Scalar::reduce(e) + Scalar::reduce(x);
  const Scalar sum = r + k;
  if (r.is_zero() || sum.is_zero()) return std::nullopt;
  const Scalar s = inverse * sum - r;
  if (s.is_zero()) return std::nullopt;
  return Signature{r.encode_public(), s.encode_public()};
}

}  // namespace

void multiply_base_x(std::span<const Scalar> multipliers, std::span<ByteArray<32>> x) {
  Wiped<Work> work;
  const std::size_t groups = (multipliers.size() + width - 1) / width;
  for (std::size_t i = 0; i < groups * width; ++i) {
    // The lanes that are left over do the last one again.
    const Scalar& k = multipliers[std::min(i, multipliers.size() - 1)];
    work.value.numbers[i / width].set(i % width, k.limbs());
  }
  multiply_groups(work.value, groups);
  for (std::size_t i = 0; i < multipliers.size(); ++i)
    x[i] = bytes_of_limbs(work.value.numbers[i / width].get(i % width));
  wipe_stack();
}

Result<std::vector<std::optional<Signature>>> sign(const PrivateKey& key, std::span<const Digest> digests,
                                                   Random& random) {
  const Scalar inverse = (Scalar::one() + key.scalar()).inverse();
  std::vector<std::optional<Signature>> signatures;
  signatures.reserve(digests.size());
  Wiped<std::array<Randomness, chunk_limit>> randomness;
  Wiped<std::array<NonceBytes, chunk_limit>> nonces;
  std::array<Scalar, chunk_limit> multipliers;
  Wiped<std::array<ByteArray<32>, chunk_limit>> x;
  for (; !digests.empty(); digests = digests.subspan(std::min(chunk_limit, digests.size()))) {
    const std::size_t size = std::min(chunk_limit, digests.size());
    PALMKEY_CHECK(random.fill({randomness.value.front().data(), size * sizeof(Randomness)}));
    for (std::size_t i = 0; i < size; i += hash_width) {
      const std::size_t some = std::min(hash_width, size - i);
      hedged_nonces(std::span(randomness.value).subspan(i, some), key.scalar(), digests.subspan(i, some),
                    std::span(nonces.value).subspan(i, some));
    }
    for (std::size_t i = 0; i < size; ++i) {
      multipliers[i] = Scalar::reduce(nonces.value[i]);
      if (multipliers[i].is_zero()) return Error::random_failed;
    }
    multiply_base_x(std::span(multipliers).first(size), std::span(x.value).first(size));
    for (std::size_t i = 0; i < size; ++i)
      signatures.push_back(equation(multipliers[i], x.value[i], digests[i], inverse));
  }
  return signatures;
}

}  // namespace palmkey::core::sm2::lanes

#endif
