// Messages to subscribers, queued in the transaction of the change that they tell about.
//
// Contract with the sender: enqueue_sms adds a job of kind "notice.sms" whose payload is the JSON object
//   {"template": "review_passed", "phone": SEALED, "parameters": SEALED}
// `phone` opens under the context "notice/phone" to the number as identity::mobile_number keeps it,
// `parameters` under "notice/parameters" to a JSON object of texts (they may hold codes). Templates and their
// parameters:
//   phone_code       code, minutes           the code that proves a number
//   paper_wanted     order, point, address   scans accepted, the signed form is wanted on paper
//   order_rejected   order                   something must be corrected; what, the app tells
//   review_passed    order                   审核通过, 请安装
//   completed        order                   已办结, the invoice is on its way
//   renewal_due      order, date             the certificate ends
//   phone_changed    from, to                the account has another number; last four digits of both
//   other_number_applied  order, business    somebody who proved another number has handed in an order about
//   the
//                                            certificate
//   key_suspended, key_locked, key_frozen, key_unfrozen, key_held, key_released, pin_changed,
//   unlock_approved, key_unlocked, key_transferred, replacement_announced,
//   key_recovered, key_handed_over, certificate_revoked
//                    order                   what the vault saw happen to the order's key
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "front/context.hpp"

namespace palmkey::front::notices {

inline constexpr std::string_view sms_job = "notice.sms";

struct Sms {
  std::string_view template_name;
  std::string phone;
  std::map<std::string, std::string> parameters;
};

// With a `unique_key` ("order/NUMBER/review_passed/1") the same notice is never queued twice.
void enqueue_sms(platform::Transaction& transaction, const Context& context, const Sms& sms,
                 const std::optional<std::string>& unique_key = std::nullopt);

}  // namespace palmkey::front::notices
