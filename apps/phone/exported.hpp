// What the modules export to their host, the TypeScript of web/shared/src/device. There are two: the
// device's, and that of apps/phone/files, of which the host makes an instance for each file and throws it
// away. Whatever a hostile file does there, no PIN and no key of the holder's is in that memory; and a phone
// loads it when a file is opened.
//
// The host writes a message (message.hpp) into a buffer that it has allocated, calls an exported function
// with it, which takes the buffer over, reads the answer in the buffer that comes back, and releases that.
// All buffers are wiped when they are freed. An answer begins with its kind:
//
//   "done", a list of what the function yields;
//   "failed", code, whether tries are known, tries left, seconds to wait;
//   of an operation also, with the operation's handle: "hmac", "sign", "store" or "send", handle, data. The
//   host does that and calls `resume` with handle, whether it succeeded, and the bytes; or `drop` with the
//   handle. After "done" and "failed" the handle means nothing any more.
//
// A file adds a function with PALMKEY_EXPORT or an operation with PALMKEY_OPERATION; nothing else has to
// know. One instance of the device's module is one device; there are no threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "apps/phone/message.hpp"
#include "core/device/operation.hpp"

namespace palmkey::phone {

// How a call ends that is no operation: with fields, or with a code.
class Answer {
 public:
  Answer(MessageWriter fields);
  Answer(core::Error error) : Answer(core::device::Failed{error, {}, 0}) {}
  Answer(const core::device::Failed& failure);
  // Of a refusal that is not core's, for example "link_malformed".
  static Answer refused(std::string_view code);

  core::ByteView message() const { return message_.message(); }

 private:
  Answer() = default;
  MessageWriter message_;
};

// An operation of the device and what becomes of its outcome.
struct Plan {
  using Make = std::function<core::device::Operation(core::device::Environment)>;
  using Finish = std::function<Answer(core::device::Outcome&)>;

  Make make;
  // Called with the outcome that `make`'s operation yields; fields_of() if there is nothing to add.
  Finish finish;
  // A key whose pending operation, if there is one, is settled first.
  std::optional<core::device::Identifier> settled_key;
};

// The outcome's own fields: a key's identifier and holder, bytes, a status, a history.
Answer fields_of(core::device::Outcome& outcome);

// How an operation begins: with a plan, or with a refusal.
using Beginning = std::variant<Plan, Answer>;

std::uint8_t* answer_call(std::uint8_t* message, Answer (*call)(MessageReader&));
std::uint8_t* begin_operation(std::uint8_t* message, Beginning (*begin)(MessageReader&));

}  // namespace palmkey::phone

// PALMKEY_EXPORT(name) { ... in ... return Answer; }
#define PALMKEY_EXPORT(name)                                                                            \
  static palmkey::phone::Answer call_##name(palmkey::phone::MessageReader& in);                         \
  extern "C" __attribute__((export_name(#name))) std::uint8_t* exported_##name(std::uint8_t* message) { \
    return palmkey::phone::answer_call(message, call_##name);                                           \
  }                                                                                                     \
  static palmkey::phone::Answer call_##name([[maybe_unused]] palmkey::phone::MessageReader& in)

// PALMKEY_OPERATION(name) { ... in ... return Plan or Answer; } The message's first field, read already, is
// the time now.
#define PALMKEY_OPERATION(name)                                                                         \
  static palmkey::phone::Beginning begin_##name(palmkey::phone::MessageReader& in);                     \
  extern "C" __attribute__((export_name(#name))) std::uint8_t* exported_##name(std::uint8_t* message) { \
    return palmkey::phone::begin_operation(message, begin_##name);                                      \
  }                                                                                                     \
  static palmkey::phone::Beginning begin_##name(palmkey::phone::MessageReader& in)

// PALMKEY_TRY and PALMKEY_CHECK for functions that return an Answer or a Beginning.
#define PALMKEY_ANSWER_TRY(name, ...)                                       \
  auto name##_result = (__VA_ARGS__);                                       \
  if (!name##_result) return palmkey::phone::Answer(name##_result.error()); \
  auto& name = *name##_result

#define PALMKEY_ANSWER_CHECK(...)                          \
  do {                                                     \
    if (auto check_result = (__VA_ARGS__); !check_result)  \
      return palmkey::phone::Answer(check_result.error()); \
  } while (false)
