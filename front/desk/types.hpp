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
  std::string entrance =
      {};  // of a browser that the officer's phone let in (front/officer_phone), else empty
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

// A session as the database keeps it.
struct KeptSession {
  std::string token_digest;
  Officer officer;
  SignedIntent opening;  // the `desk` intent that opened it
  std::int64_t expires_at = 0;
  std::int64_t used_at = 0;     // by the browser, to within session_use_step
  std::int64_t checked_at = 0;  // when the vault vouched for the opening last
};

inline constexpr std::int64_t challenge_lifetime = 300;  // seconds
inline constexpr std::int64_t session_lifetime = 8L * 3600;
// A browser that a phone let in is anybody's browser: it is left sooner, and when nobody uses it.
inline constexpr std::int64_t phone_session_lifetime = 4L * 3600;
inline constexpr std::int64_t phone_session_idle = 15L * 60;
inline constexpr std::int64_t session_use_step = 30;
// How soon a session ends after the officer was dismissed or the officer's key was frozen.
inline constexpr std::int64_t session_check_interval = 10;
// How far the time in an officer's intent may lie from the front's.
inline constexpr std::int64_t intent_freshness = 600;

}  // namespace palmkey::front::desk
