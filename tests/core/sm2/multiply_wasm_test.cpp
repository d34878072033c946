// WebAssembly's multiplication, here on the machine that runs the tests, against the one that this machine
// uses.
#include "core/sm2/multiply_wasm.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "core/sm2/field.hpp"
#include "core/sm2/order_multiply.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core::sm2 {
namespace {

template <class Modulus>
class MultiplyWasm : public ::testing::Test {
 protected:
  using Other = Arithmetic<Modulus>;

  static void expect_same(const Limbs& a, const Limbs& b) {
    const wasm::Wider product = wasm::multiply<Modulus>(a, b);
    ASSERT_EQ(reduce_once(product.low, product.high, Modulus::value), Other::multiply(a, b));
  }
  static void expect_same_square(const Limbs& a) {
    const wasm::Wider square = wasm::square<Modulus>(a);
    ASSERT_EQ(reduce_once(square.low, square.high, Modulus::value), Other::multiply(a, a));
  }

  Limbs random_limbs() {
    ByteArray<32> bytes{};
    EXPECT_TRUE(random.fill(bytes));
    return limbs_of_bytes(bytes);
  }

  core::testing::TestRandom random{1};
};

using Moduli = ::testing::Types<FieldModulus, Order>;
TYPED_TEST_SUITE(MultiplyWasm, Moduli);

TYPED_TEST(MultiplyWasm, AgreesOnRandomNumbers) {
  for (int round = 0; round < 10'000; ++round) {
    const Limbs a = this->random_limbs();  // one of the two need not be reduced
    const Limbs b = reduce_once(this->random_limbs(), 0, TypeParam::value);
    this->expect_same(a, b);
    this->expect_same(b, a);
    this->expect_same_square(b);
  }
}

TYPED_TEST(MultiplyWasm, AgreesAtTheEdges) {
  constexpr std::uint64_t all = ~std::uint64_t{0};
  Limbs last = TypeParam::value;
  last[0] -= 1;
  std::vector<Limbs> edges = {{}, {1}, {all}, {all, all}, {0, 0, 0, 1}, {0, 0, 0, TypeParam::value[3]}, last};
  for (std::size_t bit = 0; bit < 255; ++bit) {
    Limbs power{};
    power[bit / 64] = std::uint64_t{1} << bit % 64;
    edges.push_back(power);
  }
  for (const Limbs& a : edges) {
    this->expect_same_square(a);
    for (const Limbs& b : edges) this->expect_same(a, b);
    this->expect_same({all, all, all, all}, a);
  }
}

}  // namespace
}  // namespace palmkey::core::sm2
