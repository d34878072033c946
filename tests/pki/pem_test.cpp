#include "pki/pem.hpp"

#include <gtest/gtest.h>

namespace palmkey::pki {
namespace {

TEST(Pem, WritesLinesOf64Characters) {
  EXPECT_EQ(encode_pem("X", core::Bytes(50)),
            "-----BEGIN X-----\n" + std::string(64, 'A') + "\nAAA=\n-----END X-----\n");
}

TEST(Pem, RoundTripsAndPassesOverOtherText) {
  const core::Bytes first(100, 0x5a);
  const core::Bytes second(3, 0x01);
  const std::string text = "subject: someone\r\n" + encode_pem("CERTIFICATE", first) + "\n" +
                           encode_pem("X509 CRL", second) + encode_pem("CERTIFICATE", second);
  auto all = decode_all_pem(pem_label::certificate, text);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0], first);
  EXPECT_EQ((*all)[1], second);
  EXPECT_EQ(*decode_pem(pem_label::crl, text), second);
}

TEST(Pem, AcceptsCarriageReturns) {
  EXPECT_EQ(*decode_pem("X", "-----BEGIN X-----\r\nAQID\r\n-----END X-----\r\n"), (core::Bytes{1, 2, 3}));
}

TEST(Pem, RefusesTornBlocksBadBase64AndOtherLabels) {
  EXPECT_EQ(decode_pem("X", "-----BEGIN X-----\nAQID\n").error(), core::Error::malformed);
  EXPECT_EQ(decode_pem("X", "-----BEGIN X-----\nAQ*D\n-----END X-----\n").error(), core::Error::malformed);
  EXPECT_EQ(decode_pem("X", encode_pem("Y", core::Bytes(3))).error(), core::Error::not_found);
  EXPECT_EQ(decode_pem("X", "").error(), core::Error::not_found);
}

}  // namespace
}  // namespace palmkey::pki
