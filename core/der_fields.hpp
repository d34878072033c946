// DER of structures that list their fields once, for writing and reading alike:
//
//   struct Example {
//     ByteArray<16> id{};
//     std::vector<Bytes> parts;
//     template <class Self, class Visit>
//     static Result<void> fields(Self& m, Visit& visit) { return visit(m.id, m.parts); }
//   };
//
// A structure is a SEQUENCE of its fields, a vector a SEQUENCE OF, an optional a SEQUENCE OF none or one. An
// enumeration is an INTEGER from 1 to largest_value(), which is found beside it. For .cpp files only.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/der.hpp"
#include "core/der_time.hpp"
#include "core/secret.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"

namespace palmkey::core::der {

class FieldWriter {
 public:
  explicit FieldWriter(Writer& writer) : writer_(writer) {}

  // What fields() calls; never fails.
  template <class... Fields>
  Result<void> operator()(const Fields&... fields) {
    (write(fields), ...);
    return {};
  }

  template <std::size_t N>
  void write(const ByteArray<N>& field) {
    writer_.octets(field);
  }
  void write(const Bytes& field) { writer_.octets(field); }
  void write(const Secret& field) { writer_.octets(field.view()); }
  void write(const sm2::Point& field) { writer_.octets(field.encode()); }
  void write(const sm2::Scalar& field) { writer_.octets(field.encode().view()); }
  void write(const std::string& field) { writer_.utf8(field); }
  void write(std::uint64_t field) { writer_.small_integer(field); }
  void write(bool field) { writer_.boolean(field); }
  void write(const Time& field) { writer_.generalized_time(field.unix_seconds); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void write(Enum field) { writer_.small_integer(static_cast<std::uint64_t>(field)); }
  template <class Item>
  void write(const std::vector<Item>& items) {
    writer_.sequence([&](Writer& inner) {
      FieldWriter writer(inner);
      for (const Item& item : items) writer.write(item);
    });
  }
  template <class Item>
  void write(const std::optional<Item>& item) {
    writer_.sequence([&](Writer& inner) {
      if (item) FieldWriter(inner).write(*item);
    });
  }
  template <class Message>
  requires requires(const Message& m, FieldWriter& w) { Message::fields(m, w); }
  void write(const Message& message) {
    writer_.sequence([&](Writer& inner) {
      FieldWriter writer(inner);
      (void)Message::fields(message, writer);
    });
  }

 private:
  Writer& writer_;
};

class FieldReader {
 public:
  explicit FieldReader(Reader& reader) : reader_(reader) {}

  // What fields() calls; stops at the first field that fails.
  template <class... Fields>
  Result<void> operator()(Fields&... fields) {
    Result<void> result;
    ((result = read(fields), result.has_value()) && ...);
    return result;
  }

  template <std::size_t N>
  Result<void> read(ByteArray<N>& field) {
    PALMKEY_TRY(content, reader_.octets(N));
    std::copy(content.begin(), content.end(), field.begin());
    return {};
  }
  Result<void> read(Bytes& field) {
    PALMKEY_TRY(content, reader_.octets());
    field.assign(content.begin(), content.end());
    return {};
  }
  // Secrets that travel are 32 bytes.
  Result<void> read(Secret& field) {
    PALMKEY_TRY(content, reader_.octets(32));
    field = Secret::copy_of(content);
    return {};
  }
  Result<void> read(sm2::Point& field) {
    PALMKEY_TRY(content, reader_.octets(65));
    PALMKEY_TRY(point, sm2::Point::decode(content));
    field = point;
    return {};
  }
  Result<void> read(sm2::Scalar& field) {
    PALMKEY_TRY(content, reader_.octets(32));
    PALMKEY_TRY(scalar, sm2::Scalar::decode_nonzero(content));
    field = std::move(scalar);
    return {};
  }
  Result<void> read(std::string& field) {
    PALMKEY_TRY(content, reader_.utf8());
    field = content;
    return {};
  }
  Result<void> read(std::uint64_t& field) {
    PALMKEY_TRY(value, reader_.small_integer());
    field = value;
    return {};
  }
  Result<void> read(bool& field) {
    PALMKEY_TRY(value, reader_.boolean());
    field = value;
    return {};
  }
  Result<void> read(Time& field) {
    if (reader_.peek() != Tag::generalized_time) return Error::malformed;
    PALMKEY_TRY(value, reader_.time());
    field.unix_seconds = value;
    return {};
  }
  template <class Enum>
  requires std::is_enum_v<Enum> Result<void> read(Enum& field) {
    PALMKEY_TRY(value, reader_.small_integer());
    if (value < 1 || value > static_cast<std::uint64_t>(largest_value(field))) return Error::unsupported;
    field = static_cast<Enum>(value);
    return {};
  }
  template <class Item>
  Result<void> read(std::vector<Item>& items) {
    PALMKEY_TRY(inner, reader_.sequence());
    FieldReader reader(inner);
    while (!inner.at_end()) {
      Item item;
      PALMKEY_CHECK(reader.read(item));
      items.push_back(std::move(item));
    }
    return {};
  }
  template <class Item>
  Result<void> read(std::optional<Item>& item) {
    PALMKEY_TRY(inner, reader_.sequence());
    if (!inner.at_end()) PALMKEY_CHECK(FieldReader(inner).read(item.emplace()));
    return inner.expect_end();
  }
  template <class Message>
  requires requires(Message& m, FieldReader& r) { Message::fields(m, r); }
  Result<void> read(Message& message) {
    PALMKEY_TRY(inner, reader_.sequence());
    FieldReader reader(inner);
    PALMKEY_CHECK(Message::fields(message, reader));
    return inner.expect_end();
  }

 private:
  Reader& reader_;
};

template <class Message>
Bytes encode_fields(const Message& message) {
  Writer writer;
  FieldWriter(writer).write(message);
  return writer.take();
}

template <class Message>
Result<Message> decode_fields(ByteView der) {
  Reader reader(der);
  Message message;
  PALMKEY_CHECK(FieldReader(reader).read(message));
  PALMKEY_CHECK(reader.expect_end());
  return message;
}

}  // namespace palmkey::core::der
