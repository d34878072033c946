#include "core/sm2/batch.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/processor.hpp"
#include "tests/core/test_random.hpp"
#include "tests/core/test_rounds.hpp"
#include "tests/support/openssl_sm2.hpp"

namespace palmkey::core::sm2 {
namespace {

using testing::bytes;
using testing::TestRandom;

constexpr std::size_t sizes[] = {0, 1, 2, 7, 8, 9, 17, 64, 65, 130};

// What the processor has that makes batches go side by side.
constexpr ProcessorFeatures lanes = processor::avx512ifma;

// Runs the check with lanes and without; says so where there are none.
template <class Check>
void on_each_path(Check check) {
  if (processor_has(lanes)) {
    SCOPED_TRACE("in lanes");
    check();
  } else {
    std::puts("no AVX512-IFMA here: only the path without it is tested");
  }
  const ProcessorWithout without(lanes);
  SCOPED_TRACE("without lanes");
  check();
}

std::vector<Digest> some_digests(TestRandom& random, std::size_t size) {
  std::vector<Digest> digests(size);
  for (Digest& digest : digests) EXPECT_TRUE(random.fill(digest));
  return digests;
}

// A signature of some digest that holds for these numbers and this key, or one that does not because s G + t
// P is infinity or r zero. Whoever chooses s and t can't choose the digest, so this forges nothing.
SignedDigest made_of(const Scalar& s, const Scalar& t, const Point& key) {
  const Scalar r = t - s;
  const auto point = multiply_base_add_public(s, t, key);
  const Scalar x = point ? Scalar::reduce(point->x()) : Scalar();
  return {&key, (r - x).encode_public(), {r.encode_public(), s.encode_public()}};
}

// That each item gets the same answer as from verify_digest, on every path.
void expect_same_answers(const std::vector<SignedDigest>& items) {
  std::vector<Result<void>> expected;
  for (const auto& item : items) expected.push_back(verify_digest(*item.public_key, item.e, item.signature));
  on_each_path([&] {
    const auto answers = verify_digests(items);
    ASSERT_EQ(answers.size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      ASSERT_EQ(answers[i].has_value(), expected[i].has_value()) << i;
      if (!answers[i]) {
        EXPECT_EQ(answers[i].error(), expected[i].error()) << i;
      }
    }
  });
}

// The numbers of up to 256 bits that are nearest to windows and carries, modulo n.
std::vector<Scalar> edge_scalars() {
  std::vector<Scalar> scalars;
  const auto push_both = [&](Scalar scalar) {
    scalars.push_back(scalar.negate());
    scalars.push_back(std::move(scalar));
  };
  Scalar small = Scalar::one();
  for (int i = 1; i <= 66; ++i) {
    push_both(small.clone());
    small = small + Scalar::one();
  }
  Scalar power = Scalar::one();
  for (int bit = 1; bit < 256; ++bit) {
    power = power + power;
    push_both(power.clone());
    push_both(power + Scalar::one());
    push_both(power - Scalar::one());
  }
  // 15·2^253 - n: the one number whose comb in windows of six bits adds equal points.
  push_both(*Scalar::decode(bytes("e00000010000000000000000000000008dfc2094de39fad4ac440bf6c62abedd")));
  return scalars;
}

TEST(Sm2Batch, SignsAsOneByOne) {
  TestRandom random(1);
  for (const std::size_t size : sizes) {
    const PrivateKey key = *PrivateKey::generate(random);
    const auto digests = some_digests(random, size);
    TestRandom nonces(size);
    std::vector<Signature> expected;
    for (const Digest& e : digests) expected.push_back(*key.sign_digest(e, nonces));
    on_each_path([&] {
      TestRandom same(size);
      const auto signatures = sign_digests(key, digests, same);
      ASSERT_TRUE(signatures);
      EXPECT_EQ(*signatures, expected) << size;
    });
  }
}

TEST(Sm2Batch, SignsMessagesForOpenssl) {
  TestRandom random(2);
  const PrivateKey key = *PrivateKey::generate(random);
  std::vector<Bytes> messages;
  for (std::size_t i = 0; i < 17; ++i) messages.push_back(random.bytes(11 * i));
  const std::vector<ByteView> views(messages.begin(), messages.end());
  on_each_path([&] {
    const auto signatures = sign_messages(key, views, random);
    ASSERT_TRUE(signatures);
    ASSERT_EQ(signatures->size(), messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i)
      EXPECT_TRUE(test::openssl_accepts(key.public_key(), messages[i], (*signatures)[i])) << i;
    const auto others = sign_messages(key, views, random, "another");
    ASSERT_TRUE(others);
    for (std::size_t i = 0; i < messages.size(); ++i)
      EXPECT_TRUE(verify(key.public_key(), messages[i], (*others)[i], "another")) << i;
  });
}

TEST(Sm2Batch, HedgesItsNonces) {
  testing::StuckRandom stuck(0);
  TestRandom random(3);
  const PrivateKey key = *PrivateKey::generate(random);
  const auto digests = some_digests(random, 20);
  const auto signatures = sign_digests(key, digests, stuck);
  ASSERT_TRUE(signatures);
  for (std::size_t i = 0; i < digests.size(); ++i)
    EXPECT_EQ((*signatures)[i], *key.sign_digest(digests[i], stuck)) << i;
}

TEST(Sm2Batch, ReportsABrokenRandomSource) {
  testing::FailingRandom failing;
  TestRandom random(4);
  const PrivateKey key = *PrivateKey::generate(random);
  const auto digests = some_digests(random, 9);
  on_each_path([&] { EXPECT_EQ(sign_digests(key, digests, failing).error(), Error::random_failed); });
}

TEST(Sm2Batch, VerifiesWhatWasSignedUnderManyKeys) {
  TestRandom random(5);
  for (const std::size_t size : sizes) {
    std::vector<PrivateKey> keys;
    for (std::size_t i = 0; i < size; ++i) keys.push_back(*PrivateKey::generate(random));
    std::vector<SignedDigest> items;
    for (const PrivateKey& key : keys) {
      const Digest e = some_digests(random, 1).front();
      items.push_back({&key.public_key(), e, *key.sign_digest(e, random)});
    }
    on_each_path([&] {
      const auto answers = verify_digests(items);
      ASSERT_EQ(answers.size(), size);
      for (const auto& answer : answers) EXPECT_TRUE(answer) << size;
    });
  }
}

constexpr std::string_view order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";

// What makes a good item a bad one.
using Spoil = void (*)(SignedDigest&);
constexpr Spoil spoils[] = {
    [](SignedDigest& item) { item.signature.r = {}; },
    [](SignedDigest& item) { item.signature.s = {}; },
    [](SignedDigest& item) { std::ranges::copy(bytes(order), item.signature.r.begin()); },
    [](SignedDigest& item) { std::ranges::copy(bytes(order), item.signature.s.begin()); },
    [](SignedDigest& item) { item.signature.r.fill(0xff); },
    [](SignedDigest& item) { item.signature.r[17] ^= 4; },
    [](SignedDigest& item) { item.signature.s[31] ^= 1; },
    [](SignedDigest& item) { item.e[0] ^= 0x80; },
    [](SignedDigest& item) { item.public_key = &Point::base(); },
    // r + s = n, with the digest for which everything else holds.
    [](SignedDigest& item) {
      const Scalar s = *Scalar::decode(item.signature.s);
      const Scalar r = s.negate();
      item.signature.r = r.encode_public();
      item.e = (r - Scalar::reduce(multiply_base(s)->x())).encode_public();
    },
};

TEST(Sm2Batch, SaysWhichItemIsBad) {
  TestRandom random(6);
  const PrivateKey key = *PrivateKey::generate(random);
  const auto digests = some_digests(random, 11);
  const auto signatures = *sign_digests(key, digests, random);
  std::vector<SignedDigest> good;
  for (std::size_t i = 0; i < digests.size(); ++i)
    good.push_back({&key.public_key(), digests[i], signatures[i]});
  for (std::size_t position = 0; position < good.size(); ++position) {
    for (const Spoil spoil : spoils) {
      auto items = good;
      spoil(items[position]);
      const auto answers = verify_digests(items);
      for (std::size_t i = 0; i < items.size(); ++i) EXPECT_EQ(answers[i].has_value(), i != position);
      expect_same_answers(items);
    }
  }
  auto items = good;
  for (SignedDigest& item : items) spoils[0](item);
  expect_same_answers(items);
}

TEST(Sm2Batch, KnowsSumsOfEqualAndOppositePoints) {
  TestRandom random(7);
  std::vector<PrivateKey> keys;
  keys.push_back(*PrivateKey::decode(Scalar::one().encode().view()));
  keys.push_back(*PrivateKey::decode((Scalar::one() + Scalar::one()).encode().view()));
  keys.push_back(*PrivateKey::generate(random));
  const Point minus_base = Point::base().negate();
  std::vector<SignedDigest> items;
  for (int i = 0; i < 5; ++i) {
    const Scalar t = *Scalar::random(random);
    for (const PrivateKey& key : keys) {
      items.push_back(made_of(t * key.scalar(), t, key.public_key()));             // s G = t P
      items.push_back(made_of((t * key.scalar()).negate(), t, key.public_key()));  // s G = -t P
    }
    const Scalar s = *Scalar::random(random);
    items.push_back(made_of(s, t, minus_base));
    items.push_back(made_of(t.negate(), t, minus_base));
    items.push_back(made_of(s, t, Point::base()));
  }
  expect_same_answers(items);
}

TEST(Sm2Batch, KnowsTheEdgesOfItsWindows) {
  TestRandom random(8);
  const PrivateKey key = *PrivateKey::generate(random);
  const auto edges = edge_scalars();
  std::vector<SignedDigest> items;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Scalar other = *Scalar::random(random);
    items.push_back(made_of(edges[i], other, key.public_key()));
    items.push_back(made_of(other, edges[i], key.public_key()));
    items.push_back(made_of(edges[i], edges[(i * 7 + 1) % edges.size()], key.public_key()));
    items.push_back(made_of(edges[i], edges[(i * 5 + 2) % edges.size()], Point::base()));
  }
  expect_same_answers(items);
}

// x of the point may be n or more: then r - e is n less. Where x is less than p - n, r - e may not be p more,
// although that is the same coordinate.
TEST(Sm2Batch, ReducesTheCoordinateModuloNAndNotP) {
  TestRandom random(9);
  const Point rare =
      *Point::decode_xy(bytes("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54127"
                              "13382f1ec459a2ff2b0b5bdf5ad8f25209357b4c4333219a04c5c0021b13daa5"));
  std::vector<SignedDigest> items;
  std::vector<Point> keys;
  keys.reserve(20);
  for (int i = 0; i < 20; ++i) {
    const Scalar s = *Scalar::random(random);
    const Scalar t = *Scalar::random(random);
    // P = (R - s G) / t
    keys.push_back(*multiply(t.inverse(), *add(rare, *multiply_base(s.negate()))));
    items.push_back(made_of(s, t, keys.back()));
    EXPECT_TRUE(verify_digest(keys.back(), items.back().e, items.back().signature));
  }
  // p - n
  const Scalar gap =
      *Scalar::decode(bytes("000000000000000000000000000000008dfc2093de39fad5ac440bf6c62abedc"));
  for (int i = 0; i < 20; ++i) {
    SignedDigest item = made_of(*Scalar::random(random), *Scalar::random(random), keys.front());
    item.e = (Scalar::reduce(item.e) - gap).encode_public();
    items.push_back(item);
    EXPECT_FALSE(verify_digest(*item.public_key, item.e, item.signature));
  }
  expect_same_answers(items);
}

TEST(Sm2Batch, AgreesWithOneByOneInManyRounds) {
  TestRandom random(10);
  for (int done = 0; done < testing::rounds(); done += 64) {
    const PrivateKey key = *PrivateKey::generate(random);
    const auto digests = some_digests(random, 64);
    const auto signatures = sign_digests(key, digests, random);
    ASSERT_TRUE(signatures);
    std::vector<SignedDigest> items;
    for (std::size_t i = 0; i < digests.size(); ++i) {
      items.push_back({&key.public_key(), digests[i], (*signatures)[i]});
      EXPECT_TRUE(verify_digest(key.public_key(), digests[i], (*signatures)[i]));
    }
    const auto answers = verify_digests(items);
    for (const auto& answer : answers) EXPECT_TRUE(answer);
    // Every second one made bad by one bit, somewhere.
    for (std::size_t i = 0; i < items.size(); i += 2) {
      const std::size_t bit = random.bytes(1).front();
      auto& part = i % 4 == 0 ? items[i].signature.r : items[i].signature.s;
      part[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    }
    const auto mixed = verify_digests(items);
    for (std::size_t i = 0; i < items.size(); ++i) ASSERT_EQ(mixed[i].has_value(), i % 2 == 1) << i;
  }
}

}  // namespace
}  // namespace palmkey::core::sm2
