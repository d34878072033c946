// OAuth's own error form (RFC 6749, 5.2) at the one edge for the endpoints that relying parties' servers
// call.
#pragma once

#include <functional>

#include "platform/http_message.hpp"

namespace palmkey::front::sign_in {

// What `work` answers, not to be stored, or the OAuthError that it throws; other failures pass through.
platform::HttpResponse oauth_edge(const std::function<platform::HttpResponse()>& work);

}  // namespace palmkey::front::sign_in
