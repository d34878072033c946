// A phone that a certificate lives on: everything that the protocol knows, without storage, screens and PINs,
// and the shares of the encryption keys that it holds. Each act returns the code of the vault's answer.
#pragma once

#include <map>

#include "core/splitkey/handover_messages.hpp"
#include "tests/vault/raw_phone.hpp"
#include "vault/signed_intent.hpp"

namespace palmkey::test {

class LivingPhone : public RawPhone {
 public:
  using RawPhone::RawPhone;

  struct Share {
    core::sm2::Point public_key;
    core::sm2::Scalar u1;
  };

  // A key of its own, and a certification request that it signed at once.
  void begin();
  // What the key signs, as holders and officers send it; nothing if the vault refuses.
  std::optional<vault::SignedIntent> sign_intent(const std::string& text);

  std::string install();
  std::string change_pin();
  std::string unlock();
  std::string freeze();
  std::string unfreeze();
  // Decrypts something that was encrypted to this key, by the share that the phone holds, and checks what
  // comes out.
  std::string decrypt(const sk::Identifier& encryption_key);

  std::string offer();
  std::string hand_over(const LivingPhone& to);
  // What was handed over comes here.
  std::string receive(const LivingPhone& from);

  core::Bytes certification;  // PKCS#10
  // By identifier of the encryption key.
  std::map<sk::Identifier, Share> shares;
  // Somebody else has the key now.
  bool is_dead = false;

  // Requests that a test sends itself.
  sk::UnlockRequest unlock_request();
  sk::TransferRequest transfer_request(const LivingPhone& to);
  sk::ReceiveTransferRequest receive_request();
  sk::ChangePinRequest change_pin_request();
  void finish_unlock(const sk::Response& response);
  void finish_change(const sk::Response& response);
  void finish_receiving(const sk::Response& response, const LivingPhone& from);

 private:
  core::sm2::Point make_pin_key(const sk::Identifier& operation_id, sk::Proof& proof);
  void add(const std::vector<sk::ShareDelta>& deltas);

  core::sm2::Scalar new_a1_, recipient_;
  std::optional<sk::OfferTransferRequest> offer_;
};

}  // namespace palmkey::test
