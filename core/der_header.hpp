// The beginning of an element of DER, for what is read before all of it is there.
#pragma once

#include <cstdint>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core::der {

struct Header {
  std::uint8_t tag = 0;
  std::size_t size = 0;       // of tag and length, bytes
  std::uint64_t content = 0;  // length of the content, which may go on beyond the input; below 2^32
};

// As strict as Reader. Error::malformed, also if not all of tag and length is there.
Result<Header> read_header(ByteView input);

}  // namespace palmkey::core::der
