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

}  // namespace palmkey::front::subscribers
