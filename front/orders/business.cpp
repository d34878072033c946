#include "front/orders/business.hpp"

#include <array>

namespace palmkey::front::orders {

namespace {

struct Name {
  Business business;
  std::string_view code;
  platform::Label label;
};

constexpr std::array names{
    Name{Business::new_certificate, "new", {"新申请", "New certificate"}},
    Name{Business::renewal, "renewal", {"更新", "Renewal"}},
    Name{Business::change, "change", {"变更", "Change"}},
    Name{Business::revocation, "revocation", {"注销", "Revocation"}},
    Name{Business::replacement, "replacement", {"补办", "Replacement"}},
    Name{Business::unlock, "unlock", {"解锁", "Unlocking"}},
    Name{Business::key_recovery, "key_recovery", {"密钥恢复", "Key recovery"}},
};

constexpr std::array values = [] {
  std::array<Business, names.size()> result{};
  for (std::size_t i = 0; i < names.size(); ++i) result[i] = names[i].business;
  return result;
}();

const Name& name_of(Business business) {
  return names[static_cast<std::size_t>(business)];
}

}  // namespace

std::span<const Business> businesses() {
  return values;
}
std::string_view business_code(Business business) {
  return name_of(business).code;
}
std::string_view business_label(Business business, platform::Language language) {
  return name_of(business).label.in(language);
}

bool follows_certificate(Business business) {
  return business != Business::new_certificate;
}
bool has_term(Business business) {
  return business == Business::new_certificate || business == Business::renewal;
}
bool is_issuing(Business business) {
  return has_term(business) || business == Business::change || business == Business::replacement;
}

std::optional<Business> business_of(std::string_view code) {
  for (const auto& name : names)
    if (name.code == code) return name.business;
  return std::nullopt;
}

}  // namespace palmkey::front::orders
