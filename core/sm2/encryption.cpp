#include "core/sm2/encryption.hpp"

#include <algorithm>

#include "core/constant_time.hpp"
#include "core/declare_public.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::sm2 {
namespace {

// A shared point's coordinates, x2 and y2.
struct Shared {
  explicit Shared(const Point& point) : x(point.x()), y(point.y()) {}
  Wiped<ByteArray<32>> x;
  Wiped<ByteArray<32>> y;
};

// GB/T 32918.4, 5.4.3: XORs the key stream onto `text` and says whether the stream was more than zeros, in
// time that depends on the length only.
bool apply_key_stream(const Shared& shared, MutableByteView text) {
  Sm3 prefix;
  prefix.update(shared.x.value);
  prefix.update(shared.y.value);
  std::uint64_t seen = 0;
  std::uint32_t counter = 0;
  for (std::size_t done = 0; done < text.size(); done += 32) {
    ++counter;
    const ByteArray<4> suffix = {static_cast<std::uint8_t>(counter >> 24),
                                 static_cast<std::uint8_t>(counter >> 16),
                                 static_cast<std::uint8_t>(counter >> 8), static_cast<std::uint8_t>(counter)};
    Sm3 hash = prefix;
    hash.update(suffix);
    const Wiped<Digest> stream(hash.finish());
    const std::size_t size = std::min<std::size_t>(32, text.size() - done);
    for (std::size_t i = 0; i < size; ++i) {
      text[done + i] ^= stream.value[i];
      seen = value_barrier(seen | stream.value[i]);
    }
  }
  // A stream of zeros makes the sender begin again and the receiver refuse.
  return public_answer(mask_of_zero(seen) == 0);
}

Digest checksum(const Shared& shared, ByteView plaintext) {
  Sm3 hash;
  hash.update(shared.x.value);
  hash.update(plaintext);
  hash.update(shared.y.value);
  return hash.finish();
}

}  // namespace

// GB/T 32918.4, 6.1.
Result<Ciphertext> encrypt(const Point& recipient, ByteView plaintext, Random& random) {
  if (plaintext.empty()) return Error::malformed;
  // For a message of one byte the key stream is zero once in 256 tries, for longer ones hardly ever.
  for (int tries = 0; tries < 64; ++tries) {
    PALMKEY_TRY(k, Scalar::random(random));
    PALMKEY_TRY(c1, multiply_base(k));
    PALMKEY_TRY(point, multiply(k, recipient));
    const Shared shared(point);
    Bytes c2(plaintext.begin(), plaintext.end());
    if (!apply_key_stream(shared, c2)) continue;
    const Digest c3 = checksum(shared, plaintext);
    declare_public(&c1, sizeof c1);  // the ciphertext is sent
    declare_public(c2.data(), c2.size());
    declare_public(c3.data(), c3.size());
    return Ciphertext{c1, c3, std::move(c2)};
  }
  return Error::random_failed;
}

// GB/T 32918.4, 7.1.
Result<Secret> decrypt(const PrivateKey& key, const Ciphertext& ciphertext) {
  const auto shared = multiply(key.scalar(), ciphertext.c1);
  if (!shared) return Error::decryption_failed;
  return open_with_shared_point(*shared, ciphertext);
}

Result<Secret> open_with_shared_point(const Point& shared_point, const Ciphertext& ciphertext) {
  const Shared shared(shared_point);
  Secret plaintext = Secret::copy_of(ciphertext.c2);
  const bool has_key_stream = apply_key_stream(shared, plaintext.mutable_view());
  const bool is_right = equal_constant_time(checksum(shared, plaintext.view()), ciphertext.c3);
  if (!has_key_stream || !is_right) return Error::decryption_failed;
  return plaintext;
}

}  // namespace palmkey::core::sm2
