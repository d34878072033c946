// What a subscriber does with orders. Every function works on the subscriber's own orders; others' are
// unknown (Failure "order_unknown", 404). What cannot be done in the order's state is Failure("wrong_state",
// 409). Repeating what has been done changes nothing and answers alike.
#pragma once

#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/orders/types.hpp"
#include "front/subscribers/types.hpp"

namespace palmkey::front::orders {

struct OrderInput {
  std::string service;
  ApplicationInput application;
  std::string follows;  // serial number of the signing certificate that it is about; empty for a new one
  bool self_service = false;  // an unlocking that one officer approves
  std::string captcha_id, captcha_answer;
  bool agreements_accepted = false;
  bool self_application = false;  // begun by the service's entry QR code
  std::string idempotency_key;    // 8 to 64 visible ASCII characters
  std::string raw_request;        // what the key belongs to
};

// Makes an order, or returns the one made with the same key and request. Refusals: InvalidInput with all
// fields, "captcha_wrong", "agreements_not_accepted", "self_service_not_offered", "not_preregistered" (409,
// with choices), "idempotency_key_required", "idempotency_key_reused" (409), "order_numbers_exhausted" (503);
// those of front/orders/following.hpp for an order about a certificate, whose holder needs no
// pre-registration.
Order create(const Context& context, const subscribers::Subscriber& subscriber, const OrderInput& input);

Order get(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number);

// Own orders, newest first; if given by number, by the serial number of the signing certificate that was
// issued on it, or by the applicant's name.
struct Page {
  std::vector<Order> orders;
  bool last = true;
};
Page list(const Context& context, const subscribers::Subscriber& subscriber, const std::string& search,
          const std::string& before, std::size_t limit);

// Takes the phone's certification request (PKCS#10): the self-signature must verify, the subject be the
// order's. "malformed", "bad_signature" and their like, "request_subject_mismatch", "request_key_taken".
Order receive_request(const Context& context, const subscribers::Subscriber& subscriber,
                      const std::string& number, core::ByteView request_der);

// Hands the order in: all required attachments are there ("attachment_missing"), the request still names the
// subject ("request_subject_mismatch"). With one officer's unlocking the number was proved a short while ago:
// Failure("phone_proof_needed", 403).
Order submit(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number);

// After a rejection: the application anew, changed in no field but those named in it ("field_not_open").
Order correct(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number,
              const ApplicationInput& input);

// The phone has both certificates. Nothing that a phone says of an order that issues none: the vault tells.
Order mark_installed(const Context& context, const subscribers::Subscriber& subscriber,
                     const std::string& number);

// Before payment, or after a rejection where nothing was paid. Attachments are deleted.
Order cancel(const Context& context, const subscribers::Subscriber& subscriber, const std::string& number);

// The vault has told that the key of the order's certificates was unlocked: the approved orders for that are
// done.
void mark_unlocked(platform::Transaction& transaction, const Context& context, const std::string& number);

// For payment: called with the transaction in which the payment is recorded.
enum class PaidOutcome {
  paid,          // now; the order goes on to acceptance
  already_paid,  // before; nothing changed
  refund_due,    // the order no longer waits for money: give it back
};
// Failure("order_unknown", 404).
PaidOutcome mark_paid(platform::Transaction& transaction, const Context& context, const std::string& number);

// Queued once when both certificates are on the phone, payload {"order": NUMBER}: what follows completion
// (invoice).
inline constexpr std::string_view completed_job = "order.completed";

}  // namespace palmkey::front::orders
