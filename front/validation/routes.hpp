// Certificate status for everybody: CRL (RFC 5280), OCSP by POST and GET (RFC 6960, appendix A), the chain.
#pragma once

#include "front/vault_client.hpp"
#include "platform/router.hpp"

namespace palmkey::front::validation {

// `vault` outlives the router's use.
void add_routes(platform::Router& router, VaultClient& vault);

}  // namespace palmkey::front::validation
