// A document that a relying party asks a person to sign on the phone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.hpp"

namespace palmkey::front::documents_to_sign {

// waiting -> claimed -> signed or rejected; waiting and claimed expire.
enum class State { waiting, claimed, signed_, rejected };

// Who signed, as the certificate says.
struct Signer {
  std::string name;
  std::string certificate_serial;  // hexadecimal, lower case
};

struct Document {
  std::string id;  // in the QR code; finding it gives no right to anything
  std::string client_id;
  State state = State::waiting;
  std::string file_name;
  std::string account;  // of the relying party; empty: not said
  std::string subject;  // who has to sign, as ID tokens name the person; empty: anyone
  std::int64_t size = 0;
  std::string digest;  // SM3 of the content, hexadecimal
  std::string file_id;
  std::string signed_file_id;  // once signed
  std::string signed_digest;
  std::string link_digest;   // of the token in the QR code
  std::string claim_digest;  // of the token of the phone that scanned
  std::optional<Signer> signer;
  std::int64_t created_at = 0;  // Unix seconds, as all times here
  std::int64_t expires_at = 0;
};

inline constexpr std::size_t largest_document = std::size_t{20} * 1024 * 1024;  // bytes
// A signature adds less than this.
inline constexpr std::size_t largest_signed_document = largest_document + std::size_t{1024} * 1024;
inline constexpr std::int64_t lifetime = 600;         // seconds to scan, read and sign
inline constexpr std::int64_t kept_for = 24L * 3600;  // seconds for the relying party to fetch the result

}  // namespace palmkey::front::documents_to_sign
