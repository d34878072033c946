// What an order asks for (业务类型).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "platform/messages.hpp"

namespace palmkey::front::orders {

enum class Business { new_certificate, renewal, change, revocation, replacement, unlock, key_recovery };

std::span<const Business> businesses();
std::string_view business_code(Business business);  // "new"
// As in section I of the form: "新申请".
std::string_view business_label(Business business, platform::Language language);
std::optional<Business> business_of(std::string_view code);

}  // namespace palmkey::front::orders
