#include "platform/flate.hpp"

#include <zlib.h>

#include <algorithm>

namespace palmkey::platform {
namespace {

constexpr std::size_t step = std::size_t{256} * 1024;

core::Result<core::Bytes> unpack(core::ByteView packed, std::size_t limit) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return core::Error::malformed;
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  core::Bytes out;
  int state = Z_OK;
  while (state == Z_OK && out.size() <= limit) {
    const std::size_t before = out.size();
    // One byte more than allowed tells a stream that ends there from one that goes on.
    out.resize(std::min(before + step, limit + 1));
    stream.next_out = out.data() + before;
    stream.avail_out = static_cast<uInt>(out.size() - before);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END || out.size() > limit) return core::Error::malformed;
  return out;
}

core::Result<core::Bytes> pack(core::ByteView data) {
  uLongf size = compressBound(static_cast<uLong>(data.size()));
  core::Bytes out(size);
  if (compress(out.data(), &size, data.data(), static_cast<uLong>(data.size())) != Z_OK)
    return core::Error::malformed;
  out.resize(size);
  return out;
}

}  // namespace

core::pdf::Flate zlib_flate() {
  return {unpack, pack};
}

}  // namespace palmkey::platform
