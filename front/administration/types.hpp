// Changes of operators and relying parties that administrators sign and the vault makes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "front/vault_client.hpp"

namespace palmkey::front::administration {

enum class Subject { operators, relying_parties };

inline constexpr std::array<std::string_view, 2> operator_intents{"appoint", "dismiss"};
inline constexpr std::array<std::string_view, 2> relying_party_intents{"register-site", "remove-site"};

enum class ChangeState {
  waiting,  // for the second administrator
  done,     // by the vault
};

struct Change {
  std::string id;  // SM3 of what is to change, hexadecimal: both administrators' intents give the same
  Subject subject{};
  ChangeState state = ChangeState::waiting;
  std::string begun_by;  // an administrator's id
  std::int64_t begun_at = 0;
  SignedIntent first;
  std::string second_intent;               // empty while it waits
  std::int64_t activation_expires_at = 0;  // after an appointment; 0 otherwise

  std::string type() const;
  // Of the intent, but for operator and time.
  std::vector<std::pair<std::string, std::string>> fields() const;
};

// A change that nobody else has signed by then is begun anew.
inline constexpr std::int64_t change_lifetime = 24L * 3600;

}  // namespace palmkey::front::administration
