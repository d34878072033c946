// A PDF file opened for reading: its objects, its pages, its form. Strict and bounded: what is damaged is
// refused, never guessed at.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/bytes.hpp"
#include "core/pdf/cross_reference.hpp"
#include "core/pdf/flate.hpp"
#include "core/pdf/object.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

inline constexpr std::size_t max_file_size = std::size_t{512} * 1024 * 1024;

struct Page {
  Reference reference;
  std::array<double, 4> box{};  // what is shown, in user space: left, bottom, right, top
  int rotation = 0;             // 0, 90, 180 or 270 degrees, clockwise, when it is shown

  // As it is shown, in points.
  double width() const { return rotation % 180 == 0 ? box[2] - box[0] : box[3] - box[1]; }
  double height() const { return rotation % 180 == 0 ? box[3] - box[1] : box[2] - box[0]; }
};

// Not thread-safe, also not for reading: it remembers what it has unpacked.
class Document {
 public:
  // `file` and `flate` must outlive the document. Error::pdf_encrypted; Error::malformed for whatever is no
  // PDF or is damaged.
  static Result<Document> open(ByteView file, const Flate& flate);

  ByteView file() const { return file_; }
  const CrossReference& cross_reference() const { return cross_reference_; }
  const Dictionary& trailer() const { return cross_reference_.trailer; }
  Reference root() const { return root_; }
  // One more than the greatest object number.
  std::uint32_t size() const;

  // The object, Null if there is none of that number and generation (7.3.10).
  Result<Object> load(Reference reference) const;
  // An object that stands in the file for itself, with its place; nothing if it is absent or packed.
  Result<std::optional<IndirectObject>> load_plain(Reference reference) const;
  // Follows references, at most 16.
  Result<Object> resolve(const Object& object) const;
  // The value of an entry, followed; Null if there is none.
  Result<Object> value(const Dictionary& dictionary, std::string_view name) const;

  // All pages in order. Error::malformed for a page tree that runs in a circle, is deeper than 64 or has more
  // than 100,000 pages.
  Result<std::vector<Page>> pages() const;

 private:
  struct Unpacked;
  struct Cache;
  Document(ByteView file, const Flate& flate, CrossReference cross_reference);
  Result<const Unpacked*> unpacked(std::uint32_t number) const;
  Result<Object> load_packed(std::uint32_t number, const Entry& entry) const;
  Result<std::uint64_t> length_of(const Object& length) const;

  ByteView file_;
  const Flate* flate_;
  CrossReference cross_reference_;
  Reference root_;
  std::shared_ptr<Cache> cache_;
};

}  // namespace palmkey::core::pdf
