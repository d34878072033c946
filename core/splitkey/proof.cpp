#include "core/splitkey/proof.hpp"

#include <algorithm>
#include <string_view>

#include "core/sm2/signature.hpp"

namespace palmkey::core::splitkey {
namespace {

std::string_view role_name(ProofRole role) {
  switch (role) {
    case ProofRole::device_share:
      return "device-share";
    case ProofRole::pin_key:
      return "pin-key";
    case ProofRole::vault_share:
      return "vault-share";
  }
  return {};
}

const ByteArray<1> separator{0};

sm2::Scalar knowledge_challenge(ProofRole role, const Digest& context, const sm2::Point& x,
                                const sm2::Point& commitment) {
  Sm3 hash;
  hash.update(as_bytes("PalmKey proof 1"));
  hash.update(separator);
  hash.update(as_bytes(role_name(role)));
  hash.update(separator);
  hash.update(context);
  hash.update(x.encode());
  hash.update(commitment.encode());
  return sm2::Scalar::reduce(hash.finish());
}

sm2::Scalar pin_challenge(const sm2::Point& a1, const sm2::Point& commitment, const Digest& request) {
  Sm3 hash;
  hash.update(as_bytes("PalmKey pin 1"));
  hash.update(separator);
  hash.update(a1.encode());
  hash.update(commitment.encode());
  hash.update(request);
  return sm2::Scalar::reduce(hash.finish());
}

template <class Challenge>
Result<Proof> prove(const sm2::Scalar& x, ByteView bound_to, Random& random, const Challenge& challenge) {
  PALMKEY_TRY(k, sm2::hedged_nonce(random, x, bound_to));
  PALMKEY_TRY(commitment, sm2::multiply_base(k));
  const sm2::Scalar c = challenge(commitment);
  const sm2::Scalar z = k + c * x;
  Proof proof{};
  const ByteArray<32> c_bytes = c.encode_public();
  const ByteArray<32> z_bytes = z.encode_public();
  std::copy(c_bytes.begin(), c_bytes.end(), proof.begin());
  std::copy(z_bytes.begin(), z_bytes.end(), proof.begin() + 32);
  return proof;
}

template <class Challenge>
Result<void> verify(const sm2::Point& x, const Proof& proof, const Challenge& challenge) {
  const auto c = sm2::Scalar::decode(ByteView(proof).first(32));
  const auto z = sm2::Scalar::decode(ByteView(proof).last(32));
  if (!c || !z) return Error::bad_proof;
  const auto commitment = sm2::multiply_base_add_public(*z, c->negate(), x);
  if (!commitment) return Error::bad_proof;
  if (!challenge(*commitment).equals(*c)) return Error::bad_proof;
  return {};
}

}  // namespace

Digest proof_context(const Identifier& operation, const DeviceKey& device_key,
                     const sm2::Point& sealing_key) {
  Sm3 hash;
  hash.update(as_bytes("PalmKey key 1"));
  hash.update(operation);
  hash.update(device_key);
  hash.update(sealing_key.encode());
  return hash.finish();
}

Result<Proof> prove_knowledge(const sm2::Scalar& x, ProofRole role, const Digest& context, Random& random) {
  if (x.is_zero()) return Error::out_of_range;
  PALMKEY_TRY(public_point, sm2::multiply_base(x));
  return prove(x, context, random, [&](const sm2::Point& commitment) {
    return knowledge_challenge(role, context, public_point, commitment);
  });
}

Result<void> verify_knowledge(const sm2::Point& public_point, const Proof& proof, ProofRole role,
                              const Digest& context) {
  return verify(public_point, proof, [&](const sm2::Point& commitment) {
    return knowledge_challenge(role, context, public_point, commitment);
  });
}

Result<Proof> prove_pin(const sm2::Scalar& a1, const Digest& request, Random& random) {
  if (a1.is_zero()) return Error::out_of_range;
  PALMKEY_TRY(a1_public, sm2::multiply_base(a1));
  return prove(a1, request, random,
               [&](const sm2::Point& commitment) { return pin_challenge(a1_public, commitment, request); });
}

Result<void> verify_pin(const sm2::Point& a1_public, const Proof& proof, const Digest& request) {
  return verify(a1_public, proof,
                [&](const sm2::Point& commitment) { return pin_challenge(a1_public, commitment, request); });
}

}  // namespace palmkey::core::splitkey
