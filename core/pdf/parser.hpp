// Reads single objects out of the bytes of a PDF file (ISO 32000-2, 7.2 and 7.3). Never reads past them.
#pragma once

#include <string_view>

#include "core/bytes.hpp"
#include "core/pdf/object.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

class Parser {
 public:
  // `at` may lie behind the end: then there is nothing to read.
  explicit Parser(ByteView bytes, std::size_t at = 0)
      : bytes_(bytes), at_(at < bytes.size() ? at : bytes.size()) {}

  std::size_t position() const { return at_; }
  bool at_end() const { return at_ == bytes_.size(); }

  // Passes over white space and comments.
  void skip_space();
  // Passes over this keyword if it comes next, after white space; otherwise stays before it.
  bool match(std::string_view keyword);
  Result<void> expect(std::string_view keyword);
  // The end of line after the keyword `stream`: CR LF or LF.
  Result<void> stream_line_end();
  // The next bytes as they are.
  Result<ByteView> take(std::size_t size);

  // An integer from 0 to 10^18 - 1.
  Result<std::uint64_t> integer();
  // Any object but a stream. Error::malformed also for a dictionary that names a key twice or has more than
  // 10,000, and for objects nested deeper than 64.
  Result<Object> object() { return object(0); }

 private:
  Result<Object> object(unsigned depth);
  Result<Object> number_or_reference();
  Result<Object> name();
  Result<Object> literal_string();
  Result<Object> hexadecimal_string();
  Result<Object> array(unsigned depth);
  Result<Object> dictionary(unsigned depth);
  void escaped(Bytes& out);
  // The next byte, 0 at the end.
  std::uint8_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : 0;
  }

  ByteView bytes_;
  std::size_t at_;
};

}  // namespace palmkey::core::pdf
