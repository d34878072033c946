#include "core/cms/enveloped_data.hpp"

#include <algorithm>
#include <string_view>

#include "core/der.hpp"
#include "core/der_header.hpp"

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

// Walks into elements of which only the beginning is there.
class Head {
 public:
  Head(ByteView head, std::uint64_t size) : rest_(head), left_(size) {}

  // Goes into the next element; answers with how many bytes follow it where it stands.
  Result<std::uint64_t> enter(std::uint8_t tag) {
    PALMKEY_TRY(header, der::read_header(there()));
    if (header.tag != tag || header.content > left_ - header.size) return Error::malformed;
    const std::uint64_t behind = left_ - header.size - header.content;
    rest_ = rest_.subspan(header.size);
    left_ = header.content;
    return behind;
  }
  // The same for an element that is the last one there.
  Result<void> enter_last(std::uint8_t tag) {
    PALMKEY_TRY(behind, enter(tag));
    if (behind != 0) return Error::malformed;
    return {};
  }
  bool is_next(std::uint8_t tag) const { return der::Reader(there()).peek() == tag; }
  // A reader of what is there of the present element, and past what was read with it.
  der::Reader reader() const { return der::Reader(there()); }
  void pass(const der::Reader& read) {
    const auto passed = there().size() - read.rest().size();
    rest_ = rest_.subspan(passed);
    left_ -= passed;
  }

  std::uint64_t left() const { return left_; }
  std::size_t unread() const { return rest_.size(); }  // bytes of the head

 private:
  ByteView there() const {
    return rest_.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest_.size(), left_)));
  }

  ByteView rest_;
  std::uint64_t left_;  // to the end of the element that it is in, bytes
};

Result<void> read_type(Head& head) {
  auto reader = head.reader();
  PALMKEY_TRY(type, reader.oid());
  if (type != kEnvelopedData && type != kGmEnvelopedData) return Error::malformed;
  head.pass(reader);
  return {};
}

Result<void> read_recipients(Head& head, EnvelopedData& data) {
  auto reader = head.reader();
  PALMKEY_CHECK(reader.small_integer());                        // version
  PALMKEY_CHECK(reader.optional(der::context_constructed(0)));  // originator's certificates
  PALMKEY_TRY(recipients, reader.constructed(der::set));
  PALMKEY_CHECK(read_recipients(recipients, data));
  head.pass(reader);
  return {};
}

Result<void> read_cipher(Head& head, EnvelopedData& data) {
  auto reader = head.reader();
  PALMKEY_CHECK(reader.oid());  // type of the content
  PALMKEY_TRY(algorithm, reader.sequence());
  PALMKEY_TRY(oid, algorithm.oid());
  if (oid != kSm4Cbc && oid != kSm4) return Error::unsupported;
  PALMKEY_TRY(iv, algorithm.octets(kBlock));
  std::copy(iv.begin(), iv.end(), data.iv.begin());
  PALMKEY_CHECK(algorithm.expect_end());
  head.pass(reader);
  return {};
}

// Whether the block ends in PKCS #7's padding: its last byte says how many it has, all alike. Only whether it
// holds is told.
bool is_padded(ByteView block) {
  const unsigned padding = block[kBlock - 1];
  unsigned wrong = (padding - 1) & ~0xfU;
  for (unsigned i = 1; i <= kBlock; ++i) {
    const unsigned is_padding = 0 - (((i - 1) - padding) >> 31);
    wrong |= is_padding & (block[kBlock - i] ^ padding);
  }
  return wrong == 0;
}

}  // namespace

Result<EnvelopedData> read_enveloped_data(ByteView head, std::uint64_t size) {
  if (head.size() > size) return Error::malformed;
  Head at(head, size);
  PALMKEY_CHECK(at.enter_last(der::sequence));
  PALMKEY_CHECK(read_type(at));
  PALMKEY_CHECK(at.enter_last(der::context_constructed(0)));
  PALMKEY_CHECK(at.enter_last(der::sequence));
  EnvelopedData data;
  PALMKEY_CHECK(read_recipients(at, data));
  PALMKEY_CHECK(at.enter(der::sequence));
  PALMKEY_CHECK(read_cipher(at, data));
  if (!at.is_next(der::context(0))) return Error::unsupported;  // detached, or in pieces
  PALMKEY_CHECK(at.enter_last(der::context(0)));
  data.content_begin = head.size() - at.unread();
  data.content_size = at.left();
  if (data.recipients.empty()) return Error::unsupported;
  return data;
}

bool is_for(const EnvelopedRecipient& recipient, const CertificateFields& certificate) {
  if (!recipient.key_identifier.empty())
    return recipient.key_identifier == certificate.subject_key_identifier;
  return recipient.serial == certificate.serial && recipient.issuer == certificate.issuer;
}

ContentOpener::ContentOpener(const EnvelopedData& data, ByteView key16)
    : cipher_(std::make_unique<Sm4>(key16)), before_(data.iv), left_(data.content_size) {}

Result<ContentOpener> ContentOpener::create(const EnvelopedData& data, ByteView key16) {
  if (key16.size() != sm4_key_size || data.content_size == 0 || data.content_size % kBlock != 0)
    return Error::decryption_failed;
  return ContentOpener(data, key16);
}

Result<Secret> ContentOpener::open(ByteView piece) {
  if (piece.size() % kBlock != 0 || piece.size() > left_) return Error::malformed;
  if (piece.empty()) return Secret();
  left_ -= piece.size();
  const std::size_t kept = last_.size();
  Secret opened(kept + piece.size());
  std::copy(last_.view().begin(), last_.view().end(), opened.mutable_view().begin());
  const auto blocks = opened.mutable_view().subspan(kept);
  std::copy(piece.begin(), piece.end(), blocks.begin());
  cipher_->decrypt_blocks(blocks);
  for (std::size_t i = 0; i < piece.size(); ++i) blocks[i] ^= i < kBlock ? before_[i] : piece[i - kBlock];
  std::copy(piece.end() - kBlock, piece.end(), before_.begin());
  last_ = Secret::copy_of(blocks.last(kBlock));
  return Secret::copy_of(opened.view().first(opened.size() - kBlock));
}

Result<Secret> ContentOpener::finish() {
  if (left_ != 0 || !is_padded(last_.view())) return Error::decryption_failed;
  return Secret::copy_of(last_.view().first(kBlock - last_.view()[kBlock - 1]));
}

}  // namespace palmkey::core
