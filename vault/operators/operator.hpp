// Those who act for the authority: acceptance officers, reviewing officers, administrators, recovery agents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.hpp"

namespace palmkey::vault {

enum class Role { acceptance, review, administrator, recovery };

// "acceptance", "review", "administrator", "recovery": as in an intent's `step`.
std::string_view name_of(Role role);
std::optional<Role> role_of(std::string_view name);

struct Operator {
  std::string id;  // "op1", "op2", ...; never given twice
  std::string name;
  Role role = Role::acceptance;
  bool active = false;     // has a key and was not deactivated
  core::Bytes public_key;  // 65 bytes of the split key; empty before activation
  core::Bytes key_id;      // the co-signer's name of that key; empty before activation
};

}  // namespace palmkey::vault
