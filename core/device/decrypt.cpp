#include "core/device/decrypt.hpp"

#include <vector>

#include "core/splitkey/encryption_share.hpp"

namespace palmkey::core::device {
namespace {

// The key asked for, or all, the newest first.
std::vector<EncryptionKey> to_try(const Key& key, const std::optional<Identifier>& id) {
  std::vector<EncryptionKey> keys;
  for (auto at = key.encryption_keys.rbegin(); at != key.encryption_keys.rend(); ++at) {
    if (!id || at->id == *id) keys.push_back(*at);
  }
  return keys;
}

Task<Attempt<Secret>> open_with(Environment environment, Identifier key_id, const Secret& k,
                                const sm2::Ciphertext& ciphertext, EncryptionKey recipient) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_TRY(a1, splitkey::unmask(key.a1, k.view(), splitkey::pin_key_label));

  splitkey::DecryptRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.freshness = key.freshness;
  request.encryption_key_id = recipient.id;
  request.c1 = ciphertext.c1;
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  Pending pending;
  pending.operation = splitkey::Operation::decrypt;
  pending.operation_id = request.operation_id;
  PALMKEY_CO_TRY(response, co_await perform(environment, key_id, pending, splitkey::encode_request(request)));
  PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::DecryptResult>(response.body.view()));
  key.freshness = result.freshness;
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  PALMKEY_CO_TRY(u1, splitkey::unmask(recipient.share, k.view(), encryption_share_label(recipient.id)));
  PALMKEY_CO_TRY(plaintext, splitkey::finish_decryption(u1, result.t, ciphertext));
  co_return std::move(plaintext);
}

Task<Ending> run(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext ciphertext,
                 std::optional<Identifier> encryption_key_id) {
  auto opened = co_await open(environment, key_id, std::move(pin), std::move(ciphertext), encryption_key_id);
  if (!opened) co_return opened.error();
  co_return done(std::move(*opened));
}

}  // namespace

Task<Attempt<Secret>> open(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext ciphertext,
                           std::optional<Identifier> encryption_key_id) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  const std::vector<EncryptionKey> candidates = to_try(key, encryption_key_id);
  if (candidates.empty()) co_return Error::not_found;
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, key.salt));
  Failed failure;
  for (const EncryptionKey& candidate : candidates) {
    auto opened = co_await open_with(environment, key_id, k, ciphertext, candidate);
    if (opened) co_return std::move(*opened);
    failure = opened.error();
    if (failure.error != Error::decryption_failed) break;
  }
  co_return failure;
}

Operation decrypt(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext ciphertext,
                  std::optional<Identifier> encryption_key_id) {
  return make_operation(run(environment, key_id, std::move(pin), std::move(ciphertext), encryption_key_id));
}

}  // namespace palmkey::core::device
