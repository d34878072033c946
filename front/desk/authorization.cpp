#include "front/desk/authorization.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/desk/sessions.hpp"
#include "front/http.hpp"

namespace palmkey::front::desk {

bool decides_on(OperatorRole role, orders::Business business) {
  const bool recovers = business == orders::Business::key_recovery;
  if (role == OperatorRole::recovery) return recovers;
  return !recovers && (role == OperatorRole::acceptance || role == OperatorRole::review);
}

std::string_view role_code(OperatorRole role) {
  switch (role) {
    case OperatorRole::acceptance:
      return "acceptance";
    case OperatorRole::review:
      return "review";
    case OperatorRole::administrator:
      return "administrator";
    case OperatorRole::recovery:
      return "recovery";
    case OperatorRole::none:
      return "none";
  }
  return "none";
}

Officer authorized(const Context& context, const platform::HttpRequest& request,
                   std::initializer_list<OperatorRole> roles) {
  Officer officer = officer_of(context, bearer_token(request));
  if (std::ranges::find(roles, officer.role) == roles.end())
    throw platform::Failure("desk_role_refused", 403);
  return officer;
}

SignedIntent signed_intent_of(const platform::HttpRequest& request) {
  const auto body = request.json();
  auto signature = platform::value_or_throw(core::from_base64(text_member(body, "signature")), "signature");
  return {text_member(body, "intent"), std::move(signature)};
}

}  // namespace palmkey::front::desk
