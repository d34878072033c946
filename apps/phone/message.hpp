// Messages between this module and its host: fields one after another, each a length of four bytes,
// little-endian, and as many bytes. What a field means is settled by its place. Texts are UTF-8, numbers are
// IEEE 754 doubles in eight bytes, little-endian, as JavaScript has them, flags are a number 0 or 1, and a
// list is a field that is a message itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/splitkey/proof.hpp"

namespace palmkey::phone {

// Reads the fields in order. A field that is missing or of another form reads as nothing, and finish() tells.
class MessageReader {
 public:
  // The message must outlive the reader and the views that it gives.
  explicit MessageReader(core::ByteView message) : rest_(message) {}

  core::ByteView view();
  core::Bytes bytes();
  std::string text();
  double number();
  std::uint64_t count();  // a number from 0 to 2^53
  std::int64_t time();    // the same: Unix seconds
  bool flag();
  core::splitkey::Identifier identifier();
  std::vector<std::string> texts();                          // a list of them
  std::vector<std::pair<std::string, std::string>> pairs();  // a list of names and values in turn
  MessageReader list();
  std::vector<core::Bytes> blobs();  // all fields that are left

  bool at_end() const { return rest_.empty(); }
  // Error::malformed if something was missing or malformed before, or is left.
  core::Result<void> finish() const;

 private:
  core::ByteView rest_;
  bool malformed_ = false;
};

// Writes fields. Wipes what it held: messages may carry secrets.
class MessageWriter {
 public:
  MessageWriter() = default;
  MessageWriter(const MessageWriter&) = delete;
  MessageWriter& operator=(const MessageWriter&) = delete;
  MessageWriter& operator=(MessageWriter&&) = delete;
  MessageWriter(MessageWriter&& other) noexcept = default;
  ~MessageWriter();

  MessageWriter& bytes(core::ByteView field);
  MessageWriter& text(std::string_view field) { return bytes(core::as_bytes(field)); }
  MessageWriter& number(double field);
  MessageWriter& flag(bool field) { return number(field ? 1 : 0); }
  MessageWriter& list(const MessageWriter& fields) { return bytes(fields.message()); }

  core::ByteView message() const { return message_; }

 private:
  core::Bytes message_;
};

}  // namespace palmkey::phone
