// The objects that PDF files are made of (ISO 32000-2, 7.3), read whole and written back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/bytes.hpp"

namespace palmkey::core::pdf {

struct Reference {
  std::uint32_t number = 0;
  std::uint16_t generation = 0;
  bool operator==(const Reference&) const = default;
  bool operator<(const Reference& other) const {
    return number != other.number ? number < other.number : generation < other.generation;
  }
};

struct Null {
  bool operator==(const Null&) const = default;
};

// A number that is no integer of 18 digits at most; kept as it was written.
struct Real {
  std::string text;
  bool operator==(const Real&) const = default;
};

struct Name {
  std::string value;  // without the slash, #xx undone
  bool operator==(const Name&) const = default;
};

struct String {
  Bytes bytes;
  // Where it stands in the bytes that were parsed, delimiters included.
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const String& other) const { return bytes == other.bytes; }
};

struct Object;
using Array = std::vector<Object>;

class Dictionary {
 public:
  // nullptr if there is none. Points into the dictionary.
  const Object* find(std::string_view name) const;
  // Replaces or appends.
  void set(std::string_view name, Object value);
  void remove(std::string_view name);
  const std::vector<std::pair<std::string, Object>>& entries() const { return entries_; }
  bool operator==(const Dictionary& other) const;  // whatever the order

 private:
  std::vector<std::pair<std::string, Object>> entries_;
};

struct Stream {
  Dictionary dictionary;
  ByteView packed;  // as in the file, which must outlive this
};

struct Object {
  using Value =
      std::variant<Null, bool, std::int64_t, Real, Name, String, Array, Dictionary, Reference, Stream>;
  Value value;

  Object() = default;
  template <class T>
  requires std::is_constructible_v<Value, T> Object(T from) : value(std::move(from)) {}

  // The object as this type, or nullptr.
  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  template <class T>
  T* as() {
    return std::get_if<T>(&value);
  }
  bool is_null() const { return as<Null>() != nullptr; }
  bool is_name(std::string_view name) const;
  bool operator==(const Object& other) const;
};

// Appends the object as a file has it, strings in hexadecimal digits. A stream is written with its data and
// its length.
void write(Bytes& out, const Object& object);
void append(Bytes& out, std::string_view text);

// A text string (7.9.2.2): UTF-16BE with its mark. The text is UTF-8; what is not becomes U+FFFD.
String text_string(std::string_view utf8);
// The text of a text string as UTF-8: UTF-16BE and UTF-8 with their marks, else ASCII; others become U+FFFD.
std::string text_of(const String& string);

}  // namespace palmkey::core::pdf
