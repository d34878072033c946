// The cryptography of WeChat Pay API v3: RSA-PKCS1v15-SHA256 signatures and AES-256-GCM resources, over
// OpenSSL.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/secret.hpp"

struct evp_pkey_st;

namespace palmkey::front::payment {

// An RSA key, private or public. Thread-safe once made.
class RsaKey {
 public:
  // PEM files; std::runtime_error names the file if it can't be used.
  static RsaKey private_from_file(const std::filesystem::path& path);
  // A certificate or a bare public key.
  static RsaKey public_from_file(const std::filesystem::path& path);

  // Base64. Precondition: a private key.
  std::string sign(std::string_view message) const;
  bool verify(std::string_view message, std::string_view signature_base64) const;

 private:
  explicit RsaKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

// AEAD_AES_256_GCM as in callbacks: `ciphertext_base64` ends with the tag. Failure("callback_undecipherable",
// 400).
std::string open_resource(const core::Secret& api_v3_key, std::string_view nonce,
                          std::string_view associated_data, std::string_view ciphertext_base64);

// Wechatpay-Timestamp, -Nonce, -Serial and -Signature of an answer or a callback.
struct SignatureHeaders {
  std::string timestamp;
  std::string nonce;
  std::string serial;
  std::string signature;
};

// The keys of WeChat Pay by serial number of certificate or public key id; either may sign while a merchant
// moves from one to the other. Throws Failure("wechat_signature_invalid", 401) for an unknown serial, a wrong
// signature, or a time more than five minutes from `now`. Signatures that begin WECHATPAY/SIGNTEST/ are
// probes and fail like any bad one.
void check_signature(const std::map<std::string, RsaKey>& keys, const SignatureHeaders& headers,
                     std::string_view body, std::int64_t now);

// The value of Authorization for a request. `path` with its query.
std::string authorization(const RsaKey& merchant_key, std::string_view merchant_id,
                          std::string_view merchant_serial, std::string_view method, std::string_view path,
                          std::string_view body, std::int64_t now, std::string_view nonce);

}  // namespace palmkey::front::payment
