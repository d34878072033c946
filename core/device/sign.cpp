#include "core/device/exchange.hpp"
#include "core/intent.hpp"
#include "core/pkcs10.hpp"
#include "core/splitkey/signing.hpp"

namespace palmkey::core::device {
namespace {

Task<Attempt<sm2::Signature>> make_signature(Environment environment, Identifier key_id, const Secret& pin,
                                             IntentKind kind, const Bytes& intent) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_CHECK(check_intent(kind, intent, key.public_key));
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, key.salt));
  PALMKEY_CO_TRY(a1, splitkey::unmask(key.a1, k.view(), splitkey::pin_key_label));
  PALMKEY_CO_TRY(commitment, splitkey::Commitment::make(environment.random));

  splitkey::SignRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.freshness = key.freshness;
  request.kind = kind;
  request.intent = intent;
  request.q1 = commitment.q1();
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  Pending pending;
  pending.operation = splitkey::Operation::sign;
  pending.operation_id = request.operation_id;
  PALMKEY_CO_TRY(response, co_await perform(environment, key_id, pending, splitkey::encode_request(request)));
  PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::SignResult>(response.body.view()));
  PALMKEY_CO_TRY(d1, splitkey::unmask(key.d1, k.view(), splitkey::signing_share_label));
  // An answer that fails here leaves the operation pending: the vault has moved on, and only resynchronising
  // tells how far. The commitment is used up either way.
  PALMKEY_CO_TRY(signature,
                 splitkey::finish_signature(std::move(commitment), d1, result.r, result.s1, key.public_key,
                                            sm2::message_digest(key.public_key, intent)));
  key.freshness = result.freshness;
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  co_return signature;
}

Task<Ending> run_sign(Environment environment, Identifier key_id, Secret pin, IntentKind kind, Bytes intent) {
  PALMKEY_CO_TRY(signature, co_await make_signature(environment, key_id, pin, kind, intent));
  co_return done(sm2::encode_der(signature));
}

Task<Ending> run_request(Environment environment, Identifier key_id, Secret pin, Name subject) {
  const Key* key = environment.state.find(key_id);
  if (key == nullptr) co_return Error::unknown_key;
  const Bytes info = encode_request_info(subject, key->public_key);
  PALMKEY_CO_TRY(signature, co_await make_signature(environment, key_id, pin, IntentKind::csr, info));
  co_return done(encode_request(info, signature));
}

}  // namespace

Operation sign(Environment environment, Identifier key_id, Secret pin, IntentKind kind, Bytes intent) {
  return make_operation(run_sign(environment, key_id, std::move(pin), kind, std::move(intent)));
}

Operation request_certificate(Environment environment, Identifier key_id, Secret pin, Name subject) {
  return make_operation(run_request(environment, key_id, std::move(pin), std::move(subject)));
}

}  // namespace palmkey::core::device
