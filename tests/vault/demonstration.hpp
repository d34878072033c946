// The configuration of an invented authority.
#pragma once

#include "vault/configuration.hpp"

namespace palmkey::test {

inline vault::Configuration demonstration_configuration() {
  vault::Configuration configuration;
  configuration.platform_name = "示范认证中心";
  configuration.base_url = "https://palmkey.example";
  configuration.country = "CN";
  configuration.organization = "示范认证中心";
  configuration.root_name = "示范根";
  configuration.issuing_name = "示范签发";
  configuration.profiles = {{"person", vault::IdentityStyle::salted_hash, "1.2.156.999999.1"},
                            {"person-clear", vault::IdentityStyle::clear, ""},
                            {"person-plain", vault::IdentityStyle::none, ""}};
  return configuration;
}

}  // namespace palmkey::test
