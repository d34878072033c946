#include "core/sm2/point.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"

namespace palmkey::core::sm2 {
namespace {

using testing::bytes;
using testing::TestRandom;

constexpr std::string_view base_x = "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7";
constexpr std::string_view base_y = "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";
constexpr std::string_view prime = "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff";

Scalar small(std::uint8_t value) {
  return Scalar::reduce({&value, 1});
}

TEST(Sm2Point, HasTheStandardsBasePoint) {
  EXPECT_EQ(to_hex(Point::base().encode()), "04" + std::string(base_x) + std::string(base_y));
  EXPECT_EQ(to_hex(Point::base().x()), base_x);
  EXPECT_EQ(to_hex(Point::base().y()), base_y);
  EXPECT_EQ(*multiply_base(Scalar::one()), Point::base());
  EXPECT_EQ(*multiply(Scalar::one(), Point::base()), Point::base());
}

// kG of the signature example in GB/T 32918.5.
TEST(Sm2Point, MultipliesAsTheStandardDoes) {
  const Scalar k = *Scalar::decode(bytes("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21"));
  const std::string expected =
      "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
      "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0";
  EXPECT_EQ(to_hex(multiply_base(k)->encode()), expected);
  EXPECT_EQ(to_hex(multiply(k, Point::base())->encode()), expected);
}

TEST(Sm2Point, DecodesOnlyPointsOfTheCurve) {
  const std::string x(base_x);
  const std::string y(base_y);
  EXPECT_TRUE(Point::decode(bytes("04" + x + y)));
  EXPECT_TRUE(Point::decode_xy(bytes(x + y)));
  EXPECT_EQ(Point::decode_xy(bytes(y + x)).error(), Error::not_on_curve);
  EXPECT_EQ(Point::decode_xy(Bytes(64)).error(), Error::not_on_curve);
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Bytes changed = bytes(x + y);
    changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_FALSE(Point::decode_xy(changed)) << bit;
  }
}

TEST(Sm2Point, RefusesOtherForms) {
  const std::string x(base_x);
  const std::string y(base_y);
  EXPECT_EQ(Point::decode({}).error(), Error::malformed);
  EXPECT_EQ(Point::decode(bytes("00")).error(), Error::malformed);  // infinity
  EXPECT_EQ(Point::decode(bytes("02" + x)).error(), Error::malformed);
  EXPECT_EQ(Point::decode(bytes("06" + x + y)).error(), Error::malformed);  // hybrid
  EXPECT_EQ(Point::decode(bytes("04" + x + y + "00")).error(), Error::malformed);
  EXPECT_EQ(Point::decode(bytes(x + y)).error(), Error::malformed);
  EXPECT_EQ(Point::decode_xy(bytes("04" + x + y)).error(), Error::malformed);
}

// The curve has points with x = 1; p + 1 would be a second name of the same coordinate.
TEST(Sm2Point, RefusesCoordinatesOfPOrMore) {
  const std::string y = "9f7a091433a81e3f218f405f792355bf2aa98b5ffa95982f03870800065279a3";
  EXPECT_TRUE(Point::decode_xy(bytes(std::string(63, '0') + "1" + y)));
  EXPECT_EQ(
      Point::decode_xy(bytes("fffffffeffffffffffffffffffffffffffffffff000000010000000000000000" + y)).error(),
      Error::malformed);
  EXPECT_EQ(Point::decode_xy(bytes(std::string(prime) + y)).error(), Error::malformed);
  EXPECT_EQ(Point::decode_xy(bytes(y + std::string(prime))).error(), Error::malformed);
  EXPECT_EQ(Point::decode_xy(bytes(std::string(64, 'f') + y)).error(), Error::malformed);
}

TEST(Sm2Point, InfinityIsAnError) {
  TestRandom random(2);
  const Scalar zero;
  const Scalar k = *Scalar::random(random);
  const Point p = *multiply_base(k);
  EXPECT_EQ(multiply_base(zero).error(), Error::not_on_curve);
  EXPECT_EQ(multiply(zero, p).error(), Error::not_on_curve);
  EXPECT_EQ(add(p, p.negate()).error(), Error::not_on_curve);
  EXPECT_EQ(multiply_base_add(zero, zero, p).error(), Error::not_on_curve);
  EXPECT_EQ(multiply_base_add(k.negate(), Scalar::one(), p).error(), Error::not_on_curve);
  EXPECT_EQ(multiply_base_add_public(k.negate(), Scalar::one(), p).error(), Error::not_on_curve);
}

TEST(Sm2Point, AddsEqualPointsAndTreatsOneZeroFactorAsNothing) {
  TestRandom random(3);
  const Scalar zero;
  const Scalar k = *Scalar::random(random);
  const Point p = *multiply_base(k);
  EXPECT_EQ(*add(p, p), *multiply(small(2), p));
  EXPECT_EQ(*multiply_base_add(k, Scalar::one(), p), *multiply(small(2), p));
  EXPECT_EQ(*multiply_base_add(zero, Scalar::one(), p), p);
  EXPECT_EQ(*multiply_base_add(k, zero, Point::base()), p);
}

TEST(Sm2Point, NegatingIsMultiplyingByNMinusOne) {
  const Scalar minus_one = Scalar::one().negate();
  EXPECT_EQ(*multiply_base(minus_one), Point::base().negate());
  EXPECT_EQ(*multiply(minus_one, Point::base()), Point::base().negate());
  EXPECT_EQ(Point::base().negate().negate(), Point::base());
  EXPECT_TRUE(Point::decode(Point::base().negate().encode()));
}

TEST(Sm2Point, SmallMultiplesAreRepeatedSums) {
  Point sum = Point::base();
  for (std::uint8_t i = 2; i < 100; ++i) {
    sum = *add(sum, Point::base());
    ASSERT_EQ(*multiply_base(small(i)), sum);
    ASSERT_EQ(*multiply(small(i), Point::base()), sum);
  }
}

TEST(Sm2Point, MultiplicationDistributes) {
  TestRandom random(4);
  for (int i = 0; i < 100; ++i) {
    const Scalar a = *Scalar::random(random);
    const Scalar b = *Scalar::random(random);
    EXPECT_EQ(*multiply(a, *multiply_base(b)), *multiply_base(a * b));
    EXPECT_EQ(*add(*multiply_base(a), *multiply_base(b)), *multiply_base(a + b));
  }
}

}  // namespace
}  // namespace palmkey::core::sm2
