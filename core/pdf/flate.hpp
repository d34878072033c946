// Flate (RFC 1950) as PDF files use it. core does not have it: the host hands it in.
#pragma once

#include <functional>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

struct Flate {
  // Unpacks a zlib stream to at most `limit` bytes. Error::malformed if it is damaged or unpacks to more.
  std::function<Result<Bytes>(ByteView packed, std::size_t limit)> unpack;
  // Packs; a host without it leaves it empty, and then what is written stays unpacked.
  std::function<Result<Bytes>(ByteView data)> pack;
};

}  // namespace palmkey::core::pdf
