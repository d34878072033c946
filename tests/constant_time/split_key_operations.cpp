#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/keygen.hpp"
#include "core/splitkey/mask.hpp"
#include "core/splitkey/refresh.hpp"
#include "core/splitkey/signing.hpp"
#include "tests/constant_time/marks.hpp"
#include "tests/constant_time/operations.hpp"

namespace palmkey::constant_time {
namespace {

using namespace core;
using namespace core::splitkey;
using sm2::Scalar;

const Digest context{4, 5, 6};
const Digest digest{1, 2, 3};

Scalar scalar() {
  MarkedRandom random;
  Scalar drawn = value_of(Scalar::random(random));
  secret(drawn);
  return drawn;
}

struct Pair {
  DeviceHalf device;
  VaultHalf vault;
};

Pair pair() {
  MarkedRandom random;
  DeviceHalf device = value_of(begin_generation(context, random));
  take_result(device.p1);
  take_result(device.a1_public);
  VaultHalf vault = value_of(answer_generation(device.p1, context, random));
  take_result(vault.p2);
  return {std::move(device), std::move(vault)};
}

void device_generation() {
  MarkedRandom random;
  const DeviceHalf half = value_of(begin_generation(context, random));
  take_result(half.p1_proof);
  take_result(half.d1);
}

void vault_generation() {
  const Pair made = pair();
  take_result(made.vault.p2_proof);
  take_result(made.vault.d2);
}

void public_key_check() {
  const Pair made = pair();
  if (!check_public_key(secret(made.device.d1), made.vault.p2, made.vault.public_key).has_value())
    give_up("the right public key was refused");
}

// After a mistyped PIN.
void public_key_refusal() {
  const Pair made = pair();
  if (check_public_key(scalar() + Scalar::one(), made.vault.p2, made.vault.public_key).has_value())
    give_up("another share's public key was accepted");
}

void pin_proof() {
  MarkedRandom random;
  take_result(value_of(prove_pin(scalar(), digest, random)));
}

// As stretch_pin does it, with fewer iterations, whose number is no secret.
void pin_derivation() {
  const Secret pin(6);
  const Salt salt{7};
  take_result(pbkdf2_sm3(secret(pin).view(), salt, 20, 32));
}

void share_masking() {
  const Secret key(32);
  const MaskedScalar masked = mask(scalar(), secret(key).view(), signing_share_label);
  take_result(value_of(unmask(masked, key.view(), signing_share_label)));
}

void commitment() {
  MarkedRandom random;
  const Commitment made = value_of(Commitment::make(random));
  take_result(made.q1());
}

void cosigning() {
  MarkedRandom random;
  const Pair made = pair();
  const HalfSignature half = value_of(cosign(secret(made.vault.d2), made.device.p1, digest, context, random));
  take_result(half.r);
  take_result(half.s1);
}

void finishing() {
  MarkedRandom random;
  const Pair made = pair();
  Commitment committed = value_of(Commitment::make(random));
  const sm2::Point q1 = committed.q1();
  take_result(q1);
  const HalfSignature half = value_of(cosign(made.vault.d2, q1, digest, context, random));
  take_result(half.r);
  take_result(value_of(finish_signature(std::move(committed), secret(made.device.d1), half.r, secret(half.s1),
                                        made.vault.public_key, digest)));
}

void signing_refresh() {
  MarkedRandom random;
  const SigningRefresh refresh = value_of(refresh_signing_share(scalar(), random));
  take_result(refresh.d2);
  take_result(refresh.p2);
  take_result(apply_signing_refresh(scalar(), refresh.t));
}

void encryption_refresh() {
  MarkedRandom random;
  const EncryptionRefresh refresh = value_of(refresh_encryption_share(scalar(), random));
  take_result(refresh.u2);
  take_result(apply_encryption_refresh(scalar(), refresh.delta));
}

void encryption_split() {
  MarkedRandom random;
  // A key of its own, for the random source here gives its first number again.
  const EncryptionShares shares = value_of(split_encryption_key(scalar() + Scalar::one(), random));
  take_result(shares.u1);
  take_result(shares.u2);
}

void split_decryption() {
  MarkedRandom random;
  const Scalar u1 = scalar();
  const Scalar u2 = scalar() * u1;
  sm2::Point recipient = value_of(sm2::multiply_base(u1 + u2));
  take_result(recipient);
  const Secret plaintext(40);
  const sm2::Ciphertext sent = value_of(sm2::encrypt(recipient, plaintext.view(), random));
  sm2::Point t = value_of(partial_decryption(secret(u2), sent.c1));
  take_result(value_of(finish_decryption(secret(u1), t, sent)));
}

}  // namespace

std::vector<Operation> split_key_operations() {
  return {{"split key, device's half of making", device_generation},
          {"split key, vault's half of making", vault_generation},
          {"split key, check of P", public_key_check},
          {"split key, check of P after a wrong PIN", public_key_refusal},
          {"split key, PIN proof", pin_proof},
          {"split key, PIN derivation", pin_derivation},
          {"split key, masking and unmasking", share_masking},
          {"split key, device's first step of signing", commitment},
          {"split key, vault's step of signing", cosigning},
          {"split key, device's last step of signing", finishing},
          {"split key, new signing shares", signing_refresh},
          {"split key, new encryption shares", encryption_refresh},
          {"split key, splitting an encryption key", encryption_split},
          {"split key, decryption by both", split_decryption}};
}

}  // namespace palmkey::constant_time
