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

Result<EnvelopedData> read_message(ByteView whole) {
  return read_enveloped_data(whole, whole.size());
}
Result<EncryptedFile> read_file(ByteView whole) {
  return read_encrypted_file(whole, whole.size());
}

// All of the message's content, opened in pieces of this size.
Result<Secret> opened(ByteView message, ByteView key16, std::size_t piece_size = 1 << 20) {
  PALMKEY_TRY(data, read_message(message));
  PALMKEY_TRY(opener, ContentOpener::create(data, key16));
  Bytes plain;
  for (auto rest = message.subspan(data.content_begin, data.content_size); !rest.empty();) {
    PALMKEY_TRY(piece, opener.open(rest.first(std::min(piece_size, rest.size()))));
    plain.insert(plain.end(), piece.view().begin(), piece.view().end());
    rest = rest.subspan(std::min(piece_size, rest.size()));
  }
  PALMKEY_TRY(last, opener.finish());
  plain.insert(plain.end(), last.view().begin(), last.view().end());
  return Secret(std::move(plain));
}

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
  const auto data = read_message(der);
  ASSERT_TRUE(data);
  ASSERT_EQ(data->recipients.size(), 2U);
  for (const auto& recipient : data->recipients) {
    const auto opened_key = sm2::decrypt(holder, recipient.key);
    ASSERT_TRUE(opened_key);
    const auto plain = opened(der, opened_key->view());
    ASSERT_TRUE(plain);
    EXPECT_EQ(as_text(plain->view()), text);
  }
}

TEST_F(EnvelopedDataTest, SaysForWhomItIs) {
  const Bytes der = message();
  const auto data = *read_message(der);
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
  const auto file = read_file(der);
  ASSERT_TRUE(file && std::holds_alternative<EnvelopedData>(*file));
  EXPECT_EQ(read_file(message("1.2.156.10197.1.104.1")).error(), Error::unsupported);

  const auto ciphertext = *sm2::encrypt(holder.public_key(), as_bytes(text), random);
  for (const Bytes& bare : {sm2::encode_der(ciphertext), sm2::encode_raw(ciphertext)}) {
    const auto read = read_file(bare);
    ASSERT_TRUE(read && std::holds_alternative<sm2::Ciphertext>(*read));
    EXPECT_EQ(as_text(sm2::decrypt(holder, std::get<sm2::Ciphertext>(*read))->view()), text);
    EXPECT_EQ(read_file(ByteView(bare).first(90)).error(), Error::malformed);
  }
  EXPECT_EQ(read_file({}).error(), Error::malformed);
  EXPECT_EQ(read_file(as_bytes("%PDF-1.7")).error(), Error::malformed);
}

TEST_F(EnvelopedDataTest, FindsTheRecipientOfACertificate) {
  const Bytes der = message();
  const auto data = *read_message(der);
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
  int right = 0;
  for (int i = 0; i < 50; ++i) {
    const auto result = opened(der, random.bytes(16));
    if (result && as_text(result->view()) == text) ++right;
  }
  EXPECT_EQ(right, 0);
  EXPECT_EQ(opened(der, random.bytes(15)).error(), Error::decryption_failed);
}

TEST_F(EnvelopedDataTest, EachWrongPaddingIsRefused) {
  for (const std::uint8_t last : {0, 17, 255}) {
    Bytes block(16, last);
    for (std::size_t i = 0; i < 16; ++i) block[i] ^= iv[i];
    const auto encrypted = Sm4(key.view()).encrypt_block(block);
    content.assign(encrypted.begin(), encrypted.end());
    const Bytes der = message();
    EXPECT_EQ(opened(der, key.view()).error(), Error::decryption_failed);
  }
  Bytes block(16, 3);
  block[14] = 2;  // 3 3 ... 3 2 3
  for (std::size_t i = 0; i < 16; ++i) block[i] ^= iv[i];
  const auto encrypted = Sm4(key.view()).encrypt_block(block);
  content.assign(encrypted.begin(), encrypted.end());
  const Bytes der = message();
  EXPECT_EQ(opened(der, key.view()).error(), Error::decryption_failed);
}

TEST_F(EnvelopedDataTest, OfNoOrHalfABlockNothingOpens) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, std::size_t{40}}) {
    content.assign(size, 0);
    const Bytes der = message();
    EXPECT_EQ(opened(der, key.view()).error(), Error::decryption_failed);
  }
}

TEST_F(EnvelopedDataTest, OtherAlgorithmsAreSaidToBeUnsupported) {
  EXPECT_EQ(read_message(message("2.16.840.1.101.3.4.1.2")).error(), Error::unsupported);
  EXPECT_EQ(read_message(message("1.2.156.10197.1.104.2", "1.2.840.113549.1.1.1")).error(),
            Error::unsupported);
}

TEST_F(EnvelopedDataTest, OpensInPiecesOfAnyWholeBlocks) {
  const Bytes der = message();
  for (std::size_t size = 16; size <= content.size(); size += 16) {
    const auto plain = opened(der, key.view(), size);
    ASSERT_TRUE(plain) << size;
    EXPECT_EQ(as_text(plain->view()), text);
  }
  EXPECT_EQ(opened(der, key.view(), 24).error(), Error::malformed);
}

TEST_F(EnvelopedDataTest, GivesTheLastBlockOutAtTheEndOnly) {
  const Bytes der = message();
  const auto data = *read_message(der);
  auto opener = *ContentOpener::create(data, key.view());
  EXPECT_EQ(opener.finish().error(), Error::decryption_failed);
  EXPECT_TRUE(opener.open({})->empty());
  EXPECT_EQ(opener.open(ByteView(content).first(16))->size(), 0U);
  EXPECT_EQ(opener.finish().error(), Error::decryption_failed);
  EXPECT_EQ(opener.open(content).error(), Error::malformed) << "more than there is";
  EXPECT_EQ(opener.open(ByteView(content).subspan(16))->size(), content.size() - 16);
  EXPECT_EQ(opener.finish()->size(), text.size() - (content.size() - 16));
  EXPECT_EQ(opener.open(ByteView(content).first(16)).error(), Error::malformed);
}

TEST_F(EnvelopedDataTest, IsReadFromItsFirstBytes) {
  const Bytes der = message();
  const auto whole = *read_message(der);
  EXPECT_EQ(whole.content_begin + whole.content_size, der.size());
  for (std::size_t size = 0; size < der.size(); ++size) {
    const auto data = read_enveloped_data(ByteView(der).first(size), der.size());
    ASSERT_EQ(data.has_value(), size >= whole.content_begin) << size;
    if (!data) continue;
    EXPECT_EQ(data->content_begin, whole.content_begin);
    EXPECT_EQ(data->recipients.size(), 2U);
  }
  // A file that is longer or shorter than the message says.
  for (const std::uint64_t size : {der.size() - 1, der.size() + 1})
    EXPECT_EQ(read_enveloped_data(ByteView(der).first(whole.content_begin), size).error(), Error::malformed);
}

TEST_F(EnvelopedDataTest, NothingThatWasCutIsRead) {
  const Bytes der = message();
  for (std::size_t size = 0; size < der.size(); ++size)
    EXPECT_FALSE(read_message(ByteView(der).first(size))) << size;
}

}  // namespace
}  // namespace palmkey::core
