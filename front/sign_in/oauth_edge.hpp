// OAuth's own error form (RFC 6749, 5.2) at the one edge for the endpoints that relying parties' servers
// call.
#pragma once

#include <functional>

#include "front/sign_in/types.hpp"
#include "platform/http_message.hpp"

namespace palmkey::front::sign_in {

// What `work` answers, not to be stored, or the OAuthError that it throws; other failures pass through.
platform::HttpResponse oauth_edge(const std::function<platform::HttpResponse()>& work);

// The same for what only a relying party may ask, which says who it is by client authentication (Basic).
class TokenEndpoint;
platform::HttpResponse for_relying_party(
    TokenEndpoint& relying_parties, const platform::HttpRequest& request,
    const std::function<platform::HttpResponse(const RelyingParty&)>& work);

}  // namespace palmkey::front::sign_in
