// Messages for SM2 certificates: what opens, for whom, and what does not.
#include "core/cms/enveloped_data.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/cms/encrypted_file.hpp"
#include "core/der.hpp"
#include "core/sm4.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

constexpr std::string_view text = "投标文件:三个分组长的一段文字,用来看清每一个分组。";

class EnvelopedDataTest : public ::testing::Test {
 protected:
  EnvelopedDataTest() {
    const Bytes plain = padded();
    content = plain;
    ByteArray<16> before = iv;
    const Sm4 cipher(key.view());
    for (std::size_t at = 0; at < content.size(); at += 16) {
      for (std::size_t i = 0; i < 16; ++i) content[at + i] ^= before[i];
      before = cipher.encrypt_block(ByteView(content).subspan(at, 16));
      std::copy(before.begin(), before.end(), content.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  static Bytes padded() {
    Bytes plain(text.begin(), text.end());
    const auto padding = static_cast<std::uint8_t>(16 - plain.size() % 16);
    plain.insert(plain.end(), padding, padding);
    return plain;
  }
  void write_recipient(der::Writer& out, const std::function<void(der::Writer&)>& identifier,
                       std::string_view algorithm) {
    out.sequence([&](der::Writer& recipient) {
      recipient.small_integer(1);
      identifier(recipient);
      recipient.sequence([&](der::Writer& oid) { oid.oid(algorithm); });
      recipient.octets(sm2::encode_der(*sm2::encrypt(holder.public_key(), key.view(), random)));
    });
  }
  void by_serial(der::Writer& out) const {
    out.sequence([&](der::Writer& named) {
      named.raw(issuer.encode());
      named.unsigned_integer(serial);
    });
  }
  Bytes message(std::string_view cipher = "1.2.156.10197.1.104.2",
                std::string_view algorithm = "1.2.156.10197.1.301.3") {
    der::Writer out;
    out.sequence([&](der::Writer& info) {
      info.oid("1.2.156.10197.6.1.4.2.3");
      info.constructed(der::context_constructed(0), [&](der::Writer& content_info) {
        content_info.sequence([&](der::Writer& enveloped) {
          enveloped.small_integer(1);
          enveloped.constructed(der::set, [&](der::Writer& recipients) {
            write_recipient(
                recipients, [&](der::Writer& id) { by_serial(id); }, algorithm);
            write_recipient(
                recipients, [&](der::Writer& id) { id.element(der::context(0), key_identifier); }, algorithm);
          });
          enveloped.sequence([&](der::Writer& encrypted) {
            encrypted.oid("1.2.156.10197.6.1.4.2.1");
            encrypted.sequence([&](der::Writer& parameters) {
              parameters.oid(cipher);
              parameters.octets(iv);
            });
            encrypted.element(der::context(0), content);
          });
        });
      });
    });
    return out.take();
  }

  testing::TestRandom random{21};
  sm2::PrivateKey holder = *sm2::PrivateKey::generate(random);
  Secret key{random.bytes(16)};
  ByteArray<16> iv{9, 8, 7};
  Name issuer = *Name::of({{"2.5.4.6", "CN"}, {"2.5.4.3", "示范签发"}});
  Bytes serial{0x12, 0x34}, key_identifier{1, 2, 3, 4};
  Bytes content;
};

TEST_F(EnvelopedDataTest, OpensForItsRecipients) {
  const Bytes der = message();
  const auto data = read_enveloped_data(der);
  ASSERT_TRUE(data);
  ASSERT_EQ(data->recipients.size(), 2U);
  for (const auto& recipient : data->recipients) {
    const auto opened_key = sm2::decrypt(holder, recipient.key);
    ASSERT_TRUE(opened_key);
    const auto opened = open_enveloped_data(*data, opened_key->view());
    ASSERT_TRUE(opened);
    EXPECT_EQ(as_text(opened->view()), text);
  }
}

TEST_F(EnvelopedDataTest, SaysForWhomItIs) {
  const Bytes der = message();
  const auto data = *read_enveloped_data(der);
  CertificateFields certificate{serial, issuer, 0,  0,  issuer, holder.public_key(), {}, false,
                                {},     0,      {}, {}, {}};
  EXPECT_TRUE(is_for(data.recipients[0], certificate));
  EXPECT_FALSE(is_for(data.recipients[1], certificate));
  certificate.subject_key_identifier = key_identifier;
  EXPECT_TRUE(is_for(data.recipients[1], certificate));
  certificate.serial = {0x12, 0x35};
  EXPECT_FALSE(is_for(data.recipients[0], certificate));
  certificate.serial = serial;
  certificate.issuer = *Name::of({{"2.5.4.3", "另一签发"}});
  EXPECT_FALSE(is_for(data.recipients[0], certificate));
}

TEST_F(EnvelopedDataTest, AFileIsAMessageOrACiphertext) {
  const Bytes der = message();
  const auto file = read_encrypted_file(der);
  ASSERT_TRUE(file && std::holds_alternative<EnvelopedData>(*file));
  EXPECT_EQ(read_encrypted_file(message("1.2.156.10197.1.104.1")).error(), Error::unsupported);

  const auto ciphertext = *sm2::encrypt(holder.public_key(), as_bytes(text), random);
  for (const Bytes& bare : {sm2::encode_der(ciphertext), sm2::encode_raw(ciphertext)}) {
    const auto read = read_encrypted_file(bare);
    ASSERT_TRUE(read && std::holds_alternative<sm2::Ciphertext>(*read));
    EXPECT_EQ(as_text(sm2::decrypt(holder, std::get<sm2::Ciphertext>(*read))->view()), text);
    EXPECT_EQ(read_encrypted_file(ByteView(bare).first(90)).error(), Error::malformed);
  }
  EXPECT_EQ(read_encrypted_file({}).error(), Error::malformed);
  EXPECT_EQ(read_encrypted_file(as_bytes("%PDF-1.7")).error(), Error::malformed);
}

TEST_F(EnvelopedDataTest, FindsTheRecipientOfACertificate) {
  const Bytes der = message();
  const auto data = *read_enveloped_data(der);
  CertificateFields certificate{serial, issuer, 0,  0,  issuer, holder.public_key(), {}, false,
                                {},     0,      {}, {}, {}};
  EXPECT_EQ(recipient_of(data, certificate), &data.recipients[0]);
  certificate.serial = {0x12, 0x35};
  EXPECT_EQ(recipient_of(data, certificate), nullptr);
  certificate.subject_key_identifier = key_identifier;
  EXPECT_EQ(recipient_of(data, certificate), &data.recipients[1]);
}

TEST_F(EnvelopedDataTest, AnotherKeyOpensNothing) {
  const Bytes der = message();
  const auto data = *read_enveloped_data(der);
  int opened = 0;
  for (int i = 0; i < 50; ++i) {
    const auto result = open_enveloped_data(data, random.bytes(16));
    if (result && as_text(result->view()) == text) ++opened;
  }
  EXPECT_EQ(opened, 0);
  EXPECT_EQ(open_enveloped_data(data, random.bytes(15)).error(), Error::decryption_failed);
}

TEST_F(EnvelopedDataTest, EachWrongPaddingIsRefused) {
  for (const std::uint8_t last : {0, 17, 255}) {
    Bytes block(16, last);
    for (std::size_t i = 0; i < 16; ++i) block[i] ^= iv[i];
    const auto encrypted = Sm4(key.view()).encrypt_block(block);
    content.assign(encrypted.begin(), encrypted.end());
    const Bytes der = message();
    EXPECT_EQ(open_enveloped_data(*read_enveloped_data(der), key.view()).error(), Error::decryption_failed);
  }
  Bytes block(16, 3);
  block[14] = 2;  // 3 3 ... 3 2 3
  for (std::size_t i = 0; i < 16; ++i) block[i] ^= iv[i];
  const auto encrypted = Sm4(key.view()).encrypt_block(block);
  content.assign(encrypted.begin(), encrypted.end());
  const Bytes der = message();
  EXPECT_EQ(open_enveloped_data(*read_enveloped_data(der), key.view()).error(), Error::decryption_failed);
}

TEST_F(EnvelopedDataTest, OfNoOrHalfABlockNothingOpens) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, std::size_t{40}}) {
    content.assign(size, 0);
    const Bytes der = message();
    EXPECT_EQ(open_enveloped_data(*read_enveloped_data(der), key.view()).error(), Error::decryption_failed);
  }
}

TEST_F(EnvelopedDataTest, OtherAlgorithmsAreSaidToBeUnsupported) {
  EXPECT_EQ(read_enveloped_data(message("2.16.840.1.101.3.4.1.2")).error(), Error::unsupported);
  EXPECT_EQ(read_enveloped_data(message("1.2.156.10197.1.104.2", "1.2.840.113549.1.1.1")).error(),
            Error::unsupported);
}

TEST_F(EnvelopedDataTest, NothingThatWasCutIsRead) {
  const Bytes der = message();
  for (std::size_t size = 0; size < der.size(); ++size)
    EXPECT_FALSE(read_enveloped_data(ByteView(der).first(size))) << size;
}

}  // namespace
}  // namespace palmkey::core
