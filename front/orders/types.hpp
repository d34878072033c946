// An order: one application for certificates, from the first form to the installed certificates.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "front/agreements/types.hpp"
#include "front/orders/application.hpp"
#include "front/orders/states.hpp"

namespace palmkey::front::orders {

struct Order {
  std::string number;
  std::string subscriber_id;
  std::string service_id;
  std::int64_t service_version = 0;  // the order keeps the service as it was when the order was made
  State state = State::awaiting_request;
  std::int64_t state_since = 0;  // when it came into this state
  std::int64_t fee = 0;          // fen, fixed when the order was made
  bool paid = false;
  bool paper_received = false;
  // An unlocking that one officer approves, the holder's number proved anew; the vault then lets the owner
  // object for a while.
  bool self_service = false;
  std::int64_t waits_until = 0;  // until when the owner may object, once the vault has said so; else 0
  // How often it was handed in. Officers' decisions belong to one submission; a new one begins after a
  // rejection and after the vault's refusal.
  std::int64_t submission = 0;
  Application application;
  std::string follows;  // serial number of the signing certificate that it is about; empty for a new one
  // The certificate was issued to the holder under another number than the applicant's.
  bool other_number = false;
  std::vector<agreements::Acceptance> agreements;  // accepted before the order was made
  core::Bytes request;                             // PKCS#10, DER; empty before the phone has made it
  std::string public_key;  // of the request, or of the key that is there already, 130 hexadecimal digits
  std::vector<std::string> rejected_fields;  // what the applicant may correct now
  std::string rejection_reason;
  std::int64_t created_at = 0;  // Unix seconds, as all times here
  std::int64_t updated_at = 0;
};

// Who did something: "subscriber", "operator" with the id, or "system".
struct Actor {
  std::string_view kind;
  std::string id;
};
inline const Actor by_subscriber{"subscriber", {}};
inline const Actor by_system{"system", {}};

struct TimelineEntry {
  std::int64_t time = 0;
  std::string event;                      // event_code, or "apply" for the first one
  State state = State::awaiting_request;  // after it
  std::string actor_kind;
  std::string actor;   // an operator's id
  std::string detail;  // a rejection's reason, a refusal's code
};

struct AttachmentRecord {
  std::string kind;
  std::string file_id;
  std::string media_type;
  std::string digest;         // SM3 of what is kept, hexadecimal
  std::string source_lookup;  // keyed digest of what was uploaded, so that a repetition is known
  std::int64_t size = 0;
  std::int64_t created_at = 0;
};

struct CertificateEntry {
  std::string purpose;  // "signing" or "encryption"
  std::string serial;   // hexadecimal, lower case
  core::Bytes der;
};

// What was handed in once: the application, and the attachments by kind with their digests.
struct Version {
  std::int64_t submission = 0;
  Application application;
  std::vector<std::pair<std::string, std::string>> attachments;
  std::int64_t handed_in_at = 0;
};

// Another order with the same identity document.
struct Duplicate {
  std::string number;
  Business business{};
  State state{};
  bool paid = false;
  std::int64_t created_at = 0;
};

enum class Step { acceptance, review, recovery };
// As in an intent's `step`.
inline std::string_view step_code(Step step) {
  if (step == Step::recovery) return "recovery";
  return step == Step::acceptance ? "acceptance" : "review";
}

struct Decision {
  std::int64_t submission = 0;
  Step step{};
  bool approved = false;
  std::string operator_id;
  std::string intent;     // the text that was signed
  core::Bytes signature;  // DER of SM2Signature
  std::int64_t decided_at = 0;
};

}  // namespace palmkey::front::orders
