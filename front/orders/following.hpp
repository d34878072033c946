// What an order that is about a certificate may be: whose the certificate is, and whether it can be done with
// it now. It spares people orders that the vault would refuse; what counts is decided in the vault.
#pragma once

#include <string>

#include "front/context.hpp"
#include "front/orders/types.hpp"
#include "front/subscribers/types.hpp"

namespace palmkey::front::orders {

// Lets `order`, whose application has been checked, be about the certificate that `named` stands for: its
// serial number, or the number of the order on which it was issued ("" for none). A certificate that was
// issued under another number is followed if the applicant is its holder in name and document
// (`other_number`); the officers, both of them, judge who that is. Asks the vault, so outside any
// transaction. InvalidInput, field "follows": "field_required", "follows_invalid", "certificate_not_matched"
// (also one of another number and another holder); "holder_differs" for each field in which applicant and
// holder differ; "other_number_needs_officers" of "self_service". Failure, field "follows", 409:
// "certificate_revoked", "key_not_locked", "certificate_not_usable", "nothing_to_recover",
// "certificate_followed", "certificate_expired", "renewal_too_early", "renewal_too_late"; and
// "too_many_requests" (429) to who tries one certificate after another; and "number_changed_recently" (403)
// of self-service.
void follow(const Context& context, const subscribers::Subscriber& subscriber, const std::string& named,
            Order& order);

// In the transaction that writes the order: Failure("order_in_progress", 409, "follows") if another one of
// the same business is not through with the officers.
void require_no_other(platform::Transaction& transaction, const Order& order);

// Whether the applicant is still the holder of the certificate that the order is about; else the errors.
std::vector<FieldError> differences_from_holder(platform::Transaction& transaction, const Context& context,
                                                const Order& order);

// Tells the holder, under the number that the certificate was issued to and by mail, that the order was
// handed in from another one; nothing if it was not.
void tell_holder_of_other_number(platform::Transaction& transaction, const Context& context,
                                 const Order& order);

}  // namespace palmkey::front::orders
