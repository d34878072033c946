#include "core/device/exchange.hpp"
#include "core/device/pin_policy.hpp"
#include "core/splitkey/keygen.hpp"

namespace palmkey::core::device {
namespace {

Task<Ending> run(Environment environment, Secret pin, GenerateOptions options) {
  PALMKEY_CO_CHECK(check_new_pin(as_text(pin.view()), options.dates));
  PALMKEY_CO_TRY(vault_key, sealing_key(environment));

  splitkey::GenerateRequest request;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  const Digest context = splitkey::proof_context(request.operation_id, environment.device_key, vault_key);
  PALMKEY_CO_TRY(half, splitkey::begin_generation(context, environment.random));
  request.p1 = half.p1;
  request.p1_proof = half.p1_proof;
  request.a1 = half.a1_public;
  request.a1_proof = half.a1_proof;
  request.activation = options.activation;

  // Nothing is pending: a lost answer leaves an unused key at the vault and nothing here.
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  if (!response.ok()) co_return refusal(response);
  PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::GenerateResult>(response.body.view()));
  PALMKEY_CO_CHECK(
      splitkey::verify_knowledge(result.p2, result.p2_proof, splitkey::ProofRole::vault_share, context));
  PALMKEY_CO_CHECK(splitkey::check_public_key(half.d1, result.p2, result.public_key));
  if (environment.state.find(result.key_id) != nullptr) co_return Error::malformed;

  Key key;
  key.id = result.key_id;
  key.label = options.label;
  key.holder = result.holder;
  key.public_key = result.public_key;
  key.freshness = result.freshness;
  PALMKEY_CO_CHECK(environment.random.fill(key.salt));
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, key.salt));
  key.d1 = splitkey::mask(half.d1, k.view(), splitkey::signing_share_label);
  key.a1 = splitkey::mask(half.a1, k.view(), splitkey::pin_key_label);
  key.d1_unlock = splitkey::mask(half.d1, result.unlock.view(), splitkey::signing_share_label);
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  co_return done(GeneratedKey{key.id, key.holder});
}

}  // namespace

Operation generate(Environment environment, Secret pin, GenerateOptions options) {
  return make_operation(run(environment, std::move(pin), std::move(options)));
}

}  // namespace palmkey::core::device
