// HTTP of drills: /api/v1/relying-party/drills for sites, /api/v1/drills for phones.
#pragma once

#include "front/context.hpp"
#include "front/sign_in/directory.hpp"
#include "front/sign_in/token_endpoint.hpp"
#include "platform/router.hpp"

namespace palmkey::front::drills {

// The references outlive the router's use.
void add_routes(platform::Router& router, const Context& context, sign_in::Directory& directory,
                sign_in::TokenEndpoint& token_endpoint);

// The sentences of this business's codes. Once, before the server starts.
void register_messages();

}  // namespace palmkey::front::drills
