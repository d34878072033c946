#include <gtest/gtest.h>

#include "platform/failure.hpp"
#include "tests/vault/raw_phone.hpp"

namespace palmkey::test {

using platform::value_or_throw;

RawPhone::RawPhone(const vault::CoSigner& cosigner, const core::sm2::Point& sealing_key, core::Random& random)
    : cosigner_(cosigner),
      sealing_key_(sealing_key),
      random_(random),
      key_(value_or_throw(pki::P256Key::generate())) {}

core::DeviceChannel RawPhone::seal(core::ByteView request) {
  return value_or_throw(core::DeviceChannel::seal(sealing_key_, key_.public_key(), request, random_));
}

core::Bytes RawPhone::sealed_bytes(core::DeviceChannel& channel) {
  return channel.finish(value_or_throw(key_.sign(channel.to_sign())));
}

sk::Response RawPhone::send(core::ByteView request) {
  auto channel = seal(request);
  const auto answer = cosigner_.exchange(sealed_bytes(channel));
  const auto opened = value_or_throw(channel.open_response(answer));
  return value_or_throw(sk::decode_response(opened.view()));
}

sk::Identifier RawPhone::new_id() {
  sk::Identifier id{};
  value_or_throw(random_.fill(id));
  return id;
}

sk::GenerateRequest RawPhone::generate_request(const std::string& activation) {
  sk::GenerateRequest request;
  request.operation_id = new_id();
  const auto context = sk::proof_context(request.operation_id, device_key(), sealing_key_);
  auto half = value_or_throw(sk::begin_generation(context, random_));
  request.p1 = half.p1;
  request.p1_proof = half.p1_proof;
  request.a1 = half.a1_public;
  request.a1_proof = half.a1_proof;
  request.activation = activation;
  d1 = std::move(half.d1);
  a1 = std::move(half.a1);
  return request;
}

std::string RawPhone::generate(const std::string& activation) {
  const auto response = ask(generate_request(activation));
  if (!response.ok()) return response.code;
  const auto result = accept<sk::GenerateResult>(response);
  value_or_throw(sk::check_public_key(d1, result.p2, result.public_key));
  key_id = result.key_id;
  public_key = result.public_key;
  holder = result.holder;
  return response.code;
}

sk::SignRequest RawPhone::sign_request(core::ByteView text, core::IntentKind kind) {
  sk::SignRequest request;
  request.key_id = key_id;
  request.operation_id = new_id();
  request.freshness = freshness;
  request.kind = kind;
  request.intent.assign(text.begin(), text.end());
  commitment.emplace(value_or_throw(sk::Commitment::make(random_)));
  request.q1 = commitment->q1();
  prove(request, a1);
  return request;
}

sk::SignRequest RawPhone::wrong_pin_request(core::ByteView text) {
  auto request = sign_request(text);
  prove(request, a1 + core::sm2::Scalar::one());
  return request;
}

core::sm2::Signature RawPhone::sign(core::ByteView text, core::IntentKind kind) {
  const auto response = ask(sign_request(text, kind));
  EXPECT_EQ(response.code, "ok");
  const auto result = accept<sk::SignResult>(response);
  return value_or_throw(sk::finish_signature(std::move(*commitment), d1, result.r, result.s1, public_key,
                                             core::sm2::message_digest(public_key, text)));
}

std::string RawPhone::try_sign(core::ByteView text) {
  const auto response = ask(sign_request(text));
  if (response.ok()) accept<sk::SignResult>(response);
  return response.code;
}

std::string RawPhone::try_wrong_pin(core::ByteView text) {
  return ask(wrong_pin_request(text)).code;
}

}  // namespace palmkey::test
