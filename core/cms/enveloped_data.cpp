#include "core/cms/enveloped_data.hpp"

#include <algorithm>
#include <string_view>

#include "core/der.hpp"
#include "core/sm4.hpp"

namespace palmkey::core {

namespace {

constexpr std::string_view kEnvelopedData = "1.2.840.113549.1.7.3";
constexpr std::string_view kGmEnvelopedData = "1.2.156.10197.6.1.4.2.3";
constexpr std::string_view kSm2Encryption = "1.2.156.10197.1.301.3";
constexpr std::string_view kSm2 = "1.2.156.10197.1.301";  // what some others name instead
constexpr std::string_view kSm4Cbc = "1.2.156.10197.1.104.2";
constexpr std::string_view kSm4 = "1.2.156.10197.1.104";
constexpr std::size_t kBlock = 16;

Result<sm2::Ciphertext> read_key(ByteView encrypted) {
  auto ciphertext = sm2::decode_cipher_der(encrypted);
  return ciphertext ? std::move(ciphertext) : sm2::decode_cipher_raw(encrypted);
}

struct Identifier {
  Name issuer;
  Bytes serial, key_identifier;
};

Result<Identifier> read_identifier(der::Reader& reader) {
  Identifier identifier;
  PALMKEY_TRY(key_identifier, reader.optional(der::context(0)));
  if (key_identifier) {
    identifier.key_identifier.assign(key_identifier->content.begin(), key_identifier->content.end());
    return identifier;
  }
  PALMKEY_TRY(named, reader.sequence());
  PALMKEY_TRY(issuer_element, named.expect(der::sequence));
  PALMKEY_TRY(issuer, Name::decode(issuer_element.whole));
  PALMKEY_TRY(serial, read_serial(named));
  PALMKEY_CHECK(named.expect_end());
  identifier.issuer = std::move(issuer);
  identifier.serial = std::move(serial);
  return identifier;
}

// Adds a recipient with SM2.
Result<void> read_recipient(der::Reader& reader, EnvelopedData& data) {
  PALMKEY_TRY(version, reader.small_integer());
  static_cast<void>(version);  // says which identifier follows, which its tag says too
  PALMKEY_TRY(identifier, read_identifier(reader));
  PALMKEY_TRY(algorithm, reader.sequence());
  PALMKEY_TRY(oid, algorithm.oid());
  PALMKEY_TRY(encrypted, reader.octets());
  PALMKEY_CHECK(reader.expect_end());
  if (oid != kSm2Encryption && oid != kSm2) return {};
  PALMKEY_TRY(key, read_key(encrypted));
  data.recipients.push_back({std::move(identifier.issuer), std::move(identifier.serial),
                             std::move(identifier.key_identifier), std::move(key)});
  return {};
}

Result<void> read_recipients(der::Reader& recipients, EnvelopedData& data) {
  while (!recipients.at_end()) {
    PALMKEY_TRY(next, recipients.any());
    if (next.tag != der::sequence) continue;  // key agreement, passwords
    der::Reader recipient(next.content);
    PALMKEY_CHECK(read_recipient(recipient, data));
  }
  return {};
}

Result<void> read_content(der::Reader& reader, EnvelopedData& data) {
  PALMKEY_TRY(content, reader.sequence());
  PALMKEY_TRY(type, content.oid());
  static_cast<void>(type);
  PALMKEY_TRY(algorithm, content.sequence());
  PALMKEY_TRY(oid, algorithm.oid());
  if (oid != kSm4Cbc && oid != kSm4) return Error::unsupported;
  PALMKEY_TRY(iv, algorithm.octets(kBlock));
  std::copy(iv.begin(), iv.end(), data.iv.begin());
  PALMKEY_CHECK(algorithm.expect_end());
  PALMKEY_TRY(encrypted, content.optional(der::context(0)));
  if (!encrypted) return Error::unsupported;  // detached, or in pieces
  data.content = encrypted->content;
  return content.expect_end();
}

}  // namespace

Result<EnvelopedData> read_enveloped_data(ByteView der) {
  der::Reader input(der);
  PALMKEY_TRY(info, input.sequence());
  PALMKEY_CHECK(input.expect_end());
  PALMKEY_TRY(type, info.oid());
  if (type != kEnvelopedData && type != kGmEnvelopedData) return Error::malformed;
  PALMKEY_TRY(explicit_content, info.constructed(der::context_constructed(0)));
  PALMKEY_CHECK(info.expect_end());
  PALMKEY_TRY(enveloped, explicit_content.sequence());
  PALMKEY_CHECK(explicit_content.expect_end());

  EnvelopedData data;
  PALMKEY_TRY(version, enveloped.small_integer());
  static_cast<void>(version);
  PALMKEY_CHECK(enveloped.optional(der::context_constructed(0)));  // originator's certificates
  PALMKEY_TRY(recipients, enveloped.constructed(der::set));
  PALMKEY_CHECK(read_recipients(recipients, data));
  PALMKEY_CHECK(read_content(enveloped, data));
  if (data.recipients.empty()) return Error::unsupported;
  return data;
}

bool is_for(const EnvelopedRecipient& recipient, const CertificateFields& certificate) {
  if (!recipient.key_identifier.empty())
    return recipient.key_identifier == certificate.subject_key_identifier;
  return recipient.serial == certificate.serial && recipient.issuer == certificate.issuer;
}

Result<Secret> open_enveloped_data(const EnvelopedData& data, ByteView key16) {
  const auto size = data.content.size();
  if (key16.size() != sm4_key_size || size == 0 || size % kBlock != 0) return Error::decryption_failed;
  Secret plain(Bytes(data.content.begin(), data.content.end()));
  const auto blocks = plain.mutable_view();
  Sm4(key16).decrypt_blocks(blocks);
  for (std::size_t i = 0; i < size; ++i) blocks[i] ^= i < kBlock ? data.iv[i] : data.content[i - kBlock];

  // PKCS #7: the last byte says how many it has, all alike. Only whether it holds is told, at the end.
  const unsigned padding = blocks[size - 1];
  unsigned wrong = (padding - 1) & ~0xfU;
  for (unsigned i = 1; i <= kBlock; ++i) {
    const unsigned is_padding = 0 - (((i - 1) - padding) >> 31);
    wrong |= is_padding & (blocks[size - i] ^ padding);
  }
  if (wrong != 0) return Error::decryption_failed;
  return Secret::copy_of(plain.view().first(size - padding));
}

}  // namespace palmkey::core
