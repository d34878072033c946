// SM2 public-key encryption of a key of 32 bytes, with the random source of the servers.
#include "core/sm2/encryption.hpp"

#include <memory>

#include "bench/benchmark.hpp"
#include "bench/openssl_peers.hpp"
#include "platform/random.hpp"

namespace palmkey::bench {
namespace {

const core::Bytes plaintext(32, 0x5a);

std::shared_ptr<core::sm2::PrivateKey> make_key() {
  platform::SystemRandom random;
  return std::make_shared<core::sm2::PrivateKey>(take(core::sm2::PrivateKey::generate(random), "SM2 key"));
}

Contest encryption_contest() {
  const auto key = make_key();
  Side ours{"palmkey", [key] {
              platform::SystemRandom random;
              require(core::sm2::encrypt(key->public_key(), plaintext, random).has_value(), "SM2 encryption");
            }};
  return {std::move(ours), openssl_sm2_encrypt(*key, plaintext)};
}

Contest decryption_contest() {
  const auto key = make_key();
  platform::SystemRandom random;
  const auto ciphertext = take(core::sm2::encrypt(key->public_key(), plaintext, random), "SM2 encryption");
  Side ours{"palmkey", [key, ciphertext] {
              require(core::sm2::decrypt(*key, ciphertext).has_value(), "SM2 decryption");
            }};
  return {std::move(ours), openssl_sm2_decrypt(*key, plaintext)};
}

}  // namespace

std::vector<Benchmark> encryption_benchmarks() {
  return {{"sm2_encrypt", encryption_contest}, {"sm2_decrypt", decryption_contest}};
}

}  // namespace palmkey::bench
