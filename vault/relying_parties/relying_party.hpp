// A site where people sign in with their certificates.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace palmkey::vault {

struct RelyingParty {
  std::string client_id;                   // 1..64 of a-z, 0-9, "-"
  std::string name;                        // shown on the phone, 1..100 bytes
  std::string origin;                      // "https://host[:port]"; http only for localhost and 127.0.0.1
  std::vector<std::string> redirect_uris;  // exact, each below the origin
  std::string secret_digest;  // hexadecimal SHA-256 of the client secret; empty for a public client
  std::uint32_t certificates_per_account = 1;  // 1..100
  std::string token_algorithm = "ES256";       // or "RS256"

  bool operator==(const RelyingParty&) const = default;
};

}  // namespace palmkey::vault
