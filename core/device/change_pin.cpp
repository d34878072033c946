#include "core/device/change_pin.hpp"

#include <algorithm>

#include "core/device/pin_policy.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/refresh.hpp"

namespace palmkey::core::device {
namespace {

Task<Ending> run(Environment environment, Identifier key_id, Secret old_pin, Secret new_pin,
                 std::vector<std::string> dates) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_CHECK(check_new_pin(as_text(new_pin.view()), dates));
  PALMKEY_CO_TRY(vault_key, sealing_key(environment));
  PALMKEY_CO_TRY(old_k, co_await mask_key(environment, old_pin, key.salt));
  PALMKEY_CO_TRY(old_a1, splitkey::unmask(key.a1, old_k.view(), splitkey::pin_key_label));

  splitkey::ChangePinRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  const Digest context = splitkey::proof_context(request.operation_id, environment.device_key, vault_key);
  PALMKEY_CO_TRY(pin_key, splitkey::make_pin_key(context, environment.random));
  request.freshness = key.freshness;
  request.a1 = pin_key.a1_public;
  request.a1_proof = pin_key.a1_proof;
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(old_a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  NewPin next;
  PALMKEY_CO_CHECK(environment.random.fill(next.salt));
  PALMKEY_CO_TRY(new_k, co_await mask_key(environment, new_pin, next.salt));
  next.a1 = splitkey::mask(pin_key.a1, new_k.view(), splitkey::pin_key_label);

  Pending pending;
  pending.operation = splitkey::Operation::change_pin;
  pending.operation_id = request.operation_id;
  pending.new_pin = next;
  PALMKEY_CO_TRY(response, co_await perform(environment, key_id, pending, splitkey::encode_request(request)));
  PALMKEY_CO_TRY(change, splitkey::decode_message<splitkey::ChangePinResult>(response.body.view()));
  PALMKEY_CO_TRY(changed, with_new_shares(key, old_k, new_k, next, change));
  PALMKEY_CO_CHECK(co_await store_key(environment, changed));
  co_return done();
}

}  // namespace

Result<Key> with_new_shares(const Key& key, const Secret& old_mask_key, const Secret& new_mask_key,
                            const NewPin& new_pin, const splitkey::ChangePinResult& change) {
  PALMKEY_TRY(old_d1, splitkey::unmask(key.d1, old_mask_key.view(), splitkey::signing_share_label));
  const sm2::Scalar d1 = splitkey::apply_signing_refresh(old_d1, change.t);
  PALMKEY_CHECK(splitkey::check_public_key(d1, change.p2, key.public_key));

  Key next = key;
  next.pending.reset();
  next.freshness = change.freshness;
  next.salt = new_pin.salt;
  next.a1 = new_pin.a1;
  next.d1 = splitkey::mask(d1, new_mask_key.view(), splitkey::signing_share_label);
  next.d1_unlock = splitkey::mask(d1, change.unlock.view(), splitkey::signing_share_label);
  next.encryption_keys.clear();
  for (const EncryptionKey& present : key.encryption_keys) {
    const auto delta = std::find_if(change.deltas.begin(), change.deltas.end(),
                                    [&](const auto& d) { return d.encryption_key_id == present.id; });
    // A share that the vault has no part of any more is dead, and it must not stay under two PINs.
    if (delta == change.deltas.end()) continue;
    const std::string label = encryption_share_label(present.id);
    PALMKEY_TRY(old_u1, splitkey::unmask(present.share, old_mask_key.view(), label));
    EncryptionKey refreshed = present;
    refreshed.share =
        splitkey::mask(splitkey::apply_encryption_refresh(old_u1, delta->delta), new_mask_key.view(), label);
    next.encryption_keys.push_back(std::move(refreshed));
  }
  return next;
}

Operation change_pin(Environment environment, Identifier key_id, Secret old_pin, Secret new_pin,
                     std::vector<std::string> dates) {
  return make_operation(run(environment, key_id, std::move(old_pin), std::move(new_pin), std::move(dates)));
}

}  // namespace palmkey::core::device
