#include "vault/sign_in/token_signer.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "platform/failure.hpp"

namespace palmkey::vault {

std::string TokenSigner::sign(std::string_view claims, std::string_view algorithm) const {
  for (const auto& key : keys_) {
    if (pki::name(key->algorithm()) != algorithm) continue;
    const nlohmann::ordered_json header{
        {"alg", std::string(algorithm)}, {"typ", "JWT"}, {"kid", key->key_id()}};
    const auto input =
        core::to_base64url(core::as_bytes(header.dump())) + "." + core::to_base64url(core::as_bytes(claims));
    const std::lock_guard lock(mutex_);
    const auto signature = platform::value_or_throw(key->sign(core::as_bytes(input)));
    return input + "." + core::to_base64url(signature);
  }
  throw platform::Failure("algorithm_unsupported", 422, "algorithm");
}

std::string TokenSigner::key_set() const {
  auto set = nlohmann::json::array();
  for (const auto& key : keys_) set.push_back(nlohmann::json::parse(key->public_jwk()));
  return nlohmann::json{{"keys", set}}.dump();
}

}  // namespace palmkey::vault
