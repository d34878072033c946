#include "front/notices/holder_notice.hpp"

#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/subscribers/rules.hpp"

namespace palmkey::front::notices {

void tell_holder(platform::Transaction& transaction, const Context& context, std::string_view kind,
                 const std::string& subscriber_id, const std::set<std::string>& addresses,
                 const std::map<std::string, std::string>& parameters) {
  for (const auto& phone : subscribers::phones_to_tell(transaction, context, subscriber_id))
    enqueue_sms(transaction, context, {kind, phone, parameters});
  for (const auto& address : addresses) enqueue_mail(transaction, context, {kind, address, parameters});
}

}  // namespace palmkey::front::notices
