// 司法恢复: escrowed encryption keys handed over to an authorised third party, on recovery agents'
// signatures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "front/desk/application_text.hpp"
#include "front/vault_client.hpp"

namespace palmkey::front::handovers {

enum class HandoverState {
  waiting,    // for as many recovery agents as the vault asks for
  done,       // the vault has enveloped the keys for the recipient
  withdrawn,  // an agent has given it up
};
std::string_view state_code(HandoverState state);

inline constexpr std::size_t largest_document = std::size_t{5} << 20;      // bytes, as uploaded
inline constexpr std::size_t largest_certificate = std::size_t{16} << 10;  // bytes
inline constexpr std::size_t longest_reference = 120;                      // characters

struct Handover {
  std::string number;     // 业务单号, from the same sequence as orders'
  std::string serial;     // the certificate whose holder's keys are wanted, signing
  std::string reference;  // of the legal document, as in its heading
  core::Bytes recipient;  // certificate, DER
  std::string recipient_subject;
  std::string document_digest;  // SM3, hexadecimal
  HandoverState state = HandoverState::waiting;
  std::string begun_by;  // operator
  std::int64_t begun_at = 0;
  std::string ended_by;
  std::int64_t ended_at = 0;
  std::vector<core::Bytes> keys;  // SM2EnvelopedKey each, once it is done
};

struct Approval {
  std::string operator_id;
  SignedIntent signed_intent;
  std::int64_t signed_at = 0;
};

// What an agent reads: its digest is signed.
desk::ApplicationText text_of(const Handover& handover);
// The fields of a `recover` intent for it, but operator, step and time.
std::vector<std::pair<std::string, std::string>> approval_fields(const Handover& handover);

}  // namespace palmkey::front::handovers
