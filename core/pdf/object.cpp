#include "core/pdf/object.hpp"

#include <algorithm>

#include "core/encoding.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

struct Writer {
  Bytes& out;

  void operator()(const Null&) const { append(out, "null"); }
  void operator()(bool value) const { append(out, value ? "true" : "false"); }
  void operator()(std::int64_t value) const { append(out, std::to_string(value)); }
  void operator()(const Real& value) const { append(out, value.text); }
  void operator()(const Name& name) const {
    out.push_back('/');
    for (const char c : name.value) {
      const bool regular =
          c > ' ' && c < 0x7f && std::string_view("#/()<>[]{}%").find(c) == std::string_view::npos;
      if (regular) {
        out.push_back(static_cast<std::uint8_t>(c));
      } else {
        append(out, "#" + to_hex(as_bytes({&c, 1})));
      }
    }
  }
  void operator()(const String& string) const { append(out, "<" + to_hex(string.bytes) + ">"); }
  void operator()(const Array& array) const {
    append(out, "[");
    for (const Object& item : array) {
      append(out, " ");
      write(out, item);
    }
    append(out, " ]");
  }
  void operator()(const Dictionary& dictionary) const {
    append(out, "<<");
    for (const auto& [name, value] : dictionary.entries()) {
      append(out, " ");
      (*this)(Name{name});
      append(out, " ");
      write(out, value);
    }
    append(out, " >>");
  }
  void operator()(const Reference& reference) const {
    append(out, std::to_string(reference.number) + " " + std::to_string(reference.generation) + " R");
  }
  void operator()(const Stream& stream) const {
    Dictionary dictionary = stream.dictionary;
    dictionary.set("Length", static_cast<std::int64_t>(stream.packed.size()));
    (*this)(dictionary);
    append(out, "\nstream\n");
    out.insert(out.end(), stream.packed.begin(), stream.packed.end());
    append(out, "\nendstream");
  }
};

// Takes one character off the front of UTF-8.
std::uint32_t take_character(ByteView& utf8) {
  const std::uint8_t first = utf8[0];
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xc2 ? 0
                           : first < 0xe0 ? 2
                           : first < 0xf0 ? 3
                           : first < 0xf5 ? 4
                                          : 0;
  if (size == 0 || size > utf8.size()) {
    utf8 = utf8.subspan(1);
    return replacement;
  }
  std::uint32_t character = size == 1 ? first : first & (0x7f >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((utf8[i] & 0xc0) != 0x80) {
      utf8 = utf8.subspan(i);
      return replacement;
    }
    character = (character << 6) | (utf8[i] & 0x3f);
  }
  utf8 = utf8.subspan(size);
  return character;
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c >= 0xd800 && c < 0xe000) c = replacement;
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  if (c >= 0x10000) {
    out.push_back(static_cast<char>(0xf0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3f)));
  } else if (c >= 0x800) {
    out.push_back(static_cast<char>(0xe0 | (c >> 12)));
  }
  out.push_back(static_cast<char>(c >= 0x800 ? 0x80 | ((c >> 6) & 0x3f) : 0xc0 | (c >> 6)));
  out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
}

void append_unit(Bytes& out, std::uint32_t unit) {
  out.push_back(static_cast<std::uint8_t>(unit >> 8));
  out.push_back(static_cast<std::uint8_t>(unit));
}

bool starts_with(const Bytes& bytes, std::initializer_list<std::uint8_t> mark) {
  return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin());
}

std::string text_of_utf16(ByteView units) {
  std::string out;
  for (std::size_t i = 0; i + 1 < units.size(); i += 2) {
    const std::uint32_t unit = (units[i] << 8) | units[i + 1];
    if (unit >= 0xd800 && unit < 0xdc00 && i + 3 < units.size()) {
      const std::uint32_t low = (units[i + 2] << 8) | units[i + 3];
      if (low >= 0xdc00 && low < 0xe000) {
        append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        i += 2;
        continue;
      }
    }
    append_utf8(out, unit);
  }
  return out;
}

}  // namespace

const Object* Dictionary::find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (key == name) return &value;
  }
  return nullptr;
}

void Dictionary::set(std::string_view name, Object value) {
  for (auto& [key, old] : entries_) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  entries_.emplace_back(std::string(name), std::move(value));
}

void Dictionary::remove(std::string_view name) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == name; });
}

bool Dictionary::operator==(const Dictionary& other) const {
  if (entries_.size() != other.entries_.size()) return false;
  return std::all_of(entries_.begin(), entries_.end(), [&](const auto& entry) {
    const Object* counterpart = other.find(entry.first);
    return counterpart != nullptr && *counterpart == entry.second;
  });
}

bool Object::is_name(std::string_view name) const {
  const Name* own = as<Name>();
  return own != nullptr && own->value == name;
}

bool Object::operator==(const Object& other) const {
  if (value.index() != other.value.index()) return false;
  if (const auto* stream = as<Stream>()) {
    const auto* theirs = other.as<Stream>();
    return stream->dictionary == theirs->dictionary &&
           std::equal(stream->packed.begin(), stream->packed.end(), theirs->packed.begin(),
                      theirs->packed.end());
  }
  return std::visit(
      [&](const auto& own) {
        using T = std::decay_t<decltype(own)>;
        if constexpr (std::is_same_v<T, Stream>) {
          return false;
        } else {
          return own == *other.as<T>();
        }
      },
      value);
}

void write(Bytes& out, const Object& object) {
  std::visit(Writer{out}, object.value);
}

void append(Bytes& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

String text_string(std::string_view utf8) {
  String out;
  out.bytes = {0xfe, 0xff};
  ByteView rest = as_bytes(utf8);
  while (!rest.empty()) {
    std::uint32_t character = take_character(rest);
    if (character >= 0x10000) {
      character -= 0x10000;
      append_unit(out.bytes, 0xd800 | (character >> 10));
      character = 0xdc00 | (character & 0x3ff);
    }
    append_unit(out.bytes, character);
  }
  return out;
}

std::string text_of(const String& string) {
  if (starts_with(string.bytes, {0xfe, 0xff})) return text_of_utf16(ByteView(string.bytes).subspan(2));
  const bool is_utf8 = starts_with(string.bytes, {0xef, 0xbb, 0xbf});
  ByteView rest = ByteView(string.bytes).subspan(is_utf8 ? 3 : 0);
  std::string out;
  while (!rest.empty()) append_utf8(out, take_character(rest));
  return out;
}

}  // namespace palmkey::core::pdf
