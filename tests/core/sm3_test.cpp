#include "core/sm3.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

using testing::bytes;

// GB/T 32905, annex A, and the empty message.
TEST(Sm3, HasTheStandardsDigests) {
  EXPECT_EQ(to_hex(sm3({})), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
  EXPECT_EQ(to_hex(sm3(as_bytes("abc"))), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(to_hex(sm3(as_bytes("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"))),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Sm3, DoesNotCareHowTheMessageIsCut) {
  testing::TestRandom random(1);
  const Bytes message = random.bytes(300);
  const ByteView view = message;
  for (std::size_t first = 0; first <= message.size(); first += 7) {
    for (std::size_t second = first; second <= message.size(); second += 13) {
      Sm3 hash;
      hash.update(view.first(first));
      hash.update(view.subspan(first, second - first));
      hash.update(view.subspan(second));
      ASSERT_EQ(hash.finish(), sm3(message));
    }
  }
}

TEST(Sm3, StartsAnewAfterReset) {
  Sm3 hash;
  hash.update(as_bytes("something else"));
  hash.reset();
  hash.update(as_bytes("abc"));
  EXPECT_EQ(hash.finish(), sm3(as_bytes("abc")));
}

// The published HMAC-SM3 examples of OpenSSL and Tongsuo.
TEST(HmacSm3, HasThePublishedCodes) {
  EXPECT_EQ(to_hex(hmac_sm3(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
  const std::string text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(to_hex(hmac_sm3(bytes("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"),
                            as_bytes(text + text))),
            "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
}

}  // namespace
}  // namespace palmkey::core
