// Personal data made fit for lists and logs.
#pragma once

#include <string>
#include <string_view>

namespace palmkey::platform {

std::string masked_phone(std::string_view phone);             // 138****0000
std::string masked_identity_number(std::string_view number);  // first 3 and last 4 characters
std::string masked_mail(std::string_view address);            // z***@example.com
std::string masked_name(std::string_view name);               // the first character, the others as *; UTF-8

}  // namespace palmkey::platform
