#include "core/activation_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

TEST(ActivationCode, IsFourGroupsOfFiveLettersThatAreNotReadWrongly) {
  testing::TestRandom random(1);
  std::set<std::string> made;
  std::set<char> letters;
  for (int i = 0; i < 200; ++i) {
    const std::string code = *make_activation_code(random);
    ASSERT_EQ(code.size(), 23U);
    for (std::size_t at = 0; at < code.size(); ++at) {
      if (at % 6 == 5) {
        EXPECT_EQ(code[at], '-');
      } else {
        letters.insert(code[at]);
      }
    }
    made.insert(code);
  }
  EXPECT_EQ(made.size(), 200U);
  EXPECT_EQ(std::string(letters.begin(), letters.end()), "23456789ABCDEFGHJKMNPQRSTVWXYZ");
}

TEST(ActivationCode, IsNotMadeWithoutRandomness) {
  testing::FailingRandom none;
  EXPECT_EQ(make_activation_code(none).error(), Error::random_failed);
}

TEST(ActivationCode, HasADigestOfItsOwn) {
  EXPECT_EQ(activation_digest("K7QX2-9MWTR-4HB3C-P8VNE"), sm3(as_bytes("K7QX2-9MWTR-4HB3C-P8VNE")));
  EXPECT_NE(activation_digest("K7QX2-9MWTR-4HB3C-P8VNE"), activation_digest("K7QX2-9MWTR-4HB3C-P8VNF"));
}

}  // namespace
}  // namespace palmkey::core
