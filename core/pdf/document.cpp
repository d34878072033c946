#include "core/pdf/document.hpp"

#include <algorithm>
#include <map>

#include "core/pdf/parser.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::size_t max_unpacked_stream = std::size_t{64} * 1024 * 1024;
constexpr std::size_t max_unpacked_all = std::size_t{256} * 1024 * 1024;
constexpr unsigned max_references = 16;
constexpr unsigned max_nested_loads = 16;

bool is_pdf(ByteView file) {
  const std::string_view text = as_text(file);
  return text.starts_with("%PDF-1.") || text.starts_with("%PDF-2.");
}

}  // namespace

// An object stream, taken apart (7.5.7).
struct Document::Unpacked {
  Bytes data;
  std::vector<std::pair<std::uint32_t, std::size_t>> objects;  // number, offset in the data
};

struct Document::Cache {
  std::map<std::uint32_t, std::unique_ptr<Unpacked>> streams;
  std::size_t unpacked_size = 0;
  unsigned nested_loads = 0;  // a stream's length may be an object of another stream, and so on
};

Document::Document(ByteView file, const Flate& flate, CrossReference cross_reference)
    : file_(file),
      flate_(&flate),
      cross_reference_(std::move(cross_reference)),
      cache_(std::make_shared<Cache>()) {}

Result<Document> Document::open(ByteView file, const Flate& flate) {
  if (file.size() > max_file_size || !is_pdf(file)) return Error::malformed;
  PALMKEY_TRY(cross_reference, read_cross_reference(file, flate));
  if (cross_reference.trailer.find("Encrypt") != nullptr) return Error::pdf_encrypted;
  Document document(file, flate, std::move(cross_reference));
  const Object* root = document.trailer().find("Root");
  if (root == nullptr || root->as<Reference>() == nullptr) return Error::malformed;
  document.root_ = *root->as<Reference>();
  PALMKEY_TRY(catalog, document.load(document.root_));
  if (catalog.as<Dictionary>() == nullptr) return Error::malformed;
  return document;
}

std::uint32_t Document::size() const {
  std::uint32_t size = 1;
  if (!cross_reference_.entries.empty()) size = cross_reference_.entries.rbegin()->first + 1;
  const Object* given = trailer().find("Size");
  const auto* value = given == nullptr ? nullptr : given->as<std::int64_t>();
  if (value != nullptr && *value > size && *value <= 8'388'607) size = static_cast<std::uint32_t>(*value);
  return size;
}

Result<std::uint64_t> Document::length_of(const Object& length) const {
  PALMKEY_TRY(object, resolve(length));
  const auto* value = object.as<std::int64_t>();
  if (value == nullptr || *value < 0) return Error::malformed;
  return static_cast<std::uint64_t>(*value);
}

Result<std::optional<IndirectObject>> Document::load_plain(Reference reference) const {
  const auto found = cross_reference_.entries.find(reference.number);
  if (found == cross_reference_.entries.end() || found->second.kind != Entry::Kind::plain ||
      found->second.generation != reference.generation)
    return std::optional<IndirectObject>();
  if (cache_->nested_loads == max_nested_loads) return Error::malformed;
  ++cache_->nested_loads;
  auto indirect =
      read_indirect(file_, found->second.where, [this](const Object& length) { return length_of(length); });
  --cache_->nested_loads;
  if (!indirect) return indirect.error();
  if (indirect->reference != reference) return Error::malformed;
  return std::optional<IndirectObject>(*std::move(indirect));
}

Result<Object> Document::load(Reference reference) const {
  const auto found = cross_reference_.entries.find(reference.number);
  if (found == cross_reference_.entries.end()) return Object();
  if (found->second.kind == Entry::Kind::packed) {
    if (reference.generation != 0) return Object();
    return load_packed(reference.number, found->second);
  }
  PALMKEY_TRY(indirect, load_plain(reference));
  if (!indirect) return Object();
  return std::move(indirect->object);
}

Result<const Document::Unpacked*> Document::unpacked(std::uint32_t number) const {
  if (const auto found = cache_->streams.find(number); found != cache_->streams.end())
    return found->second.get();
  PALMKEY_TRY(indirect, load_plain({number, 0}));
  const Stream* stream = indirect ? indirect->object.as<Stream>() : nullptr;
  const Object* type = stream == nullptr ? nullptr : stream->dictionary.find("Type");
  if (type == nullptr || !type->is_name("ObjStm")) return Error::malformed;
  PALMKEY_TRY(data, unpack_stream(*stream, *flate_,
                                  std::min(max_unpacked_stream, max_unpacked_all - cache_->unpacked_size)));
  auto out = std::make_unique<Unpacked>();
  out->data = std::move(data);
  cache_->unpacked_size += out->data.size();
  PALMKEY_TRY(count_object, value(stream->dictionary, "N"));
  PALMKEY_TRY(first_object, value(stream->dictionary, "First"));
  const auto* count = count_object.as<std::int64_t>();
  const auto* first = first_object.as<std::int64_t>();
  if (count == nullptr || first == nullptr || *count < 0 || *first < 0) return Error::malformed;
  Parser parser(out->data);
  for (std::int64_t i = 0; i < *count; ++i) {
    PALMKEY_TRY(object_number, parser.integer());
    PALMKEY_TRY(offset, parser.integer());
    if (object_number > 0x7fffffff || offset > out->data.size()) return Error::malformed;
    out->objects.emplace_back(static_cast<std::uint32_t>(object_number),
                              static_cast<std::size_t>(offset) + static_cast<std::size_t>(*first));
  }
  return cache_->streams.emplace(number, std::move(out)).first->second.get();
}

Result<Object> Document::load_packed(std::uint32_t number, const Entry& entry) const {
  PALMKEY_TRY(stream, unpacked(static_cast<std::uint32_t>(entry.where)));
  if (entry.index >= stream->objects.size() || stream->objects[entry.index].first != number)
    return Error::malformed;
  return Parser(stream->data, stream->objects[entry.index].second).object();
}

Result<Object> Document::resolve(const Object& object) const {
  Object current = object;
  for (unsigned i = 0; i < max_references; ++i) {
    const auto* reference = current.as<Reference>();
    if (reference == nullptr) return current;
    PALMKEY_TRY(next, load(*reference));
    current = std::move(next);
  }
  return Error::malformed;
}

Result<Object> Document::value(const Dictionary& dictionary, std::string_view name) const {
  const Object* object = dictionary.find(name);
  if (object == nullptr) return Object();
  return resolve(*object);
}

}  // namespace palmkey::core::pdf
