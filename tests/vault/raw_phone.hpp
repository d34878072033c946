// A phone reduced to the protocol: shares in the clear, no storage, no PIN to stretch - and every step in the
// hands of a test, also to send what no honest phone would.
#pragma once

#include "core/channel.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/messages.hpp"
#include "core/splitkey/signing.hpp"
#include "pki/p256.hpp"
#include "vault/cosign/cosigner.hpp"

namespace palmkey::test {

namespace sk = core::splitkey;

class RawPhone {
 public:
  RawPhone(const vault::CoSigner& cosigner, const core::sm2::Point& sealing_key, core::Random& random);

  // Seals and signs; the channel opens the answer.
  core::DeviceChannel seal(core::ByteView request);
  // The SealedRequest as the front sees it.
  core::Bytes sealed_bytes(core::DeviceChannel& channel);
  sk::Response send(core::ByteView request);
  template <class Request>
  sk::Response ask(const Request& request) {
    return send(sk::encode_request(request));
  }

  // Generates and keeps; returns the response's code.
  std::string generate(const std::string& activation = "");
  sk::GenerateRequest generate_request(const std::string& activation = "");

  sk::SignRequest sign_request(core::ByteView text, core::IntentKind kind = core::IntentKind::text);
  // The same with a wrong PIN, that is, another a1.
  sk::SignRequest wrong_pin_request(core::ByteView text);
  // Signs all the way; fails the test if that does not work.
  core::sm2::Signature sign(core::ByteView text, core::IntentKind kind = core::IntentKind::text);
  std::string try_sign(core::ByteView text);  // the response's code
  std::string try_wrong_pin(core::ByteView text);

  // Takes the new freshness out of an answer.
  template <class Result>
  Result accept(const sk::Response& response) {
    auto result = *sk::decode_message<Result>(response.body.view());
    freshness = result.freshness;
    return result;
  }

  template <class Request>
  void prove(Request& request, const core::sm2::Scalar& with) {
    request.pin_proof = *sk::prove_pin(with, sk::pin_proof_digest(request), random_);
  }
  sk::Identifier new_id();

  sk::DeviceKey device_key() const { return key_.public_key(); }

  sk::Identifier key_id{};
  core::sm2::Scalar d1, a1;
  core::sm2::Point public_key = core::sm2::Point::base();
  sk::Freshness freshness{};
  std::string holder;
  std::optional<sk::Commitment> commitment;  // of the last sign_request

 protected:
  const vault::CoSigner& cosigner_;
  core::sm2::Point sealing_key_;
  core::Random& random_;

 private:
  pki::P256Key key_;
};

}  // namespace palmkey::test
