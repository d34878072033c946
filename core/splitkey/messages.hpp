// The messages between device and vault, docs/protocol.md, "Requests". All are DER and are read strictly:
// unknown fields, trailing bytes, non-minimal forms, points off the curve and scalars that are zero or not
// below n are refused.
//
// Each message lists its fields once, in order, for writing and reading alike. Those that give a key to new
// hands are in handover_messages.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/der_time.hpp"
#include "core/intent_kind.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"
#include "core/sm3.hpp"
#include "core/splitkey/proof.hpp"

namespace palmkey::core::splitkey {

enum class Operation : std::uint8_t {
  generate = 1,
  sign = 2,
  change_pin = 3,
  install = 4,
  decrypt = 5,
  resynchronise = 6,
  fetch_change = 7,
  status = 8,
  history = 9,
  freeze = 10,
  unfreeze = 11,
  unlock = 12,
  offer_transfer = 13,
  transfer = 14,
  receive_transfer = 15,
};
constexpr Operation largest_value(Operation) {
  return Operation::receive_transfer;
}

using Freshness = ByteArray<32>;  // f
inline constexpr std::size_t unlock_secret_size = 32;

struct GenerateRequest {
  static constexpr Operation operation = Operation::generate;
  Identifier operation_id{};
  sm2::Point p1 = sm2::Point::base();
  Proof p1_proof{};
  sm2::Point a1 = sm2::Point::base();
  Proof a1_proof{};
  std::string activation;  // an operator's one-time code, else empty

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.operation_id, m.p1, m.p1_proof, m.a1, m.a1_proof, m.activation);
  }
};

struct GenerateResult {
  Identifier key_id{};
  sm2::Point public_key = sm2::Point::base();
  sm2::Point p2 = sm2::Point::base();
  Proof p2_proof{};
  Secret unlock;  // U
  Freshness freshness{};
  std::string holder;  // operators: identifier, space, name; else empty

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.public_key, m.p2, m.p2_proof, m.unlock, m.freshness, m.holder);
  }
};

struct SignRequest {
  static constexpr Operation operation = Operation::sign;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  IntentKind kind = IntentKind::text;
  Bytes intent;
  sm2::Point q1 = sm2::Point::base();
  Proof pin_proof{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.kind, m.intent, m.q1, m.pin_proof);
  }
};

struct SignResult {
  sm2::Scalar r;
  sm2::Scalar s1;
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.r, m.s1, m.freshness);
  }
};

struct ChangePinRequest {
  static constexpr Operation operation = Operation::change_pin;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  sm2::Point a1 = sm2::Point::base();
  Proof a1_proof{};
  Proof pin_proof{};  // under the old a1

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.a1, m.a1_proof, m.pin_proof);
  }
};

struct ShareDelta {
  Identifier encryption_key_id{};
  sm2::Scalar delta;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.encryption_key_id, m.delta);
  }
};

// Also the answer to fetch_change.
struct ChangePinResult {
  sm2::Scalar t;
  std::vector<ShareDelta> deltas;
  Secret unlock;  // the new U
  sm2::Point p2 = sm2::Point::base();
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.t, m.deltas, m.unlock, m.p2, m.freshness);
  }
};

struct InstallRequest {
  static constexpr Operation operation = Operation::install;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  Proof pin_proof{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.pin_proof);
  }
};

struct InstalledKey {
  Identifier encryption_key_id{};
  sm2::Point public_key = sm2::Point::base();  // P_e
  sm2::Scalar u1;
  Bytes certificate;  // DER; the current one of this key

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.encryption_key_id, m.public_key, m.u1, m.certificate);
  }
};

struct InstallResult {
  std::vector<InstalledKey> keys;  // the newest last
  Bytes signing_certificate;       // DER
  std::vector<Bytes> chain;        // DER, from the issuing authority up to the root
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.keys, m.signing_certificate, m.chain, m.freshness);
  }
};

struct DecryptRequest {
  static constexpr Operation operation = Operation::decrypt;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  Identifier encryption_key_id{};
  sm2::Point c1 = sm2::Point::base();
  Proof pin_proof{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.encryption_key_id, m.c1, m.pin_proof);
  }
};

struct DecryptResult {
  sm2::Point t = sm2::Point::base();
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.t, m.freshness);
  }
};

struct ResynchroniseRequest {
  static constexpr Operation operation = Operation::resynchronise;
  Identifier key_id{};
  Identifier operation_id{};  // the pending one

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id);
  }
};

struct ResynchroniseResult {
  Freshness freshness{};
  Operation operation = Operation::sign;
  bool applied = false;

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.freshness, m.operation, m.applied);
  }
};

struct FetchChangeRequest {
  static constexpr Operation operation = Operation::fetch_change;
  Identifier key_id{};
  Identifier operation_id{};  // this request's own
  Identifier change_id{};     // of the change of PIN whose answer was lost
  Proof pin_proof{};          // under the new a1

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.change_id, m.pin_proof);
  }
};

struct StatusRequest {
  static constexpr Operation operation = Operation::status;
  Identifier key_id{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id);
  }
};

// Also the answer to freeze.
struct StatusResult {
  std::string state;  // "active", "frozen", "held", "retired", "locked", "suspended", "closed"
  std::uint64_t tries_left = 0;
  std::uint64_t wait_seconds = 0;
  std::uint64_t uses = 0;  // signatures made so far

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.state, m.tries_left, m.wait_seconds, m.uses);
  }
};

struct HistoryRequest {
  static constexpr Operation operation = Operation::history;
  Identifier key_id{};
  std::uint64_t before = 0;  // entries with a smaller number; 0 for the newest
  std::uint64_t limit = 0;   // the vault gives 100 at most

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.before, m.limit);
  }
};

struct HistoryEntry {
  std::uint64_t number = 0;
  der::Time time;
  IntentKind kind = IntentKind::text;
  std::string summary;
  ByteArray<32> r{};  // of the signature

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.number, m.time, m.kind, m.summary, m.r);
  }
};

struct HistoryResult {
  std::vector<HistoryEntry> entries;  // newest first

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.entries);
  }
};

// Needs no PIN: whoever holds the phone may stop the key.
struct FreezeRequest {
  static constexpr Operation operation = Operation::freeze;
  Identifier key_id{};
  Identifier operation_id{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id);
  }
};

struct UnfreezeRequest {
  static constexpr Operation operation = Operation::unfreeze;
  Identifier key_id{};
  Identifier operation_id{};
  Freshness freshness{};
  Proof pin_proof{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.key_id, m.operation_id, m.freshness, m.pin_proof);
  }
};

struct UnfreezeResult {
  Freshness freshness{};

  template <class Self, class Visit>
  static Result<void> fields(Self& m, Visit& visit) {
    return visit(m.freshness);
  }
};

// Request ::= SEQUENCE { operation INTEGER, body SEQUENCE }; for the request types above.
template <class Request>
Bytes encode_request(const Request& request);

struct ReceivedRequest {
  Operation operation;
  ByteView body;  // the body's whole element; points into the message
};
// Error::unsupported for an operation that does not exist.
Result<ReceivedRequest> read_request(ByteView der);

// A message of any type above from its SEQUENCE, and back. A result may hold secrets.
template <class Message>
Result<Message> decode_message(ByteView der);
template <class Message>
Secret encode_message(const Message& message);

// What the PIN proof of a request is made over: SM3 of the request's DER with zeros in place of the proof.
template <class Request>
Digest pin_proof_digest(const Request& request) {
  Request unproved = request;
  unproved.pin_proof = Proof{};
  return sm3(encode_request(unproved));
}

struct Response {
  std::string code;  // "ok" or a stable error code
  std::uint64_t tries_left = 0;
  std::uint64_t wait_seconds = 0;
  Secret body;  // DER of the result if ok, else empty

  bool ok() const { return code == "ok"; }
};
Secret encode_response(const Response& response);
Result<Response> decode_response(ByteView der);

}  // namespace palmkey::core::splitkey
