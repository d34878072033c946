#include "core/device/unlock.hpp"

#include <algorithm>

#include "core/device/pin_policy.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/refresh.hpp"

namespace palmkey::core::device {
namespace {

Task<Ending> run(Environment environment, Identifier key_id, Secret new_pin, std::vector<std::string> dates) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_CHECK(check_new_pin(as_text(new_pin.view()), dates));
  PALMKEY_CO_TRY(vault_key, sealing_key(environment));

  splitkey::UnlockRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  const Digest context = splitkey::proof_context(request.operation_id, environment.device_key, vault_key);
  PALMKEY_CO_TRY(pin_key, splitkey::make_pin_key(context, environment.random));
  request.freshness = key.freshness;
  request.a1 = pin_key.a1_public;
  request.a1_proof = pin_key.a1_proof;

  NewPin next;
  PALMKEY_CO_CHECK(environment.random.fill(next.salt));
  PALMKEY_CO_TRY(new_k, co_await mask_key(environment, new_pin, next.salt));
  next.a1 = splitkey::mask(pin_key.a1, new_k.view(), splitkey::pin_key_label);

  Pending pending;
  pending.operation = splitkey::Operation::unlock;
  pending.operation_id = request.operation_id;
  pending.new_pin = next;
  PALMKEY_CO_TRY(response, co_await perform(environment, key_id, pending, splitkey::encode_request(request)));
  PALMKEY_CO_TRY(unlocked, splitkey::decode_message<splitkey::UnlockResult>(response.body.view()));
  PALMKEY_CO_TRY(changed, with_released_share(key, new_k, next, unlocked));
  PALMKEY_CO_CHECK(co_await store_key(environment, changed));
  co_return done();
}

}  // namespace

Result<Key> with_released_share(const Key& key, const Secret& new_mask_key, const NewPin& new_pin,
                                const splitkey::UnlockResult& unlocked) {
  PALMKEY_TRY(old_d1,
              splitkey::unmask(key.d1_unlock, unlocked.released.view(), splitkey::signing_share_label));
  const sm2::Scalar d1 = splitkey::apply_signing_refresh(old_d1, unlocked.t);
  PALMKEY_CHECK(splitkey::check_public_key(d1, unlocked.p2, key.public_key));

  Key next = key;
  next.pending.reset();
  next.freshness = unlocked.freshness;
  next.salt = new_pin.salt;
  next.a1 = new_pin.a1;
  next.d1 = splitkey::mask(d1, new_mask_key.view(), splitkey::signing_share_label);
  next.d1_unlock = splitkey::mask(d1, unlocked.unlock.view(), splitkey::signing_share_label);
  next.encryption_keys.clear();
  for (const EncryptionKey& present : key.encryption_keys) {
    const auto fresh = std::find_if(unlocked.shares.begin(), unlocked.shares.end(),
                                    [&](const auto& s) { return s.encryption_key_id == present.id; });
    // A share that the vault has no part of any more is dead.
    if (fresh == unlocked.shares.end()) continue;
    EncryptionKey renewed = present;
    renewed.share = splitkey::mask(fresh->u1, new_mask_key.view(), encryption_share_label(present.id));
    next.encryption_keys.push_back(std::move(renewed));
  }
  return next;
}

Operation unlock(Environment environment, Identifier key_id, Secret new_pin, std::vector<std::string> dates) {
  return make_operation(run(environment, key_id, std::move(new_pin), std::move(dates)));
}

}  // namespace palmkey::core::device
