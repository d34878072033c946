// Every way of computing with points against every other and against OpenSSL, in as many random rounds as
// test_rounds.hpp says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/processor.hpp"
#include "core/sm2/base_table_small.hpp"
#include "core/sm2/field_digits.hpp"
#include "core/sm2/point_access.hpp"
#include "core/sm2/point_multiplications.hpp"
#include "core/sm2/signature.hpp"
#include "tests/core/sm2/openssl_curve.hpp"
#include "tests/core/test_random.hpp"
#include "tests/core/test_rounds.hpp"
#ifdef __x86_64__
#include "core/sm2/field_x86.hpp"
#endif

namespace palmkey::core::sm2 {
namespace {

using testing::OpensslCurve;
using testing::TestRandom;

struct Path {
  const PointPath* points;
  const TablePath* tables;
};

// Those that this processor can take.
std::vector<Path> paths() {
  // WebAssembly's, which runs everywhere.
  static const PointPath digits = PointMultiplications<DigitsField>::path("digits of 29 bits");
  static const TablePath digits_tables = TableFunctions<DigitsField>::path();
  std::vector<Path> all = {{&portable_path, &portable_table_path}, {&digits, &digits_tables}};
#ifdef __x86_64__
  if (processor_has(processor::bmi2 | processor::adx | processor::avx2))
    all.push_back({&x86_path, &x86_table_path});
#endif
  return all;
}

Scalar small(int value) {
  const ByteArray<2> bytes = {static_cast<std::uint8_t>(std::abs(value) >> 8),
                              static_cast<std::uint8_t>(std::abs(value))};
  const Scalar scalar = Scalar::reduce(bytes);
  return value < 0 ? scalar.negate() : scalar.clone();
}

Scalar power_of_two(std::size_t exponent) {
  Bytes bytes(32);
  bytes[31 - exponent / 8] = static_cast<std::uint8_t>(1 << exponent % 8);
  return Scalar::reduce(bytes);
}

// Small ones, those next to n, powers of two and their neighbours, and those for which the last addition of a
// comb or of a window meets twice the same point.
std::vector<Scalar> edges() {
  std::vector<Scalar> all;
  for (int i = -70; i <= 70; ++i) all.push_back(small(i));
  for (std::size_t bit = 8; bit < 256; bit += bit < 248 ? 5 : 1) {
    all.push_back(power_of_two(bit));
    all.push_back(power_of_two(bit).negate());
    all.push_back(power_of_two(bit) - Scalar::one());
  }
  for (int digit = -127; digit <= 127; digit += 2) all.push_back(power_of_two(252) * small(2 * digit));
  return all;
}

// Long runs of ones and zeros, as carries like them.
Scalar runs(TestRandom& random) {
  Bytes bytes(32);
  bool one = false;
  for (std::size_t bit = 0; bit < 256;) {
    const std::size_t length = 1 + random.bytes(1)[0] % 90;
    for (std::size_t end = std::min<std::size_t>(256, bit + length); bit < end; ++bit)
      if (one) bytes[bit / 8] |= static_cast<std::uint8_t>(1 << bit % 8);
    one = !one;
  }
  return Scalar::reduce(bytes);
}

// What a path left in `p`, or nothing for infinity.
std::string text_of(bool finite, const AffinePoint& p) {
  return finite ? to_hex(PointAccess::make(p).encode()) : std::string();
}

// All of what the paths do with a, b and P, with each other; their sum a·G + b·P, added up from both parts
// too, against OpenSSL's.
void compare(const Scalar& a, const Scalar& b, const Point& p, bool with_tables) {
  static const OpensslCurve openssl;
  const Bytes sum_bytes = openssl.multiply(a, b, p);
  const std::string sum = to_hex(sum_bytes);
  const Scalar x = sum_bytes.empty() ? Scalar() : Scalar::reduce(ByteView(sum_bytes).subspan(1, 32));
  const Scalar other = x + Scalar::one();
  const AffinePoint point = PointAccess::affine(p);
  std::string base;
  std::string product;
  const std::vector<Path> all = paths();
  for (const Path& path : all) {
    SCOPED_TRACE(path.points->name);
    AffinePoint left;
    AffinePoint right;
    AffinePoint result;
    const bool has_left = path.points->multiply_base(left, a.limbs());
    if (&path == &all.front()) base = text_of(has_left, left);
    ASSERT_EQ(text_of(has_left, left), base);
    const bool has_right = path.points->multiply(right, b.limbs(), point);
    if (&path == &all.front()) product = text_of(has_right, right);
    ASSERT_EQ(text_of(has_right, right), product);
    if (has_left && has_right) {
      const bool finite = path.points->add(result, left, right);
      ASSERT_EQ(text_of(finite, result), sum);
    } else {
      ASSERT_EQ(has_left ? base : product, sum);
    }
    bool finite = path.points->multiply_base_add(result, a.limbs(), b.limbs(), point);
    ASSERT_EQ(text_of(finite, result), sum);
    finite = path.points->multiply_base_add_public(result, a.limbs(), b.limbs(), point);
    ASSERT_EQ(text_of(finite, result), sum);
    ASSERT_EQ(path.points->sum_has_x_public(a.limbs(), b.limbs(), point, x.limbs()), !sum.empty());
    ASSERT_FALSE(path.points->sum_has_x_public(a.limbs(), b.limbs(), point, other.limbs()));
    if (!with_tables) continue;
    KnownShape::Table table;
    path.tables->fill_known(table, point);
    ASSERT_EQ(path.tables->sum_has_x(a.limbs(), b.limbs(), table, x.limbs()), !sum.empty());
    ASSERT_FALSE(path.tables->sum_has_x(a.limbs(), b.limbs(), table, other.limbs()));
  }
}

TEST(Sm2Paths, AgreeWithOpensslOnRandomScalars) {
  TestRandom random(50);
  Point p = Point::base();
  const int count = testing::rounds();
  for (int i = 0; i < count; ++i) {
    const Scalar a = i % 4 == 1 ? runs(random) : *Scalar::random(random);
    const Scalar b = i % 4 == 2 ? runs(random) : *Scalar::random(random);
    ASSERT_NO_FATAL_FAILURE(compare(a, b, p, i % 16 == 0))
        << to_hex(a.encode_public()) << to_hex(b.encode_public());
    if (i % 8 == 0) p = *multiply_base(*Scalar::random(random));
  }
}

TEST(Sm2Paths, AgreeWithOpensslAtTheEdges) {
  TestRandom random(51);
  const Point other = *multiply_base(*Scalar::random(random));
  for (const Scalar& edge : edges()) {
    const std::string name = to_hex(edge.encode_public());
    ASSERT_NO_FATAL_FAILURE(compare(edge, *Scalar::random(random), other, false)) << name;
    ASSERT_NO_FATAL_FAILURE(compare(*Scalar::random(random), edge, other, false)) << name;
  }
}

TEST(Sm2Paths, AgreeWithOpensslWhereBothPartsAreTheSameOrOpposite) {
  TestRandom random(52);
  for (const Point& p : {Point::base(), Point::base().negate()}) {
    for (int i = 0; i < 30; ++i) {
      const Scalar k = i < 10 ? small(i) : *Scalar::random(random);
      ASSERT_NO_FATAL_FAILURE(compare(k, k, p, true)) << i;
      ASSERT_NO_FATAL_FAILURE(compare(k, k.negate(), p, true)) << i;
    }
  }
}

TEST(Sm2Paths, ACoordinateAboveTheOrderIsItsRemainder) {
  // The smallest x above n that is on the curve: verification sees x - n.
  const Limbs one = {1, 0, 0, 0};
  for (std::uint64_t i = 1;; ++i) {
    Limbs x = order;
    std::uint64_t carry = 0;
    x[0] = add_with_carry(x[0], i, carry);
    x[1] += carry;
    const FieldElement fx = FieldElement::of_limbs(x);
    const FieldElement yy = fx.squared() * fx - fx.thrice() + curve_b;
    // p = 3 mod 4: a root is yy^((p + 1)/4), and (p + 1)/4 = 2^254 - 2^222 - 2^94 + 2^62.
    FieldElement y = FieldElement::one();
    for (int bit = 253; bit >= 0; --bit) {
      y = y.squared();
      if (bit >= 222 + 1 || (bit >= 94 && bit < 222) || bit == 62) y = y * yy;
    }
    if (!(y.squared() - yy).is_zero()) continue;
    const AffinePoint p = {fx, y};
    for (const Path& path : paths()) {
      EXPECT_TRUE(path.points->sum_has_x_public({}, one, p, {i, 0, 0, 0}));
      EXPECT_FALSE(path.points->sum_has_x_public({}, one, p, {i + 1, 0, 0, 0}));
    }
    return;
  }
}

// Entry by entry, as CombShape says, with additions that have no exceptions.
template <class Shape>
void expect_right(const typename Shape::Table& table) {
  std::vector<Jacobian<PortableField>> powers;
  Jacobian<PortableField> power = Jacobian<PortableField>::of(base_point);
  for (std::size_t i = 0; i < Shape::combs * Shape::teeth; ++i) {
    powers.push_back(power);
    for (std::size_t j = 0; j < Shape::spacing; ++j) power = add(power, power);
  }
  for (std::size_t comb = 0; comb < Shape::combs; ++comb) {
    for (std::size_t entry = 0; entry < Shape::entries; ++entry) {
      const auto* teeth = &powers[comb * Shape::teeth];
      Jacobian<PortableField> sum = teeth[Shape::teeth - 1];
      for (std::size_t tooth = 0; tooth + 1 < Shape::teeth; ++tooth)
        sum = add(sum, teeth[tooth].negated_if(mask_of_bit((entry >> tooth & 1) ^ 1)));
      const AffinePoint expected = to_affine(sum);
      ASSERT_EQ(table[comb][entry].x.montgomery(), expected.x.montgomery()) << comb << ' ' << entry;
      ASSERT_EQ(table[comb][entry].y.montgomery(), expected.y.montgomery()) << comb << ' ' << entry;
    }
  }
}

TEST(Sm2Tables, HoldTheSumsThatTheyName) {
  expect_right<SmallBaseShape>(small_base_table);
  expect_right<BaseShape>(base_table());
  for (const Path& path : paths()) {
    SCOPED_TRACE(path.points->name);
    KnownShape::Table known;
    path.tables->fill_known(known, base_point);
    expect_right<KnownShape>(known);
  }
}

// WebAssembly's shape of the base point's comb, which has doublings between its turns.
TEST(Sm2Tables, TheSmallCombMultipliesAsTheLargeOne) {
  TestRandom random(53);
  std::vector<Scalar> scalars = edges();
  for (int i = 0; i < 1000; ++i) scalars.push_back(*Scalar::random(random));
  for (const Scalar& k : scalars) {
    const auto product = comb_multiply<PortableField, SmallBaseShape>(k.limbs(), small_base_table);
    const PublicComb<PortableField, SmallBaseShape> comb(k.limbs(), small_base_table);
    Jacobian<PortableField> sum;
    for (std::size_t turn = SmallBaseShape::spacing; turn-- > 0;) {
      double_in_place(sum);
      comb.add_turn(sum, turn);
    }
    AffinePoint expected;
    const bool finite = portable_path.multiply_base(expected, k.limbs());
    ASSERT_EQ(text_of(!product.z.is_zero(), to_affine(product)), text_of(finite, expected));
    ASSERT_EQ(text_of(!sum.z.is_zero(), to_affine(sum)), text_of(finite, expected));
  }
}

// Below p: those that carries like, and random ones.
std::vector<Limbs> field_numbers() {
  TestRandom random(54);
  std::vector<Limbs> numbers;
  const std::uint64_t ones = ~std::uint64_t{0};
  for (const std::uint64_t low :
       {std::uint64_t{0}, std::uint64_t{1}, ones, ones - 1, ones << 32, ones >> 32}) {
    for (const std::uint64_t high : {std::uint64_t{0}, std::uint64_t{1}, ones, ones << 32, ones >> 32}) {
      numbers.push_back({low, high, low, field_modulus[3]});
      numbers.push_back({low, low, high, high});
      numbers.push_back({low, high, high, 0});
    }
  }
  const int count = testing::rounds();
  for (int i = 0; i < count / 10 + 100; ++i) numbers.push_back(limbs_of_bytes(random.bytes(32)));
  std::erase_if(numbers, [](const Limbs& number) { return is_less(number, field_modulus) == 0; });
  return numbers;
}

TEST(Sm2Fields, DigitsDoAsLimbsDo) {
  using InDigits = BasicFieldElement<DigitsField>;
  const std::vector<Limbs> numbers = field_numbers();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto a = FieldElement::of_montgomery(numbers[i]);
    const auto x = InDigits::of_montgomery(numbers[i]);
    ASSERT_EQ(x.montgomery(), a.montgomery());
    ASSERT_EQ(x.half().montgomery(), a.half().montgomery());
    ASSERT_EQ(x.squared().montgomery(), a.squared().montgomery());
    ASSERT_EQ(InDigits::of_limbs(numbers[i]).montgomery(), FieldElement::of_limbs(numbers[i]).montgomery());
    ASSERT_EQ(x.inverse().montgomery(), a.inverse().montgomery());
    for (std::size_t j = 0; j < 40; ++j) {
      const Limbs& other = numbers[(i + j * j) % numbers.size()];
      const auto b = FieldElement::of_montgomery(other);
      const auto y = InDigits::of_montgomery(other);
      ASSERT_EQ((x * y).montgomery(), (a * b).montgomery());
      ASSERT_EQ((x + y).montgomery(), (a + b).montgomery());
      ASSERT_EQ((x - y).montgomery(), (a - b).montgomery());
      // As far from p as the formulas for points go.
      const auto far = x - y - y - y - y - y - y;
      const auto close = a - b - b - b - b - b - b;
      ASSERT_EQ((far * far).montgomery(), close.squared().montgomery());
      ASSERT_EQ((far.squared() - x * far).half().montgomery(),
                (close.squared() - a * close).half().montgomery());
      const auto zero = far + y + y + y + y + y + y - x;
      for (const auto& nothing : {zero, zero * x, x - x, y + zero - y}) {
        ASSERT_TRUE(nothing.is_zero());
        ASSERT_TRUE(nothing.is_zero_public());
      }
      ASSERT_EQ(far.is_zero_public(), close.is_zero());
      ASSERT_EQ((x - y).is_zero(), numbers[i] == other);
    }
  }
}

#ifdef __x86_64__

TEST(Sm2Fields, AgreeOnEdgesAndRandomNumbers) {
  if (!processor_has(processor::bmi2 | processor::adx | processor::avx2))
    GTEST_SKIP() << "this processor has no such path";
  const std::vector<Limbs> numbers = field_numbers();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Limbs& a = numbers[i];
    for (std::size_t j = 0; j < 40; ++j) {
      const Limbs& b = numbers[(i + j * j) % numbers.size()];
      Limbs expected{};
      Limbs result{};
      PortableField::multiply(expected, a, b);
      X86Field::multiply(result, a, b);
      ASSERT_EQ(result, expected);
      ASSERT_EQ(montgomery_multiply(a, b, field_modulus, 1), expected);
      PortableField::add(expected, a, b);
      X86Field::add(result, a, b);
      ASSERT_EQ(result, expected);
      PortableField::subtract(expected, a, b);
      X86Field::subtract(result, a, b);
      ASSERT_EQ(result, expected);
    }
    Limbs expected{};
    Limbs result = a;
    PortableField::multiply(expected, a, a);
    X86Field::square(result, result);
    ASSERT_EQ(result, expected);
    PortableField::square(result, a);
    ASSERT_EQ(result, expected);
    PortableField::halve(expected, a);
    X86Field::halve(result, a);
    ASSERT_EQ(result, expected);
    PortableField::add(result, expected, expected);
    ASSERT_EQ(result, a);
  }
}

TEST(Sm2Paths, SignaturesAreTheSameOnEach) {
  TestRandom random(55);
  for (int i = 0; i < 100; ++i) {
    const Bytes key_bytes = random.bytes(31);
    Bytes padded(1);
    padded.insert(padded.end(), key_bytes.begin(), key_bytes.end());
    const PrivateKey key = *PrivateKey::decode(padded);
    const Bytes message = random.bytes(50);
    TestRandom nonces(static_cast<std::uint64_t>(i));
    const auto signature = key.sign(message, nonces);
    ASSERT_TRUE(signature);
    const ProcessorWithout portable(processor::adx);
    TestRandom same_nonces(static_cast<std::uint64_t>(i));
    ASSERT_EQ(PrivateKey::decode(padded)->public_key(), key.public_key());
    ASSERT_EQ(*key.sign(message, same_nonces), *signature);
    ASSERT_TRUE(verify(key.public_key(), message, *signature));
    ASSERT_TRUE(KnownPublicKey(key.public_key()).verify(message, *signature));
  }
}

#endif

}  // namespace
}  // namespace palmkey::core::sm2
