// A drill: a relying party asks whether a person can still open what is encrypted for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"

namespace palmkey::front::drills {

// waiting -> claimed -> passed, failed or rejected; waiting and claimed expire.
enum class State { waiting, claimed, passed, failed, rejected };

// One of the person's encryption certificates and what was encrypted to it. Its content is kept nowhere.
struct Message {
  std::string serial;  // hexadecimal, lower case
  std::int64_t not_after = 0;
  core::Bytes ciphertext;     // DER of SM2Cipher (GM/T 0009)
  core::Bytes digest;         // SM3 of the content
  std::optional<bool> opens;  // once answered
};

struct Drill {
  std::string id;  // in the QR code; finding it gives no right to anything
  std::string client_id;
  State state = State::waiting;
  std::string account;          // of the relying party
  std::string link_digest;      // of the token in the QR code
  std::string claim_digest;     // of the token of the phone that scanned
  std::string answers_digest;   // of what was answered, once it was
  std::int64_t created_at = 0;  // Unix seconds, as all times here
  std::int64_t expires_at = 0;
  std::vector<Message> messages;  // the oldest certificate first
};

// What a phone says of one message.
struct Answer {
  std::string serial;
  std::optional<core::Bytes> digest;  // SM3 of what it opened to; nothing if it did not open
};

inline constexpr std::int64_t lifetime = 600;         // seconds to scan and answer
inline constexpr std::int64_t kept_for = 24L * 3600;  // seconds for the relying party to fetch the result

}  // namespace palmkey::front::drills
