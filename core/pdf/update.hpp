// An incremental update (ISO 32000-2, 7.5.6): new and changed objects after the end of a file, whose bytes
// stay as they are.
#pragma once

#include <map>

#include "core/bytes.hpp"
#include "core/pdf/document.hpp"
#include "core/pdf/object.hpp"

namespace palmkey::core::pdf {

class Update {
 public:
  // `document` must outlive the update.
  explicit Update(const Document& document);

  // A number that no object has.
  Reference reserve() { return {next_++, 0}; }
  // Writes an object under a reserved number or in the place of an older one.
  void put(Reference reference, const Object& object);
  // The same for what is already encoded; tells the offset of its first byte in the file.
  std::size_t put_encoded(Reference reference, ByteView encoded);
  Reference add(const Object& object);

  // The file with a cross-reference section of the same kind as its newest one, and a new second identifier.
  // Error::malformed if one object was written twice: in a document whose page is its catalog, say, one
  // change would undo the other.
  Result<Bytes> finish();

 private:
  void write_table(const Dictionary& trailer);
  void write_stream(Dictionary trailer);
  Dictionary next_trailer() const;

  const Document& document_;
  Bytes out_;
  std::uint32_t next_;
  std::map<Reference, std::size_t> written_;
  bool written_twice_ = false;
};

}  // namespace palmkey::core::pdf
