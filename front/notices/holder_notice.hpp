// What concerns a person's keys, told wherever they can be reached.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "front/context.hpp"

namespace palmkey::front::notices {

// By text message to the subscriber's numbers (subscribers::phones_to_tell), by mail to the addresses. `kind`
// names a template for text messages and one for mails.
void tell_holder(platform::Transaction& transaction, const Context& context, std::string_view kind,
                 const std::string& subscriber_id, const std::set<std::string>& addresses,
                 const std::map<std::string, std::string>& parameters);

}  // namespace palmkey::front::notices
