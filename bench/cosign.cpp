// Co-signing: the vault's arithmetic, all that the vault does for a request but storing, and the phone's
// share.
#include <algorithm>
#include <memory>
#include <optional>

#include "bench/benchmark.hpp"
#include "bench/openssl_peers.hpp"
#include "core/channel.hpp"
#include "core/intent.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/messages.hpp"
#include "core/splitkey/signing.hpp"
#include "core/text_intent.hpp"
#include "pki/p256.hpp"
#include "platform/random.hpp"

namespace palmkey::bench {
namespace {

using core::Bytes;
using core::ByteView;
using core::Digest;
using core::sm2::Point;
using core::sm2::PrivateKey;
using core::sm2::Scalar;

Bytes text_intent() {
  const auto intent = take(core::TextIntent::make("statement", {{"origin", "https://ca.example"},
                                                                {"text", "同意按本文件执行"},
                                                                {"time", "2026-03-01T08:00:00Z"}}),
                           "intent");
  const ByteView bytes = core::as_bytes(intent.text());
  return {bytes.begin(), bytes.end()};
}

// A split key with both halves, the vault's sealing key, and what the two tell each other.
struct Scene {
  platform::SystemRandom random;
  PrivateKey sealing_key = take(PrivateKey::generate(random), "sealing key");
  pki::P256Key device_key = take(pki::P256Key::generate(), "device key");
  Scalar d1 = take(Scalar::random(random), "d1");
  Scalar a1 = take(Scalar::random(random), "a1");
  core::ByteArray<65> a1_row =
      take(core::sm2::multiply_base(a1), "A1").encode();  // as the vault's table holds it
  Scalar d2;
  core::ByteArray<65> public_key_row{};
  core::splitkey::Freshness freshness{};
  Bytes intent = text_intent();

  Scene() {
    const Point p1 = take(core::sm2::multiply_base(d1.inverse()), "P1");
    auto half = take(core::splitkey::answer_generation(p1, Digest{}, random), "key generation");
    d2 = std::move(half.d2);
    public_key_row = half.public_key.encode();
  }

  Point public_key() const { return take(Point::decode(public_key_row), "public key"); }
};

// What the phone sends, and what it keeps until the answer has come.
struct Sent {
  core::splitkey::Commitment commitment;
  core::DeviceChannel channel;
  Bytes sealed;
};

Sent ask(Scene& scene, const Scalar& w1, const core::DeviceSignature* signature) {
  auto commitment = take(core::splitkey::Commitment::of(w1.clone()), "Q1");
  core::splitkey::SignRequest request;
  require(scene.random.fill(request.operation_id).has_value(), "operation");
  request.freshness = scene.freshness;
  request.intent = scene.intent;
  request.q1 = commitment.q1();
  request.pin_proof =
      take(core::splitkey::prove_pin(scene.a1, core::splitkey::pin_proof_digest(request), scene.random),
           "PIN proof");
  auto channel = take(core::DeviceChannel::seal(scene.sealing_key.public_key(), scene.device_key.public_key(),
                                                core::splitkey::encode_request(request), scene.random),
                      "sealing");
  const auto signed_by_device =
      signature != nullptr ? *signature : take(scene.device_key.sign(channel.to_sign()), "device signature");
  Bytes sealed = channel.finish(signed_by_device);
  return {std::move(commitment), std::move(channel), std::move(sealed)};
}

core::Secret answer_sign(Scene& scene, const core::OpenedRequest& opened, ByteView body) {
  const auto request =
      take(core::splitkey::decode_message<core::splitkey::SignRequest>(body), "sign request");
  const Point a1 = take(Point::decode(scene.a1_row), "A1");
  require(core::splitkey::verify_pin(a1, request.pin_proof, core::splitkey::pin_proof_digest(request))
              .has_value(),
          "PIN proof");
  require(core::equal_constant_time(request.freshness, scene.freshness), "freshness");
  const Point public_key = scene.public_key();
  require(core::check_intent(request.kind, request.intent, public_key).has_value(), "intent");
  const Digest e = core::sm2::message_digest(public_key, request.intent);
  auto half =
      take(core::splitkey::cosign(scene.d2, request.q1, e, core::sm3(opened.request().view()), scene.random),
           "co-signing");
  core::splitkey::SignResult result;
  result.r = std::move(half.r);
  result.s1 = std::move(half.s1);
  return core::splitkey::encode_message(result);
}

// vault::CoSigner::exchange and answer_sign without the database, and so without the secrets' wrapping in it.
Bytes answer(Scene& scene, ByteView sealed_request) {
  const auto sealed = take(core::SealedRequest::parse(sealed_request), "sealed request");
  require(pki::verify_p256(sealed.device_key(), sealed.signed_bytes(), sealed.signature()).has_value(),
          "device signature");
  require(core::sealing_key_id(scene.sealing_key.public_key()) == sealed.sealing_key(), "sealing key");
  const auto opened = take(sealed.open(scene.sealing_key), "unsealing");
  const auto request = take(core::splitkey::read_request(opened.request().view()), "request");
  core::splitkey::Response response;
  response.code = "ok";
  response.body = answer_sign(scene, opened, request.body);
  return take(opened.seal_response(core::splitkey::encode_response(response).view(), scene.random),
              "sealing");
}

void finish(Scene& scene, Sent sent, const core::DeviceChannel& channel, ByteView sealed_response) {
  const core::Secret opened = take(channel.open_response(sealed_response), "opening the answer");
  const auto response = take(core::splitkey::decode_response(opened.view()), "response");
  const auto result =
      take(core::splitkey::decode_message<core::splitkey::SignResult>(response.body.view()), "sign result");
  const Point public_key = scene.public_key();
  require(core::splitkey::finish_signature(std::move(sent.commitment), scene.d1, result.r, result.s1,
                                           public_key, core::sm2::message_digest(public_key, scene.intent))
              .has_value(),
          "the phone's verification");
}

Contest vault_arithmetic_contest() {
  const auto scene = std::make_shared<Scene>();
  const auto q1 = take(core::splitkey::Commitment::make(scene->random), "Q1").q1().encode();
  Side ours{"palmkey", [scene, q1, e = Digest{1}, request = Digest{2}] {
              const Point point = take(Point::decode(q1), "Q1");  // on the curve, or refused
              require(core::splitkey::cosign(scene->d2, point, e, request, scene->random).has_value(),
                      "co-signing");
            }};
  return {std::move(ours), openssl_p256_sign()};
}

Contest vault_contest() {
  const auto scene = std::make_shared<Scene>();
  const Scalar w1 = take(Scalar::random(scene->random), "w1");
  Side ours{"palmkey", [scene, sealed = ask(*scene, w1, nullptr).sealed] { answer(*scene, sealed); }};
  return {std::move(ours), openssl_p256_sign()};
}

// All that core does on the phone once the PIN has unmasked d1 and a1; the device key's signature is the
// phone's platform's. One answer serves every round, and so w1 and the channel that the answer is opened with
// stay, as no phone's may.
Contest phone_contest() {
  const auto scene = std::make_shared<Scene>();
  const auto w1 = std::make_shared<Scalar>(take(Scalar::random(scene->random), "w1"));
  const auto first = std::make_shared<Sent>(ask(*scene, *w1, nullptr));
  Side ours{"palmkey", [scene, w1, first, answered = answer(*scene, first->sealed)] {
              const core::DeviceSignature signature{};
              finish(*scene, ask(*scene, *w1, &signature), first->channel, answered);
            }};
  return {std::move(ours), openssl_p256_sign()};
}

}  // namespace

std::vector<Benchmark> cosign_benchmarks() {
  return {{"cosign_vault_arithmetic", vault_arithmetic_contest},
          {"cosign_vault", vault_contest},
          {"cosign_phone", phone_contest}};
}

}  // namespace palmkey::bench
