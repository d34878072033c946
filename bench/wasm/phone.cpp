// What the phone's core does for a co-signature, and verification alone, as functions that bench/wasm.mjs
// calls in a browser. `prepare` comes first; each function answers 1, or 0 if a step failed.
#include <wasi/api.h>

#include <algorithm>
#include <memory>

#include "core/channel.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/mask.hpp"
#include "core/splitkey/messages.hpp"
#include "core/splitkey/signing.hpp"

namespace {

using namespace palmkey::core;
using sm2::Point;
using sm2::PrivateKey;
using sm2::Scalar;

constexpr std::string_view message = "PalmKey intent 1\ntype: statement\n";

class HostRandom final : public Random {
 public:
  Result<void> fill(MutableByteView out) override {
    if (__wasi_random_get(out.data(), out.size()) != __WASI_ERRNO_SUCCESS) return Error::random_failed;
    return {};
  }
};

// What the phone sends, and what it keeps until the answer has come.
struct Sent {
  splitkey::Commitment commitment;
  DeviceChannel channel;
  Bytes sealed;
};

struct Scene {
  HostRandom random;
  PrivateKey vault;   // of the sealing key
  PrivateKey signer;  // of the signature that is verified alone
  Scalar d1;
  Scalar a1;
  Point public_key;  // P of the split key
  Scalar w1;         // one answer serves every round, so w1 stays, as no phone's may
  sm2::Signature signature{};
  ByteArray<64> signature_bytes{};
  ByteArray<65> signer_bytes{};
  std::unique_ptr<Sent> first;
  Bytes answer;

  Scene(PrivateKey vault_key, PrivateKey signing_key)
      : vault(std::move(vault_key)), signer(std::move(signing_key)), public_key(Point::base()) {}
};
std::unique_ptr<Scene> scene;

Bytes intent() {
  const ByteView bytes = as_bytes(message);
  return {bytes.begin(), bytes.end()};
}

// w1·G, the PIN proof and the sealed request. The device key's signature is the browser's.
Result<Sent> ask() {
  PALMKEY_TRY(commitment, splitkey::Commitment::of(scene->w1.clone()));
  splitkey::SignRequest request;
  PALMKEY_CHECK(scene->random.fill(request.operation_id));
  request.intent = intent();
  request.q1 = commitment.q1();
  PALMKEY_TRY(proof, splitkey::prove_pin(scene->a1, splitkey::pin_proof_digest(request), scene->random));
  request.pin_proof = proof;
  PALMKEY_TRY(channel, DeviceChannel::seal(scene->vault.public_key(), DeviceKey{4},
                                           splitkey::encode_request(request), scene->random));
  Bytes sealed = channel.finish(DeviceSignature{});
  return Sent{std::move(commitment), std::move(channel), std::move(sealed)};
}

// The vault's part, for the one answer.
Result<Bytes> answer_to(const Sent& sent, const Scalar& d2) {
  PALMKEY_TRY(sealed, SealedRequest::parse(sent.sealed));
  PALMKEY_TRY(opened, sealed.open(scene->vault));
  PALMKEY_TRY(half,
              splitkey::cosign(d2, sent.commitment.q1(), sm2::message_digest(scene->public_key, intent()),
                               sm3(opened.request().view()), scene->random));
  splitkey::SignResult result;
  result.r = std::move(half.r);
  result.s1 = std::move(half.s1);
  splitkey::Response response;
  response.code = "ok";
  response.body = splitkey::encode_message(result);
  return opened.seal_response(splitkey::encode_response(response).view(), scene->random);
}

Result<sm2::Signature> finish(Sent sent, const DeviceChannel& channel) {
  PALMKEY_TRY(opened, channel.open_response(scene->answer));
  PALMKEY_TRY(response, splitkey::decode_response(opened.view()));
  PALMKEY_TRY(result, splitkey::decode_message<splitkey::SignResult>(response.body.view()));
  return splitkey::finish_signature(std::move(sent.commitment), scene->d1, result.r, result.s1,
                                    scene->public_key, sm2::message_digest(scene->public_key, intent()));
}

Result<void> set_up() {
  HostRandom random;
  PALMKEY_TRY(vault, PrivateKey::generate(random));
  PALMKEY_TRY(signer, PrivateKey::generate(random));
  scene = std::make_unique<Scene>(std::move(vault), std::move(signer));
  PALMKEY_TRY(signature, scene->signer.sign(as_bytes(message), random));
  scene->signature = signature;
  std::copy(signature.r.begin(), signature.r.end(), scene->signature_bytes.begin());
  std::copy(signature.s.begin(), signature.s.end(), scene->signature_bytes.begin() + 32);
  scene->signer_bytes = scene->signer.public_key().encode();

  PALMKEY_TRY(half, splitkey::begin_generation(Digest{}, random));
  PALMKEY_TRY(other, splitkey::answer_generation(half.p1, Digest{}, random));
  PALMKEY_TRY(w1, Scalar::random(random));
  scene->d1 = std::move(half.d1);
  scene->a1 = std::move(half.a1);
  scene->w1 = std::move(w1);
  scene->public_key = other.public_key;
  PALMKEY_TRY(sent, ask());
  PALMKEY_TRY(answer, answer_to(sent, other.d2));
  scene->answer = std::move(answer);
  scene->first = std::make_unique<Sent>(std::move(sent));
  return {};
}

}  // namespace

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

EXPORT(prepare) int prepare() {
  return set_up().has_value();
}

// Where the public key, r | s and the message are, for the peer to verify.
EXPORT(public_key) const std::uint8_t* public_key() {
  return scene->signer_bytes.data();
}
EXPORT(signature) const std::uint8_t* signature() {
  return scene->signature_bytes.data();
}
EXPORT(message_text) const char* message_text() {
  return message.data();
}
EXPORT(message_size) std::size_t message_size() {
  return message.size();
}

EXPORT(verify) int verify() {
  return sm2::verify(scene->signer.public_key(), as_bytes(message), scene->signature).has_value();
}

// All that core does once the PIN has unmasked d1 and a1.
EXPORT(cosign) int cosign() {
  auto sent = ask();
  return sent && finish(std::move(*sent), scene->first->channel).has_value();
}

// What the PIN costs before: made slow on purpose.
EXPORT(stretch_pin) int stretch_pin() {
  return !splitkey::stretch_pin(as_bytes("180529"), splitkey::Salt{}).empty();
}
