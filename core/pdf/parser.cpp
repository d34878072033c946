#include "core/pdf/parser.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr unsigned max_depth = 64;
constexpr std::size_t max_entries = 10'000;  // of a dictionary: finding one takes time linear in it
constexpr std::size_t max_digits = 18;       // fit into 64 bits

bool is_space(std::uint8_t c) {
  return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

bool is_delimiter(std::uint8_t c) {
  return std::string_view("()<>[]{}/%").find(static_cast<char>(c)) != std::string_view::npos && c != 0;
}

bool is_digit(std::uint8_t c) {
  return c >= '0' && c <= '9';
}

// The value of a hexadecimal digit, or -1.
int nibble(std::uint8_t c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::int64_t value_of(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

void Parser::skip_space() {
  while (!at_end()) {
    if (bytes_[at_] == '%') {
      while (!at_end() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
    } else if (is_space(bytes_[at_])) {
      ++at_;
    } else {
      return;
    }
  }
}

bool Parser::match(std::string_view keyword) {
  skip_space();
  if (bytes_.size() - at_ < keyword.size()) return false;
  if (as_text(bytes_.subspan(at_, keyword.size())) != keyword) return false;
  const std::size_t after = at_ + keyword.size();
  if (after < bytes_.size() && !is_space(bytes_[after]) && !is_delimiter(bytes_[after])) return false;
  at_ = after;
  return true;
}

Result<void> Parser::expect(std::string_view keyword) {
  if (!match(keyword)) return Error::malformed;
  return {};
}

Result<void> Parser::stream_line_end() {
  if (peek() == '\r') ++at_;
  if (at_end() || peek() != '\n') return Error::malformed;
  ++at_;
  return {};
}

Result<ByteView> Parser::take(std::size_t size) {
  if (size > bytes_.size() - at_) return Error::malformed;
  const ByteView taken = bytes_.subspan(at_, size);
  at_ += size;
  return taken;
}

Result<std::uint64_t> Parser::integer() {
  skip_space();
  const std::size_t begin = at_;
  while (is_digit(peek())) ++at_;
  const std::size_t size = at_ - begin;
  if (size == 0 || size > max_digits) return Error::malformed;
  if (!at_end() && !is_space(peek()) && !is_delimiter(peek())) return Error::malformed;
  return static_cast<std::uint64_t>(value_of(as_text(bytes_.subspan(begin, size))));
}

Result<Object> Parser::object(unsigned depth) {
  if (depth > max_depth) return Error::malformed;
  skip_space();
  if (at_end()) return Error::malformed;
  switch (peek()) {
    case '/':
      return name();
    case '(':
      return literal_string();
    case '[':
      return array(depth);
    case '<':
      return peek(1) == '<' ? dictionary(depth) : hexadecimal_string();
    case 't':
      PALMKEY_CHECK(expect("true"));
      return Object(true);
    case 'f':
      PALMKEY_CHECK(expect("false"));
      return Object(false);
    case 'n':
      PALMKEY_CHECK(expect("null"));
      return Object(Null{});
    default:
      return number_or_reference();
  }
}

Result<Object> Parser::number_or_reference() {
  const std::size_t begin = at_;
  bool is_integer = true;
  if (peek() == '+' || peek() == '-') ++at_;
  const std::size_t digits = at_;
  std::size_t count = 0;
  for (;; ++at_) {
    if (is_digit(peek())) {
      ++count;
    } else if (peek() == '.' && is_integer) {
      is_integer = false;
    } else {
      break;
    }
  }
  if (count == 0 || (!at_end() && !is_space(peek()) && !is_delimiter(peek()))) return Error::malformed;
  const std::string_view whole = as_text(bytes_.subspan(begin, at_ - begin));
  if (!is_integer || count > max_digits) return Object(Real{std::string(whole)});
  const std::int64_t value = value_of(as_text(bytes_.subspan(digits, at_ - digits)));
  if (whole[0] == '-') return Object(-value);
  if (digits != begin) return Object(value);
  // "12 0 R" begins like a number.
  const std::size_t after = at_;
  const auto generation = integer();
  if (generation && *generation <= 0xffff && value > 0 && value <= 0x7fffffff && match("R"))
    return Object(Reference{static_cast<std::uint32_t>(value), static_cast<std::uint16_t>(*generation)});
  at_ = after;
  return Object(value);
}

Result<Object> Parser::name() {
  ++at_;
  Name out;
  while (!at_end() && !is_space(peek()) && !is_delimiter(peek())) {
    std::uint8_t c = peek();
    if (c == '#') {
      const int high = nibble(peek(1));
      const int low = nibble(peek(2));
      if (high < 0 || low < 0 || high + low == 0) return Error::malformed;
      c = static_cast<std::uint8_t>(high * 16 + low);
      at_ += 2;
    }
    out.value.push_back(static_cast<char>(c));
    ++at_;
  }
  return Object(std::move(out));
}

// What stands after a backslash.
void Parser::escaped(Bytes& out) {
  const std::uint8_t c = peek();
  if (c >= '0' && c <= '7') {
    unsigned value = 0;
    for (int i = 0; i < 3 && peek() >= '0' && peek() <= '7'; ++i, ++at_) value = value * 8 + (peek() - '0');
    out.push_back(static_cast<std::uint8_t>(value));
    return;
  }
  ++at_;
  constexpr std::string_view letters = "nrtbf";
  constexpr std::string_view meant = "\n\r\t\b\f";
  if (c == '\r') {
    if (peek() == '\n') ++at_;
  } else if (const auto found = letters.find(static_cast<char>(c)); found != std::string_view::npos) {
    out.push_back(static_cast<std::uint8_t>(meant[found]));
  } else if (c != '\n') {
    out.push_back(c);
  }
}

Result<Object> Parser::literal_string() {
  String out;
  out.begin = at_++;
  for (unsigned open = 1; !at_end();) {
    const std::uint8_t c = bytes_[at_++];
    if (c == '\\') {
      if (at_end()) return Error::malformed;
      escaped(out.bytes);
      continue;
    }
    if (c == '(') ++open;
    if (c == ')' && --open == 0) {
      out.end = at_;
      return Object(std::move(out));
    }
    if (c == '\r') {
      if (peek() == '\n') ++at_;
      out.bytes.push_back('\n');
    } else {
      out.bytes.push_back(c);
    }
  }
  return Error::malformed;
}

Result<Object> Parser::hexadecimal_string() {
  String out;
  out.begin = at_++;
  int high = -1;
  for (; !at_end(); ++at_) {
    const std::uint8_t c = bytes_[at_];
    if (c == '>') {
      if (high >= 0) out.bytes.push_back(static_cast<std::uint8_t>(high << 4));
      out.end = ++at_;
      return Object(std::move(out));
    }
    if (is_space(c)) continue;
    const int digit = nibble(c);
    if (digit < 0) return Error::malformed;
    if (high < 0) {
      high = digit;
    } else {
      out.bytes.push_back(static_cast<std::uint8_t>(high << 4 | digit));
      high = -1;
    }
  }
  return Error::malformed;
}

Result<Object> Parser::array(unsigned depth) {
  ++at_;
  Array out;
  for (skip_space(); peek() != ']'; skip_space()) {
    PALMKEY_TRY(item, object(depth + 1));
    out.push_back(std::move(item));
  }
  ++at_;
  return Object(std::move(out));
}

Result<Object> Parser::dictionary(unsigned depth) {
  at_ += 2;
  Dictionary out;
  for (skip_space(); peek() != '>'; skip_space()) {
    if (peek() != '/') return Error::malformed;
    PALMKEY_TRY(key, name());
    PALMKEY_TRY(value, object(depth + 1));
    const std::string& text = key.as<Name>()->value;
    if (out.find(text) != nullptr || out.entries().size() == max_entries) return Error::malformed;
    // A null stands for an entry that is not there (7.3.7).
    if (!value.is_null()) out.set(text, std::move(value));
  }
  if (peek(1) != '>') return Error::malformed;
  at_ += 2;
  return Object(std::move(out));
}

}  // namespace palmkey::core::pdf
