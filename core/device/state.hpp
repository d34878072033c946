// All that a device keeps, as one DER blob that its host stores as a whole.
//
// Nothing in it may tell a right PIN from a wrong one: no P2, A1, d1·G, u1·G, no signature and no transcript.
// The masked scalars are the only secrets, and each PIN unmasks them to something plausible.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/descriptor.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/splitkey/mask.hpp"
#include "core/splitkey/messages.hpp"

namespace palmkey::core::device {

using splitkey::Identifier;

// A share of an encryption key. Old ones are kept: what was sent to them stays readable.
struct EncryptionKey {
  Identifier id{};
  sm2::Point public_key = sm2::Point::base();  // P_e
  splitkey::MaskedScalar share{};              // u1
  Bytes certificate;                           // DER

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.id, m.public_key, m.share, m.certificate);
  }
};

// The new PIN's part of a change of PIN or an unlocking whose answer has not come yet.
struct NewPin {
  splitkey::Salt salt{};
  splitkey::MaskedScalar a1{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.salt, m.a1);
  }
};

// An operation that was sent and whose answer has not come.
struct Pending {
  splitkey::Operation operation = splitkey::Operation::sign;
  Identifier operation_id{};
  std::optional<NewPin> new_pin;  // for a change of PIN and an unlocking

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.operation, m.operation_id, m.new_pin);
  }
};

struct Key {
  Identifier id{};
  std::string label;   // what the key is for, given by the host: an order number, "operator"
  std::string holder;  // for operators: identifier, space, name
  sm2::Point public_key = sm2::Point::base();
  splitkey::Freshness freshness{};
  splitkey::Salt salt{};
  splitkey::MaskedScalar d1{};                 // by the PIN
  splitkey::MaskedScalar a1{};                 // by the PIN
  splitkey::MaskedScalar d1_unlock{};          // by U, which only the vault has
  std::vector<EncryptionKey> encryption_keys;  // the newest last
  Bytes signing_certificate;                   // DER; empty before installation
  std::vector<Bytes> chain;
  std::optional<Pending> pending;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.id, m.label, m.holder, m.public_key, m.freshness, m.salt, m.d1, m.a1, m.d1_unlock,
                 m.encryption_keys, m.signing_certificate, m.chain, m.pending);
  }
};

// This phone has offered itself to take a key over. The public points of both secrets must not be kept: they
// would tell a right PIN.
struct Incoming {
  Identifier transfer_id{};
  splitkey::Salt salt{};
  splitkey::MaskedScalar a1{};         // by the PIN
  splitkey::MaskedScalar recipient{};  // E's secret, by the device's secret alone
  std::uint64_t expires_at = 0;        // Unix seconds; 0 until the vault has answered

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.transfer_id, m.salt, m.a1, m.recipient, m.expires_at);
  }
};

struct State {
  std::optional<Bytes> descriptor;  // DER of the pinned Descriptor
  std::vector<Key> keys;
  std::vector<Incoming> incoming;  // the newest last

  const Key* find(const Identifier& key_id) const;
  Key* find(const Identifier& key_id);
  // The key with this label, the newest if there are several.
  const Key* find_labelled(std::string_view label) const;
  // Error::wrong_state before configuration.
  Result<Descriptor> pinned() const;

  Bytes encode() const;
  // Error::malformed; Error::unsupported for a version that this program does not know.
  static Result<State> decode(ByteView der);
};

}  // namespace palmkey::core::device
