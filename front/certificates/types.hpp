// Certificates that were issued through this front, and their revocation by two officers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "front/vault_client.hpp"

namespace palmkey::front::certificates {

// The two certificates of an order.
struct IssuedPair {
  std::string serial;  // of the signing certificate, hexadecimal
  std::string encryption_serial;
  std::string order_number;
  core::Bytes signing_der;
  std::int64_t issued_at = 0;
};

enum class RevocationState {
  waiting,   // for the second officer
  revoking,  // both have signed, the vault has not answered yet
  revoked,
  refused,  // by the vault; it may be begun anew
};

std::string_view state_code(RevocationState state);  // "waiting"

// One pair's revocation. Of each officer: who it was, the `revoke` intent and its signature.
struct Revocation {
  std::string serial;
  std::string order_number;
  std::string reason;  // of the intents
  RevocationState state = RevocationState::waiting;
  std::string acceptance_operator, review_operator;  // empty until signed
  std::optional<SignedIntent> acceptance, review;
  std::int64_t begun_at = 0;
  std::int64_t ended_at = 0;  // when it was revoked or refused
  std::string refusal;        // the vault's code
};

// After this the vault would find the first officer's intent too old: it is begun anew.
inline constexpr std::int64_t revocation_lifetime = 24L * 3600;

}  // namespace palmkey::front::certificates
