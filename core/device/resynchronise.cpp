#include "core/device/change_pin.hpp"
#include "core/device/unlock.hpp"

namespace palmkey::core::device {
namespace {

// The key that a change of PIN or an unlocking has made. Of an unlocking the old PIN is not needed.
Task<Result<Key>> changed_key(Environment environment, const Key& key, const BothPins& pins,
                              const Secret& new_mask_key, const splitkey::Response& response) {
  const NewPin& next = *key.pending->new_pin;
  if (key.pending->operation == splitkey::Operation::unlock) {
    PALMKEY_CO_TRY(unlocked, splitkey::decode_message<splitkey::UnlockResult>(response.body.view()));
    co_return with_released_share(key, new_mask_key, next, unlocked);
  }
  PALMKEY_CO_TRY(change, splitkey::decode_message<splitkey::ChangePinResult>(response.body.view()));
  PALMKEY_CO_TRY(old_k, co_await mask_key(environment, pins.old_pin, key.salt));
  auto changed = with_new_shares(key, old_k, new_mask_key, next, change);
  if (!changed && changed.error() == Error::bad_proof) co_return Error::wrong_old_pin;
  co_return std::move(changed);
}

// Fetches the result of a change of PIN or an unlocking whose answer was lost, and finishes it.
Task<Ending> finish_change(Environment environment, Key key, BothPins pins) {
  const NewPin next = *key.pending->new_pin;
  PALMKEY_CO_TRY(new_k, co_await mask_key(environment, pins.new_pin, next.salt));
  PALMKEY_CO_TRY(a1, splitkey::unmask(next.a1, new_k.view(), splitkey::pin_key_label));

  splitkey::FetchChangeRequest request;
  request.key_id = key.id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.change_id = key.pending->operation_id;
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  // The change stays pending whatever comes: until it is finished this may be repeated.
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  if (!response.ok()) co_return refusal(response);
  Task<Result<Key>> changing = changed_key(environment, key, pins, new_k, response);
  const Result<Key> changed = co_await changing;
  if (!changed) co_return Failed{changed.error(), response.tries_left, response.wait_seconds};
  PALMKEY_CO_CHECK(co_await store_key(environment, *changed));
  co_return done();
}

Task<Ending> run(Environment environment, Identifier key_id, std::optional<BothPins> pins) {
  const Key* found = environment.state.find(key_id);
  if (found == nullptr) co_return Error::unknown_key;
  Key key = *found;
  if (!key.pending) co_return Error::no_operation_pending;

  splitkey::ResynchroniseRequest request;
  request.key_id = key_id;
  request.operation_id = key.pending->operation_id;
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  if (key.pending->operation == splitkey::Operation::transfer && response.code == code(Error::unknown_key)) {
    State next = environment.state;  // it is another phone's by now
    std::erase_if(next.keys, [&](const Key& one) { return one.id == key_id; });
    PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
    co_return done();
  }
  if (!response.ok() && response.code != code(Error::not_found)) co_return refusal(response);
  if (response.ok()) {
    PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::ResynchroniseResult>(response.body.view()));
    if (key.pending->new_pin && result.applied) {
      if (!pins) co_return Error::pins_needed;
      Task<Ending> finishing = finish_change(environment, key, std::move(*pins));
      co_return co_await finishing;
    }
    key.freshness = result.freshness;
  }
  // Never arrived, or settled without a change of shares: nothing of it remains.
  key.pending.reset();
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  co_return done();
}

}  // namespace

Operation resynchronise(Environment environment, Identifier key_id, std::optional<BothPins> pins) {
  return make_operation(run(environment, key_id, std::move(pins)));
}

}  // namespace palmkey::core::device
