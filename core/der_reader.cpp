#include <algorithm>
#include <chrono>

#include "core/der.hpp"
#include "core/der_header.hpp"
#include "core/utf8.hpp"

namespace palmkey::core::der {

Result<Header> read_header(ByteView input) {
  if (input.size() < 2) return Error::malformed;
  Header header{.tag = input[0], .size = 2, .content = input[1]};
  if ((header.tag & 0x1f) == 0x1f) return Error::malformed;  // no type used here has a tag number above 30
  if (input[1] >= 0x80) {
    const std::size_t length_bytes = input[1] & 0x7f;
    // 0x80 would be the indefinite form; four bytes are more than any message here may have.
    if (length_bytes == 0 || length_bytes > 4 || input.size() < 2 + length_bytes) return Error::malformed;
    if (input[2] == 0) return Error::malformed;
    header.content = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) header.content = (header.content << 8) | input[2 + i];
    if (header.content < 0x80) return Error::malformed;
    header.size += length_bytes;
  }
  return header;
}

namespace {

// Two decimal digits, or -1.
int two_digits(std::string_view text, std::size_t at) {
  const char tens = text[at];
  const char ones = text[at + 1];
  if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return -1;
  return (tens - '0') * 10 + (ones - '0');
}

// MMDDHHMMSSZ of a given year.
Result<std::int64_t> time_in_year(int year, std::string_view text) {
  const int month = two_digits(text, 0);
  const int day = two_digits(text, 2);
  const int hour = two_digits(text, 4);
  const int minute = two_digits(text, 6);
  const int second = two_digits(text, 8);
  if (month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 || text[10] != 'Z')
    return Error::malformed;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return Error::malformed;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

}  // namespace

Result<void> Reader::expect_end() const {
  if (!at_end()) return Error::malformed;
  return {};
}

std::optional<std::uint8_t> Reader::peek() const {
  if (rest_.empty()) return std::nullopt;
  return rest_[0];
}

Result<Element> Reader::any() {
  PALMKEY_TRY(header, read_header(rest_));
  if (header.content > rest_.size() - header.size) return Error::malformed;
  const auto content = static_cast<std::size_t>(header.content);
  const Element element{header.tag, rest_.subspan(header.size, content), rest_.first(header.size + content)};
  rest_ = rest_.subspan(element.whole.size());
  return element;
}

Result<Element> Reader::expect(std::uint8_t tag) {
  if (peek() != tag) return Error::malformed;
  return any();
}

Result<std::optional<Element>> Reader::optional(std::uint8_t tag) {
  if (peek() != tag) return std::optional<Element>();
  PALMKEY_TRY(element, any());
  return std::optional<Element>(element);
}

Result<Reader> Reader::sequence() {
  return constructed(Tag::sequence);
}

Result<Reader> Reader::constructed(std::uint8_t tag) {
  PALMKEY_TRY(element, expect(tag));
  return Reader(element.content);
}

Result<ByteView> Reader::unsigned_integer() {
  PALMKEY_TRY(element, expect(Tag::integer));
  const ByteView content = element.content;
  if (content.empty() || (content[0] & 0x80) != 0) return Error::malformed;
  if (content[0] != 0) return content;
  // X.690, 8.3.2: the first nine bits are not all zero.
  if (content.size() > 1 && (content[1] & 0x80) == 0) return Error::malformed;
  return content.subspan(1);
}

Result<std::uint64_t> Reader::small_integer() {
  PALMKEY_TRY(magnitude, unsigned_integer());
  if (magnitude.size() > 8 || (magnitude.size() == 8 && (magnitude[0] & 0x80) != 0)) return Error::malformed;
  std::uint64_t value = 0;
  for (const std::uint8_t byte : magnitude) value = (value << 8) | byte;
  return value;
}

Result<ByteArray<32>> Reader::integer32() {
  PALMKEY_TRY(magnitude, unsigned_integer());
  ByteArray<32> value{};
  if (magnitude.size() > value.size()) return Error::malformed;
  std::copy(magnitude.begin(), magnitude.end(), value.end() - static_cast<std::ptrdiff_t>(magnitude.size()));
  return value;
}

Result<ByteView> Reader::octets() {
  PALMKEY_TRY(element, expect(Tag::octet_string));
  return element.content;
}

Result<ByteView> Reader::octets(std::size_t exactly) {
  PALMKEY_TRY(content, octets());
  if (content.size() != exactly) return Error::malformed;
  return content;
}

Result<ByteView> Reader::bits() {
  PALMKEY_TRY(element, expect(Tag::bit_string));
  if (element.content.empty() || element.content[0] != 0) return Error::malformed;
  return element.content.subspan(1);
}

Result<std::string_view> Reader::utf8() {
  PALMKEY_TRY(element, expect(Tag::utf8_string));
  if (!is_utf8(element.content)) return Error::malformed;
  return as_text(element.content);
}

Result<std::string> Reader::oid() {
  PALMKEY_TRY(element, expect(Tag::object_identifier));
  const ByteView content = element.content;
  if (content.empty() || (content.back() & 0x80) != 0) return Error::malformed;
  std::string dotted;
  std::uint64_t arc = 0;
  bool arc_begins = true;
  for (const std::uint8_t byte : content) {
    if (arc_begins && byte == 0x80) return Error::malformed;  // not minimal
    if (arc >> 57 != 0) return Error::malformed;              // would not fit
    arc = (arc << 7) | (byte & 0x7f);
    arc_begins = (byte & 0x80) == 0;
    if (!arc_begins) continue;
    if (dotted.empty()) {
      const std::uint64_t first = arc < 80 ? arc / 40 : 2;
      dotted = std::to_string(first) + '.' + std::to_string(arc - first * 40);
    } else {
      dotted += '.' + std::to_string(arc);
    }
    arc = 0;
  }
  return dotted;
}

Result<void> Reader::null() {
  PALMKEY_TRY(element, expect(Tag::null));
  if (!element.content.empty()) return Error::malformed;
  return {};
}

Result<bool> Reader::boolean() {
  PALMKEY_TRY(element, expect(Tag::boolean));
  if (element.content.size() != 1) return Error::malformed;
  if (element.content[0] != 0x00 && element.content[0] != 0xff) return Error::malformed;
  return element.content[0] == 0xff;
}

Result<std::int64_t> Reader::time() {
  PALMKEY_TRY(element, any());
  const std::string_view text = as_text(element.content);
  if (element.tag == Tag::utc_time && text.size() == 13) {
    const int year = two_digits(text, 0);
    if (year < 0) return Error::malformed;
    return time_in_year(year < 50 ? 2000 + year : 1900 + year, text.substr(2));
  }
  if (element.tag == Tag::generalized_time && text.size() == 15) {
    const int century = two_digits(text, 0);
    const int year = two_digits(text, 2);
    if (century < 0 || year < 0) return Error::malformed;
    return time_in_year(century * 100 + year, text.substr(4));
  }
  return Error::malformed;
}

Result<std::int64_t> Reader::x509_time() {
  const std::optional<std::uint8_t> tag = peek();
  PALMKEY_TRY(unix_seconds, time());
  if (Writer().time(unix_seconds).bytes()[0] != tag) return Error::malformed;
  return unix_seconds;
}

Result<std::int64_t> Reader::generalized_time() {
  if (peek() != Tag::generalized_time) return Error::malformed;
  return time();
}

}  // namespace palmkey::core::der
