// The new phone's part of a change of phone.
#include <algorithm>

#include "core/device/exchange.hpp"
#include "core/device/pin_policy.hpp"
#include "core/encoding.hpp"
#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/handover_messages.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/refresh.hpp"

namespace palmkey::core::device {
namespace {

using splitkey::ReceiveTransferResult;
using splitkey::TransferPackage;

constexpr std::string_view recipient_label = "transfer";

// E's secret is kept under the device's secret and not under the PIN: E is known to others, and would tell a
// right PIN from a wrong one.
Task<Result<Secret>> recipient_mask_key(Identifier transfer_id) {
  const std::string text = "PalmKey transfer 1 " + to_hex(transfer_id);
  HmacWithDeviceSecret hmac{Secret::copy_of(as_bytes(text))};
  Ask ask{Effect(std::move(hmac))};
  PALMKEY_CO_TRY(mac, co_await ask);
  co_return Secret(std::move(mac));
}

Task<Result<void>> keep(Environment environment, const Incoming& incoming) {
  State next = environment.state;
  std::erase_if(next.incoming,
                [&](const Incoming& present) { return present.transfer_id == incoming.transfer_id; });
  next.incoming.push_back(incoming);
  PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
  co_return Result<void>();
}

Task<Result<void>> forget(Environment environment, Identifier transfer_id) {
  State next = environment.state;
  std::erase_if(next.incoming, [&](const Incoming& present) { return present.transfer_id == transfer_id; });
  PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
  co_return Result<void>();
}

Task<Ending> run_offer(Environment environment, Secret new_pin, std::vector<std::string> dates) {
  PALMKEY_CO_CHECK(check_new_pin(as_text(new_pin.view()), dates));
  PALMKEY_CO_TRY(vault_key, sealing_key(environment));

  splitkey::OfferTransferRequest request;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  const Digest context = splitkey::proof_context(request.operation_id, environment.device_key, vault_key);
  PALMKEY_CO_TRY(pin_key, splitkey::make_pin_key(context, environment.random));
  PALMKEY_CO_TRY(recipient, sm2::Scalar::random(environment.random));
  PALMKEY_CO_TRY(recipient_point, sm2::multiply_base(recipient));
  request.a1 = pin_key.a1_public;
  request.a1_proof = pin_key.a1_proof;
  request.recipient = recipient_point;

  Incoming incoming;
  incoming.transfer_id = request.operation_id;
  PALMKEY_CO_CHECK(environment.random.fill(incoming.salt));
  PALMKEY_CO_TRY(k, co_await mask_key(environment, new_pin, incoming.salt));
  incoming.a1 = splitkey::mask(pin_key.a1, k.view(), splitkey::pin_key_label);
  PALMKEY_CO_TRY(recipient_k, co_await recipient_mask_key(incoming.transfer_id));
  incoming.recipient = splitkey::mask(recipient, recipient_k.view(), recipient_label);
  // Stored before anybody can see the offer: once the old phone has acted on it, the key is nowhere else.
  PALMKEY_CO_CHECK(co_await keep(environment, incoming));

  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  if (!response.ok()) {
    PALMKEY_CO_CHECK(co_await forget(environment, incoming.transfer_id));
    co_return refusal(response);
  }
  PALMKEY_CO_TRY(result, splitkey::decode_message<splitkey::OfferTransferResult>(response.body.view()));
  incoming.expires_at = static_cast<std::uint64_t>(result.expires_at.unix_seconds);
  PALMKEY_CO_CHECK(co_await keep(environment, incoming));

  splitkey::TransferTicket ticket;
  ticket.transfer_id = incoming.transfer_id;
  ticket.recipient = recipient_point;
  ticket.offer =
      splitkey::digest_of({incoming.transfer_id, environment.device_key, pin_key.a1_public, recipient_point});
  const Secret encoded = splitkey::encode_message(ticket);
  co_return done(Bytes(encoded.view().begin(), encoded.view().end()));
}

Result<TransferPackage> open_package(const ReceiveTransferResult& received, const sm2::Scalar& recipient) {
  PALMKEY_TRY(ciphertext, sm2::decode_cipher_der(received.package));
  PALMKEY_TRY(shared, splitkey::partial_decryption(recipient, ciphertext.c1));
  PALMKEY_TRY(plain, sm2::open_with_shared_point(shared, ciphertext));
  return splitkey::decode_message<TransferPackage>(plain.view());
}

Result<Key> received_key(const Incoming& incoming, const Secret& mask_key,
                         const ReceiveTransferResult& received, const TransferPackage& package) {
  const sm2::Scalar d1 = splitkey::apply_signing_refresh(package.d1, received.t);
  PALMKEY_CHECK(splitkey::check_public_key(d1, received.p2, received.public_key));
  Key key;
  key.id = received.key_id;
  key.label = package.label;
  key.public_key = received.public_key;
  key.freshness = received.freshness;
  key.salt = incoming.salt;
  key.a1 = incoming.a1;
  key.d1 = splitkey::mask(d1, mask_key.view(), splitkey::signing_share_label);
  key.d1_unlock = splitkey::mask(d1, received.unlock.view(), splitkey::signing_share_label);
  key.signing_certificate = package.signing_certificate;
  key.chain = package.chain;
  for (const splitkey::MovedShare& moved : package.shares) {
    const auto delta = std::find_if(received.deltas.begin(), received.deltas.end(), [&](const auto& d) {
      return d.encryption_key_id == moved.encryption_key_id;
    });
    if (delta == received.deltas.end()) continue;  // dead, as in a change of PIN
    EncryptionKey share;
    share.id = moved.encryption_key_id;
    share.public_key = moved.public_key;
    share.certificate = moved.certificate;
    share.share = splitkey::mask(splitkey::apply_encryption_refresh(moved.u1, delta->delta), mask_key.view(),
                                 encryption_share_label(share.id));
    key.encryption_keys.push_back(std::move(share));
  }
  return key;
}

Task<Ending> run_receive(Environment environment, Identifier transfer_id, Secret pin) {
  const auto& all = environment.state.incoming;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Incoming& one) { return one.transfer_id == transfer_id; });
  if (found == all.end()) co_return Error::not_found;
  const Incoming incoming = *found;
  PALMKEY_CO_TRY(k, co_await mask_key(environment, pin, incoming.salt));
  PALMKEY_CO_TRY(a1, splitkey::unmask(incoming.a1, k.view(), splitkey::pin_key_label));

  splitkey::ReceiveTransferRequest request;
  PALMKEY_CO_CHECK(environment.random.fill(request.operation_id));
  request.transfer_id = transfer_id;
  PALMKEY_CO_TRY(proof, splitkey::prove_pin(a1, splitkey::pin_proof_digest(request), environment.random));
  request.pin_proof = proof;
  PALMKEY_CO_TRY(response, co_await exchange(environment, splitkey::encode_request(request)));
  // The vault's word that nobody has taken the offer and nobody can any more. This phone's clock is not
  // asked: were it fast, the key could still come and would be lost.
  if (response.code == code(Error::unknown_key)) {
    PALMKEY_CO_CHECK(co_await forget(environment, transfer_id));
    co_return Error::stale;
  }
  if (!response.ok()) co_return refusal(response);
  PALMKEY_CO_TRY(received, splitkey::decode_message<ReceiveTransferResult>(response.body.view()));
  PALMKEY_CO_TRY(recipient_k, co_await recipient_mask_key(transfer_id));
  PALMKEY_CO_TRY(recipient, splitkey::unmask(incoming.recipient, recipient_k.view(), recipient_label));
  PALMKEY_CO_TRY(package, open_package(received, recipient));
  PALMKEY_CO_TRY(key, received_key(incoming, k, received, package));

  State next = environment.state;
  std::erase_if(next.incoming, [&](const Incoming& one) { return one.transfer_id == transfer_id; });
  std::erase_if(next.keys, [&](const Key& one) { return one.id == key.id; });
  next.keys.push_back(std::move(key));
  PALMKEY_CO_CHECK(co_await store(environment, std::move(next)));
  co_return done(GeneratedKey{received.key_id, {}});
}

}  // namespace

Operation offer_transfer(Environment environment, Secret new_pin, std::vector<std::string> dates) {
  return make_operation(run_offer(environment, std::move(new_pin), std::move(dates)));
}

Operation receive_transfer(Environment environment, Identifier transfer_id, Secret pin) {
  return make_operation(run_receive(environment, transfer_id, std::move(pin)));
}

}  // namespace palmkey::core::device
