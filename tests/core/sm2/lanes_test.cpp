// What the public interface can't reach: nonces of choice.
#include <gtest/gtest.h>

#include "core/processor.hpp"
#include "core/sm2/lanes/sign.hpp"
#include "tests/core/test_random.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {
namespace {

using testing::bytes;

std::vector<Scalar> nonces_at_edges() {
  std::vector<Scalar> nonces;
  Scalar small = Scalar::one();
  for (int i = 0; i < 70; ++i) {
    nonces.push_back(small.negate());
    nonces.push_back(small.clone());
    small = small + Scalar::one();
  }
  Scalar power = Scalar::one();
  for (int bit = 1; bit < 256; ++bit) {
    power = power + power;
    nonces.push_back(power - Scalar::one());
    nonces.push_back(power + Scalar::one());
    nonces.push_back(power.clone());
    nonces.push_back(power.negate());
  }
  return nonces;
}

TEST(Sm2Lanes, MultipliesTheBasePointByAnyNonce) {
  if (!processor_has(processor::avx512ifma)) GTEST_SKIP() << "no AVX512-IFMA here";
  const auto nonces = nonces_at_edges();
  for (std::size_t at = 0; at < nonces.size(); at += group_limit * 8) {
    const std::size_t size = std::min(group_limit * 8, nonces.size() - at);
    const std::span<const Scalar> some = std::span(nonces).subspan(at, size);
    std::vector<ByteArray<32>> x(size);
    multiply_base_x(some, x);
    for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(x[i], multiply_base(some[i])->x()) << at + i;
  }
}

// In every lane and every group, without spoiling the others, with which it shares an inversion.
TEST(Sm2Lanes, SaysWhereItsFormulasDoNotHold) {
  if (!processor_has(processor::avx512ifma)) GTEST_SKIP() << "no AVX512-IFMA here";
  testing::TestRandom random(1);
  for (std::size_t position = 0; position < group_limit * 8; position += 5) {
    std::vector<Scalar> nonces;
    for (std::size_t i = 0; i < group_limit * 8; ++i) nonces.push_back(*Scalar::random(random));
    // 15·2^253 - n, as core/sm2/lanes/base_comb.cpp explains.
    nonces[position] =
        *Scalar::decode(bytes("e00000010000000000000000000000008dfc2094de39fad4ac440bf6c62abedd"));
    std::vector<ByteArray<32>> x(nonces.size());
    multiply_base_x(nonces, x);
    for (std::size_t i = 0; i < nonces.size(); ++i)
      EXPECT_EQ(x[i], i == position ? ByteArray<32>{} : multiply_base(nonces[i])->x()) << i;
  }
}

}  // namespace
}  // namespace palmkey::core::sm2::lanes

#endif
