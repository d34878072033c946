// Mails to subscribers, queued in the transaction of the change that they tell about.
//
// A job of kind "notice.mail" has the JSON object
//   {"template": "review_passed", "address": SEALED, "parameters": SEALED, "identifier": TEXT}
// as payload. `address` opens under the context "notice/address", `parameters` under
// "notice/mail_parameters" to a JSON object of texts; `identifier` is the mail's own, for its Message-ID.
// Templates and their parameters are those of front/notices/mail_templates.hpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "front/context.hpp"

namespace palmkey::front::notices {

inline constexpr std::string_view mail_job = "notice.mail";

struct MailNotice {
  std::string_view template_name;
  std::string address;
  std::map<std::string, std::string> parameters;
};

// With a `unique_key` ("review_passed/NUMBER") the same notice is never queued twice.
void enqueue_mail(platform::Transaction& transaction, const Context& context, const MailNotice& mail,
                  const std::optional<std::string>& unique_key = std::nullopt);

}  // namespace palmkey::front::notices
