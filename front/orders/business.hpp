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

// Whether an order of this business is about a certificate that there is already.
bool follows_certificate(Business business);
// Whether years are ordered, and paid for.
bool has_term(Business business);
// Whether it ends in new certificates, and so begins with a certification request.
bool is_issuing(Business business);

}  // namespace palmkey::front::orders
