// The old phone's part of a change of phone.
#include "core/device/exchange.hpp"
#include "core/splitkey/handover_messages.hpp"

namespace palmkey::core::device {
namespace {

using splitkey::MovedShare;
using splitkey::TransferPackage;
using splitkey::TransferTicket;

// With a wrong PIN this packs nonsense, which the vault does not pass on.
Result<Bytes> pack(const Key& key, const Secret& mask_key, const sm2::Point& recipient, Random& random) {
  TransferPackage package;
  package.label = key.label;
  PALMKEY_TRY(d1, splitkey::unmask(key.d1, mask_key.view(), splitkey::signing_share_label));
  package.d1 = std::move(d1);
  package.signing_certificate = key.signing_certificate;
  package.chain = key.chain;
  for (const EncryptionKey& present : key.encryption_keys) {
    MovedShare share;
    share.encryption_key_id = present.id;
    share.public_key = present.public_key;
    share.certificate = present.certificate;
    PALMKEY_TRY(u1, splitkey::unmask(present.share, mask_key.view(), encryption_share_label(present.id)));
    share.u1 = std::move(u1);
    package.shares.push_back(std::move(share));
  }
  const Secret plain = splitkey::encode_message(package);
  PALMKEY_TRY(ciphertext, sm2::encrypt(recipient, plain.view(), random));
  return sm2::encode_der(ciphertext);
}

Task<Result<void>> forget(Environment environment, Identifier key_id) {
  State next = environment.state;
  std::erase_if(next.keys, [&](const Key& key) { return key.id == key_id; });
  PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
  co_return Result<void>();
}

Task<Ending> run(Environment environment, Identifier key_id, Secret pin, Bytes ticket_der) {
  PALMKEY_CO_TRY(key, ready_key(environment, key_id));
  PALMKEY_CO_TRY(ticket, splitkey::decode_message<TransferTicket>(ticket_der));
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, key.salt));
  PALMKEY_CO_TRY(a1, splitkey::unmask(key.a1, k.view(), splitkey::pin_key_label));

  splitkey::TransferRequest request;
  request.key_id = key_id;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.freshness = key.freshness;
  request.transfer_id = ticket.transfer_id;
  request.offer = ticket.offer;
  PALMKEY_CO_TRY(package, pack(key, k, ticket.recipient, environment.random));
  request.package = std::move(package);
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;

  Key waiting = key;
  Pending pending;
  pending.operation = splitkey::Operation::transfer;
  pending.operation_id = request.operation_id;
  waiting.pending = pending;
  PALMKEY_CO_CHECK(co_await store_key(environment, std::move(waiting)));
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  // A message that was sent twice may find the key gone already: this very request has moved it.
  if (response.ok() || response.code == code(Error::unknown_key)) {
    PALMKEY_CO_CHECK(co_await forget(environment, key_id));
    co_return done();
  }
  PALMKEY_CO_CHECK(co_await store_key(environment, key));
  co_return refusal(response);
}

}  // namespace

Operation transfer(Environment environment, Identifier key_id, Secret pin, Bytes ticket) {
  return make_operation(run(environment, key_id, std::move(pin), std::move(ticket)));
}

}  // namespace palmkey::core::device
