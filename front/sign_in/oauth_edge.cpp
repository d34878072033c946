#include "front/sign_in/oauth_edge.hpp"

#include <nlohmann/json.hpp>

#include "front/sign_in/token_endpoint.hpp"

namespace palmkey::front::sign_in {

platform::HttpResponse oauth_edge(const std::function<platform::HttpResponse()>& work) {
  try {
    platform::HttpResponse response = work();
    response.headers.set("Cache-Control", "no-store");
    return response;
  } catch (const OAuthError& error) {
    auto response = platform::HttpResponse::json(
        {{"error", error.error()}, {"error_description", error.description()}}, error.http_status());
    response.headers.set("Cache-Control", "no-store");
    if (error.http_status() == 401)
      response.headers.set("WWW-Authenticate", error.error() == "invalid_token"
                                                   ? "Bearer error=\"invalid_token\""
                                                   : "Basic realm=\"palmkey\"");
    return response;
  }
}

platform::HttpResponse for_relying_party(
    TokenEndpoint& relying_parties, const platform::HttpRequest& request,
    const std::function<platform::HttpResponse(const RelyingParty&)>& work) {
  return oauth_edge([&] {
    return work(relying_parties.authenticate(read_credentials(request.headers.get("Authorization"), {})));
  });
}

}  // namespace palmkey::front::sign_in
