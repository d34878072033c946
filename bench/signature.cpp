// SM2 signatures over a digest, one at a time and in batches, with the random source of the servers.
#include "core/sm2/signature.hpp"

#include <memory>

#include "bench/benchmark.hpp"
#include "bench/openssl_peers.hpp"
#include "core/sm2/batch.hpp"
#include "platform/random.hpp"

namespace palmkey::bench {
namespace {

using core::sm2::PrivateKey;

constexpr core::Digest digest{0x5a};

PrivateKey make_key() {
  platform::SystemRandom random;
  return take(PrivateKey::generate(random), "SM2 key");
}

core::sm2::Signature sign(const PrivateKey& key) {
  platform::SystemRandom random;
  return take(key.sign_digest(digest, random), "SM2 sign");
}

Contest sign_contest() {
  const auto key = std::make_shared<PrivateKey>(make_key());
  return {{"palmkey", [key] { sign(*key); }}, openssl_p256_sign()};
}

Contest verify_contest() {
  const PrivateKey key = make_key();
  Side ours{"palmkey", [point = key.public_key(), signature = sign(key)] {
              require(core::sm2::verify_digest(point, digest, signature).has_value(), "SM2 verify");
            }};
  return {std::move(ours), openssl_p256_verify()};
}

// A key whose table was made before: the issuing authority's, an officer's.
Contest verify_known_key_contest() {
  const PrivateKey key = make_key();
  Side ours{"palmkey", [known = core::sm2::KnownPublicKey(key.public_key()), signature = sign(key)] {
              require(known.verify_digest(digest, signature).has_value(), "SM2 verify");
            }};
  return {std::move(ours), openssl_p256_verify()};
}

// One batch, as large as what comes in at once.
constexpr std::size_t batch_size = 64;

Contest sign_batch_contest() {
  const auto key = std::make_shared<PrivateKey>(make_key());
  const std::vector<core::Digest> digests(batch_size, digest);
  Side ours{"palmkey",
            [key, digests] {
              platform::SystemRandom random;
              take(core::sm2::sign_digests(*key, digests, random), "SM2 sign batch");
            },
            batch_size};
  return {std::move(ours), openssl_p256_sign()};
}

Contest verify_batch_contest() {
  const auto key = std::make_shared<PrivateKey>(make_key());
  const std::vector<core::sm2::SignedDigest> items(batch_size, {&key->public_key(), digest, sign(*key)});
  Side ours{"palmkey",
            [key, items] {
              for (const auto& answer : core::sm2::verify_digests(items))
                require(answer.has_value(), "SM2 verify batch");
            },
            batch_size};
  return {std::move(ours), openssl_p256_verify()};
}

}  // namespace

std::vector<Benchmark> signature_benchmarks() {
  return {{"sm2_sign", sign_contest},
          {"sm2_verify", verify_contest},
          {"sm2_verify_known_key", verify_known_key_contest},
          {"sm2_sign_batch", sign_batch_contest},
          {"sm2_verify_batch", verify_batch_contest}};
}

}  // namespace palmkey::bench
