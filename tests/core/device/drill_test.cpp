// What is encrypted to a certificate as others do, and whether it opens to what it was.
#include "core/device/drill.hpp"

#include <gtest/gtest.h>

#include "pki/certificate_profile.hpp"
#include "tests/core/test_random.hpp"
#include "tests/pki/authority_fixture.hpp"

namespace palmkey::core::device {
namespace {

class DrillTest : public ::testing::Test {
 protected:
  core::testing::TestRandom random{5};
  pki::testing::Authority authority;
  Certificate certificate = authority.issue(pki::subscriber_encryption_profile(),
                                            authority.contents("张示范", authority.subscriber_key));
  EncryptionKey key{{}, certificate.public_key, {}, certificate.der};
};

TEST_F(DrillTest, IsPassedByWhatTheHoldersKeyOpensAlone) {
  const auto drill = make_drill(key, random);
  ASSERT_TRUE(drill);
  const auto opened = sm2::decrypt(authority.subscriber_key, drill->message);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(has_passed(*drill, opened->view()));
  EXPECT_FALSE(has_passed(*drill, opened->view().first(31)));
  EXPECT_FALSE(has_passed(*drill, {}));
  const auto another = make_drill(key, random);
  EXPECT_FALSE(has_passed(*another, opened->view()));
  EXPECT_FALSE(sm2::decrypt(*sm2::PrivateKey::generate(random), drill->message));
}

TEST_F(DrillTest, NeedsACertificateThatCanBeRead) {
  key.certificate = {1, 2, 3};
  EXPECT_FALSE(make_drill(key, random));
}

}  // namespace
}  // namespace palmkey::core::device
