#include "front/shared_secret.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <exception>

#include "core/encoding.hpp"
#include "platform/files.hpp"

namespace palmkey::front {

core::Secret read_shared_secret(const platform::Config& table, std::string_view key) {
  core::Bytes secret;
  try {
    secret = platform::read_file(table.string(key), 256);
  } catch (const platform::ConfigError&) {
    throw;
  } catch (const std::exception&) {
    throw table.error(key, "expected a readable file with the secret");
  }
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) throw table.error(key, "expected a file with the secret");
  return core::Secret(std::move(secret));
}

std::string sha256_hex(std::string_view text) {
  core::ByteArray<32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return core::to_hex(digest);
}

std::string hmac_sha256_hex(const core::Secret& key, std::string_view text) {
  core::ByteArray<32> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.view().data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return core::to_hex(digest);
}

}  // namespace palmkey::front
