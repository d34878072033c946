// Officers at the desk.
#pragma once

#include <cstdint>
#include <string>

#include "front/orders/types.hpp"
#include "front/vault_client.hpp"

namespace palmkey::front::desk {

// Who has opened the desk with a signature.
struct Officer {
  std::string id;
  std::string name;
  OperatorRole role = OperatorRole::none;
};

// What an officer signs to open the desk: the fields of the intent `desk`, but for the operator.
struct Challenge {
  std::string session;
  std::string origin;
  std::int64_t time = 0;
};

struct DeskSession {
  std::string token;
  std::int64_t expires_at = 0;
  Officer officer;
};

inline constexpr std::int64_t challenge_lifetime = 300;  // seconds
inline constexpr std::int64_t session_lifetime = 8L * 3600;
// How far the time in an officer's intent may lie from the front's.
inline constexpr std::int64_t intent_freshness = 600;

}  // namespace palmkey::front::desk
