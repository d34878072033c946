// SM2 public-key encryption, GB/T 32918.4 (C1 | C3 | C2), and SM2Cipher, GB/T 35276.
#pragma once

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::core::sm2 {

// An encrypted message with C1 already checked to be a finite point of the curve.
struct Ciphertext {
  Point c1;
  Digest c3;
  Bytes c2;  // never empty
};

// Error::malformed if the plaintext is empty.
Result<Ciphertext> encrypt(const Point& recipient, ByteView plaintext, Random& random);

// One uniform error, Error::decryption_failed, whatever was wrong; C3 is compared before anything is
// released.
Result<Secret> decrypt(const PrivateKey& key, const Ciphertext& ciphertext);

// The last part of decryption, once d·C1 is known (two-party decryption ends with it).
Result<Secret> open_with_shared_point(const Point& shared, const Ciphertext& ciphertext);

// SM2Cipher ::= SEQUENCE { X INTEGER, Y INTEGER, HASH OCTET STRING, CipherText OCTET STRING }, strict DER.
Bytes encode_der(const Ciphertext& ciphertext);
Result<Ciphertext> decode_cipher_der(ByteView der);

// 04 | X | Y | C3 | C2.
Bytes encode_raw(const Ciphertext& ciphertext);
Result<Ciphertext> decode_cipher_raw(ByteView raw);

}  // namespace palmkey::core::sm2
