// Schnorr proofs (Fiat-Shamir with SM3): that a peer knows its share, and that the device was given the
// right PIN. docs/protocol.md, "Proof of knowledge" and "PIN proof".
#pragma once

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::splitkey {

using Identifier = ByteArray<16>;  // of a key, an operation, an encryption key
using DeviceKey = ByteArray<65>;   // D, the device's P-256 public key; not checked by core
using Proof = ByteArray<64>;       // c | z

enum class ProofRole { device_share, pin_key, vault_share };

// What binds a proof to one operation of one device with one vault: SM3("PalmKey key 1" | opId | D | C).
Digest proof_context(const Identifier& operation, const DeviceKey& device_key, const sm2::Point& sealing_key);

// Proves that X = x·G was made by one who knows x. Error::out_of_range for x = 0.
Result<Proof> prove_knowledge(const sm2::Scalar& x, ProofRole role, const Digest& context, Random& random);
// Error::bad_proof if it does not hold.
Result<void> verify_knowledge(const sm2::Point& public_point, const Proof& proof, ProofRole role,
                              const Digest& context);

// Proves knowledge of a1 (which takes the PIN) for one request. `request` is the digest of the request's DER
// with zeros in place of the proof.
Result<Proof> prove_pin(const sm2::Scalar& a1, const Digest& request, Random& random);
// Error::bad_proof if it does not hold.
Result<void> verify_pin(const sm2::Point& a1_public, const Proof& proof, const Digest& request);

}  // namespace palmkey::core::splitkey
