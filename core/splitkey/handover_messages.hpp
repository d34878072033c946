// The messages by which a key comes to a new PIN without the old one, or to another phone. docs/protocol.md,
// "Unlocking" and "Change of phone".
#pragma once

#include "core/splitkey/messages.hpp"

namespace palmkey::core::splitkey {

// --- Unlocking: by D alone, on an order that the vault was shown the approvals of.

struct UnlockRequest {
  static constexpr Operation operation = Operation::unlock;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  sm2::Point a1 = sm2::Point::base();
  Proof a1_proof{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.a1, m.a1_proof);
  }
};

// The device cannot read its old share of an encryption key any more: it is split anew.
struct NewShare {
  Identifier encryption_key_id{};
  sm2::Scalar u1;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.encryption_key_id, m.u1);
  }
};

// Also the answer to fetch_change, for an unlocking whose answer was lost.
struct UnlockResult {
  Secret released;  // the old U, under which the device finds d1
  sm2::Scalar t;
  Secret unlock;  // the new U
  sm2::Point p2 = sm2::Point::base();
  std::vector<NewShare> shares;
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.released, m.t, m.unlock, m.p2, m.shares, m.freshness);
  }
};

// --- Change of phone. The new phone offers itself (D' signs the request), the old one hands the key over
// with its PIN, the new one fetches it with the PIN that it was given.

struct OfferTransferRequest {
  static constexpr Operation operation = Operation::offer_transfer;
  Identifier operation_id{};           // names the transfer
  sm2::Point a1 = sm2::Point::base();  // of the new phone's PIN
  Proof a1_proof{};
  sm2::Point recipient = sm2::Point::base();  // E, to which the old phone encrypts

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.operation_id, m.a1, m.a1_proof, m.recipient);
  }
};

struct OfferTransferResult {
  der::Time expires_at;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.expires_at);
  }
};

// What a transfer is bound to: the old phone sees its digest in the new phone's QR code.
struct TransferOffer {
  Identifier transfer_id{};
  DeviceKey device_key{};  // D'
  sm2::Point a1 = sm2::Point::base();
  sm2::Point recipient = sm2::Point::base();

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.transfer_id, m.device_key, m.a1, m.recipient);
  }
};
Digest digest_of(const TransferOffer& offer);

// The new phone's QR code.
struct TransferTicket {
  Identifier transfer_id{};
  sm2::Point recipient = sm2::Point::base();
  Digest offer{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.transfer_id, m.recipient, m.offer);
  }
};

// What the old phone knows of the key, encrypted to E: the vault passes it on and cannot read it.
struct MovedShare {
  Identifier encryption_key_id{};
  sm2::Point public_key = sm2::Point::base();
  sm2::Scalar u1;
  Bytes certificate;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.encryption_key_id, m.public_key, m.u1, m.certificate);
  }
};
struct TransferPackage {
  std::string label;
  sm2::Scalar d1;
  std::vector<MovedShare> shares;  // the newest last
  Bytes signing_certificate;       // empty before installation
  std::vector<Bytes> chain;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.label, m.d1, m.shares, m.signing_certificate, m.chain);
  }
};
inline constexpr std::size_t longest_transfer_package = std::size_t{32} * 1024;

struct TransferRequest {
  static constexpr Operation operation = Operation::transfer;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  Identifier transfer_id{};
  Digest offer{};
  Bytes package;  // SM2Cipher of a TransferPackage
  Proof pin_proof{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.transfer_id, m.offer, m.package, m.pin_proof);
  }
};

// The key is the old phone's no more.
struct TransferResult {
  std::uint64_t cooling_seconds = 0;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.cooling_seconds);
  }
};

struct ReceiveTransferRequest {
  static constexpr Operation operation = Operation::receive_transfer;
  Identifier operation_id{};
  Identifier transfer_id{};
  Proof pin_proof{};  // under the new a1

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.operation_id, m.transfer_id, m.pin_proof);
  }
};

struct ReceiveTransferResult {
  Identifier key_id{};
  sm2::Point public_key = sm2::Point::base();
  Bytes package;
  sm2::Scalar t;
  std::vector<ShareDelta> deltas;
  Secret unlock;  // the new U
  sm2::Point p2 = sm2::Point::base();
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.public_key, m.package, m.t, m.deltas, m.unlock, m.p2, m.freshness);
  }
};

}  // namespace palmkey::core::splitkey
