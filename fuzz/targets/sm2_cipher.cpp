// core/sm2/encryption.hpp and the DER of signatures: what is read is written again as it was; what is opened
// was encrypted.
#include "core/sm2/encryption.hpp"

#include "core/sm2/signature.hpp"
#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {

void run(core::ByteView input) {
  using namespace core;
  static const sm2::PrivateKey key = private_key();
  if (const auto ciphertext = sm2::decode_cipher_der(input)) {
    require(equal(sm2::encode_der(*ciphertext), input));
    const auto raw = sm2::decode_cipher_raw(sm2::encode_raw(*ciphertext));
    require(raw.has_value() && raw->c2 == ciphertext->c2);
    if (const auto plaintext = sm2::decrypt(key, *ciphertext))
      require(plaintext->size() == ciphertext->c2.size());
  }
  if (const auto ciphertext = sm2::decode_cipher_raw(input))
    require(equal(sm2::encode_raw(*ciphertext), input));
  if (const auto signature = sm2::decode_der(input)) {
    require(equal(sm2::encode_der(*signature), input));
    (void)sm2::verify(key.public_key(), as_bytes("message"), *signature);
  }
}

}  // namespace palmkey::fuzz
