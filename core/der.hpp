// DER, X.690: a reader with strict verbs for untrusted bytes, and a writer.
//
// The reader never reads past its view, accepts only definite, minimal lengths and minimal integers, and
// reports Error::malformed. Verbs: expect_* fails when the next element is another; optional_* leaves the
// input alone then; at_end() asks, expect_end() insists. Views that it returns point into the input.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core::der {

enum Tag : std::uint8_t {
  boolean = 0x01,
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null = 0x05,
  object_identifier = 0x06,
  enumerated = 0x0a,
  utf8_string = 0x0c,
  printable_string = 0x13,
  ia5_string = 0x16,
  utc_time = 0x17,
  generalized_time = 0x18,
  sequence = 0x30,
  set = 0x31,
};
constexpr std::uint8_t context(unsigned number) {
  return static_cast<std::uint8_t>(0x80 | number);
}
constexpr std::uint8_t context_constructed(unsigned number) {
  return static_cast<std::uint8_t>(0xa0 | number);
}

struct Element {
  std::uint8_t tag = 0;
  ByteView content;  // without tag and length
  ByteView whole;    // with them
};

class Reader {
 public:
  explicit Reader(ByteView input) : rest_(input) {}

  bool at_end() const { return rest_.empty(); }
  Result<void> expect_end() const;
  // The tag of the next element, if there is one.
  std::optional<std::uint8_t> peek() const;
  ByteView rest() const { return rest_; }

  Result<Element> any();
  Result<Element> expect(std::uint8_t tag);
  // Nothing if the next element has another tag or there is none.
  Result<std::optional<Element>> optional(std::uint8_t tag);

  Result<Reader> sequence();  // a reader of its content
  Result<Reader> constructed(std::uint8_t tag);
  Result<std::uint64_t> small_integer();  // non-negative, at most 2^63 - 1
  Result<ByteArray<32>> integer32();      // non-negative, at most 256 bits, left-padded
  Result<ByteView> unsigned_integer();    // non-negative, magnitude without a leading zero byte
  Result<ByteView> octets();
  Result<ByteView> octets(std::size_t exactly);
  Result<ByteView> bits();          // a BIT STRING without unused bits
  Result<std::string_view> utf8();  // checked to be UTF-8
  Result<std::string> oid();        // dotted
  Result<void> null();
  Result<bool> boolean();
  Result<std::int64_t> time();       // UTCTime or GeneralizedTime with Z, as Unix seconds
  Result<std::int64_t> x509_time();  // the same, but only in the type that RFC 5280 (4.1.2.5) wants for it
  Result<std::int64_t> generalized_time();

 private:
  ByteView rest_;
};

// Appends elements to a growing byte string; a constructed element is written by a function that is handed
// the writer. What it held and did not give away is wiped, for messages hold secrets.
class Writer {
 public:
  Writer() = default;
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Bytes take() { return std::move(out_); }
  const Bytes& bytes() const { return out_; }

  Writer& element(std::uint8_t tag, ByteView content);
  Writer& raw(ByteView der);
  Writer& constructed(std::uint8_t tag, const std::function<void(Writer&)>& body);
  Writer& sequence(const std::function<void(Writer&)>& body) { return constructed(Tag::sequence, body); }
  Writer& small_integer(std::uint64_t value);
  Writer& unsigned_integer(ByteView big_endian);  // minimal form is made here
  Writer& octets(ByteView content);
  Writer& bits(ByteView content);
  Writer& utf8(std::string_view text);
  Writer& printable(std::string_view text);
  Writer& oid(std::string_view dotted);  // precondition: a valid dotted OID
  Writer& null();
  Writer& boolean(bool value);
  Writer& time(std::int64_t unix_seconds);  // UTCTime up to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5)
  Writer& generalized_time(std::int64_t unix_seconds);

 private:
  // Tag and length of an element, and room for its content.
  void header(std::uint8_t tag, std::size_t size);
  void make_room(std::size_t size);
  Bytes out_;
};

// Puts the encoded elements of a SET OF in DER's order (X.690, 11.6).
void sort_set(std::vector<Bytes>& elements);

}  // namespace palmkey::core::der
