// ID tokens as JSON Web Tokens (RFC 7519), and the keys that relying parties check them with (RFC 7517).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pki/jws_key.hpp"

namespace palmkey::vault {

// Thread-safe.
class TokenSigner {
 public:
  explicit TokenSigner(std::vector<std::shared_ptr<const pki::JwsKey>> keys) : keys_(std::move(keys)) {}

  // Header, claims and signature in the compact form. `claims` is a JSON object; `algorithm` is "ES256" or
  // "RS256", else Failure("algorithm_unsupported", 422).
  std::string sign(std::string_view claims, std::string_view algorithm) const;
  // The JWK set.
  std::string key_set() const;

 private:
  std::vector<std::shared_ptr<const pki::JwsKey>> keys_;
  mutable std::mutex mutex_;  // a JwsKey serves one thread at a time
};

}  // namespace palmkey::vault
