// HTTP of sign-in: OpenID Connect for sites, a page for browsers, an API for phones.
#pragma once

#include "front/sign_in/sign_in.hpp"
#include "front/sign_in/token_endpoint.hpp"
#include "platform/router.hpp"

namespace palmkey::front::sign_in {

// The references outlive the router's use.
void add_routes(platform::Router& router, Surroundings& surroundings, SignIn& sign_in,
                TokenEndpoint& token_endpoint);

// The sentences of this business's codes. Once, before the server starts.
void register_messages();

}  // namespace palmkey::front::sign_in
