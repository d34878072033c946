#include "core/sm2/scalar.hpp"

#include <gtest/gtest.h>
#include <openssl/bn.h>

#include <algorithm>
#include <memory>
#include <new>

#include "tests/core/test_random.hpp"

namespace palmkey::core::sm2 {
namespace {

using testing::bytes;
using testing::TestRandom;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

constexpr std::string_view order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
constexpr std::string_view order_minus_one =
    "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";

Number number(ByteView big_endian) {
  return {BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr), BN_free};
}

std::string text(const Number& value) {
  ByteArray<32> out;
  EXPECT_EQ(BN_bn2binpad(value.get(), out.data(), 32), 32);
  return to_hex(out);
}

std::string text(const Scalar& scalar) {
  return to_hex(scalar.encode_public());
}

// Random scalars and those at the edges.
std::vector<Scalar> samples(TestRandom& random) {
  std::vector<Scalar> scalars;
  scalars.emplace_back();
  scalars.push_back(Scalar::one());
  scalars.push_back(*Scalar::decode(bytes(order_minus_one)));
  scalars.push_back(Scalar::reduce(bytes("01" + std::string(64, '0'))));  // 2^256 mod n
  for (int i = 0; i < 30; ++i) scalars.push_back(*Scalar::random(random));
  return scalars;
}

TEST(Sm2Scalar, AgreesWithOpenssl) {
  TestRandom random(1);
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
  const Number n = number(bytes(order));
  const Number out(BN_new(), BN_free);
  const auto scalars = samples(random);
  for (const Scalar& a : scalars) {
    for (const Scalar& b : scalars) {
      const Number x = number(a.encode_public());
      const Number y = number(b.encode_public());
      BN_mod_add(out.get(), x.get(), y.get(), n.get(), context.get());
      ASSERT_EQ(text(a + b), text(out));
      BN_mod_sub(out.get(), x.get(), y.get(), n.get(), context.get());
      ASSERT_EQ(text(a - b), text(out));
      BN_mod_mul(out.get(), x.get(), y.get(), n.get(), context.get());
      ASSERT_EQ(text(a * b), text(out));
    }
  }
}

TEST(Sm2Scalar, ReducesAsOpensslDoes) {
  TestRandom random(2);
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
  const Number n = number(bytes(order));
  const Number out(BN_new(), BN_free);
  for (int i = 0; i < 2000; ++i) {
    Bytes input = random.bytes(static_cast<std::size_t>(i) % 65);
    if (i % 7 == 0) std::ranges::fill(input, std::uint8_t{0xff});
    BN_nnmod(out.get(), number(input).get(), n.get(), context.get());
    ASSERT_EQ(text(Scalar::reduce(input)), text(out));
  }
  EXPECT_TRUE(Scalar::reduce(bytes(order)).is_zero());
  EXPECT_TRUE(Scalar::reduce({}).is_zero());
}

TEST(Sm2Scalar, KeepsTheLawsOfAField) {
  TestRandom random(3);
  const auto scalars = samples(random);
  const Scalar zero;
  const Scalar one = Scalar::one();
  for (const Scalar& a : scalars) {
    EXPECT_TRUE((a + zero).equals(a));
    EXPECT_TRUE((a * one).equals(a));
    EXPECT_TRUE((a * zero).is_zero());
    EXPECT_TRUE((a - a).is_zero());
    EXPECT_TRUE((a + a.negate()).is_zero());
    if (a.is_zero()) {
      EXPECT_TRUE(a.inverse().is_zero());
    } else {
      EXPECT_TRUE((a * a.inverse()).equals(one));
    }
    for (const Scalar& b : scalars) {
      EXPECT_TRUE((a + b).equals(b + a));
      EXPECT_TRUE((a * b).equals(b * a));
      EXPECT_TRUE(((a - b) + b).equals(a));
      const Scalar& c = scalars.back();
      EXPECT_TRUE(((a + b) * c).equals(a * c + b * c));
    }
  }
}

TEST(Sm2Scalar, DecodesOnlyWhatIsBelowN) {
  EXPECT_TRUE(Scalar::decode(bytes(order_minus_one)));
  EXPECT_EQ(Scalar::decode(bytes(order)).error(), Error::out_of_range);
  EXPECT_EQ(Scalar::decode(bytes(std::string(64, 'f'))).error(), Error::out_of_range);
  EXPECT_TRUE(Scalar::decode(bytes(std::string(64, '0'))));
  EXPECT_EQ(Scalar::decode_nonzero(bytes(std::string(64, '0'))).error(), Error::out_of_range);
  EXPECT_EQ(Scalar::decode(Bytes(31)).error(), Error::malformed);
  EXPECT_EQ(Scalar::decode(Bytes(33)).error(), Error::malformed);
  EXPECT_EQ(Scalar::decode({}).error(), Error::malformed);
}

TEST(Sm2Scalar, ComesBackFromItsBytes) {
  TestRandom random(4);
  for (const Scalar& a : samples(random)) {
    EXPECT_TRUE(Scalar::decode(a.encode().view())->equals(a));
    EXPECT_TRUE(a.clone().equals(a));
  }
}

TEST(Sm2Scalar, IsZeroAfterItWasMovedAway) {
  TestRandom random(5);
  Scalar first = *Scalar::random(random);
  const Scalar copy = first.clone();
  Scalar second = std::move(first);
  EXPECT_TRUE(first.is_zero());  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(second.equals(copy));
  Scalar third = Scalar::one();
  third = std::move(second);
  EXPECT_TRUE(second.is_zero());  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(third.equals(copy));
}

TEST(Sm2Scalar, IsWipedWhenItIsDestroyed) {
  TestRandom random(6);
  alignas(Scalar) ByteArray<sizeof(Scalar)> memory{};
  auto* scalar = new (memory.data()) Scalar(*Scalar::random(random));
  ASSERT_TRUE(std::ranges::any_of(memory, [](std::uint8_t byte) { return byte != 0; }));
  scalar->~Scalar();
  EXPECT_TRUE(std::ranges::all_of(memory, [](std::uint8_t byte) { return byte == 0; }));
}

}  // namespace
}  // namespace palmkey::core::sm2
