// What phones ask of the vault when a key is unlocked or moves, right in every respect: tests spoil it.
#pragma once

#include "core/sm2/encryption.hpp"
#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/handover_messages.hpp"
#include "tests/vault/cosign_fixture.hpp"
#include "vault/cosign/key_states.hpp"

namespace palmkey::test {

class HandoverTest : public CoSignTest {
 protected:
  sk::UnlockRequest unlock_request(RawPhone& owner) {
    sk::UnlockRequest request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    request.freshness = owner.freshness;
    auto pin_key = make_pin_key(owner, request.operation_id);
    request.a1 = pin_key.a1_public;
    request.a1_proof = pin_key.a1_proof;
    new_a1 = std::move(pin_key.a1);
    return request;
  }
  // What the phone does with the answer; `unlock_share` is d1 masked by the old U.
  void finish_unlock(RawPhone& owner, const sk::UnlockResult& result) {
    owner.freshness = result.freshness;
    owner.d1 = owner.d1 * result.t;
    owner.a1 = new_a1.clone();
    EXPECT_TRUE(sk::check_public_key(owner.d1, result.p2, owner.public_key));
  }

  sk::OfferTransferRequest offer_request(RawPhone& phone) { return offer_request(phone, phone.new_id()); }
  sk::OfferTransferRequest offer_request(RawPhone& phone, const sk::Identifier& transfer_id) {
    sk::OfferTransferRequest request;
    request.operation_id = transfer_id;
    auto pin_key = make_pin_key(phone, request.operation_id);
    request.a1 = pin_key.a1_public;
    request.a1_proof = pin_key.a1_proof;
    new_a1 = std::move(pin_key.a1);
    recipient = *core::sm2::Scalar::random(random);
    request.recipient = *core::sm2::multiply_base(recipient);
    return request;
  }
  sk::TransferRequest transfer_request(RawPhone& owner, const sk::OfferTransferRequest& offered,
                                       const RawPhone& by) {
    sk::TransferRequest request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    request.freshness = owner.freshness;
    request.transfer_id = offered.operation_id;
    request.offer = sk::digest_of({offered.operation_id, by.device_key(), offered.a1, offered.recipient});
    request.package = {1, 2, 3};
    owner.prove(request, owner.a1);
    return request;
  }
  sk::ReceiveTransferRequest receive_request(RawPhone& phone, const sk::Identifier& transfer_id,
                                             const core::sm2::Scalar& a1) {
    sk::ReceiveTransferRequest request;
    request.operation_id = phone.new_id();
    request.transfer_id = transfer_id;
    phone.prove(request, a1);
    return request;
  }
  // The new phone has the key now.
  void finish_transfer(RawPhone& to, const RawPhone& from, const sk::ReceiveTransferResult& result) {
    to.key_id = result.key_id;
    to.public_key = result.public_key;
    to.freshness = result.freshness;
    to.d1 = from.d1 * result.t;
    to.a1 = new_a1.clone();
    EXPECT_TRUE(sk::check_public_key(to.d1, result.p2, to.public_key));
  }

  void forget_pin(RawPhone& owner) {
    for (int i = 0; i < 5; ++i) {
      owner.try_wrong_pin(statement());
      advance(400);
    }
    EXPECT_EQ(state_of(owner), vault::KeyState::locked);
  }

  core::sm2::Scalar new_a1, recipient;

 private:
  sk::PinKey make_pin_key(RawPhone& phone, const sk::Identifier& operation_id) {
    const auto context = sk::proof_context(operation_id, phone.device_key(), sealing_keys[0].published.key);
    return *sk::make_pin_key(context, random);
  }
};

}  // namespace palmkey::test
