#include "core/activation_code.hpp"
#include "core/secret.hpp"
#include "core/sm3.hpp"
#include "core/sm4.hpp"
#include "tests/constant_time/marks.hpp"
#include "tests/constant_time/operations.hpp"

namespace palmkey::constant_time {
namespace {

using namespace core;

Secret bytes(std::size_t size) {
  Secret made(size);
  secret(made);
  return made;
}

const ByteArray<gcm_nonce_size> nonce{1};
const ByteArray<20> associated{2};

void hash() {
  take_result(sm3(bytes(1000).view()));
}

void mac() {
  take_result(hmac_sm3(bytes(32).view(), bytes(100).view()));
  take_result(hmac_sm3(bytes(100).view(), bytes(10).view()));
}

void key_derivation() {
  take_result(hkdf_sm3(bytes(16).view(), bytes(32).view(), associated, 80));
}

void block_cipher() {
  const Sm4 cipher(bytes(sm4_key_size).view());
  const auto block = cipher.encrypt_block(bytes(16).view());
  take_result(cipher.decrypt_block(block));
  take_result(block);
}

// As long as several pieces of the key stream and a rest.
void sealing() {
  const Bytes sealed =
      sm4_gcm_seal(bytes(sm4_key_size).view(), nonce, associated, bytes(3 * 1024 + 77).view());
  take_result(sealed.data(), sealed.size());
}

void opening() {
  const Secret key(sm4_key_size);
  const Secret text(3 * 1024 + 77);
  const Bytes sealed = sm4_gcm_seal(key.view(), nonce, associated, text.view());
  take_result(value_of(sm4_gcm_open(secret(key).view(), nonce, associated, sealed)));
}

void refused_opening() {
  const Secret key(sm4_key_size);
  Bytes sealed = sm4_gcm_seal(key.view(), nonce, associated, associated);
  sealed.back() ^= 1;
  if (sm4_gcm_open(secret(key).view(), nonce, associated, sealed).has_value())
    give_up("a wrong tag was accepted");
}

void comparing() {
  const Secret a = bytes(32);
  const Secret b = bytes(32);
  if (!equal_constant_time(a.view(), b.view())) give_up("zeros are not equal");
}

void keeping() {
  Secret a = bytes(64);
  Secret b = std::move(a);
  a = Secret::copy_of(b.view());
  take_result(a);
  b.clear();
}

void activation() {
  MarkedRandom random;
  const std::string code = value_of(make_activation_code(random));
  take_result(code.data(), code.size());
}

}  // namespace

std::vector<Operation> symmetric_operations() {
  return {{"SM3", hash},
          {"HMAC-SM3", mac},
          {"HKDF-SM3", key_derivation},
          {"SM4, one block both ways", block_cipher},
          {"SM4-GCM, sealing", sealing},
          {"SM4-GCM, opening", opening},
          {"SM4-GCM, refusal of a wrong tag", refused_opening},
          {"secret bytes, comparing", comparing},
          {"secret bytes, keeping, moving and wiping", keeping},
          {"activation code", activation}};
}

}  // namespace palmkey::constant_time
