// The texts of mails to subscribers, zh-CN.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace palmkey::front::notices {

struct MailText {
  std::string subject;
  std::string text;
};

// The template's subject and text with its parameters filled in. Templates and their parameters:
//   review_passed, order_rejected                               order
//   key_suspended, key_locked, key_frozen, key_unfrozen, key_held, key_released, pin_changed,
//   unlock_approved, key_unlocked, key_transferred, replacement_announced,
//   key_recovered, key_handed_over, certificate_revoked         order
//   renewal_due                                                 order, date ("2027年3月1日")
//   phone_changed                                               from, to (last four digits)
//   other_number_applied                                        order, business ("补办")
//   invoice                                                     order, number, total ("50.00")
// platform::JobRefused "mail_template_unknown", or "mail_template_incomplete" if a parameter is missing.
MailText mail_text(std::string_view template_name, const std::map<std::string, std::string>& parameters);

}  // namespace palmkey::front::notices
