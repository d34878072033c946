// Where the objects of a PDF file are (ISO 32000-2, 7.5.4 and 7.5.8): classic tables, streams and both in
// one, followed through all revisions.
#pragma once

#include <map>

#include "core/bytes.hpp"
#include "core/pdf/flate.hpp"
#include "core/pdf/object.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

struct Entry {
  enum class Kind : std::uint8_t { free, plain, packed };
  Kind kind = Kind::free;
  std::uint64_t where = 0;       // plain: offset in the file; packed: number of the object stream
  std::uint32_t index = 0;       // packed: place in the object stream
  std::uint16_t generation = 0;  // plain
  bool operator==(const Entry&) const = default;
};

struct CrossReference {
  std::map<std::uint32_t, Entry> entries;
  Dictionary trailer;        // of the newest section
  std::uint64_t newest = 0;  // offset of the newest section
  bool newest_is_stream = false;
  bool has_streams = false;  // anywhere in the chain
};

// Reads the chain of sections from the newest one. Error::malformed for a chain that runs in a circle, is
// damaged or has more than 1,024 sections or 8 million entries.
Result<CrossReference> read_cross_reference(ByteView file, const Flate& flate);

// The data of a stream under no filter or Flate, with a PNG predictor or none. Error::unsupported for others.
// Unpacks to at most `limit` bytes.
Result<Bytes> unpack_stream(const Stream& stream, const Flate& flate, std::size_t limit);

// Reads "12 0 obj ... endobj" at an offset. `length_of` tells the length of a stream from its entry Length.
struct IndirectObject {
  Reference reference;
  Object object;
  std::size_t begin = 0;  // of the number
  std::size_t end = 0;    // after endobj
};
using LengthOf = std::function<Result<std::uint64_t>(const Object& length)>;
Result<IndirectObject> read_indirect(ByteView file, std::uint64_t offset, const LengthOf& length_of);

}  // namespace palmkey::core::pdf
