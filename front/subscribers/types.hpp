// Subscribers are known by a mobile number that they have proved.
#pragma once

#include <cstdint>
#include <string>

namespace palmkey::front::subscribers {

struct Subscriber {
  std::string id;
  std::string phone;           // as identity::mobile_number keeps it
  std::int64_t proven_at = 0;  // when the number was proved for this session, Unix seconds
};

struct Session {
  std::string token;  // bearer token, stored as digest only
  std::int64_t expires_at = 0;
  std::string subscriber_id;
};

inline constexpr std::int64_t code_lifetime = 300;  // seconds
inline constexpr int code_attempts = 5;
inline constexpr std::int64_t session_lifetime = 30L * 24 * 3600;
// How old the proof of a number may be for what a stolen session must not do, seconds.
inline constexpr std::int64_t fresh_proof = 600;
// How long a number that was given up is still told what happens to the keys, seconds: its holder may be
// somebody else than who changed it.
inline constexpr std::int64_t former_number_told = 30L * 24 * 3600;

}  // namespace palmkey::front::subscribers
