// What phones do before and beside their orders: the two QR links, the platform descriptor, sealed messages.
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::gateway {

// "https://host/c?d=FINGERPRINT" (手机配置), base64url of SM3 over the descriptor.
std::string configuration_link(const std::string& base_url, core::ByteView descriptor_digest);
// "https://host/e?s=SERVICE" (自助申请).
std::string entry_link(const std::string& base_url, const std::string& service_id);

// GET /.well-known/palmkey-descriptor, POST /api/v1/vault/exchange
void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::gateway
