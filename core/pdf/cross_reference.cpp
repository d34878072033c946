#include "core/pdf/cross_reference.hpp"

#include <array>
#include <optional>
#include <set>

#include "core/pdf/parser.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::size_t max_sections = 1'024;
constexpr std::size_t max_entries = 8'000'000;
constexpr std::uint64_t max_number = 8'388'607;  // of an object (ISO 32000-1, annex C)
constexpr std::size_t max_unpacked = std::size_t{256} * 1024 * 1024;
constexpr std::size_t tail_size = 1'024;  // in which startxref must stand
constexpr std::size_t smallest_table_entry = 18;

struct Section {
  std::map<std::uint32_t, Entry> entries;
  Dictionary trailer;
  bool is_stream = false;
};

Result<std::optional<std::uint64_t>> offset_in(const Dictionary& trailer, std::string_view name) {
  const Object* object = trailer.find(name);
  if (object == nullptr) return std::optional<std::uint64_t>();
  const auto* offset = object->as<std::int64_t>();
  if (offset == nullptr || *offset < 0) return Error::malformed;
  return std::optional<std::uint64_t>(static_cast<std::uint64_t>(*offset));
}

Result<std::uint64_t> direct_length(const Object& length) {
  const auto* value = length.as<std::int64_t>();
  if (value == nullptr || *value < 0) return Error::malformed;
  return static_cast<std::uint64_t>(*value);
}

Result<Entry> read_table_entry(Parser& parser) {
  PALMKEY_TRY(where, parser.integer());
  PALMKEY_TRY(generation, parser.integer());
  if (parser.match("f")) return Entry{};
  PALMKEY_CHECK(parser.expect("n"));
  if (generation > 0xffff) return Error::malformed;
  return Entry{Entry::Kind::plain, where, 0, static_cast<std::uint16_t>(generation)};
}

class Chain {
 public:
  Chain(ByteView file, const Flate& flate) : file_(file), flate_(flate) {}

  Result<CrossReference> read(std::uint64_t newest) {
    CrossReference out;
    out.newest = newest;
    std::optional<std::uint64_t> next = newest;
    for (bool is_first = true; next; is_first = false) {
      PALMKEY_TRY(section, read_section(*next));
      PALMKEY_TRY(beside, offset_in(section.trailer, "XRefStm"));
      if (beside && !section.is_stream) PALMKEY_CHECK(add_hidden(section, *beside));
      out.has_streams = out.has_streams || section.is_stream || beside.has_value();
      out.entries.merge(section.entries);
      PALMKEY_TRY(previous, offset_in(section.trailer, "Prev"));
      next = previous;
      if (!is_first) continue;
      out.newest_is_stream = section.is_stream;
      out.trailer = std::move(section.trailer);
    }
    return out;
  }

 private:
  Result<Section> read_section(std::uint64_t offset) {
    if (offset >= file_.size() || !visited_.insert(offset).second || visited_.size() > max_sections)
      return Error::malformed;
    Parser parser(file_, static_cast<std::size_t>(offset));
    if (parser.match("xref")) return read_table(parser);
    return read_stream(offset);
  }

  Result<void> add(Section& section, std::uint64_t number, const Entry& entry) {
    if (number > max_number || ++count_ > max_entries) return Error::malformed;
    // Twice in one section has no meaning, and readers differ in what they make of it.
    if (!section.entries.emplace(static_cast<std::uint32_t>(number), entry).second) return Error::malformed;
    return {};
  }

  Result<Section> read_table(Parser& parser) {
    Section section;
    while (!parser.match("trailer")) {
      PALMKEY_TRY(first, parser.integer());
      PALMKEY_TRY(size, parser.integer());
      if (size > file_.size() / smallest_table_entry) return Error::malformed;
      for (std::uint64_t i = 0; i < size; ++i) {
        PALMKEY_TRY(entry, read_table_entry(parser));
        PALMKEY_CHECK(add(section, first + i, entry));
      }
    }
    PALMKEY_TRY(trailer, parser.object());
    if (trailer.as<Dictionary>() == nullptr) return Error::malformed;
    section.trailer = std::move(*trailer.as<Dictionary>());
    return section;
  }

  Result<Section> read_stream(std::uint64_t offset) {
    PALMKEY_TRY(indirect, read_indirect(file_, offset, direct_length));
    auto* stream = indirect.object.as<Stream>();
    const Object* type = stream == nullptr ? nullptr : stream->dictionary.find("Type");
    if (type == nullptr || !type->is_name("XRef")) return Error::malformed;
    PALMKEY_TRY(data, unpack_stream(*stream, flate_, max_unpacked));
    Section section;
    section.is_stream = true;
    section.trailer = std::move(stream->dictionary);
    PALMKEY_CHECK(read_rows(data, section));
    return section;
  }

  Result<void> read_rows(const Bytes& data, Section& section) {
    std::array<std::size_t, 3> widths{};
    const Object* given = section.trailer.find("W");
    const Array* list = given == nullptr ? nullptr : given->as<Array>();
    if (list == nullptr || list->size() != widths.size()) return Error::malformed;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      PALMKEY_TRY(width, direct_length((*list)[i]));
      if (width > 8) return Error::malformed;
      widths[i] = static_cast<std::size_t>(width);
    }
    const std::size_t row_size = widths[0] + widths[1] + widths[2];
    if (row_size == 0) return Error::malformed;
    PALMKEY_TRY(index, ranges(section.trailer));
    std::size_t at = 0;
    for (std::size_t range = 0; range + 1 < index.size(); range += 2) {
      for (std::uint64_t i = 0; i < index[range + 1]; ++i, at += row_size) {
        if (data.size() - at < row_size) return Error::malformed;
        PALMKEY_TRY(entry, read_row(ByteView(data).subspan(at, row_size), widths));
        PALMKEY_CHECK(add(section, index[range] + i, entry));
      }
    }
    return {};
  }

  // Index, or else one range from 0 of all.
  static Result<std::vector<std::uint64_t>> ranges(const Dictionary& trailer) {
    const Object* given = trailer.find("Index");
    if (given == nullptr) {
      const Object* size = trailer.find("Size");
      if (size == nullptr) return Error::malformed;
      PALMKEY_TRY(all, direct_length(*size));
      return std::vector<std::uint64_t>{0, all};
    }
    const Array* list = given->as<Array>();
    if (list == nullptr || list->size() % 2 != 0) return Error::malformed;
    std::vector<std::uint64_t> out;
    for (const Object& item : *list) {
      PALMKEY_TRY(value, direct_length(item));
      out.push_back(value);
    }
    return out;
  }

  static Result<Entry> read_row(ByteView row, const std::array<std::size_t, 3>& widths) {
    std::array<std::uint64_t, 3> fields{1, 0, 0};  // without a type it is 1
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (widths[i] > 0) fields[i] = 0;
      for (std::size_t j = 0; j < widths[i]; ++j) fields[i] = (fields[i] << 8) | row[j];
      row = row.subspan(widths[i]);
    }
    switch (fields[0]) {
      case 1:
        if (fields[2] > 0xffff) return Error::malformed;
        return Entry{Entry::Kind::plain, fields[1], 0, static_cast<std::uint16_t>(fields[2])};
      case 2:
        if (fields[1] == 0 || fields[1] > max_number || fields[2] > max_number) return Error::malformed;
        return Entry{Entry::Kind::packed, fields[1], static_cast<std::uint32_t>(fields[2]), 0};
      default:
        return Entry{};
    }
  }

  // Hybrid files (7.5.8.4): what the table calls free the stream beside it may define.
  Result<void> add_hidden(Section& section, std::uint64_t offset) {
    PALMKEY_TRY(hidden, read_section(offset));
    if (!hidden.is_stream) return Error::malformed;
    for (const auto& [number, entry] : hidden.entries) {
      Entry& known = section.entries[number];
      if (known.kind == Entry::Kind::free) known = entry;
    }
    return {};
  }

  ByteView file_;
  const Flate& flate_;
  std::set<std::uint64_t> visited_;
  std::size_t count_ = 0;
};

}  // namespace

Result<CrossReference> read_cross_reference(ByteView file, const Flate& flate) {
  const std::size_t tail_begin = file.size() - std::min(file.size(), tail_size);
  const auto found = as_text(file.subspan(tail_begin)).rfind("startxref");
  if (found == std::string_view::npos) return Error::malformed;
  Parser parser(file, tail_begin + found);
  PALMKEY_CHECK(parser.expect("startxref"));
  PALMKEY_TRY(newest, parser.integer());
  return Chain(file, flate).read(newest);
}

}  // namespace palmkey::core::pdf
