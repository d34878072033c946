#include "front/payment/wechat_crypto.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <charconv>
#include <stdexcept>

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::front::payment {

using platform::Failure;

namespace {

constexpr std::int64_t kToleranceSeconds = 300;
constexpr std::size_t kTagSize = 16;

using KeyPointer = std::shared_ptr<EVP_PKEY>;

std::unique_ptr<BIO, decltype(&BIO_free)> memory_of(const core::Bytes& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
}

KeyPointer require_rsa(EVP_PKEY* key, const std::filesystem::path& path) {
  KeyPointer pointer(key, &EVP_PKEY_free);
  if (key == nullptr || EVP_PKEY_is_a(key, "RSA") != 1)
    throw std::runtime_error(path.string() + ": no RSA key in PEM was found");
  return pointer;
}

}  // namespace

RsaKey RsaKey::private_from_file(const std::filesystem::path& path) {
  core::Bytes pem = platform::read_file(path, 16384);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(memory_of(pem).get(), nullptr, nullptr, nullptr);
  core::wipe(pem.data(), pem.size());
  return RsaKey(require_rsa(key, path));
}

RsaKey RsaKey::public_from_file(const std::filesystem::path& path) {
  const core::Bytes pem = platform::read_file(path, 16384);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(memory_of(pem).get(), nullptr, nullptr, nullptr), &X509_free);
  if (certificate) return RsaKey(require_rsa(X509_get_pubkey(certificate.get()), path));
  return RsaKey(require_rsa(PEM_read_bio_PUBKEY(memory_of(pem).get(), nullptr, nullptr, nullptr), path));
}

std::string RsaKey::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const auto* data = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, data, message.size()) != 1)
    throw Failure("internal_error", 500);
  core::Bytes signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, data, message.size()) != 1)
    throw Failure("internal_error", 500);
  signature.resize(size);
  return core::to_base64(signature);
}

bool RsaKey::verify(std::string_view message, std::string_view signature_base64) const {
  const auto signature = core::from_base64(signature_base64);
  if (!signature) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature->data(), signature->size(),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
}

std::string open_resource(const core::Secret& api_v3_key, std::string_view nonce,
                          std::string_view associated_data, std::string_view ciphertext_base64) {
  const Failure undecipherable("callback_undecipherable", 400);
  const auto sealed = core::from_base64(ciphertext_base64);
  if (!sealed || sealed->size() < kTagSize || nonce.size() != 12 || api_v3_key.size() != 32)
    throw undecipherable;
  const std::size_t size = sealed->size() - kTagSize;

  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                &EVP_CIPHER_CTX_free);
  const auto* nonce_bytes = reinterpret_cast<const unsigned char*>(nonce.data());
  const auto* associated = reinterpret_cast<const unsigned char*>(associated_data.data());
  core::Bytes tag(sealed->end() - kTagSize, sealed->end());
  std::string plain(size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  int written = 0;
  int rest = 0;
  if (EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, api_v3_key.view().data(), nonce_bytes) !=
          1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &written, associated,
                        static_cast<int>(associated_data.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), out, &written, sealed->data(), static_cast<int>(size)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) != 1 ||
      EVP_DecryptFinal_ex(context.get(), out + written, &rest) != 1)
    throw undecipherable;
  return plain;
}

void check_signature(const std::map<std::string, RsaKey>& keys, const SignatureHeaders& headers,
                     std::string_view body, std::int64_t now) {
  const Failure invalid("wechat_signature_invalid", 401);
  std::int64_t time = 0;
  const std::string& text = headers.timestamp;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), time);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) throw invalid;
  if (time < now - kToleranceSeconds || time > now + kToleranceSeconds) throw invalid;
  const auto key = keys.find(headers.serial);
  if (key == keys.end()) throw invalid;
  std::string message = headers.timestamp + "\n" + headers.nonce + "\n";
  message.append(body).append("\n");
  if (!key->second.verify(message, headers.signature)) throw invalid;
}

std::string authorization(const RsaKey& merchant_key, std::string_view merchant_id,
                          std::string_view merchant_serial, std::string_view method, std::string_view path,
                          std::string_view body, std::int64_t now, std::string_view nonce) {
  const std::string timestamp = std::to_string(now);
  std::string message;
  for (const std::string_view line : {method, path, std::string_view(timestamp), nonce, body})
    message.append(line).append("\n");
  std::string value = "WECHATPAY2-SHA256-RSA2048 mchid=\"";
  value.append(merchant_id).append("\",nonce_str=\"").append(nonce);
  value.append("\",timestamp=\"").append(timestamp).append("\",serial_no=\"").append(merchant_serial);
  value.append("\",signature=\"").append(merchant_key.sign(message)).append("\"");
  return value;
}

}  // namespace palmkey::front::payment
