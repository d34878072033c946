#include "core/pdf/update.hpp"

#include "core/sm3.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::size_t identifier_size = 16;

std::string padded(std::uint64_t value, std::size_t digits) {
  std::string text = std::to_string(value);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

void append_big_endian(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

Update::Update(const Document& document)
    : document_(document), out_(document.file().begin(), document.file().end()), next_(document.size()) {
  if (out_.back() != '\n') out_.push_back('\n');
}

void Update::put(Reference reference, const Object& object) {
  Bytes encoded;
  write(encoded, object);
  put_encoded(reference, encoded);
}

std::size_t Update::put_encoded(Reference reference, ByteView encoded) {
  if (!written_.emplace(reference, out_.size()).second) written_twice_ = true;
  append(out_, std::to_string(reference.number) + " " + std::to_string(reference.generation) + " obj\n");
  const std::size_t begin = out_.size();
  out_.insert(out_.end(), encoded.begin(), encoded.end());
  append(out_, "\nendobj\n");
  return begin;
}

Reference Update::add(const Object& object) {
  const Reference reference = reserve();
  put(reference, object);
  return reference;
}

Dictionary Update::next_trailer() const {
  Dictionary trailer;
  for (const char* name : {"Root", "Info"}) {
    if (const Object* value = document_.trailer().find(name)) trailer.set(name, *value);
  }
  const Digest digest = sm3(out_);
  const String fresh{Bytes(digest.begin(), digest.begin() + identifier_size)};
  const Object* old = document_.trailer().find("ID");
  const Array* pair = old == nullptr ? nullptr : old->as<Array>();
  const bool keeps = pair != nullptr && pair->size() == 2 && (*pair)[0].as<String>() != nullptr;
  trailer.set("ID", Array{keeps ? (*pair)[0] : Object(fresh), fresh});
  trailer.set("Prev", static_cast<std::int64_t>(document_.cross_reference().newest));
  return trailer;
}

void Update::write_table(const Dictionary& trailer) {
  append(out_, "xref\n");
  for (auto entry = written_.begin(); entry != written_.end();) {
    auto last = entry;
    std::size_t count = 0;
    for (; last != written_.end() && last->first.number == entry->first.number + count; ++last) ++count;
    append(out_, std::to_string(entry->first.number) + " " + std::to_string(count) + "\n");
    for (; entry != last; ++entry)
      append(out_, padded(entry->second, 10) + " " + padded(entry->first.generation, 5) + " n \n");
  }
  append(out_, "trailer\n");
  write(out_, trailer);
}

void Update::write_stream(Dictionary trailer) {
  Array index;
  Bytes rows;
  for (const auto& [reference, offset] : written_) {
    index.emplace_back(static_cast<std::int64_t>(reference.number));
    index.emplace_back(std::int64_t{1});
    append_big_endian(rows, 1, 1);
    append_big_endian(rows, offset, 4);
    append_big_endian(rows, reference.generation, 2);
  }
  trailer.set("Type", Name{"XRef"});
  trailer.set("W", Array{std::int64_t{1}, std::int64_t{4}, std::int64_t{2}});
  trailer.set("Index", std::move(index));
  write(out_, Stream{std::move(trailer), rows});
  append(out_, "\nendobj");
}

Result<Bytes> Update::finish() {
  if (written_twice_) return Error::malformed;
  Dictionary trailer = next_trailer();
  std::size_t section = out_.size();
  if (document_.cross_reference().newest_is_stream) {
    const Reference self = reserve();
    written_[self] = section;
    append(out_, std::to_string(self.number) + " 0 obj\n");
    trailer.set("Size", static_cast<std::int64_t>(next_));
    write_stream(std::move(trailer));
  } else {
    trailer.set("Size", static_cast<std::int64_t>(next_));
    write_table(trailer);
  }
  append(out_, "\nstartxref\n" + std::to_string(section) + "\n%%EOF\n");
  return std::move(out_);
}

}  // namespace palmkey::core::pdf
