// The sealed channel: one request, one response, readable by the device and the vault alone.
// docs/protocol.md, "Sealed channel".
//
// core has no P-256: the device's host signs and the vault's host verifies the bytes that to_sign() and
// signed_bytes() name. Nothing of a request may be acted on before that signature was verified.
#pragma once

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/signature.hpp"
#include "core/sm3.hpp"
#include "core/splitkey/proof.hpp"

namespace palmkey::core {

using splitkey::DeviceKey;
using DeviceSignature = ByteArray<64>;  // ECDSA P-256 with SHA-256, r | s
using SealingKeyId = ByteArray<8>;

// Larger messages are refused unread. A seal's picture is part of what is signed with it.
inline constexpr std::size_t max_sealed_size = 262'144;

// The first 8 bytes of SM3(C).
SealingKeyId sealing_key_id(const sm2::Point& sealing_key);

// The device's end. Holds the ephemeral secret until the answer has come; never stored.
class DeviceChannel {
 public:
  static Result<DeviceChannel> seal(const sm2::Point& sealing_key, const DeviceKey& device_key,
                                    ByteView request, Random& random);

  Bytes to_sign() const;  // for the device key
  // The SealedRequest to be sent. May be sent again unchanged.
  const Bytes& finish(const DeviceSignature& signature);
  // After finish(). Error::malformed or Error::decryption_failed for anything but the vault's answer to this
  // very request.
  Result<Secret> open_response(ByteView sealed_response) const;

 private:
  DeviceChannel(sm2::Point ephemeral, sm2::Point sealing_key)
      : ephemeral_(ephemeral), sealing_key_(sealing_key) {}
  sm2::Point ephemeral_;
  sm2::Point sealing_key_;
  Secret shared_;  // S.x
  Bytes header_;
  Bytes ciphertext_;
  Bytes sealed_;
};

// A request after it was opened by the vault, with what sealing the answer needs.
class OpenedRequest {
 public:
  const Secret& request() const { return request_; }
  // A fresh salt makes fresh keys: several answers to one request never share one.
  Result<Bytes> seal_response(ByteView response, Random& random) const;

 private:
  friend class SealedRequest;
  OpenedRequest(sm2::Point ephemeral, sm2::Point sealing_key)
      : ephemeral_(ephemeral), sealing_key_(sealing_key) {}
  sm2::Point ephemeral_;
  sm2::Point sealing_key_;
  Secret shared_;
  Secret request_;
  Digest digest_{};  // of the SealedRequest
};

// The vault's end: parse, verify signature() over signed_bytes() under device_key(), then open.
class SealedRequest {
 public:
  static Result<SealedRequest> parse(ByteView der);

  const SealingKeyId& sealing_key() const { return sealing_key_; }
  const DeviceKey& device_key() const { return device_key_; }  // 65 bytes, not yet known to be a key
  const DeviceSignature& signature() const { return signature_; }
  Bytes signed_bytes() const;

  // `private_key` is the one that sealing_key() names. Error::decryption_failed if the request was not sealed
  // to it or was changed.
  Result<OpenedRequest> open(const sm2::PrivateKey& private_key) const;

 private:
  explicit SealedRequest(sm2::Point ephemeral) : ephemeral_(ephemeral) {}
  SealingKeyId sealing_key_{};
  DeviceKey device_key_{};
  sm2::Point ephemeral_;
  DeviceSignature signature_{};
  Bytes header_;
  Bytes ciphertext_;
  Digest digest_{};
};

}  // namespace palmkey::core
