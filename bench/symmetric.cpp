// SM3 and SM4-GCM on 16 kB, in bytes a second, and PBKDF2.
#include <string>

#include "bench/benchmark.hpp"
#include "bench/openssl_peers.hpp"
#include "core/sm3.hpp"
#include "core/sm4.hpp"
#include "core/splitkey/mask.hpp"

namespace palmkey::bench {
namespace {

constexpr std::size_t stream_size = 16'384;

Contest sm3_contest() {
  Side ours{"palmkey", [data = core::Bytes(stream_size, 0x5a)] { core::sm3(data); }, stream_size};
  return {std::move(ours), openssl_sm3(stream_size)};
}

Contest sm4_gcm_contest() {
  const core::Bytes key(core::sm4_key_size, 1);
  const core::Bytes nonce(core::gcm_nonce_size, 2);
  Side ours{"palmkey",
            [key, nonce, data = core::Bytes(stream_size, 0x5a)] { core::sm4_gcm_seal(key, nonce, {}, data); },
            stream_size};
  return {std::move(ours), openssl_sm4_ctr(stream_size)};
}

// Keys from passwords a second, with the rounds that a phone's PIN gets.
Contest pbkdf2_contest() {
  const std::string password = "pbkdf2 password";
  const core::Bytes salt(16, 3);
  Side ours{"palmkey", [password, salt] {
              core::pbkdf2_sm3(core::as_bytes(password), salt, core::splitkey::pin_iterations, 32);
            }};
  return {std::move(ours), openssl_pbkdf2_sm3(password, salt, core::splitkey::pin_iterations)};
}

}  // namespace

std::vector<Benchmark> symmetric_benchmarks() {
  return {{"sm3_16k", sm3_contest}, {"sm4_gcm_16k", sm4_gcm_contest}, {"pbkdf2_sm3", pbkdf2_contest}};
}

}  // namespace palmkey::bench
