#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "core/der.hpp"
#include "core/secret.hpp"

namespace palmkey::core::der {
namespace {

void append_base128(Bytes& out, std::uint64_t arc) {
  int shift = 63;
  while (shift > 0 && (arc >> shift) == 0) shift -= 7;
  for (; shift > 0; shift -= 7) out.push_back(static_cast<std::uint8_t>(0x80 | ((arc >> shift) & 0x7f)));
  out.push_back(static_cast<std::uint8_t>(arc & 0x7f));
}

struct CalendarTime {
  int year;
  std::string month_to_second;  // MMDDHHMMSSZ
};

std::string two_digits(unsigned value) {
  return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

CalendarTime calendar_time(std::int64_t unix_seconds) {
  constexpr std::int64_t day_length = 86'400;
  std::int64_t days = unix_seconds / day_length;
  std::int64_t second_of_day = unix_seconds % day_length;
  if (second_of_day < 0) {
    second_of_day += day_length;
    --days;
  }
  using Days = std::chrono::sys_days::duration;
  const std::chrono::year_month_day date{std::chrono::sys_days{Days{static_cast<Days::rep>(days)}}};
  const auto second = static_cast<unsigned>(second_of_day);
  return {static_cast<int>(date.year()),
          two_digits(static_cast<unsigned>(date.month())) + two_digits(static_cast<unsigned>(date.day())) +
              two_digits(second / 3600) + two_digits(second / 60 % 60) + two_digits(second % 60) + "Z"};
}

}  // namespace

Writer::~Writer() {
  wipe(out_.data(), out_.size());
}

void Writer::make_room(std::size_t size) {
  if (out_.capacity() - out_.size() >= size) return;
  Bytes larger;
  larger.reserve(std::max<std::size_t>(64, 2 * (out_.size() + size)));
  larger = out_;
  wipe(out_.data(), out_.size());
  out_ = std::move(larger);
}

void Writer::header(std::uint8_t tag, std::size_t size) {
  constexpr std::size_t longest_header = 10;
  make_room(longest_header + size);
  out_.push_back(tag);
  if (size < 0x80) {
    out_.push_back(static_cast<std::uint8_t>(size));
    return;
  }
  unsigned length_bytes = 1;
  while (size >> (8 * length_bytes) != 0) ++length_bytes;
  out_.push_back(static_cast<std::uint8_t>(0x80 | length_bytes));
  while (length_bytes-- > 0) out_.push_back(static_cast<std::uint8_t>(size >> (8 * length_bytes)));
}

Writer& Writer::element(std::uint8_t tag, ByteView content) {
  header(tag, content.size());
  return raw(content);
}

Writer& Writer::raw(ByteView der) {
  make_room(der.size());
  out_.insert(out_.end(), der.begin(), der.end());
  return *this;
}

Writer& Writer::constructed(std::uint8_t tag, const std::function<void(Writer&)>& body) {
  Writer inner;
  body(inner);
  return element(tag, inner.out_);
}

Writer& Writer::small_integer(std::uint64_t value) {
  ByteArray<8> big_endian{};
  for (std::size_t i = 0; i < big_endian.size(); ++i) {
    big_endian[i] = static_cast<std::uint8_t>(value >> (8 * (7 - i)));
  }
  return unsigned_integer(big_endian);
}

Writer& Writer::unsigned_integer(ByteView big_endian) {
  while (!big_endian.empty() && big_endian[0] == 0) big_endian = big_endian.subspan(1);
  const bool needs_zero = big_endian.empty() || (big_endian[0] & 0x80) != 0;
  header(Tag::integer, big_endian.size() + (needs_zero ? 1 : 0));
  if (needs_zero) out_.push_back(0);
  return raw(big_endian);
}

Writer& Writer::octets(ByteView content) {
  return element(Tag::octet_string, content);
}

Writer& Writer::bits(ByteView content) {
  header(Tag::bit_string, content.size() + 1);
  out_.push_back(0);  // unused bits
  return raw(content);
}

Writer& Writer::utf8(std::string_view text) {
  return element(Tag::utf8_string, as_bytes(text));
}

Writer& Writer::printable(std::string_view text) {
  return element(Tag::printable_string, as_bytes(text));
}

Writer& Writer::oid(std::string_view dotted) {
  Bytes content;
  std::uint64_t first_arc = 0;
  std::size_t index = 0;
  const char* at = dotted.data();
  const char* const end = at + dotted.size();
  while (at < end) {
    std::uint64_t arc = 0;
    const char* const next = std::from_chars(at, end, arc).ptr;
    if (next == at) break;
    if (index == 0) {
      first_arc = arc;
    } else {
      append_base128(content, index == 1 ? first_arc * 40 + arc : arc);
    }
    ++index;
    at = next < end ? next + 1 : next;
  }
  return element(Tag::object_identifier, content);
}

Writer& Writer::null() {
  return element(Tag::null, {});
}

Writer& Writer::boolean(bool value) {
  const ByteArray<1> content{static_cast<std::uint8_t>(value ? 0xff : 0x00)};
  return element(Tag::boolean, content);
}

Writer& Writer::time(std::int64_t unix_seconds) {
  const CalendarTime when = calendar_time(unix_seconds);
  if (when.year < 1950 || when.year > 2049) return generalized_time(unix_seconds);
  return element(Tag::utc_time,
                 as_bytes(two_digits(static_cast<unsigned>(when.year % 100)) + when.month_to_second));
}

Writer& Writer::generalized_time(std::int64_t unix_seconds) {
  const CalendarTime when = calendar_time(unix_seconds);
  return element(Tag::generalized_time,
                 as_bytes(two_digits(static_cast<unsigned>(when.year / 100)) +
                          two_digits(static_cast<unsigned>(when.year % 100)) + when.month_to_second));
}

void sort_set(std::vector<Bytes>& elements) {
  std::sort(elements.begin(), elements.end(), [](const Bytes& a, const Bytes& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
  });
}

}  // namespace palmkey::core::der
