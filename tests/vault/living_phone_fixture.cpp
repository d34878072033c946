#include <gtest/gtest.h>

#include "core/pkcs10.hpp"
#include "core/sm2/encryption.hpp"
#include "core/splitkey/encryption_share.hpp"
#include "platform/failure.hpp"
#include "tests/vault/living_phone.hpp"

namespace palmkey::test {

using platform::value_or_throw;

namespace {

template <class Request>
Request about(RawPhone& phone) {
  Request request;
  request.key_id = phone.key_id;
  request.operation_id = phone.new_id();
  if constexpr (requires { request.freshness; }) request.freshness = phone.freshness;
  return request;
}

template <class Result>
Result result_of(const sk::Response& response) {
  return value_or_throw(sk::decode_message<Result>(response.body.view()));
}

}  // namespace

void LivingPhone::begin() {
  EXPECT_EQ(generate(), "ok");
  const auto name = value_or_throw(core::Name::of({{core::attribute_type::common_name, "pending"}}));
  const auto info = core::encode_request_info(name, public_key);
  certification = core::encode_request(info, sign(info, core::IntentKind::csr));
}

std::optional<vault::SignedIntent> LivingPhone::sign_intent(const std::string& text) {
  const auto bytes = core::as_bytes(text);
  const auto response = ask(sign_request(bytes));
  if (!response.ok()) return std::nullopt;
  const auto result = accept<sk::SignResult>(response);
  const auto signature =
      value_or_throw(sk::finish_signature(std::move(*commitment), d1, result.r, result.s1, public_key,
                                          core::sm2::message_digest(public_key, bytes)));
  return vault::SignedIntent{text, core::sm2::encode_der(signature)};
}

core::sm2::Point LivingPhone::make_pin_key(const sk::Identifier& operation_id, sk::Proof& proof) {
  auto made =
      value_or_throw(sk::make_pin_key(sk::proof_context(operation_id, device_key(), sealing_key_), random_));
  new_a1_ = std::move(made.a1);
  proof = made.a1_proof;
  return made.a1_public;
}

void LivingPhone::add(const std::vector<sk::ShareDelta>& deltas) {
  for (const auto& [id, delta] : deltas)
    if (const auto found = shares.find(id); found != shares.end())
      found->second.u1 = found->second.u1 + delta;
}

std::string LivingPhone::install() {
  auto request = about<sk::InstallRequest>(*this);
  prove(request, a1);
  const auto response = ask(request);
  if (!response.ok()) return response.code;
  auto result = accept<sk::InstallResult>(response);
  shares.clear();
  for (auto& key : result.keys)
    shares.insert_or_assign(key.encryption_key_id, Share{key.public_key, std::move(key.u1)});
  return response.code;
}

sk::ChangePinRequest LivingPhone::change_pin_request() {
  auto request = about<sk::ChangePinRequest>(*this);
  request.a1 = make_pin_key(request.operation_id, request.a1_proof);
  prove(request, a1);
  return request;
}

void LivingPhone::finish_change(const sk::Response& response) {
  const auto result = accept<sk::ChangePinResult>(response);
  d1 = d1 * result.t;
  a1 = new_a1_.clone();
  add(result.deltas);
}

std::string LivingPhone::change_pin() {
  const auto response = ask(change_pin_request());
  if (response.ok()) finish_change(response);
  return response.code;
}

sk::UnlockRequest LivingPhone::unlock_request() {
  auto request = about<sk::UnlockRequest>(*this);
  request.a1 = make_pin_key(request.operation_id, request.a1_proof);
  return request;
}

void LivingPhone::finish_unlock(const sk::Response& response) {
  auto result = accept<sk::UnlockResult>(response);
  d1 = d1 * result.t;
  a1 = new_a1_.clone();
  for (auto& share : result.shares)
    if (const auto found = shares.find(share.encryption_key_id); found != shares.end())
      found->second.u1 = std::move(share.u1);
}

std::string LivingPhone::unlock() {
  const auto response = ask(unlock_request());
  if (response.ok()) finish_unlock(response);
  return response.code;
}

std::string LivingPhone::freeze() {
  return ask(about<sk::FreezeRequest>(*this)).code;
}

std::string LivingPhone::unfreeze() {
  auto request = about<sk::UnfreezeRequest>(*this);
  prove(request, a1);
  const auto response = ask(request);
  if (response.ok()) accept<sk::UnfreezeResult>(response);
  return response.code;
}

std::string LivingPhone::decrypt(const sk::Identifier& encryption_key) {
  const auto& share = shares.at(encryption_key);
  const auto ciphertext =
      value_or_throw(core::sm2::encrypt(share.public_key, core::as_bytes("标书"), random_));
  auto request = about<sk::DecryptRequest>(*this);
  request.encryption_key_id = encryption_key;
  request.c1 = ciphertext.c1;
  prove(request, a1);
  const auto response = ask(request);
  if (!response.ok()) return response.code;
  const auto result = accept<sk::DecryptResult>(response);
  const auto plain = sk::finish_decryption(share.u1, result.t, ciphertext);
  EXPECT_TRUE(plain && core::as_text(plain->view()) == "标书") << "the shares do not fit together";
  return response.code;
}

std::string LivingPhone::offer() {
  sk::OfferTransferRequest request;
  request.operation_id = new_id();
  request.a1 = make_pin_key(request.operation_id, request.a1_proof);
  recipient_ = value_or_throw(core::sm2::Scalar::random(random_));
  request.recipient = value_or_throw(core::sm2::multiply_base(recipient_));
  const auto response = ask(request);
  if (response.ok()) offer_ = request;
  return response.code;
}

sk::TransferRequest LivingPhone::transfer_request(const LivingPhone& to) {
  auto request = about<sk::TransferRequest>(*this);
  const auto& offer = to.offer_.value();
  request.transfer_id = offer.operation_id;
  request.offer = sk::digest_of({offer.operation_id, to.device_key(), offer.a1, offer.recipient});
  request.package = {1};
  prove(request, a1);
  return request;
}

std::string LivingPhone::hand_over(const LivingPhone& to) {
  const auto code = ask(transfer_request(to)).code;
  if (code == "ok") is_dead = true;
  return code;
}

sk::ReceiveTransferRequest LivingPhone::receive_request() {
  sk::ReceiveTransferRequest request;
  request.operation_id = new_id();
  request.transfer_id = offer_.value().operation_id;
  prove(request, new_a1_);
  return request;
}

void LivingPhone::finish_receiving(const sk::Response& response, const LivingPhone& from) {
  const auto result = result_of<sk::ReceiveTransferResult>(response);
  key_id = result.key_id;
  public_key = result.public_key;
  freshness = result.freshness;
  d1 = from.d1 * result.t;
  a1 = new_a1_.clone();
  shares.clear();
  certification = from.certification;
  for (const auto& [id, share] : from.shares) shares.emplace(id, Share{share.public_key, share.u1.clone()});
  add(result.deltas);
  is_dead = false;
}

std::string LivingPhone::receive(const LivingPhone& from) {
  const auto response = ask(receive_request());
  if (response.ok()) finish_receiving(response, from);
  return response.code;
}

}  // namespace palmkey::test
