// The form of a drill's content, and its answer.
#include "core/drill.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

TEST(Drill, IsAnsweredByTheRecipientAlone) {
  testing::TestRandom random{5};
  const auto recipient = sm2::PrivateKey::generate(random);
  const auto drill = make_drill(recipient->public_key(), random);
  ASSERT_TRUE(drill);
  EXPECT_TRUE(may_be_drill(drill->message));
  const auto opened = sm2::decrypt(*recipient, drill->message);
  ASSERT_TRUE(opened);
  const auto answer = answer_to_drill(opened->view());
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, drill->digest);
  EXPECT_FALSE(sm2::decrypt(*sm2::PrivateKey::generate(random), drill->message));
}

TEST(Drill, IsAnotherOneEachTime) {
  testing::TestRandom random{5};
  const auto recipient = sm2::PrivateKey::generate(random)->public_key();
  EXPECT_NE(make_drill(recipient, random)->digest, make_drill(recipient, random)->digest);
}

TEST(Drill, IsAnsweredForItsOwnFormOnly) {
  const std::string line = "PalmKey drill 1\n";
  EXPECT_TRUE(answer_to_drill(as_bytes(line + std::string(32, 'x'))));
  for (const std::string& other :
       {std::string(), line, line + std::string(31, 'x'), line + std::string(33, 'x'), std::string(48, 'x'),
        std::string(16, 'x'), "PalmKey drill 2\n" + std::string(32, 'x'),
        "palmKey drill 1\n" + std::string(32, 'x'), std::string(32, 'x') + line}) {
    const auto answer = answer_to_drill(as_bytes(other));
    ASSERT_FALSE(answer) << other;
    EXPECT_EQ(answer.error(), Error::malformed);
  }
}

}  // namespace
}  // namespace palmkey::core
