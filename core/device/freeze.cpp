#include "core/device/exchange.hpp"

namespace palmkey::core::device {
namespace {

// Nothing becomes pending: if the answer is lost the key is frozen or not, and its holder asks again.
Task<Ending> run_freeze(Environment environment, Identifier key_id) {
  if (environment.state.find(key_id) == nullptr) co_return Error::unknown_key;
  splitkey::FreezeRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  if (!response.ok()) co_return refusal(response);
  PALMKEY_CO_TRY(status, splitkey::decode_message<splitkey::StatusResult>(response.body.view()));
  co_return done(std::move(status));
}

Task<Ending> run_unfreeze(Environment environment, Identifier key_id, Secret pin) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, key.salt));
  PALMKEY_CO_TRY(a1, splitkey::unmask(key.a1, k.view(), splitkey::pin_key_label));

  splitkey::UnfreezeRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.freshness = key.freshness;
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  Pending pending;
  pending.operation = splitkey::Operation::unfreeze;
  pending.operation_id = request.operation_id;
  PALMKEY_CO_TRY(response, co_await perform(environment, key_id, pending, splitkey::encode_request(request)));
  PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::UnfreezeResult>(response.body.view()));
  key.freshness = result.freshness;
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  co_return done();
}

}  // namespace

Operation freeze(Environment environment, Identifier key_id) {
  return make_operation(run_freeze(environment, key_id));
}

Operation unfreeze(Environment environment, Identifier key_id, Secret pin) {
  return make_operation(run_unfreeze(environment, key_id, std::move(pin)));
}

}  // namespace palmkey::core::device
